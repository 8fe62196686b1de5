"""Turns the knowledge base into something that can be asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.features import Features, extract
from bot.answering.index import Index, Item, Kind
from bot.answering.normalise import Normaliser
from bot.answering.verdict import Judgement, judge, word_for_word
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.confidence import ConfidenceFile
from bot.messages import Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """A question as it was read, and what was made of it.

    `goes_on`: it was taken to go on about the entry answered before it, in words of its own;
    `again`: that entry is the nearest by those words alone, too.
    """

    question: str
    read: Features
    judgement: Judgement
    goes_on: bool = False
    again: bool = False

    @property
    def answered(self) -> str:
        """The entry that answers it for sure; empty if none does."""
        sure = self.judgement.verdict is Verdict.ANSWER
        return self.judgement.entries[0].id if sure else ""


class Answerer:
    """Judges questions against one knowledge base. Immutable, so it is safe to share."""

    def __init__(self, base: KnowledgeBase, confidence: ConfidenceFile) -> None:
        self.base = base
        self.confidence = confidence
        self.normalise = Normaliser(base.synonyms, base.apart)
        self.index = Index(items(base, self.normalise), confidence.blend)

    def judge(self, question: str) -> Finding:
        """What the question is about. Takes any text, never raises."""
        read = extract(self.normalise(question))
        matches = self.index.search(read) if read.text else []
        known = word_for_word(matches)
        return Finding(question, read, judge(known, read.letters, self.confidence))


def items(base: KnowledgeBase, normalise: Normaliser) -> Iterator[Item]:
    """Everything a question can be about, in the knowledge base's order."""

    def spelt(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(n for text in texts if (n := base.spelt.get(text) or normalise(text)))

    for e in base.entries.values():
        yield Item(e.id, Kind.ENTRY, spelt((*e.phrasings, e.title)), spelt(e.keywords))
    for g in base.guards.values():
        yield Item(g.id, Kind.GUARD, spelt((*g.phrasings, g.title)), spelt(g.keywords))
    for s in base.smalltalk.values():
        yield Item(s.id, Kind.SMALLTALK, spelt(s.phrasings))
