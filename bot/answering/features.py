"""What of a text is compared: its spelling and its sound, whole and in fragments."""

import re
from dataclasses import dataclass

from bot.answering.pinyin import syllables

_TYPED = re.compile(r"[a-z0-9ü ]*[a-zü][a-z0-9ü ]*")
LONGEST = 2
"""Fragments are one or two characters, or one or two syllables, long."""


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
        chars=frozenset(
            text[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(text) - n + 1)
        ),
        sounds=frozenset(
            " ".join(spoken[i : i + n])
            for n in range(1, LONGEST + 1)
            for i in range(len(spoken) - n + 1)
        ),
        typed=_TYPED.fullmatch(text) is not None,
    )
