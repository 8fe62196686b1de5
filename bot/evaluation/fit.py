"""Fits the confidence numbers on the knowledge alone: the same knowledge gives the same numbers."""

from collections.abc import Mapping, Sequence

from bot.answering.answerer import items
from bot.answering.index import Kind
from bot.answering.normalise import Normaliser
from bot.answering.verdict import MOST_OFFERED, signals
from bot.evaluation import regression
from bot.evaluation.trials import Trial, held_out_items, held_out_phrasings
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.confidence import ConfidenceFile, Logistic, Part, Signal

BLEND: Mapping[Part, float] = {
    "chars": 0.25,
    "sounds": 0.2,
    "odds": 0.39,
    "wording": 0.08,
    "reading": 0.08,
}
"""Weights of a candidate's likenesses, chosen on development questions (tests/questions)."""
ANSWER_AT, OFFER_AT = 0.5, 0.14
"""Least probabilities for answering and for offering, chosen on `tune` and `development`. They look
low because the fit is severe: it asks in words that no phrasing left in the index comes near."""
UNFORESEEN = 0.3
"""Weight of each kind of question with no right entry, against those with one."""
ANSWER_SIGNALS: tuple[Signal, ...] = ("likeness", "lead", "crowd", "ahead_of_guard", "length")
OFFER_SIGNALS: tuple[Signal, ...] = ("likeness", "ahead_of_guard", "length")
DIGITS = 4


class TooLittle(Exception):
    """The knowledge is too small to learn from: nothing was found right, or nothing wrong."""


def fit(base: KnowledgeBase) -> ConfidenceFile:
    """Ask the knowledge its own phrasings, held out, and learn when the first entry is right.

    Raises `TooLittle`.
    """
    all_items = list(items(base, Normaliser(base.synonyms, base.apart)))
    inside = list(held_out_phrasings(all_items, BLEND))
    trials, weights = list(inside), [1.0] * len(inside)
    for kind in (Kind.GUARD, Kind.ENTRY):
        outside = list(held_out_items(all_items, BLEND, kind))
        trials += outside
        weights += [UNFORESEEN * len(inside) / max(1, len(outside))] * len(outside)
    pairs = [(t, w) for t, w in zip(trials, weights, strict=True) if _entries(t)]
    return ConfidenceFile(
        fitted_on=base.digest,
        blend=dict(BLEND),
        answer=_model(pairs, 1, ANSWER_SIGNALS),
        offer=_model(pairs, MOST_OFFERED, OFFER_SIGNALS),
        answer_at=ANSWER_AT,
        offer_at=OFFER_AT,
    )


def _entries(trial: Trial) -> list[str]:
    return [m.id for m in trial.matches if m.kind is Kind.ENTRY]


def _model(trials: Sequence[tuple[Trial, float]], among: int, names: Sequence[Signal]) -> Logistic:
    """When is the right entry among the first so many?"""
    rows = [[_signals(trial)[name] for name in names] for trial, _ in trials]
    outcomes = [trial.right in _entries(trial)[:among] for trial, _ in trials]
    weights = [weight for _, weight in trials]
    if len(set(outcomes)) != len((True, False)):
        raise TooLittle
    bias, *slopes = (round(b, DIGITS) for b in regression.fit(rows, outcomes, weights))
    return Logistic(bias=bias, weights=dict(zip(names, slopes, strict=True)))


def _signals(trial: Trial) -> Mapping[str, float]:
    entries = [m for m in trial.matches if m.kind is Kind.ENTRY]
    guard = next((m for m in trial.matches if m.kind is Kind.GUARD), None)
    return signals(entries, guard, trial.length)
