"""Says in words why a question went where it did."""

from collections.abc import Iterable, Sequence

from bot.answering.answerer import Answerer, Finding
from bot.answering.apart import plain
from bot.answering.index import Match
from bot.answering.verdict import MOST_OFFERED
from bot.texts import chat as texts


def explain(answerer: Answerer, finding: Finding) -> str:
    """How the question was read, what was decided and why, and what came close."""
    lines = [texts.EXPLAIN_ASKED.format(question=finding.question.strip())]
    if not finding.read.text:
        return "\n".join([*lines, texts.EXPLAIN_EMPTY])
    judgement = finding.judgement
    lines.append(texts.EXPLAIN_READ.format(text=plain(finding.read.text)))
    lines.append(texts.EXPLAIN_SOUND.format(sound=finding.read.sound))
    lines.append(_decision(answerer, finding))
    for rank, match in enumerate(judgement.entries[:MOST_OFFERED], start=1):
        lines.extend(_candidate(answerer, finding, rank, match))
    if len(judgement.entries) > 1:
        first, second = judgement.entries[:2]
        margin = first.likeness - second.likeness
        lines.append(texts.EXPLAIN_MARGIN.format(margin=margin))
    if judgement.guard:
        guard = answerer.base.guards[judgement.guard.id]
        lines.append(
            texts.EXPLAIN_GUARD.format(
                title=guard.title, id=guard.id, likeness=judgement.guard.likeness
            )
        )
    return "\n".join(lines)


def _decision(answerer: Answerer, finding: Finding) -> str:
    judgement, base = finding.judgement, answerer.base
    return texts.EXPLAIN_REASONS[judgement.reason.value].format(
        id=judgement.entries[0].id if judgement.entries else "",
        guard=base.guards[judgement.guard.id].title if judgement.guard else "",
        courtesy=base.smalltalk[judgement.courtesy.id].title if judgement.courtesy else "",
        answer=judgement.answer,
        offer=judgement.offer,
        answer_at=answerer.confidence.answer_at,
        offer_at=answerer.confidence.offer_at,
    )


def _candidate(answerer: Answerer, finding: Finding, rank: int, match: Match) -> Iterable[str]:
    entry = answerer.base.entries[match.id]
    wordings = (*entry.phrasings, entry.title)
    shared = shared_runs(finding.read.text, [answerer.normalise(wording) for wording in wordings])
    yield texts.EXPLAIN_CANDIDATE.format(
        rank=rank, title=entry.title, id=entry.id, likeness=match.likeness
    )
    yield texts.EXPLAIN_PARTS.format(
        chars=match.chars, sounds=match.sounds, wording=match.wording, reading=match.reading
    )
    yield texts.EXPLAIN_PHRASING.format(phrasing=wordings[match.phrasing])
    yield (
        texts.EXPLAIN_SHARED.format(shared=plain(texts.EXPLAIN_JOIN.join(shared)))
        if shared
        else texts.EXPLAIN_NOTHING_SHARED
    )


def shared_runs(text: str, wordings: Sequence[str]) -> list[str]:
    """The longest runs of two and more characters that any of the wordings holds too, in order."""
    runs = []
    start = 0
    while start < len(text) - 1:
        end = start + 1
        while end < len(text) and any(text[start : end + 1] in wording for wording in wordings):
            end += 1
        if end - start > 1:
            runs.append(text[start:end])
        start = max(end, start + 1)
    return runs
