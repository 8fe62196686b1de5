"""Finds the items nearest to a question. RapidFuzz lives here.

An item (entry, guard or smalltalk) pools the fragments of all its phrasings; an inverted index
gives every item's share of the question's fragments, weighted by how rare each is, once by spelling
and once by sound, and the odds that the question is about it. The best few are then compared
phrasing by phrasing with RapidFuzz.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz, process

from bot.answering.features import Features
from bot.answering.postings import Postings
from bot.knowledge.confidence import Part

EXACT = 100.0
SHORTLIST = 8
"""So many entries, guards and smalltalk items each are compared phrasing by phrasing."""


class Kind(Enum):
    """What an item is."""

    ENTRY = "entry"
    GUARD = "guard"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Item:
    """Something a question may be about: its wordings, and words that hint at it."""

    id: str
    kind: Kind
    phrasings: tuple[Features, ...]
    hints: tuple[Features, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How near an item is to a question. All likenesses are 0 to 100.

    `chars` and `sounds` are shares of the question's fragments found in the item by spelling and by
    sound; `odds` says how probable its spelling is of this item; `wording` and `reading` are the
    RapidFuzz ratio of its nearest phrasing, by spelling and by sound. `likeness` blends the five;
    of a question typed in pinyin, sound stands for spelling throughout. `phrasing` is the position of the nearest phrasing; `holds` says that
    some phrasing holds the whole question, word for word.
    """

    id: str
    kind: Kind
    likeness: float
    chars: float
    sounds: float
    odds: float
    wording: float
    reading: float
    phrasing: int
    holds: bool


class Index:
    """An immutable index over items. It keeps what searching needs, not the items themselves."""

    def __init__(self, items: Iterable[Item], blend: Mapping[Part, float]) -> None:
        """`blend`: the weight of each likeness, summing to 1. Items are taken one at a time."""
        self._blend = dict(blend)
        self._names: list[tuple[str, Kind]] = []
        self._texts: list[list[str]] = []
        self._readings: list[list[str]] = []
        self._all_texts: list[str] = []
        self._all_readings: list[str] = []
        self._chars, self._sounds = Postings(), Postings()
        for item in items:
            self._names.append((item.id, item.kind))
            self._texts.append([p.text for p in item.phrasings])
            self._readings.append([p.sound for p in item.phrasings])
            # All in one, so that one search tells whether any of them holds a question.
            self._all_texts.append("\n".join(self._texts[-1]))
            self._all_readings.append("\n".join(f" {sound} " for sound in self._readings[-1]))
            wordings = (*item.phrasings, *item.hints)
            self._chars.add([w.chars for w in wordings])
            self._sounds.add([w.sounds for w in wordings])
        self._chars.seal()
        self._sounds.seal()
        kinds = [kind for _, kind in self._names]
        self._members = [[n for n, one in enumerate(kinds) if one is kind] for kind in Kind]

    def search(self, question: Features, without: frozenset[int] = frozenset()) -> list[Match]:
        """The nearest items of each kind, best first; ties in the items' order.

        `without` leaves out items by position. Deterministic.
        """
        blend = self._blend
        sounds = self._sounds.near(question.sounds)
        chars = sounds if question.typed else self._chars.near(question.chars)
        parts = list(zip(chars.shares, sounds.shares, chars.odds, strict=True))
        far = [
            -(blend["chars"] * a + blend["sounds"] * b + blend["odds"] * c) for a, b, c in parts
        ]
        found = []
        for members in self._members:
            allowed = [n for n in members if n not in without] if without else members
            for n in sorted(allowed, key=far.__getitem__)[:SHORTLIST]:
                if any(parts[n][:2]):
                    match = self._compare(n, question, *parts[n])
                    found.append((-match.likeness, n, match))
        return [match for _, _, match in sorted(found)]

    def _compare(
        self, n: int, question: Features, chars: float, sounds: float, odds: float
    ) -> Match:
        _, reading, phrasing = process.extractOne(
            question.sound, self._readings[n], scorer=fuzz.ratio
        )
        wording, holds = reading, f" {question.sound} " in self._all_readings[n]
        if not question.typed:
            holds = question.text in self._all_texts[n]
            _, wording, phrasing = process.extractOne(
                question.text, self._texts[n], scorer=fuzz.ratio
            )
        blend = self._blend
        likeness = (
            blend["chars"] * chars
            + blend["sounds"] * sounds
            + blend["odds"] * odds
            + blend["wording"] * wording
            + blend["reading"] * reading
        )
        if wording == EXACT:
            likeness = EXACT
        return Match(*self._names[n], likeness, chars, sounds, odds, wording, reading, phrasing, holds)
