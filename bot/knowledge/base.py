"""The frozen whole of what the bot knows, built from files that hold what they should."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from bot.knowledge.confidence import ConfidenceFile
from bot.knowledge.entry import (
    Entry,
    Guard,
    GuardFile,
    LexiconFile,
    Smalltalk,
    SmalltalkFile,
    Topic,
    TopicFile,
)
from bot.knowledge.masking import MaskingFile, merged
from bot.knowledge.seed import Claim, DocumentFile, Fact, Regulation, RegulationFile, Trap
from bot.knowledge.shape import Shape
from bot.knowledge.strict_yaml import Document

ShapeT = TypeVar("ShapeT", bound=Shape)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[ShapeT]):
    """A file that holds what it should: its content, and where each part of it stands."""

    document: Document
    content: ShapeT


@dataclass(frozen=True, slots=True)
class Files:
    """The files by kind, for checks that must name a line."""

    topics: tuple[Loaded[TopicFile], ...]
    guards: tuple[Loaded[GuardFile], ...]
    smalltalk: Loaded[SmalltalkFile]
    lexicon: tuple[Loaded[LexiconFile], ...]
    masking: tuple[Loaded[MaskingFile], ...]
    document: Loaded[DocumentFile]
    regulations: Loaded[RegulationFile]
    confidence: Loaded[ConfidenceFile] | None
    strays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything the bot knows, in a fixed order. Immutable and safe to share.

    `checked` is the date the regulations were checked, ISO 8601. `digest` names the content that
    confidence is fitted on; `confidence` is None where it was never fitted. `spelt`: normal forms
    of phrasings, as far as they are worked out.
    """

    topics: tuple[Topic, ...]
    entries: Mapping[str, Entry]
    by_topic: Mapping[str, tuple[Entry, ...]]
    topic_of: Mapping[str, str]
    guards: Mapping[str, Guard]
    smalltalk: Mapping[str, Smalltalk]
    synonyms: Mapping[str, tuple[str, ...]]
    apart: tuple[str, ...]
    masking: MaskingFile
    claims: Mapping[str, Claim]
    facts: Mapping[str, Fact]
    regulations: Mapping[str, Regulation]
    article: DocumentFile
    checked: str
    traps: tuple[Trap, ...]
    confidence: ConfidenceFile | None
    digest: str
    files: Files = field(repr=False, compare=False)
    spelt: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def stale(self) -> bool:
        """Whether confidence was fitted on other content than this."""
        return self.confidence is None or self.confidence.fitted_on != self.digest

    def entries_of(self, topic_id: str) -> tuple[Entry, ...]:
        """A topic's entries in file order; empty for an unknown topic."""
        return self.by_topic.get(topic_id, ())


def freeze(files: Files) -> KnowledgeBase:
    """Build the whole. Ids are taken to be unique."""
    in_order = sorted(files.topics, key=lambda f: (f.content.topic.order, f.content.topic.id))
    entries = {e.id: e for f in in_order for e in f.content.entries}
    topic_of = {e.id: f.content.topic.id for f in in_order for e in f.content.entries}
    guards = {g.id: g for f in files.guards for g in f.content.guards}
    smalltalk = {s.id: s for s in files.smalltalk.content.smalltalk}
    synonyms: dict[str, tuple[str, ...]] = {}
    for lexicon in files.lexicon:
        for word, others in lexicon.content.synonyms.items():
            synonyms[word] = (*synonyms.get(word, ()), *others)
    apart = tuple(word for lexicon in files.lexicon for word in lexicon.content.apart)
    regulations = files.regulations.content
    return KnowledgeBase(
        topics=tuple(f.content.topic for f in in_order),
        entries=MappingProxyType(entries),
        by_topic=MappingProxyType({f.content.topic.id: f.content.entries for f in in_order}),
        topic_of=MappingProxyType(topic_of),
        guards=MappingProxyType(guards),
        smalltalk=MappingProxyType(smalltalk),
        synonyms=MappingProxyType(synonyms),
        apart=apart,
        masking=merged(file.content for file in files.masking),
        claims=MappingProxyType({c.id: c for c in files.document.content.claims}),
        facts=MappingProxyType({f.id: f for f in regulations.facts}),
        regulations=MappingProxyType({r.name: r for r in regulations.regulations}),
        article=files.document.content,
        checked=regulations.checked.isoformat(),
        traps=regulations.traps,
        confidence=files.confidence.content if files.confidence else None,
        digest=_digest(entries, guards, smalltalk, synonyms, apart),
        files=files,
    )


def _digest(
    entries: Mapping[str, Entry],
    guards: Mapping[str, Guard],
    smalltalk: Mapping[str, Smalltalk],
    synonyms: Mapping[str, tuple[str, ...]],
    apart: tuple[str, ...],
) -> str:
    """A short hash of what matching depends on; editing an answer's text does not change it."""
    sha = hashlib.sha256()
    items: list[Entry | Guard] = [*entries.values(), *guards.values()]
    for item in items:
        sha.update(repr((item.id, item.title, item.phrasings, item.keywords)).encode())
    for talk in smalltalk.values():
        sha.update(repr((talk.id, talk.phrasings)).encode())
    sha.update(repr((sorted(synonyms.items()), sorted(apart))).encode())
    return sha.hexdigest()[:16]
