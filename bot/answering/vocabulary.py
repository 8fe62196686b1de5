"""Which words are known to be no names: those of the knowledge and those of `masking.yaml`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.normalise import simplified
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.places import phrasings

HAN = "\\u3007\\u3400-\\u9fff\\U00020000-\\U000323af"
"""Chinese characters, for a class of a regular expression."""
_RUN = re.compile(f"[{HAN}]{{2,}}")
_LATIN = re.compile(r"[A-Za-z0-9]+")
SHORTEST_LATIN = 2
"""A letter alone may stand for somebody."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` are whole words written down by somebody, `pairs` any two neighbouring characters of
    the phrasings without `particles`, `latin` Latin words in lower case.
    """

    words: frozenset[str]
    pairs: frozenset[str]
    latin: frozenset[str]
    longest: int

    def word_at(self, text: str, at: int) -> int:
        """Length of the longest word that begins there; 0 if none does."""
        lengths = range(min(self.longest, len(text) - at), 1, -1)
        return next((n for n in lengths if text[at : at + n] in self.words), 0)


def vocabulary(base: KnowledgeBase) -> Vocabulary:
    """All the words of this knowledge."""
    asked = [fold(phrasing) for _, _, phrasing in phrasings(base)]
    listed = [fold(word) for word in (*base.masking.words, *_terms(base))]
    words = frozenset(w for w in listed if len(w) > 1)
    particles = frozenset(base.masking.particles)
    pairs = frozenset(
        pair
        for text in asked
        for run in _RUN.findall(text)
        for pair in map("".join, pairwise(run))
        if particles.isdisjoint(pair)
    )
    latin = (w for text in (*asked, *listed) for w in _LATIN.findall(text) if w.isalpha())
    return Vocabulary(
        words=words,
        pairs=pairs,
        latin=frozenset(w.lower() for w in latin if len(w) >= SHORTEST_LATIN),
        longest=max(map(len, words), default=0),
    )


def fold(text: str) -> str:
    """The text in simplified script, character by character: as long as it was."""
    return text.translate(simplified())


def _terms(base: KnowledgeBase) -> Iterable[str]:
    for entry in base.entries.values():
        yield from entry.keywords
    for guard in base.guards.values():
        yield from guard.keywords
    for word, others in base.synonyms.items():
        yield from (word, *others)
