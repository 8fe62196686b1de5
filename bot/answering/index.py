"""Finds the items nearest to a question. RapidFuzz lives here.

An item (entry, guard or smalltalk) pools the fragments of all its phrasings; an inverted index
gives every item's share of the question's fragments, weighted by how rare each is, once by spelling
and once by sound, and the odds that the question is about it. The best few are then compared
phrasing by phrasing with RapidFuzz.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from heapq import nsmallest
from itertools import chain

from rapidfuzz import fuzz, process

from bot.answering.features import Features, pieces, sound_pieces
from bot.answering.pinyin import syllables
from bot.answering.postings import Postings
from bot.knowledge.confidence import Part


class Kind(Enum):
    """What an item is."""

    ENTRY = "entry"
    GUARD = "guard"
    SMALLTALK = "smalltalk"


SHORTLIST = {Kind.ENTRY: 8, Kind.GUARD: 2, Kind.SMALLTALK: 1}
"""So many items of each kind are compared phrasing by phrasing."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something a question may be about: its wordings, and words that hint at it, normalised."""

    id: str
    kind: Kind
    phrasings: tuple[str, ...]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How near an item is to a question. All likenesses are 0 to 100.

    `chars` and `sounds` are shares of the question's fragments found in the item by spelling and by
    sound; `odds` says how probable its spelling is of this item; `wording` and `reading` are the
    RapidFuzz ratio of its phrasing nearest in spelling, by spelling and by sound. `likeness` blends
    the five; of a question typed in pinyin, sound stands for spelling throughout. `phrasing` is
    that phrasing's position; `holds` says that some phrasing holds the whole question.
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
            spoken = [syllables(text) for text in (*item.phrasings, *item.hints)]
            texts = list(item.phrasings)
            readings = [" ".join(sounds) for sounds in spoken[: len(texts)]]
            self._names.append((item.id, item.kind))
            self._texts.append(texts)
            self._readings.append(readings)
            # All in one, so that one search tells whether any of them holds a question.
            self._all_texts.append("\n".join(texts))
            self._all_readings.append("\n".join(f" {reading} " for reading in readings))
            wordings = (*texts, *item.hints)
            self._chars.add(Counter(chain.from_iterable(map(pieces, wordings))))
            self._sounds.add(Counter(chain.from_iterable(map(sound_pieces, spoken))))
        self._chars.seal()
        self._sounds.seal()
        kinds = [kind for _, kind in self._names]
        self._members = {k: [n for n, one in enumerate(kinds) if one is k] for k in Kind}

    def search(
        self,
        question: Features,
        without: frozenset[int] = frozenset(),
        also: Collection[str] = (),
    ) -> list[Match]:
        """The nearest items of each kind, best first; ties in the items' order.

        `without` leaves out items by position; `also` are entries to be compared however far off
        they are. Deterministic.
        """
        sounds = chars = self._sounds.shares(question.sounds)
        if question.typed:
            odds = self._sounds.odds(question.sounds)
        else:
            chars, odds = self._chars.shares(question.chars), self._chars.odds(question.chars)
        a, b, c = (self._blend[part] for part in ("chars", "sounds", "odds"))
        far = [-(a * x + b * y + c * z) for x, y, z in zip(chars, sounds, odds, strict=True)]
        found = []
        for kind, members in self._members.items():
            allowed = [n for n in members if n not in without] if without else members
            shortlist = nsmallest(SHORTLIST[kind], allowed, key=far.__getitem__)
            if also and kind is Kind.ENTRY:
                shortlist += [
                    n for n in allowed if self._names[n][0] in also and n not in shortlist
                ]
            for n in shortlist:
                if chars[n] or sounds[n]:
                    match = self._compare(n, question, chars[n], sounds[n], odds[n])
                    found.append((-match.likeness, n, match))
        return [match for _, _, match in sorted(found)]

    def _compare(
        self, n: int, question: Features, chars: float, sounds: float, odds: float
    ) -> Match:
        odds = min(100.0, max(0.0, odds))
        if question.typed:
            holds = f" {question.sound} " in self._all_readings[n]
            _, reading, phrasing = process.extractOne(
                question.sound, self._readings[n], scorer=fuzz.ratio
            )
            wording = reading
        else:
            holds = question.text in self._all_texts[n]
            _, wording, phrasing = process.extractOne(
                question.text, self._texts[n], scorer=fuzz.ratio
            )
            reading = fuzz.ratio(question.sound, self._readings[n][phrasing])
        blend = self._blend
        likeness = (
            blend["chars"] * chars
            + blend["sounds"] * sounds
            + blend["odds"] * odds
            + blend["wording"] * wording
            + blend["reading"] * reading
        )
        return Match(
            *self._names[n], likeness, chars, sounds, odds, wording, reading, phrasing, holds
        )
