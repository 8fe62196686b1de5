"""What of a text is compared: its spelling and its sound, whole and in fragments of one and of two
characters or syllables.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from operator import add

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
        return sum(character.isalpha() for character in self.text)


def extract(text: str) -> Features:
    """Take a normalised text apart."""
    spoken = syllables(text)
    return Features(
        text=text,
        sound=" ".join(spoken),
        chars=frozenset(text).union(map(add, text, text[1:])),
        sounds=frozenset(spoken).union(map(" ".join, pairwise(spoken))),
        typed=_TYPED.fullmatch(text) is not None,
    )
