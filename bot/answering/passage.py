"""Which line of an answer a short text goes on about."""

import math
from collections import Counter
from collections.abc import Sequence

from bot.answering.features import pieces

LEAST_SHARED = 1.0
"""Natural logarithms of rarity that a line must share with the text: one character that hardly any
other line has."""
ENOUGH = 0.5
"""The first line, the answer itself, is taken if it shares so much of what the best one does."""


def passage(fragments: frozenset[str], lines: Sequence[str]) -> str | None:
    """The line that shares most of what sets the lines apart with a text's fragments, or the first
    if it shares hardly less; None if none shares enough.
    """
    held = [set(pieces(line)) for line in lines]
    holding = Counter(fragment for line in held for fragment in line)
    rarity = {f: math.log((len(lines) + 1) / holding[f]) for f in fragments if f in holding}
    shared = [sum(rarity.get(f, 0.0) for f in line & fragments) for line in held]
    best = max(shared, default=0.0)
    if best < LEAST_SHARED:
        return None
    return lines[0] if shared[0] >= ENOUGH * best else lines[shared.index(best)]
