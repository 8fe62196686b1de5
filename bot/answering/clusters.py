"""Questions that nobody foresaw, put together by likeness, for the authors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.answering.features import Features, extract

ALIKE = 0.45
"""Two questions that share so much of what they sound like (Dice's coefficient) ask the same."""
NEAR = 25.0
"""Likeness from which on an entry is said to be near: it may only lack a phrasing."""
MOST_CLUSTERED = 300
"""Questions put together at once; each is compared with one of every cluster."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions asked alike, the most typical first, and the entry nearest to that one, if any.

    `likeness` is that entry's, 0 to 100.
    """

    questions: tuple[str, ...]
    nearest: str
    likeness: float


def cluster(answerer: Answerer, questions: Iterable[str]) -> list[Cluster]:
    """The largest clusters first. Deterministic.

    Questions beyond `MOST_CLUSTERED`, and those of no letters, are left out.
    """
    asked = sorted(list(questions)[:MOST_CLUSTERED])
    read = [(question, extract(answerer.normalise(question))) for question in asked]
    read = [(question, features) for question, features in read if features.text]
    groups: list[list[tuple[str, Features]]] = []
    for one in sorted(read, key=lambda pair: len(pair[1].text)):
        home = next((g for g in groups if _alike(g[0][1], one[1]) >= ALIKE), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    found = [_described(answerer, group) for group in groups]
    return sorted(found, key=lambda c: (-len(c.questions), c.questions))


def _alike(a: Features, b: Features) -> float:
    both = len(a.sounds) + len(b.sounds)
    return 2 * len(a.sounds & b.sounds) / both if both else 1.0


def _described(answerer: Answerer, group: Sequence[tuple[str, Features]]) -> Cluster:
    """The most typical question is the one most like the others."""
    typical = sorted(group, key=lambda one: -sum(_alike(one[1], other[1]) for other in group))
    questions = tuple(question for question, _ in typical)
    entries = answerer.judge(questions[0]).judgement.entries
    if not entries or entries[0].likeness < NEAR:
        return Cluster(questions, "", 0.0)
    return Cluster(questions, entries[0].id, entries[0].likeness)
