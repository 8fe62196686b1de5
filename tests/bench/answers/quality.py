"""How well a matcher answers: the same for ours and for the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench.answers.corpus import Asked

STEPS = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What a matcher made of one question: its three nearest entries, and how sure it is.

    `score` is None where a guard came first.
    """

    asked: Asked
    nearest: Sequence[str]
    score: float | None

    @property
    def right(self) -> bool:
        """The nearest entry is right."""
        return bool(self.nearest) and self.nearest[0] in self.asked.want


@dataclass(frozen=True, slots=True)
class Quality:
    """Percent: nearest right, among three, then at a threshold answered right, wrong and leaked."""

    first: float
    three: float
    right: float
    wrong: float
    leaked: float


def measure(seen: Sequence[Seen], threshold: float) -> Quality:
    """The shares where everything at least so sure is answered."""
    inside = [s for s in seen if not s.asked.out]
    outside = [s for s in seen if s.asked.out]

    def answered(one: Seen) -> bool:
        return one.score is not None and one.score >= threshold

    return Quality(
        first=_share(inside, lambda s: s.right),
        three=_share(inside, lambda s: not s.asked.want.isdisjoint(s.nearest)),
        right=_share(inside, lambda s: answered(s) and s.right),
        wrong=_share(inside, lambda s: answered(s) and not s.right),
        leaked=_share(outside, answered),
    )


def threshold(seen: Sequence[Seen], most_wrong: float, most_leaked: float) -> float:
    """The lowest threshold that keeps wrong and leaked answers so few, in percent."""
    scores = sorted(s.score for s in seen if s.score is not None)
    if not scores:
        return 0.0
    tried = [scores[len(scores) * n // STEPS] for n in range(STEPS)]
    for at in tried:
        quality = measure(seen, at)
        if quality.wrong <= most_wrong and quality.leaked <= most_leaked:
            return at
    return scores[-1] + 1


def _share(seen: Sequence[Seen], counts: Callable[[Seen], bool]) -> float:
    return 100 * sum(map(counts, seen)) / len(seen) if seen else 0.0
