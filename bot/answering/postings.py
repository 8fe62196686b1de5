"""An inverted index: fragment -> the items that hold it, and how often.

From it come two measures of every item at once: the share of a question's fragments, by how rare
each is, that the item holds; and how probable the question is if it is about the item (naive Bayes:
C. D. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, 2008, chapter 13).

Weights are whole numbers, so that a sum does not depend on the order of its parts. What a common
fragment adds to every item is kept as one big integer with 32 bits for each item: adding it to all
of them is one addition. The longest question (`MOST_KEPT`) has 239 fragments; their sum has room.
"""

import math
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median

HALF = 2.0
"""So many phrasings that hold a fragment give an item half of the fragment's weight."""
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
Held = tuple[int, int, int]
"""An item, its weight for a fragment, and the logarithm of its odds."""


@dataclass(frozen=True, slots=True)
class Near:
    """For each item, 0 to 100: its share of the fragments' weight, and its odds."""

    shares: Sequence[float]
    odds: Sequence[float]


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

    def add(self, wordings: Sequence[frozenset[str]]) -> None:
        """Add the next item: the fragments of each of its wordings."""
        n, counts = len(self._sizes), Counter(chain.from_iterable(wordings))
        # The same few weights recur by the thousand: one tuple serves all of an item's.
        weighted = [(n, *_weights(count)) for count in range(len(wordings) + 1)]
        for fragment, count in counts.items():
            self._held[fragment].append(weighted[count])
        self._sizes.append(counts.total())

    def seal(self) -> None:
        """Make ready what depends on all items."""
        every = len(self._sizes) + 1
        self._rarities = [round(ONE * math.log(every / (n + 0.5))) for n in range(every)]
        unseen = UNSEEN * len(self._held)
        usual = median(self._sizes) + unseen if self._sizes else 1.0
        self._handicaps = [math.log((size + unseen) / usual) for size in self._sizes]
        for fragment, held in self._held.items():
            if len(held) >= COMMON:
                rarity = self._rarities[len(held)]
                self._common[fragment] = (
                    rarity * self._packed((n, weight) for n, weight, _ in held),
                    self._packed((n, odds) for n, _, odds in held),
                )

    @property
    def _lanes(self) -> struct.Struct:
        return struct.Struct(f"<{len(self._sizes)}I")

    def _packed(self, values: Iterable[tuple[int, int]]) -> int:
        lanes = [0] * len(self._sizes)
        for n, value in values:
            lanes[n] = value
        return int.from_bytes(self._lanes.pack(*lanes), "little")

    def _unpacked(self, packed: int) -> list[int]:
        return list(self._lanes.unpack(packed.to_bytes(self._lanes.size, "little")))

    def near(self, fragments: frozenset[str]) -> Near:
        """How near every item is to a question of these fragments."""
        whole = common_weights = common_odds = 0
        rare = []
        for fragment in fragments:
            held = self._held.get(fragment, ())
            rarity = self._rarities[len(held)]
            whole += rarity
            if fragment in self._common:
                weights, odds = self._common[fragment]
                common_weights += weights
                common_odds += odds
            elif held:
                rare.append((rarity, held))
        weight_sums, odds_sums = self._unpacked(common_weights), self._unpacked(common_odds)
        for rarity, held in rare:
            for n, weight, odds in held:
                weight_sums[n] += rarity * weight
                odds_sums[n] += odds
        percent = 100 / (whole * ONE) if whole else 0.0
        a_log = 100 / math.log1p(FREQUENT / UNSEEN)
        scale = a_log / (ODDS_ONE * len(fragments)) if fragments else 0.0
        return Near(
            [percent * value for value in weight_sums],
            [
                scale * value - a_log * handicap
                for value, handicap in zip(odds_sums, self._handicaps, strict=True)
            ],
        )


def _weights(count: int) -> tuple[int, int]:
    """What a fragment held by so many of an item's wordings adds to share and odds."""
    return round(ONE * count / (count + HALF)), round(ODDS_ONE * math.log1p(count / UNSEEN))
