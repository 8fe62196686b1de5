"""How a normalised text sounds: toneless syllables, with the pairs that many speakers and most
input methods confuse written alike (zh/z, ch/c, sh/s, -ng/-n).
"""

import os
import re
import unicodedata
from functools import cache

from bot.answering.apart import plain

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # 54 MB of phrase readings that are not used
from pypinyin import pinyin_dict

_READINGS: dict[int, str] = pinyin_dict.pinyin_dict
"""Code of a character -> its readings with tone marks, commonest first, commas between."""

_TOKEN = re.compile(r"[a-zü]+|[0-9]+|[^\s]")
_LATIN = re.compile(r"[a-zü]+\Z")
_MIXED = re.compile(r"[a-zü\d\s]")
_LONGEST_SYLLABLE = 6
_INTERJECTIONS = frozenset({"m", "n", "ng", "hm", "hng", "ê", "o", "eh"})


def syllables(text: str) -> tuple[str, ...]:
    """One item per Chinese character or number; typed pinyin is cut into syllables, other Latin
    words stay whole.
    """
    if not _MIXED.search(text):
        return tuple(map(_sound, text))
    sounds: list[str] = []
    for token in _TOKEN.findall(text):
        if _LATIN.match(token):
            sounds.extend(map(_fold, _segment(token.replace("ü", "v"))))
        elif len(token) > 1 or token.isdecimal():
            sounds.append(token)  # a number, kept out of the cache: it may be somebody's
        else:
            sounds.append(_sound(token))
    return tuple(sounds)


@cache
def _sound(character: str) -> str:
    """The commonest reading of one character, folded; anything else stands for itself."""
    meant = plain(character)
    readings = _READINGS.get(ord(meant))
    return _fold(_toneless(readings.split(",")[0])) if readings else meant


def _fold(syllable: str) -> str:
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable[1:].endswith("ng") else syllable


def _segment(word: str) -> list[str]:
    """Cut a Latin word into the fewest syllables, longest first; `[word]` if it cannot be cut."""
    known = _known_syllables()
    best: list[list[str] | None] = [None] * len(word) + [[]]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(start + _LONGEST_SYLLABLE, len(word)), start, -1):
            rest = best[end]
            if rest is not None and word[start:end] in known:
                here = best[start]
                if here is None or len(rest) + 1 < len(here):
                    best[start] = [word[start:end], *rest]
    return best[0] or [word]


@cache
def _known_syllables() -> frozenset[str]:
    """Every toneless syllable of Mandarin, read off pypinyin's table of characters."""
    written = {reading for readings in set(_READINGS.values()) for reading in readings.split(",")}
    return frozenset(set(map(_toneless, written)) - _INTERJECTIONS - {""})


def _toneless(reading: str) -> str:
    """The letters of a reading without marks; v for ü."""
    bare = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in bare if "a" <= c <= "z")
