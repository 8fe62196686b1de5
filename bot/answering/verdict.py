"""From matches to a verdict: how likely the nearest entry is right, and what follows from that."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.answering.index import Kind, Match
from bot.knowledge.confidence import ConfidenceFile, Logistic
from bot.messages import Verdict

EXACT = 100.0
MOST_OFFERED = 3
"""At most so many entries are offered, and reported as candidates."""
PLENTY = 12
"""A question of so many characters is not short any more."""
NEAR_TIE = 0.04
"""A first entry that leads the second by less than this share of its likeness is not told apart
from it, unless the question is word for word one of its phrasings."""
CROWD_WITHIN, CROWD = 0.85, 7
"""Of the first `CROWD` rivals, those with this share of the first entry's likeness crowd it."""
FEWEST_LETTERS, FEWEST_TO_ANSWER = 2, 3
"""A question of fewer letters says nothing; one of fewer letters than the second names a subject at
best, and is asked back unless it is word for word a phrasing."""
CLOSE, CLOSE_LEAD = 85.0, 10.0
"""A question so like a phrasing, and so much more than any phrasing of another item, is as good as
word for word."""
CLEAR_LEAD = 0.5
"""A lead beyond this share says no more: there was hardly a rival."""
FEWEST_TO_BELIEVE, BELIEVED_AT = 4, 22.0
"""A guard is believed to know what the question is about from so many letters and so much
likeness on, or where the question is word for word one of its phrasings."""
LEAST_OFFERED, LEAST_ANSWERED = 11.8, 15.0
"""Likeness below which an entry is not offered, and not answered, however far ahead it is: strings
of Latin letters and digits are all a little like something."""
COURTESY_AT = 75.0
"""Least likeness at which smalltalk is taken for smalltalk: courtesies are short and fixed."""


class Reason(StrEnum):
    """What decided."""

    COURTESY = "courtesy"
    TOO_SHORT = "too short"
    NOTHING_NEAR = "nothing near"
    GUARDED = "guarded"
    SURE = "sure"
    UNSURE = "unsure"
    NEAR_TIE = "near tie"
    BARE_SUBJECT = "bare subject"
    GUARD_NEAR = "guard near"
    FAR = "far"


_VERDICTS = {
    Reason.COURTESY: Verdict.SMALLTALK,
    Reason.SURE: Verdict.ANSWER,
    Reason.UNSURE: Verdict.SUGGEST,
    Reason.NEAR_TIE: Verdict.SUGGEST,
    Reason.BARE_SUBJECT: Verdict.SUGGEST,
    Reason.GUARD_NEAR: Verdict.SUGGEST,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and all that led to it. `entries` holds every entry found, best first.

    `answer` is the probability that the first entry is right, `offer` that one of the first three
    is. `guard` is the nearest guard, `courtesy` the smalltalk meant. `believed`: the guard decided,
    and is near enough to say where to go instead.
    """

    reason: Reason
    entries: tuple[Match, ...]
    guard: Match | None = None
    courtesy: Match | None = None
    believed: bool = False
    answer: float = 0.0
    offer: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """What follows from the reason."""
        return _VERDICTS.get(self.reason, Verdict.UNKNOWN)


def word_for_word(matches: Sequence[Match]) -> list[Match]:
    """The matches, those of which the question is a phrasing first, and as like as can be."""
    known = [replace(match, likeness=EXACT) for match in matches if match.wording == EXACT]
    return known + [match for match in matches if match.wording != EXACT]


def signals(entries: Sequence[Match], guard: Match | None, length: int) -> dict[str, float]:
    """What confidence is judged by, each about 0 to 1.

    How like the first entry is; by what share of that it leads the second, and the nearest guard;
    how many rivals crowd it; how long the question is.
    """
    top, rivals = entries[0].likeness, [m.likeness for m in entries[1 : CROWD + 1]]
    second = rivals[0] if rivals else 0.0
    nearest_guard = guard.likeness if guard else 0.0
    return {
        "likeness": top / 100,
        "lead": min(1 - second / top, CLEAR_LEAD),
        "ahead_of_guard": min(1 - nearest_guard / top, CLEAR_LEAD),
        "crowd": sum(rival >= CROWD_WITHIN * top for rival in rivals) / CROWD,
        "length": min(length, PLENTY) / PLENTY,
    }


def probability(model: Logistic, values: Mapping[str, float]) -> float:
    """The fitted probability for these signals."""
    return sigmoid(model.bias + sum(w * values[name] for name, w in model.weights.items()))


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def judge(matches: Sequence[Match], length: int, confidence: ConfidenceFile) -> Judgement:
    """Decide. `length` is that of the normalised question, in letters."""
    entries = tuple(m for m in matches if m.kind is Kind.ENTRY)
    guard = next((m for m in matches if m.kind is Kind.GUARD), None)
    courtesy = next((m for m in matches if m.kind is Kind.SMALLTALK), None)
    best = entries[0].likeness if entries else 0.0
    if courtesy and courtesy.wording >= COURTESY_AT and courtesy.likeness >= best:
        return Judgement(Reason.COURTESY, entries, guard, courtesy)
    if length < FEWEST_LETTERS:
        return Judgement(Reason.TOO_SHORT, entries, guard)
    guarded = Judgement(Reason.GUARDED, entries, guard, believed=_believed(guard, length))
    subject = bool(entries) and entries[0].holds and length < FEWEST_TO_ANSWER
    if guard and guard.likeness * (1 - NEAR_TIE) > best and not subject:
        return guarded
    if best < LEAST_OFFERED:
        return Judgement(Reason.NOTHING_NEAR, entries, guard)
    values = signals(entries, guard, length)
    answer = probability(confidence.answer, values)
    offer = probability(confidence.offer, values)
    reason = Reason.UNSURE
    close = length > FEWEST_TO_ANSWER and _close(entries[0], matches)
    if close or answer >= confidence.answer_at:
        reason = _sure_or_not(entries, values, length, close=close)
    # A subject that the first entry names word for word is at least asked back.
    if reason is not Reason.SURE and offer < confidence.offer_at and not entries[0].holds:
        if guard and guard.likeness >= best * (1 - NEAR_TIE):
            return guarded  # nothing is sure, and the guard is as near as anything
        reason = Reason.FAR
    return Judgement(reason, entries, guard, answer=answer, offer=offer)


def _close(first: Match, matches: Sequence[Match]) -> bool:
    """Whether the first entry has this very question in slightly other words, and nothing else."""
    others = (match.wording for match in matches if match is not first)
    return first.wording >= CLOSE and first.wording - max(others, default=0.0) >= CLOSE_LEAD


def _sure_or_not(
    entries: Sequence[Match], values: Mapping[str, float], length: int, *, close: bool
) -> Reason:
    """Whether anything forbids a direct answer that is likely enough."""
    if values["ahead_of_guard"] < 0:
        return Reason.GUARD_NEAR
    if entries[0].wording == EXACT or close:
        return Reason.SURE
    if entries[0].likeness < LEAST_ANSWERED:
        return Reason.UNSURE
    if length < FEWEST_TO_ANSWER or sum(match.holds for match in entries[:MOST_OFFERED]) > 1:
        return Reason.BARE_SUBJECT  # several entries are asked for in more words than these
    return Reason.NEAR_TIE if values["lead"] < NEAR_TIE else Reason.SURE


def _believed(guard: Match | None, length: int) -> bool:
    if guard is None:
        return False
    near = length >= FEWEST_TO_BELIEVE and guard.likeness >= BELIEVED_AT
    return near or guard.wording == EXACT
