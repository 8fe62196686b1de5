"""Words that look like ours and are not: 团费 is no 党费, a 班组长 is no 党小组长.

In a normalised text such a word stands in letters of its own (of Unicode's private use), one for
each character, so that it shares none with ours; its sound stays.
"""

import re

_SHIFT = 0xF0000
_SHADOWS = re.compile("[\U000f3400-\U000f9fff]")
_CHARACTERS = range(0x3400, 0xA000)


def shadow(word: str) -> str:
    """The word in letters of its own."""
    return "".join(chr(ord(c) + _SHIFT) if ord(c) in _CHARACTERS else c for c in word)


def plain(text: str) -> str:
    """The text in usual letters."""
    return _SHADOWS.sub(lambda match: chr(ord(match.group()) - _SHIFT), text)


def letters(text: str) -> int:
    """How many letters a normalised text has."""
    return sum(c.isalpha() or ord(c) > _SHIFT for c in text)
