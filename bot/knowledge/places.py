"""Where entries, guards and phrasings stand in their files, for checks that must name a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import Entry, Guard, Smalltalk
from bot.knowledge.problem import Problem
from bot.knowledge.strict_yaml import Document, Location


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    document: Document
    location: Location

    def at(self, *steps: str | int) -> "Place":
        """A place within this one."""
        return Place(self.document, (*self.location, *steps))

    def problem(self, reason: str) -> Problem:
        """A problem here."""
        return self.document.problem(self.location, reason)

    def __str__(self) -> str:
        return f"{self.document.file}:{self.document.line(self.location)}"


def entries(base: KnowledgeBase) -> Iterator[tuple[Place, Entry]]:
    """Every entry and where it stands."""
    for file in base.files.topics:
        for i, entry in enumerate(file.content.entries):
            yield Place(file.document, ("entries", i)), entry


def guards(base: KnowledgeBase) -> Iterator[tuple[Place, Guard]]:
    """Every guard and where it stands."""
    for file in base.files.guards:
        for i, guard in enumerate(file.content.guards):
            yield Place(file.document, ("guards", i)), guard


def phrasings(base: KnowledgeBase) -> Iterator[tuple[Place, str, str]]:
    """Every phrasing of every item: where it stands, the id it belongs to, the text."""
    for topic in base.files.topics:
        yield from _phrasings(topic.document, "entries", topic.content.entries)
    for file in base.files.guards:
        yield from _phrasings(file.document, "guards", file.content.guards)
    talks = base.files.smalltalk
    yield from _phrasings(talks.document, "smalltalk", talks.content.smalltalk)


def _phrasings(
    document: Document, key: str, items: Sequence[Entry | Guard | Smalltalk]
) -> Iterator[tuple[Place, str, str]]:
    for i, item in enumerate(items):
        for j, phrasing in enumerate(item.phrasings):
            yield Place(document, (key, i, "phrasings", j)), item.id, phrasing
