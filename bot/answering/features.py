"""What of a text is compared: its spelling and its sound, whole and in fragments of one and of two
characters or syllables.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import add

from bot.answering.apart import letters
from bot.answering.pinyin import syllables

_TYPED = re.compile(r"[a-z0-9ü ]*[a-zü][a-z0-9ü ]*")


@dataclass(frozen=True, slots=True)
class Features:
    """A normalised text ready for comparison. `typed` says it is Latin letters only, so that its
    spelling says nothing and only its sound counts.
    """

    text: str
    sound: str
    chars: frozenset[str]
    sounds: frozenset[str]
    typed: bool

    @property
    def letters(self) -> int:
        """Characters without digits and spaces; of typed pinyin, syllables."""
        if self.typed:
            return len(self.sound.split())
        return letters(self.text)


def extract(text: str) -> Features:
    """Take a normalised text apart."""
    spoken = syllables(text)
    return Features(
        text=text,
        sound=" ".join(spoken),
        chars=frozenset(pieces(text)),
        sounds=frozenset(sound_pieces(spoken)),
        typed=_TYPED.fullmatch(text) is not None,
    )


def pieces(text: str) -> Iterator[str]:
    """The fragments of a text by spelling, as often as they occur."""
    return chain(text, map(add, text, text[1:]))


def sound_pieces(spoken: Sequence[str]) -> Iterator[str]:
    """The fragments of a text by sound, as often as they occur."""
    return chain(spoken, map(" ".join, pairwise(spoken)))
