"""Finds the items nearest to a question. RapidFuzz lives here.

An item (entry, guard or smalltalk) pools the fragments of all its phrasings; an inverted index
gives every item's share of the question's fragments, weighted by how rare each is, once by spelling
and once by sound. The best few are then compared phrasing by phrasing with RapidFuzz.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz, process

from bot.answering.features import Features

HALF = 2.0
"""So many phrasings that hold a fragment give an item half of the fragment's weight."""
SHORTLIST = 8
"""So many entries, guards and smalltalk items each are compared phrasing by phrasing."""
SIGNALS = ("chars", "sounds", "wording", "reading")

Postings = Mapping[str, Sequence[tuple[int, float]]]


class Kind(Enum):
    """What an item is."""

    ENTRY = "entry"
    GUARD = "guard"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Item:
    """Something a question may be about: its wordings, and words that hint at it."""

    id: str
    kind: Kind
    phrasings: tuple[Features, ...]
    hints: tuple[Features, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How near an item is to a question. All likenesses are 0 to 100.

    `chars` and `sounds` are shares of the question's fragments found in the item by spelling and by
    sound; `wording` and `reading` the RapidFuzz ratio of its nearest phrasing, likewise; `likeness`
    blends the four.
    """

    item: Item
    likeness: float
    chars: float
    sounds: float
    wording: float
    reading: float
    phrasing: int

    def signal(self, name: str) -> float:
        """One of the four likenesses of `SIGNALS`."""
        return float(getattr(self, name))


class Index:
    """An immutable index over items."""

    def __init__(self, items: Iterable[Item], blend: Mapping[str, float]) -> None:
        """`blend`: the weight of each of `SIGNALS`, summing to 1."""
        self.items = tuple(items)
        self.blend = dict(blend)
        self._chars = _Channel([[p.chars for p in i.phrasings] for i in self.items],
                               [[h.chars for h in i.hints] for i in self.items])  # fmt: skip
        self._sounds = _Channel([[p.sounds for p in i.phrasings] for i in self.items],
                                [[h.sounds for h in i.hints] for i in self.items])  # fmt: skip
        self._texts = [[p.text for p in i.phrasings] for i in self.items]
        self._readings = [[p.sound for p in i.phrasings] for i in self.items]

    def search(self, question: Features, without: frozenset[int] = frozenset()) -> list[Match]:
        """The nearest items of each kind, best first; ties in the items' order.

        `without` leaves out items by position. Deterministic.
        """
        sounds = self._sounds.shares(question.sounds)
        chars = sounds if question.typed else self._chars.shares(question.chars)
        rough = {n: chars.get(n, 0.0) + share for n, share in sounds.items()}
        for n, share in chars.items():
            rough.setdefault(n, share)
        nearest = sorted(rough.keys() - without, key=lambda n: (-rough[n], n))
        room = dict.fromkeys(Kind, SHORTLIST)
        found = []
        for n in nearest:
            kind = self.items[n].kind
            if room[kind]:
                room[kind] -= 1
                found.append((n, self._compare(n, question, chars.get(n, 0.0), sounds.get(n, 0.0))))
        found.sort(key=lambda pair: (-pair[1].likeness, pair[0]))
        return [match for _, match in found]

    def _compare(self, n: int, question: Features, chars: float, sounds: float) -> Match:
        _, reading, by_sound = process.extractOne(
            question.sound, self._readings[n], scorer=fuzz.ratio
        )
        wording, phrasing = reading, by_sound
        if not question.typed:
            _, wording, phrasing = process.extractOne(
                question.text, self._texts[n], scorer=fuzz.ratio
            )
        blend = self.blend
        likeness = (
            blend["chars"] * chars
            + blend["sounds"] * sounds
            + blend["wording"] * wording
            + blend["reading"] * reading
        )
        return Match(self.items[n], likeness, chars, sounds, wording, reading, phrasing)

    def shared(self, question: Features, item: Item) -> list[str]:
        """The longest fragments of the question that the item's phrasings hold, in order."""
        held = frozenset().union(*(p.chars for p in item.phrasings))
        spans: list[str] = []
        current = ""
        for start in range(len(question.text)):
            longest = next(
                (question.text[start : start + n] for n in (3, 2)
                 if question.text[start : start + n] in held and start + n <= len(question.text)),
                "",
            )  # fmt: skip
            current = current if longest and current.endswith(longest) else longest
            if longest and not (spans and longest in spans[-1]):
                spans.append(longest)
        return spans


class _Channel:
    """One inverted index: fragment -> the items that hold it, with a weight from 0 to 1."""

    def __init__(
        self,
        phrasings: Sequence[Sequence[frozenset[str]]],
        hints: Sequence[Sequence[frozenset[str]]],
    ) -> None:
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for n, (own, extra) in enumerate(zip(phrasings, hints, strict=True)):
            counts: Counter[str] = Counter()
            for fragments in own:
                counts.update(fragments)
            for fragments in extra:
                counts.update(fragments)
            for fragment, count in counts.items():
                postings[fragment].append((n, count / (count + HALF)))
        total = len(phrasings)
        self._postings = {f: tuple(held) for f, held in postings.items()}
        self._rarity = {f: math.log((total + 1) / (len(h) + 0.5)) for f, h in postings.items()}
        self._unheard = math.log((total + 1) / 0.5)

    def shares(self, fragments: Iterable[str]) -> dict[int, float]:
        """For each item that holds any of the fragments: its share of their weight, 0 to 100."""
        sums: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        for fragment in sorted(fragments):  # a fixed order: sums of floats depend on it
            rarity = self._rarity.get(fragment)
            if rarity is None:
                whole += self._unheard
                continue
            whole += rarity
            for n, held in self._postings[fragment]:
                sums[n] += rarity * held
        return {n: 100.0 * value / whole for n, value in sums.items()} if whole else {}
