"""Lines and columns: how text falls on a screen of a given width."""

import re
import unicodedata
from collections.abc import Iterator

PHONE_COLUMNS = 40
"""Half-width columns of one line on a phone: twenty Chinese characters."""
PHONE_LINES = 26
"""Lines of one phone screen between the title bar and the keyboard."""

_UNIT = re.compile(r"[（《“「\[]*(?:[!-Z\\^-~]+|.)[，。；：、？！…）》”」\]]*", re.DOTALL)
"""What stays together: a Latin word, a number or one character, with the punctuation it carries."""


def columns(text: str) -> int:
    """Half-width columns of a line: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(text: str, width: int) -> str:
    """The text broken so that no line is wider than `width` columns, if that can be helped."""
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph, width))


def phone_lines(text: str) -> int:
    """How many lines the text takes on a phone."""
    return wrap(text, PHONE_COLUMNS).count("\n") + 1


def _units(paragraph: str, width: int) -> Iterator[str]:
    for unit in _UNIT.findall(paragraph):
        yield from unit if columns(unit) > width else (unit,)


def _lines(paragraph: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for unit in _units(paragraph, width):
        taken = columns(unit)
        if line and used + taken > width:
            yield line.rstrip()
            line, used = "", 0
            if unit.isspace():
                continue
        line, used = line + unit, used + taken
    yield line
