"""What a short typed text means while a list of choices is open."""

import re
import unicodedata
from collections.abc import Sequence

from bot.messages import Button
from bot.texts import chat as texts

MOST_TYPED = 40
"""A longer text is no choice and no command."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def pick(text: str, offered: Sequence[Button]) -> Button | None:
    """The button meant by a number (2, ２, ②, 第二个, 选2), a label, or none of these."""
    number = numbered(text)
    if number is not None:
        return offered[number - 1] if 1 <= number <= len(offered) else None
    typed = _bare(text)
    return next((button for button in offered if _bare(button.label) == typed), None)


def numbered(text: str) -> int | None:
    """The number of a choice, if the text is nothing else."""
    match = re.fullmatch(texts.PICK, "".join(_bare(text).split()))
    if match is None:
        return None
    digits = match["number"]
    return int(digits) if digits.isdecimal() else texts.NUMERALS.index(digits) + 1


def rejects(text: str, *, list_open: bool) -> bool:
    """Whether the text says that none of the choices was meant.

    A bare "no" says so only while a list is open.
    """
    bare = _bare(text)
    said = re.fullmatch(texts.REJECTION, bare) is not None
    return said and (list_open or bare not in texts.BARE_REJECTIONS)


def turns(text: str) -> bool:
    """Whether the text asks for another page."""
    return _bare(text) in (texts.MORE, texts.BACK)


def command(text: str) -> str | None:
    """The command a text begins with ("/help"), lower case; None if it begins with none."""
    first = (
        unicodedata.normalize("NFKC", text[:MOST_TYPED]).strip().casefold().split(maxsplit=1)[:1]
    )
    return first[0] if first and re.fullmatch(r"/[a-z_]+(@\w+)?", first[0]) else None


def _bare(text: str) -> str:
    """Without the punctuation around it, in one width and case; nothing of a long text."""
    text = text.strip() if len(text) <= MOST_TYPED else ""
    return _EDGES.sub("", unicodedata.normalize("NFKC", text)).casefold()
