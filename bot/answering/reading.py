"""What a run of Chinese characters looks like to somebody who searches it for names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.answering.vocabulary import Vocabulary, fold
from bot.knowledge.masking import MaskingFile
from bot.texts.masking import NUMERALS


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of `masking.yaml`, folded, for looking things up."""

    surnames: frozenset[str]
    everyday: frozenset[str]
    given: frozenset[str]
    particles: frozenset[str]
    prefixes: frozenset[str]
    titles: re.Pattern[str]
    introducers: re.Pattern[str]
    names: re.Pattern[str]

    @classmethod
    def of(cls, lists: MaskingFile) -> "Lists":
        """The lists of these files."""
        return cls(
            surnames=frozenset(map(fold, lists.surnames)),
            everyday=frozenset(map(fold, lists.everyday_surnames)),
            given=frozenset(map(fold, lists.given)),
            particles=frozenset(map(fold, lists.particles)),
            prefixes=frozenset(map(fold, lists.prefixes)),
            titles=any_of(lists.titles),
            introducers=any_of(lists.introducers),
            names=any_of(lists.names),
        )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Matches each of the words, the longest first; nothing where there are none."""
    longest_first = sorted(map(fold, words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


class Reading:
    """One folded run of Chinese characters. Positions count from 0; beyond the end stands nothing.

    A word is one that somebody wrote down, a pair are two characters that stand together in some
    phrasing, and a usual word is either of them or a title.
    """

    def __init__(
        self, text: str, lists: Lists, vocabulary: Vocabulary, *, after_number: bool = False
    ) -> None:
        self.text, self.lists = text, lists
        self._pairs, self._after_number = vocabulary.pairs, after_number
        self._words = [vocabulary.word_at(text, at) for at in range(len(text))]
        self.inside = frozenset(self._insides())

    def _insides(self) -> Iterator[int]:
        """Positions within words and titles, read from left to right."""
        at = 0
        while at < len(self.text):
            title = self.lists.titles.match(self.text, at)
            end = at + max(self._words[at], len(title.group()) if title else 0, 1)
            yield from range(at + 1, end)
            at = end

    def character(self, at: int) -> str:
        """The character there, if any."""
        return self.text[at : at + 1]

    def word(self, at: int) -> int:
        """Length of the longest word that begins there."""
        return self._words[at] if at < len(self.text) else 0

    def pair(self, at: int) -> bool:
        """Whether this character and the next are a pair."""
        return at >= 0 and self.text[at : at + 2] in self._pairs

    def title(self, at: int) -> int:
        """Length of a title there. One character that begins a usual word is no title."""
        match = self.lists.titles.match(self.text, at)
        length = len(match.group()) if match else 0
        return 0 if length == 1 and (self.word(at) or self.pair(at)) else length

    def begins(self, at: int) -> bool:
        """Whether a usual word begins there."""
        return bool(self.word(at) or self.pair(at) or self.title(at))

    def usual(self, at: int) -> bool:
        """Whether this character belongs to a word or to the end of a pair."""
        return at in self.inside or bool(self.word(at)) or self.pair(at - 1)

    def ends(self, at: int) -> bool:
        """Whether no name can go on there."""
        return at >= len(self.text) or self.character(at) in self.lists.particles

    def given(self, at: int) -> bool:
        """Whether a given name may be made of this character."""
        return self.character(at) in self.lists.given and not self.ends(at)

    def strong(self, at: int) -> int:
        """Length of a surname there that is hardly anything else."""
        lengths = (n for n in (2, 1) if self.text[at : at + n] in self.lists.surnames)
        return next(lengths, 0)

    def surname(self, at: int) -> int:
        """Length of a surname there of either kind."""
        return self.strong(at) or int(self.character(at) in self.lists.everyday)

    def counted(self, at: int) -> bool:
        """Whether a number stands before, so that this may be what is counted."""
        return self.text[at - 1] in NUMERALS if at else self._after_number
