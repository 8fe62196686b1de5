"""One spelling for everything that reads the same.

NFKC, simplified script, lower case, no punctuation, one word for synonyms. The result is a
fixpoint: normalising it again changes nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import opencc

from bot.answering.apart import plain, shadow

MOST_READ = 1_000
"""Characters of the input that are looked at; the rest of a longer text is ignored."""
MOST_KEPT = 120
"""Characters of the result: far beyond any question, and a bound on the work."""
_MOST_ROUNDS = MOST_KEPT
"""A nest of synonyms loses one layer a round."""

_SCRIPTS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2A6E0))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_GAP = re.compile(r"[\W_]+")
_LOOSE_SPACE = re.compile(r"(?<![a-z0-9ü]) | (?![a-z0-9ü])")


@cache
def simplified() -> dict[int, str]:
    """Character -> what it is read as (traditional -> simplified, à -> a), for `str.translate`.

    Character by character, not by phrase: whichever script a word was typed in, both roads then end
    at the same place. OpenCC's own output is not always a fixpoint (薴 -> 苧 -> 苎).
    """
    characters = [chr(code) for block in _SCRIPTS for code in block]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {a: b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}
    return {ord(a): _end(table, a) for a in table} | _without_tone_marks()


@cache
def _plain() -> frozenset[str]:
    """The usual Chinese characters that stand for themselves."""
    return frozenset(map(chr, set(range(0x4E00, 0xA000)) - simplified().keys()))


def _without_tone_marks() -> dict[int, str]:
    """Accented Latin letters -> plain ones, so that dǎng fèi reads as dang fei; ü stays apart."""
    plain: dict[int, str] = {}
    for code in range(0x00C0, 0x0250):
        decomposed = unicodedata.normalize("NFD", chr(code))
        letter, marks = decomposed[0], decomposed[1:]
        if marks and "a" <= letter <= "z":
            plain[code] = "ü" if letter == "u" and "\u0308" in marks else letter
    return plain


def _end(table: Mapping[str, str], character: str) -> str:
    seen = {character}
    while (following := table.get(character)) is not None and following not in seen:
        seen.add(following)
        character = following
    return character


class Normaliser:
    """Normalises texts with the synonyms of one lexicon. Callable."""

    def __init__(self, synonyms: Mapping[str, Sequence[str]], apart: Iterable[str] = ()) -> None:
        """`synonyms`: the word to keep -> the words it stands for; `apart`: words that share
        nothing with those they look like.
        """
        self._synonyms = {spelt: shadow(spelt) for word in apart if (spelt := spell(word))}
        for kept, others in synonyms.items():
            target = spell(kept)
            for word in (kept, *others):
                if spelt := spell(word):
                    self._synonyms.setdefault(spelt, target)
        words = sorted(self._synonyms, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def __call__(self, text: str) -> str:
        """The normal form: letters and digits, a space only between two Latin words or numbers."""
        current = spell(text)
        for _ in range(_MOST_ROUNDS):
            replaced = self._pattern.sub(self._replacement, current)[:MOST_KEPT]
            following = current if replaced == current else spell(replaced)
            if following == current:
                return replaced
            current = following
        return current

    def _replacement(self, match: re.Match[str]) -> str:
        return self._synonyms[match.group()]


def spell(text: str) -> str:
    """The normal form before synonyms."""
    current = plain(text[:MOST_READ])
    for _ in range(_MOST_ROUNDS):
        if len(current) <= MOST_KEPT and _plain().issuperset(current):
            break
        visible = _INVISIBLE.sub("", current)
        folded = unicodedata.normalize("NFKC", visible).casefold().translate(simplified())
        clean = _LOOSE_SPACE.sub("", _GAP.sub(" ", folded))[:MOST_KEPT].rstrip()
        if clean == current:
            break
        current = clean
    return current
