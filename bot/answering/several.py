"""Messages that ask more than one thing."""

import re

from bot.texts import chat as texts

FEWEST = 3
"""A piece of fewer letters asks nothing by itself."""


def fresh(text: str) -> str:
    """The text without words that turn to another matter ("换个事"), if it says more than those."""
    rest = re.sub(texts.TURNING, "", text)
    return rest if len(_asking([rest])) else text


def questions(text: str) -> tuple[str, ...]:
    """The questions a message may be made of, in order; itself alone if it is of one piece.

    Cut at question marks, line ends and words such as 另外; at commas only where both sides ask.
    """
    pieces = _asking(re.split(texts.BETWEEN_QUESTIONS, text))
    if not pieces[1:]:
        pieces = [p for p in _asking(re.split(texts.WITHIN_QUESTION, text)) if _asks(p)]
    return tuple(pieces) if pieces[1:] else (text,)


def _asking(pieces: list[str]) -> list[str]:
    return [piece for piece in pieces if sum(map(str.isalpha, piece)) >= FEWEST]


def _asks(piece: str) -> bool:
    return re.search(texts.ASKS, piece) is not None
