"""An inverted index: fragment -> the items that hold it, and how often.

From it come two measures of every item at once: the share of a question's fragments, by how rare
each is, that the item holds; and how probable the question is if it is about the item (naive Bayes:
C. D. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, 2008, chapter 13).

Weights are whole numbers, so that a sum does not depend on the order of its parts. What a common
fragment adds to every item is kept as one big integer with 32 bits for each item: adding it to all
of them is one addition. The longest question (`MOST_KEPT`) has 239 fragments; their sum has room.
"""

import math
import sys
from array import array
from collections import Counter, defaultdict
from functools import cache
from statistics import median

HALF = 4.0
"""An item that holds a fragment so often gets half of the fragment's weight."""
UNSEEN = 0.05
"""A fragment that an item does not hold counts as if it held it so often (additive smoothing)."""
FREQUENT = 35
"""An item that holds every fragment of a question so often has odds of 100."""
ONE = 1 << 10
"""The unit of weights and rarities: finer than any likeness shows."""
ODDS_ONE = 1 << 16
"""The unit of logarithms of odds."""
COMMON = 32
"""From so many items on, a fragment is added faster to all at once than to one after the other."""
LANE = array("I").itemsize
"""Bytes for each item."""
Held = tuple[int, int, int]
"""An item, its weight for a fragment, and the logarithm of its odds."""


class Postings:
    """Which items hold which fragments. Add all items, then `seal`, then ask."""

    def __init__(self) -> None:
        self._held: defaultdict[str, list[Held]] = defaultdict(list)
        self._common: dict[str, tuple[int, int]] = {}
        self._rarities: list[int] = []
        """The rarity of a fragment that so many items hold."""
        self._sizes: list[int] = []
        self._handicaps: list[float] = []
        """What the odds of a large item are lowered by: it holds many fragments of any question."""

    def add(self, counts: Counter[str]) -> None:
        """Add the next item: how often it holds each fragment."""
        n = len(self._sizes)
        # The same few counts recur by the hundred: one tuple serves all of an item's.
        weighted = {count: (n, *_weights(count)) for count in set(counts.values())}
        held = self._held
        for fragment, count in counts.items():
            held[fragment].append(weighted[count])
        self._sizes.append(counts.total())

    def seal(self) -> None:
        """Make ready what depends on all items."""
        every = len(self._sizes) + 1
        self._rarities = [round(ONE * math.log(every / (n + 0.5))) for n in range(every)]
        unseen = UNSEEN * max(len(self._held), 1)
        usual = median(self._sizes or [0]) + unseen
        percent = 100 / math.log1p(FREQUENT / UNSEEN)
        self._handicaps = [percent * math.log((size + unseen) / usual) for size in self._sizes]
        for fragment, held in self._held.items():
            if len(held) >= COMMON:
                weights, odds = self._packed(held)
                self._common[fragment] = (self._rarities[len(held)] * weights, odds)

    def _packed(self, held: list[Held]) -> tuple[int, int]:
        weights, odds = (array("I", bytes(LANE * len(self._sizes))) for _ in range(2))
        for n, weight, odd in held:
            weights[n], odds[n] = weight, odd
        return _whole(weights), _whole(odds)

    def _unpacked(self, packed: int) -> list[int]:
        lanes = packed.to_bytes(LANE * len(self._sizes), sys.byteorder)
        return array("I", lanes).tolist()

    def shares(self, fragments: frozenset[str]) -> list[float]:
        """For each item: its share of the fragments' weight, 0 to 100."""
        whole = common = 0
        rare = []
        for fragment in fragments:
            held = self._held.get(fragment, ())
            rarity = self._rarities[len(held)]
            whole += rarity
            if fragment in self._common:
                common += self._common[fragment][0]
            elif held:
                rare.append((rarity, held))
        sums = self._unpacked(common)
        for rarity, held in rare:
            for n, weight, _ in held:
                sums[n] += rarity * weight
        percent = 100 / (whole * ONE) if whole else 0.0
        return [percent * value for value in sums]

    def odds(self, fragments: frozenset[str]) -> list[float]:
        """For each item: how probable these fragments are if it is meant, about 0 to 100."""
        common, rare = 0, []
        for fragment in fragments:
            if fragment in self._common:
                common += self._common[fragment][1]
            else:
                rare.append(self._held.get(fragment, ()))
        sums = self._unpacked(common)
        for held in rare:
            for n, _, odds in held:
                sums[n] += odds
        percent = 100 / math.log1p(FREQUENT / UNSEEN)
        scale = percent / (ODDS_ONE * max(len(fragments), 1))
        return [scale * value - low for value, low in zip(sums, self._handicaps, strict=True)]


def _whole(lanes: "array[int]") -> int:
    return int.from_bytes(lanes.tobytes(), sys.byteorder)


@cache
def _weights(count: int) -> tuple[int, int]:
    """What a fragment that an item holds so often adds to share and odds."""
    return round(ONE * count / (count + HALF)), round(ODDS_ONE * math.log1p(count / UNSEEN))
