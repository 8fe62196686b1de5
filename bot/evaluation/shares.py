"""Shares of questions, with their 95 % intervals."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.outcomes import Outcome

Z = 1.96
"""Standard deviations on either side of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`."""

    hits: int
    total: int

    @property
    def percent(self) -> float:
        """0 to 100; of nothing, 0."""
        return 100 * self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, in percent (E. B. Wilson, JASA 22, 1927)."""
        n, p = self.total, self.hits / self.total if self.total else 0.0
        if not n:
            return 0.0, 100.0
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        reach = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return 100 * max(0.0, middle - reach), 100 * min(1.0, middle + reach)


def share(outcomes: Sequence[Outcome], counts: Callable[[Outcome], bool]) -> Share:
    """How many of the outcomes count."""
    return Share(sum(counts(outcome) for outcome in outcomes), len(outcomes))
