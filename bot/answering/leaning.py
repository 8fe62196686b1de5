"""Questions that lean on the answer before them: "那多久一次" after an answer about 党课.

Such a text is judged twice, alone and with the title of the entry answered before it; each entry
counts as like as it is on average, those beside the answered one a little more.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.answering.answerer import Answerer, Finding
from bot.answering.index import Match
from bot.answering.verdict import judge
from bot.messages import Verdict
from bot.texts import chat as texts

SHORT = 8
"""A text of more letters that begins with no "那" or the like stands for itself."""
COMPARABLE = 0.6
"""A text that has an answer of its own leans only if what it would lean to is so like the text
alone, against that answer."""
LEAST = 25.0
"""A text leans only to an entry that it is so like by itself: it must have something to do with
it."""
LEAST_OF_NONSENSE = 37.0
"""The same for a text that makes no sense by itself."""
BESIDE = 1.2
"""By so much the entry answered before, its topic and what it is related to are preferred."""

_OPENS = frozenset({Verdict.ANSWER, Verdict.SUGGEST})


class Leaning:
    """Reads a question as going on about the entry before, where it makes more sense that way."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._base = answerer.base
        subjects = (s for topic in self._base.topics for s in topic.subjects)
        spelt = sorted({answerer.normalise(s) for s in subjects}, key=lambda s: (-len(s), s))
        self._subject = re.compile("|".join(map(re.escape, spelt)) or "(?!)")
        self._titles = {e.id: answerer.normalise(e.title) for e in self._base.entries.values()}

    def judge(self, question: str, about: str) -> Finding:
        """What the question is about, `about` being the entry answered last or empty."""
        alone = self._answerer.judge(question)
        if about not in self._base.entries or not self._may_lean(alone):
            return alone
        leant = self._lean(alone, about)
        return leant if self._fits(leant, alone) else alone

    def same_of(self, subject: str, about: str) -> Finding | None:
        """What was asked last, asked of another subject: "那党课呢" after how often a meeting is.

        `subject` is normalised. None if the entry before has no subject to put it in the place of,
        or nothing answers that.
        """
        title = self._titles.get(about, "")
        asked = self._subject.sub(subject, title, count=1)
        if asked == title:
            return None
        finding = self._answerer.judge(asked)
        return finding if finding.answered else None

    def _may_lean(self, alone: Finding) -> bool:
        """Whether the text names no subject of its own, ours or another's, and goes on or is short
        but no nonsense.
        """
        text = alone.read.text
        if alone.judgement.verdict is Verdict.SMALLTALK or self._subject.search(text):
            return False
        if alone.judgement.believed:
            return re.search(texts.LEFT_OUT, text) is not None
        understood = alone.judgement.verdict in _OPENS
        return _goes_on(text) or (understood and alone.read.letters <= SHORT)

    def _lean(self, alone: Finding, about: str) -> Finding:
        title = self._base.entries[about].title
        joined = self._answerer.judge(title + alone.read.text)
        entries = self._together(alone, joined, about)
        guards = [joined.judgement.guard] if joined.judgement.guard else []
        matches = sorted((*entries, *guards), key=lambda match: -match.likeness)
        judgement = judge(matches, joined.read.letters, self._answerer.confidence)
        return Finding(alone.question, joined.read, judgement, leant=True)

    def _together(self, alone: Finding, joined: Finding, about: str) -> Iterator[Match]:
        """The entries of both findings, each as like as it is on average."""
        found: dict[str, list[Match]] = {}
        for match in (*joined.judgement.entries, *alone.judgement.entries):
            found.setdefault(match.id, []).append(match)
        topic_of, related = self._base.topic_of, self._base.entries[about].related
        for entry_id, matches in found.items():
            likeness = sum(match.likeness for match in matches) / 2
            beside = topic_of[entry_id] == topic_of[about] or entry_id in related
            yield replace(matches[0], likeness=likeness * (BESIDE if beside else 1))

    @staticmethod
    def _fits(leant: Finding, alone: Finding) -> bool:
        """Whether going on makes more of the text than it makes alone."""
        if leant.judgement.verdict not in _OPENS:
            return False
        own = {match.id: match.likeness for match in alone.judgement.entries}
        to = leant.judgement.entries[0].id
        understood = alone.judgement.verdict in _OPENS
        if own.get(to, 0.0) < (LEAST if understood else LEAST_OF_NONSENSE):
            return False
        if _goes_on(alone.read.text) or not alone.answered:
            return True
        return bool(leant.answered) and own[to] >= COMPARABLE * own[alone.answered]


def _goes_on(text: str) -> bool:
    return re.search(texts.GOING_ON, text) is not None
