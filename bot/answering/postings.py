"""An inverted index: fragment -> the items that hold it, and how much each item stands for it.

Weights are whole numbers, so that a sum does not depend on the order of its parts. What a common
fragment adds to every item is kept as one big integer of 64 bits for each item: adding it to all of
them is one addition.
"""

import math
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

HALF = 2.0
"""So many phrasings that hold a fragment give an item half of the fragment's weight."""
ONE = 1 << 20
"""The unit of weights and rarities: finer than any likeness shows. A sum of 64 bits has room for a
million of the rarest fragments."""
COMMON = 32
"""From so many items on, a fragment is added faster to all at once than to one after the other."""


class Postings:
    """Which items hold which fragments. Add all items, then `seal`, then ask."""

    def __init__(self) -> None:
        self._size = 0
        self._held: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._common: dict[str, int] = {}
        self._rarities: list[int] = []
        """The rarity of a fragment that so many items hold."""

    def add(self, wordings: Sequence[frozenset[str]]) -> None:
        """Add the next item: the fragments of each of its wordings."""
        # The same few weights recur by the thousand: one tuple serves all of an item's.
        weights = [round(ONE * count / (count + HALF)) for count in range(len(wordings) + 1)]
        weighted = [(self._size, weight) for weight in weights]
        for fragment, count in Counter(chain.from_iterable(wordings)).items():
            self._held[fragment].append(weighted[count])
        self._size += 1

    def seal(self) -> None:
        """Make ready what depends on all items."""
        every = self._size + 1
        self._rarities = [round(ONE * math.log(every / (n + 0.5))) for n in range(every)]
        for fragment, held in self._held.items():
            if len(held) >= COMMON:
                lanes = [0] * self._size
                for n, weight in held:
                    lanes[n] = weight
                packed = int.from_bytes(self._lanes.pack(*lanes), "little")
                self._common[fragment] = self._rarities[len(held)] * packed

    @property
    def _lanes(self) -> struct.Struct:
        return struct.Struct(f"<{self._size}Q")

    def shares(self, fragments: Iterable[str]) -> list[float]:
        """For each item: its share of the fragments' weight, 0 to 100."""
        whole = common = 0
        rare = []
        for fragment in fragments:
            held = self._held.get(fragment, ())
            rarity = self._rarities[len(held)]
            whole += rarity
            if fragment in self._common:
                common += self._common[fragment]
            elif held:
                rare.append((rarity, held))
        sums = list(self._lanes.unpack(common.to_bytes(self._lanes.size, "little")))
        for rarity, held in rare:
            for n, weight in held:
                sums[n] += rarity * weight
        percent = 100.0 / (whole * ONE) if whole else 0.0
        return [percent * value for value in sums]
