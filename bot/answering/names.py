"""Finds what may be a person's name in Chinese text, rather too often than too seldom."""

import re
from collections.abc import Iterator

from bot.answering.reading import Lists, Reading
from bot.answering.vocabulary import HAN, Vocabulary
from bot.knowledge.masking import MaskingFile
from bot.texts.masking import NUMBER

Span = tuple[int, int]
"""Where something stands: its first position and the one behind its last."""

DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb."
"""What stands between the parts of a transliterated name, for a class of a regular expression."""
MOST_GIVEN = 4
"""Characters that are taken for a name after a word such as "called"."""
MOST_DOTTED = 6
"""Characters on one side of a dot that are taken for a name."""
_RUN = re.compile(f"[{HAN}]+")
_DOTTED = re.compile(f"([{HAN}]+)([{DOTS}](?:[{HAN}]+[{DOTS}])*)([{HAN}]+)")


class Names:
    """Finds names by the lists of one knowledge, in folded text."""

    def __init__(self, lists: MaskingFile, vocabulary: Vocabulary) -> None:
        self._lists, self._vocabulary = Lists.of(lists), vocabulary

    def dotted(self, text: str) -> Iterator[Span]:
        """Names of several parts with dots between them, in order."""
        for match in _DOTTED.finditer(text):
            before, dots, after = match.groups()
            first = _Search(before, self._lists, self._vocabulary)
            last = _Search(after, self._lists, self._vocabulary)
            usual = (first.usual(len(before) - 1), last.begins(0))
            # A full stop is more often the end of a sentence than a dot in a name.
            if not (all(usual) or (any(usual) and dots[0] == ".")):
                yield match.start() + first.last_part(), match.start(3) + last.first_part()

    def plain(self, text: str) -> Iterator[Span]:
        """All other names, in order; they may touch, but never overlap."""
        for run in _RUN.finditer(text):
            counted = text.endswith(NUMBER, 0, run.start())
            search = _Search(run.group(), self._lists, self._vocabulary, after_number=counted)
            yield from ((run.start() + a, run.start() + b) for a, b in search.names())


class _Search(Reading):
    """The search for names in one run of Chinese characters."""

    def names(self) -> Iterator[Span]:
        at = 0
        while at < len(self.text):
            span = (
                self._listed(at)
                or self._introduced(at)
                or self._prefixed(at)
                or self._surnamed(at)
                or self._given_alone(at)
            )
            if span:
                yield span
            at = span[1] if span else at + 1

    def first_part(self) -> int:
        """Where a part of a dotted name that begins the run may end."""
        end = 1
        while end < MOST_DOTTED and not self.ends(end) and not self.begins(end):
            end += 1
        return end

    def last_part(self) -> int:
        """Where a part of a dotted name that ends the run may begin."""
        start = len(self.text) - 1
        least = max(0, len(self.text) - MOST_DOTTED)
        while start > least and not self.ends(start - 1) and not self.usual(start - 1):
            start -= 1
        return start

    def _listed(self, at: int) -> Span | None:
        match = self.lists.names.match(self.text, at)
        if match is None or at in self.inside or self.word(at) > len(match.group()):
            return None
        return match.span()

    def _introduced(self, at: int) -> Span | None:
        """What follows a word such as "called": up to a usual word, after a long one up to a
        particle.
        """
        match = self.lists.introducers.match(self.text, at)
        if match is None or at in self.inside or self.word(at) > len(match.group()):
            return None
        start, bold = match.end(), len(match.group()) > 1

        def over(at: int) -> bool:
            return self.ends(at) or bool(self.title(at)) or (self.begins(at) and not bold)

        if over(start):
            return None
        end = start + 1
        while end < start + MOST_GIVEN and not over(end):
            end += 1
        return start, end

    def _prefixed(self, at: int) -> Span | None:
        """A surname or one character of a given name, after "old" or "little"."""
        if self.character(at) not in self.lists.prefixes or self.word(at) or at in self.inside:
            return None
        start = at + 1
        length = self.surname(start)
        if length:
            usual = self.pair(at) or (self.word(start) and not self.ends(start + 1))
            if usual and not self.strong(start):
                return None
        elif not self.given(start) or self.begins(start) or self.pair(at):
            return None
        end = start + (length or 1)
        if not self.given(end) or self.begins(end):
            return at, end
        return at, self._end(end) if length else end + 1

    def _surnamed(self, at: int) -> Span | None:
        """A surname with what follows it, or before a title."""
        length = self.surname(at)
        start = at + length
        title = self.title(start)
        if not length:
            return None
        if self.word(at) and at + self.word(at) >= start + title:
            return self._astray(at)
        if at not in self.inside and (listed := self._listed(start)):
            return at, listed[1]
        strong = bool(self.strong(at))
        bound = at in self.inside or self.counted(at) or (not strong and self.pair(at - 1))
        if title:
            return None if bound else (at, start)
        if bound:
            named = self.given(start) and not self.begins(start) and not self.surname(start)
        else:
            named = strong or self._looks_given(start)
        return (at, self._end(start)) if named else None

    def _looks_given(self, start: int) -> bool:
        """Whether what follows a surname that is an everyday character looks like a name."""
        if self.ends(start):
            return False
        if any(self.title(start + length) > 1 for length in (1, 2)):
            return True
        both = self.given(start) and self.given(start + 1)
        if self.pair(start - 1):
            return both and not self.word(start)
        return both or self.given(start) or not self.begins(start)

    def _astray(self, at: int) -> Span | None:
        """A word of two characters that a third turns into a name."""
        end = at + self.word(at)
        if end != at + 2 or at in self.inside or self.begins(at + 1) or self.begins(end):
            return None
        return (at, end + 1) if self.given(at + 1) and self.given(end) else None

    def _given_alone(self, at: int) -> Span | None:
        """A given name without a surname: before a title, or two characters of that kind."""
        if not self.given(at) or self.word(at) or at in self.inside or self.pair(at):
            return None
        alone = not self.pair(at - 1)
        if self.given(at + 1) and (self.title(at + 2) or (alone and not self.begins(at + 1))):
            return at, at + 2
        return (at, at + 1) if alone and self.title(at + 1) else None

    def _end(self, start: int) -> int:
        """Where a name ends whose surname ends at `start`: two characters on at most, unless
        another surname follows, and sooner where a word begins.
        """
        while True:
            if self.title(start) or (self.ends(start) and not self._may_be_given(start)):
                return start
            second = start + 1
            others = (at for at in (start, second) if self.strong(at) and not self.word(at))
            other = next(others, None)
            if other is None:
                break
            start = other + self.strong(other)
        if self.ends(second) or self.title(second) > 1:
            return second
        over = self.word(second) and not self.word(start) and not self.given(second)
        return second if over else second + 1

    def _may_be_given(self, at: int) -> bool:
        """Right after a surname even a particle may be a given name."""
        return self.character(at) in self.lists.given and at < len(self.text)
