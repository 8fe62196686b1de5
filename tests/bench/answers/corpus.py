"""What all matchers are built from and asked: rows of text, each belonging to an item."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.answerer import items
from bot.answering.index import Kind
from bot.answering.normalise import Normaliser
from bot.app import load_checked
from bot.evaluation.questions import load_questions
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import shipped

QUESTIONS = Path(__file__).parents[2] / "questions"
PER_ENTRY = 33


@dataclass(frozen=True, slots=True)
class Row:
    """One phrasing, normalised: simplified script, no punctuation, synonyms replaced."""

    text: str
    item: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Rows, and which of their items are guards, whose questions are to be refused."""

    rows: Sequence[Row]
    guards: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A normalised question and the items that answer it; none if it is not to be answered."""

    text: str
    want: frozenset[str]
    out: bool


def knowledge() -> KnowledgeBase:
    """The shipped knowledge."""
    return load_checked(shipped(), dt.date.today())


def real(base: KnowledgeBase) -> Corpus:
    """The shipped phrasings and titles of entries and guards."""
    found = [
        i
        for i in items(base, Normaliser(base.synonyms, base.apart))
        if i.kind is not Kind.SMALLTALK
    ]
    rows = [Row(text, item.id) for item in found for text in item.phrasings]
    return Corpus(rows, frozenset(item.id for item in found if item.kind is Kind.GUARD))


def grown(base: KnowledgeBase, size: int) -> Corpus:
    """So many rows cut from shipped ones: each entry crosses a few heads with any tails.

    Deterministic. The words are as common as in life; what it says makes no sense.
    """
    chance = random.Random(size)
    texts = [row.text for row in real(base).rows if len(row.text) > 3]
    rows: list[Row] = []
    while len(rows) < size:
        heads = chance.sample(texts, 6)
        for _ in range(PER_ENTRY):
            head, tail = chance.choice(heads), chance.choice(texts)
            text = head[: chance.randint(2, len(head))] + tail[chance.randint(2, len(tail)) :]
            rows.append(Row(text, f"e{len(rows) // PER_ENTRY}"))
    return Corpus(rows[:size], frozenset())


def asked(base: KnowledgeBase, name: str) -> list[Asked]:
    """A question set, as it was typed properly."""
    normalise = Normaliser(base.synonyms, base.apart)
    return [
        Asked(normalise(q.q), frozenset(q.want), q.out)
        for q in load_questions(QUESTIONS / f"{name}.yaml")
    ]
