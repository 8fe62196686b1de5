"""Questions whose right answer is known from the knowledge itself, asked of an index that has not
seen them.

Three kinds: a phrasing held out of its entry (the entry is right), a phrasing of a guard whose
whole guard is held out (nothing is right), a phrasing of an entry whose whole entry is held out
(nothing is right, and much is near). The last two stand for questions that nobody foresaw.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.features import extract
from bot.answering.index import Index, Item, Kind, Match
from bot.knowledge.confidence import Part

FOLDS = 6
"""Every sixth phrasing is held out at once."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a search brought up for a question whose `right` entry is known, or None."""

    matches: Sequence[Match]
    length: int
    right: str | None


def held_out_phrasings(items: Sequence[Item], blend: Mapping[Part, float]) -> Iterator[Trial]:
    """Each phrasing of each entry, asked of an index without it."""
    for fold in range(FOLDS):
        kept = [item for item in (_without(item, fold) for item in items) if item.phrasings]
        index = Index(kept, blend)
        for item in items:
            if item.kind is Kind.ENTRY:
                for phrasing in map(extract, item.phrasings[fold::FOLDS]):
                    yield Trial(index.search(phrasing), phrasing.letters, item.id)


def _without(item: Item, fold: int) -> Item:
    kept = tuple(p for i, p in enumerate(item.phrasings) if i % FOLDS != fold)
    return replace(item, phrasings=kept)


def held_out_items(
    items: Sequence[Item], blend: Mapping[Part, float], kind: Kind
) -> Iterator[Trial]:
    """Some phrasings of each item of that kind, asked of an index without the item."""
    index = Index(items, blend)
    for n, item in enumerate(items):
        if item.kind is kind:
            for phrasing in map(extract, item.phrasings[::FOLDS]):
                matches = index.search(phrasing, without=frozenset({n}))
                yield Trial(matches, phrasing.letters, None)
