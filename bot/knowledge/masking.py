"""What `knowledge/masking*.yaml` hold: how a person's name is told from an ordinary word."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

from bot.knowledge.shape import HAN, SURNAME, Shape, Word

Surname = Annotated[str, StringConstraints(strict=True, pattern=SURNAME)]
Character = Annotated[str, StringConstraints(strict=True, pattern=HAN, max_length=1)]
Hanzi = Annotated[str, StringConstraints(strict=True, pattern=HAN)]
"""Nothing but Chinese characters."""


class MaskingFile(Shape):
    """Lists of words; what each is for stands above it in `knowledge/masking.yaml`.

    No list is obligatory, so that a file of one's own may add to a single one.
    """

    surnames: tuple[Surname, ...] = ()
    everyday_surnames: tuple[Character, ...] = ()
    titles: tuple[Hanzi, ...] = ()
    prefixes: tuple[Character, ...] = ()
    introducers: tuple[Hanzi, ...] = ()
    given: tuple[Character, ...] = ()
    names: tuple[Hanzi, ...] = ()
    particles: tuple[Character, ...] = ()
    words: tuple[Word, ...] = ()


def merged(files: Iterable[MaskingFile]) -> MaskingFile:
    """One file that holds what all of them hold."""
    lists: dict[str, tuple[str, ...]] = dict.fromkeys(MaskingFile.model_fields, ())
    for file in files:
        for name in lists:
            lists[name] += getattr(file, name)
    return MaskingFile(**lists)
