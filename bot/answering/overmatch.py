"""Whether the matcher keeps the knowledge apart: every phrasing must find its own entry first, and
no phrasing of a guard may be answered, even if they were not recognised word for word.
"""

from collections.abc import Iterator

from bot.answering.answerer import Answerer
from bot.answering.features import extract
from bot.answering.verdict import Reason, judge
from bot.knowledge.places import phrasings
from bot.knowledge.problem import Problem
from bot.messages import Verdict
from bot.texts import problems as texts


def overmatches(answerer: Answerer) -> Iterator[Problem]:
    """Every phrasing that another item steals, and every guard that leaks."""
    base = answerer.base
    for place, owner, phrasing in phrasings(base):
        read = extract(answerer.normalise(phrasing))
        judgement = judge(answerer.index.search(read), read.letters, answerer.confidence)
        refused = judgement.reason is Reason.GUARDED
        first = judgement.entries[0].id if judgement.entries else ""
        if owner in base.entries and (first != owner or refused):
            guard = judgement.guard
            winner = guard.id if refused and guard else first
            reason = texts.STOLEN_PHRASING.format(phrasing=phrasing, winner=winner, owner=owner)
            yield place.problem(reason)
        elif owner in base.guards and judgement.verdict is Verdict.ANSWER:
            title = base.guards[owner].title
            reason = texts.LEAKING_GUARD.format(phrasing=phrasing, winner=first, owner=title)
            yield place.problem(reason)
