"""Finds what may be a person's name in Chinese text, rather too often than too seldom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.vocabulary import HAN, Vocabulary
from bot.knowledge.masking import MaskingFile
from bot.texts.masking import NUMERALS, NUMBER

Span = tuple[int, int]

_RUN = re.compile(f"[{HAN}]+")
DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb."
"""What stands between the parts of a transliterated name, for a class of a regular expression."""
_DOTTED = re.compile(f"([{HAN}]+)([{DOTS}](?:[{HAN}]+[{DOTS}])*)([{HAN}]+)")
MOST_GIVEN = 4
"""Characters that are taken for a name after a word such as "called"."""
MOST_DOTTED = 6
"""Characters on one side of the dot in a transliterated name."""


class Names:
    """Finds names by the lists of one knowledge."""

    def __init__(self, lists: MaskingFile, vocabulary: Vocabulary) -> None:
        self._lists = _Lists.of(lists)
        self._vocabulary = vocabulary

    def dotted(self, text: str) -> Iterator[Span]:
        """Where names of several parts with a dot between them stand in a folded text."""
        for match in _DOTTED.finditer(text):
            before, dots, after = match.groups()
            first = _Reading(before, self._lists, self._vocabulary)
            last = _Reading(after, self._lists, self._vocabulary)
            sure = dots[0] != "."
            usual = (first.ends_usual(), last.begins_usual())
            if all(usual) or (any(usual) and not sure):
                continue
            yield match.start() + first.last_part(), match.start(3) + last.first_part()

    def spans(self, text: str) -> Iterator[Span]:
        """Where other names stand in a folded text, in order; spans may touch, never overlap."""
        for run in _RUN.finditer(text):
            after_number = text[: run.start()].endswith(NUMBER)
            reading = _Reading(run.group(), self._lists, self._vocabulary, after_number)
            yield from ((run.start() + a, run.start() + b) for a, b in reading.names())


@dataclass(frozen=True, slots=True)
class _Lists:
    surnames: frozenset[str]
    everyday: frozenset[str]
    given: frozenset[str]
    particles: frozenset[str]
    prefixes: frozenset[str]
    titles: re.Pattern[str]
    introducers: re.Pattern[str]
    names: re.Pattern[str]

    @classmethod
    def of(cls, lists: MaskingFile) -> "_Lists":
        return cls(
            surnames=frozenset(lists.surnames),
            everyday=frozenset(lists.everyday_surnames),
            given=frozenset(lists.given),
            particles=frozenset(lists.particles),
            prefixes=frozenset(lists.prefixes),
            titles=_any_of(lists.titles),
            introducers=_any_of(lists.introducers),
            names=_any_of(lists.names),
        )


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """The longest of the words first; nothing where there are none."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


