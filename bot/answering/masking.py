"""Masks what may tell of a person in a question that is kept for the authors."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from bot.answering.names import DOTS, Names, Span
from bot.answering.normalise import MOST_READ
from bot.answering.reading import any_of
from bot.answering.vocabulary import HAN, Vocabulary, fold, vocabulary
from bot.knowledge.base import KnowledgeBase
from bot.texts import masking as texts

MOST_KEPT = 300
"""Characters of the result."""
_MOST_ROUNDS = MOST_KEPT
"""Each round masks something more, or is the last."""

_BRACKETED = (texts.LINK, texts.MAIL, texts.ACCOUNT)
MARKS = re.compile("|".join(map(re.escape, (*_BRACKETED, texts.NAME, texts.NUMBER))))
_PIECE = re.compile(f"{MARKS.pattern}|.", re.DOTALL)
_FEWEST_NUMERALS = 3
_NUMERAL = f"[{texts.NUMERALS}{texts.NUMBER}0-9]"
_LETTER = rf"[^\W_{HAN}]"
_SECRET = re.compile(
    "|".join(
        (
            f"(?P<mark>{'|'.join(map(re.escape, _BRACKETED))})",
            r"(?P<mail>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)",
            rf"(?P<account>[A-Za-z0-9._%+-]*@(?:\w{{1,20}}(?=\s)|[A-Za-z0-9_.-]+|[{HAN}]{{0,4}}))",
            r"(?P<link>[A-Za-z0-9+.-]*://[!-~]*|www\.[!-~]*"
            r"|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/:?][!-~]*)?)",
            rf"(?P<word>{_LETTER}+(?:[-_./:·*'’+&\u2044]+{_LETTER}+)*)",
            f"(?P<number>{_NUMERAL}(?:[ -]?{_NUMERAL})*)",
        )
    )
)
_WHOLE = {"mail": texts.MAIL, "account": texts.ACCOUNT, "link": texts.LINK}
_REPEATED = (
    (re.compile(rf"{texts.NAME[0]}{{2,}}(?:[ {DOTS}]*{texts.NAME[0]}{{2,}})*"), texts.NAME),
    (re.compile(rf"{texts.NUMBER}(?:[ -]*{texts.NUMBER})+"), texts.NUMBER),
)
_SPACED = re.compile(rf"(?<![{HAN}])[{HAN}](?: [{HAN}])+(?![{HAN}])")


class Mask:
    """Masks names, numbers, accounts, addresses and links. Callable.

    It errs towards masking: a word that nobody wrote down may be taken for a name.
    """

    def __init__(self, base: KnowledgeBase) -> None:
        self._vocabulary: Vocabulary = vocabulary(base)
        self._names = Names(base.masking, self._vocabulary)
        surname = any_of(base.masking.surnames).pattern
        self._apart = re.compile(rf"(?<![{HAN}])({surname}) (?=[{HAN}])")

    def __call__(self, text: str) -> str:
        """The text masked, in the script it was typed in, at most `MOST_KEPT` characters on one
        line. Masking it again changes nothing.
        """
        for _ in range(_MOST_ROUNDS):
            masked = self._round(text)
            if masked == text:
                break
            text = masked
        return text

    def _round(self, text: str) -> str:
        text = self._joined(_clean(text))
        text = _replaced(text, self._secrets(fold(text)))
        text = _replaced(text, self._named(fold(text), self._names.dotted))
        text = _replaced(text, self._named(fold(text), self._names.plain))
        for pattern, mark in _REPEATED:
            text = pattern.sub(mark, text)
        return _cut(text).strip()

    def _secrets(self, folded: str) -> list[tuple[Span, str]]:
        found = ((match.span(), self._mark(match)) for match in _SECRET.finditer(folded))
        return [(span, mark) for span, mark in found if mark is not None]

    def _mark(self, match: re.Match[str]) -> str | None:
        """What to put there; None where nothing is to be masked."""
        kind, text = match.lastgroup, match.group()
        if kind == "word":
            return self._word_mark(text)
        if kind == "number":
            numerals = [c for c in text if c not in " -"]
            many = len(numerals) >= _FEWEST_NUMERALS and text not in self._vocabulary.words
            return texts.NUMBER if many or re.search("[0-9]", text) else None
        return _WHOLE.get(kind or "")

    def _word_mark(self, text: str) -> str | None:
        if re.search("[0-9]", text):
            return texts.NUMBER
        parts = re.findall(_LETTER + "+", text)
        known = all(part.lower() in self._vocabulary.latin for part in parts)
        return None if known else texts.NAME

    def _named(self, folded: str, find: Callable[[str], Iterable[Span]]) -> list[tuple[Span, str]]:
        return [(span, texts.NAME) for span in find(MARKS.sub(_blank, folded))]

    def _joined(self, text: str) -> str:
        """Without the spaces in a name of which each character, or the surname, stands apart."""
        folded = fold(text)
        gaps = {m.end(1) for m in self._apart.finditer(folded)}
        for match in _SPACED.finditer(folded):
            gaps.update(range(match.start() + 1, match.end(), 2))
        return "".join(c for at, c in enumerate(text) if at not in gaps)


def _clean(text: str) -> str:
    """One line of visible characters in one width: no marks above letters, digits are 0 to 9."""
    read = unicodedata.normalize("NFKC", text[:MOST_READ])[:MOST_READ]
    return " ".join("".join(map(_seen, read)).split())


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace():
        return " "
    if category[0] in "CM":
        return ""
    is_number = category[0] == "N" and character not in texts.NUMERALS
    return "0" if is_number and not character.isascii() else character


def _blank(match: re.Match[str]) -> str:
    """As long as the mark; a number still shows what is counted."""
    return match.group() if match.group() == texts.NUMBER else "\0" * len(match.group())


def _replaced(text: str, marks: list[tuple[Span, str]]) -> str:
    for (start, end), mark in reversed(marks):
        text = text[:start] + mark + text[end:]
    return text


def _cut(text: str) -> str:
    """The beginning, without half a mark at the end."""
    kept, length = [], 0
    for piece in _PIECE.findall(text):
        length += len(piece)
        if length > MOST_KEPT:
            break
        kept.append(piece)
    return "".join(kept)