class _Reading:
    """One run of Chinese characters and the names in it. Positions beyond its end hold nothing."""

    def __init__(
        self, text: str, lists: _Lists, vocabulary: Vocabulary, after_number: bool = False
    ) -> None:
        self._text, self._lists, self._vocabulary = text, lists, vocabulary
        self._after_number = after_number
        self._words = [vocabulary.word_at(text, at) for at in range(len(text))]
        self._inside = {at + n for at, length in enumerate(self._words) for n in range(1, length)}

    def names(self) -> Iterator[Span]:
        at = 0
        while at < len(self._text):
            span = (
                self._listed(at)
                or self._introduced(at)
                or self._prefixed(at)
                or self._surnamed(at)
                or self._given(at)
            )
            if span:
                yield span
            at = span[1] if span else at + 1

    def begins_usual(self) -> bool:
        """Whether the run begins with a usual word."""
        return self._begins(0)

    def ends_usual(self) -> bool:
        """Whether the run ends with a usual word."""
        last = len(self._text) - 1
        return last in self._inside or self._pair(last - 1)

    def first_part(self) -> int:
        """Where a part of a name that begins the run may end."""
        end = 1
        while end < MOST_DOTTED and not self._ends(end) and not self._begins(end):
            end += 1
        return end

    def last_part(self) -> int:
        """Where a part of a name that ends the run may begin."""
        start = len(self._text) - 1
        least = max(0, len(self._text) - MOST_DOTTED)
        while start > least and not self._ends(start - 1) and not self._usual(start - 1):
            start -= 1
        return start

    # What stands at a position

    def _char(self, at: int) -> str:
        return self._text[at : at + 1]

    def _pair(self, at: int) -> bool:
        return at >= 0 and self._text[at : at + 2] in self._vocabulary.pairs

    def _usual(self, at: int) -> bool:
        """Whether a usual word ends there, or goes on."""
        return at in self._inside or bool(self._word(at)) or self._pair(at - 1)

    def _word(self, at: int) -> int:
        return self._words[at] if at < len(self._text) else 0

    def _title(self, at: int) -> int:
        """Length of a title there. One character that begins a known word is no title."""
        match = self._lists.titles.match(self._text, at)
        length = len(match.group()) if match else 0
        return 0 if length == 1 and (self._word(at) or self._pair(at)) else length

    def _begins(self, at: int) -> bool:
        """Whether a usual word begins there."""
        return bool(self._word(at) or self._pair(at) or self._title(at))

    def _ends(self, at: int) -> bool:
        """Whether no name can go on there."""
        return at >= len(self._text) or self._char(at) in self._lists.particles

    def _is_given(self, at: int) -> bool:
        return self._char(at) in self._lists.given and not self._ends(at)

    def _surname(self, at: int) -> int:
        """Length of the surname there."""
        if self._text[at : at + 2] in self._lists.surnames:
            return 2
        character = self._char(at)
        return int(character in self._lists.surnames or character in self._lists.everyday)

    def _is_strong(self, at: int, length: int) -> bool:
        return self._text[at : at + length] in self._lists.surnames

    def _counted(self, at: int) -> bool:
        """Whether a number stands before, so that this may be what is counted."""
        return self._text[at - 1] in NUMERALS if at else self._after_number

    def _hangs_on(self, at: int) -> bool:
        """Whether this character usually goes with the one before."""
        return self._pair(at - 1)

    # Kinds of names

    def _listed(self, at: int) -> Span | None:
        match = self._lists.names.match(self._text, at)
        if match is None or at in self._inside or self._word(at) > len(match.group()):
            return None
        return match.span()

    def _introduced(self, at: int) -> Span | None:
        match = self._lists.introducers.match(self._text, at)
        if match is None or at in self._inside or self._word(at) > len(match.group()):
            return None
        start, bold = match.end(), len(match.group()) > 1
        if self._ends(start) or self._title(start) or (self._begins(start) and not bold):
            return None
        end = start + 1
        while end < start + MOST_GIVEN and not self._ends(end) and not self._title(end):
            if self._begins(end) and not bold:
                break
            end += 1
        return start, end

    def _prefixed(self, at: int) -> Span | None:
        start = at + 1
        if self._char(at) not in self._lists.prefixes or self._word(at) or at in self._inside:
            return None
        if length := self._surname(start):
            usual = self._pair(at) or (self._word(start) and not self._ends(start + 1))
            if usual and not self._is_strong(start, length):
                return None
            end = start + length
            return at, self._rest(end) if self._is_given(end) and not self._begins(end) else end
        if self._is_given(start) and not self._begins(start) and not self._pair(at):
            end = start + 1
            return at, end + (self._is_given(end) and not self._begins(end))
        return None

    def _surnamed(self, at: int) -> Span | None:
        length = self._surname(at)
        if not length:
            return None
        start, strong = at + length, self._is_strong(at, length)
        if self._word(at):
            return self._astray(at)
        bound = at in self._inside or self._counted(at) or (not strong and self._hangs_on(at))
        if self._title(start):
            return None if bound else (at, start)
        if bound:
            named = self._is_given(start) and not self._begins(start)
        else:
            named = strong or self._looks_given(start, at)
        return (at, self._rest(start)) if named else None

    def _looks_given(self, start: int, at: int) -> bool:
        """Whether what follows a surname that is an everyday character looks like a name."""
        if self._ends(start):
            return False
        if self._is_given(start) and self._is_given(start + 1) and not self._word(start):
            return True
        return not self._pair(at) and (self._is_given(start) or not self._begins(start))

    def _astray(self, at: int) -> Span | None:
        """A known word of two characters that a third turns into a name."""
        end = at + self._word(at)
        if end != at + 2 or at in self._inside or self._begins(at + 1) or self._begins(end):
            return None
        return (at, end + 1) if self._is_given(at + 1) and self._is_given(end) else None

    def _given(self, at: int) -> Span | None:
        """A given name without its surname: before a title, or two characters of that kind."""
        if not self._is_given(at) or self._word(at) or at in self._inside:
            return None
        two = self._is_given(at + 1) and not self._pair(at)
        if two and (self._title(at + 2) or not (self._begins(at + 1) or self._hangs_on(at))):
            return at, at + 2
        if self._title(at + 1) and not self._pair(at) and not self._hangs_on(at):
            return at, at + 1
        return None

    def _rest(self, start: int) -> int:
        """Where a name ends whose surname ends at `start`: two characters on, at most, unless
        another name follows; sooner where a usual word begins.
        """
        if self._ends(start) or self._title(start):
            return start
        second = start + 1
        if self._ends(second) or self._title(second):
            return second
        if length := self._surname(second):
            if self._is_strong(second, length) and not self._word(second):
                return self._rest(second + length)
        if self._is_given(second) or not self._begins(second) or self._word(start):
            return second + 1
        return second
