"""Reads the knowledge files and refuses what does not hold what it should."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.knowledge import strict_yaml
from bot.knowledge.base import Files, KnowledgeBase, Loaded, freeze
from bot.knowledge.confidence import ConfidenceFile
from bot.knowledge.entry import GuardFile, LexiconFile, SmalltalkFile, TopicFile
from bot.knowledge.folders import Folders
from bot.knowledge.masking import MaskingFile
from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.knowledge.seed import DocumentFile, RegulationFile
from bot.knowledge.shape import COMMAND, HAN, ID, SURNAME, WORD, Shape
from bot.knowledge.strict_yaml import Document, Location
from bot.texts import problems as texts

CONFIDENCE_FILE = "confidence.yaml"
_PATTERNS = {ID: "id", COMMAND: "command", WORD: "word", HAN: "han", SURNAME: "surname"}
_QUOTED = re.compile(r"'([^']+)'")

ShapeT = TypeVar("ShapeT", bound=Shape)


def load(folders: Folders, *, confidence: bool = True) -> KnowledgeBase:
    """Read all files, the fitted numbers only if wanted.

    Raises `BrokenKnowledge` with every problem of form found.

    What the entries say about each other is `check`'s to judge.
    """
    files = _read_files(folders, confidence=confidence)
    problems = list(_duplicate_ids(files))
    if problems:
        raise BrokenKnowledge(problems)
    return freeze(files)


def load_file(path: Path, shape: type[ShapeT]) -> ShapeT:
    """Read one file of a known shape. Raises `BrokenKnowledge`, or `OSError`."""
    document = strict_yaml.parse(path.read_bytes(), str(path))
    return _shaped(document, shape).content


def _shaped(document: Document, shape: type[ShapeT]) -> Loaded[ShapeT]:
    try:
        return Loaded(document, shape.model_validate(document.value))
    except ValidationError as error:
        raise BrokenKnowledge(list(_shape_problems(document, error))) from error


def _read_files(folders: Folders, *, confidence: bool) -> Files:
    reader = _Reader(folders)
    if folders.overlay and not folders.overlay.is_dir():
        reader.problems.append(Problem(str(folders.overlay), 1, texts.MISSING_FOLDER))
    topics = reader.folder("knowledge/entries/", TopicFile)
    guards = reader.folder("knowledge/guards/", GuardFile)
    smalltalk = reader.one("knowledge/smalltalk.yaml", SmalltalkFile)
    lexicon = reader.folder("knowledge/lexicon", LexiconFile)
    reader.require("knowledge/lexicon.yaml")
    masking = reader.folder("knowledge/masking", MaskingFile)
    reader.require("knowledge/masking.yaml")
    document = reader.one("seeds/document.yaml", DocumentFile)
    regulations = reader.one("seeds/regulations.yaml", RegulationFile)
    numbers = f"knowledge/{CONFIDENCE_FILE}"
    fitted = reader.optional(numbers, ConfidenceFile) if confidence else None
    reader.used.add(numbers)
    reader.refuse_leftovers()
    if not reader.names("knowledge/entries/"):
        reader.problems.append(Problem("knowledge/entries", 1, texts.NO_ENTRIES))
    if reader.problems or not (smalltalk and document and regulations):
        raise BrokenKnowledge(reader.problems)
    strays = tuple(folders.strays())
    return Files(topics, guards, smalltalk, lexicon, masking, document, regulations, fitted, strays)


class _Reader:
    """Reads files of a known shape, collecting problems instead of stopping at the first."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.listing = folders.listing()
        self.used: set[str] = set()
        self.problems: list[Problem] = []

    def names(self, prefix: str) -> list[str]:
        return [name for name in self.listing if name.startswith(prefix)]

    def folder(self, prefix: str, shape: type[ShapeT]) -> tuple[Loaded[ShapeT], ...]:
        loaded = [self.optional(name, shape) for name in self.names(prefix)]
        return tuple(one for one in loaded if one is not None)

    def one(self, name: str, shape: type[ShapeT]) -> Loaded[ShapeT] | None:
        self.require(name)
        return self.optional(name, shape)

    def require(self, name: str) -> None:
        if name not in self.listing:
            self.problems.append(Problem(name, 1, texts.MISSING_FILE))

    def optional(self, name: str, shape: type[ShapeT]) -> Loaded[ShapeT] | None:
        path = self.listing.get(name)
        if path is None:
            return None
        self.used.add(name)
        shown = self.folders.named(name, path)
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = texts.UNREADABLE.format(reason=error.strerror)
            self.problems.append(Problem(shown, 1, reason))
            return None
        try:
            return _shaped(strict_yaml.parse(data, shown), shape)
        except BrokenKnowledge as error:
            self.problems.extend(error.problems)
            return None

    def refuse_leftovers(self) -> None:
        for name, path in self.listing.items():
            if name not in self.used:
                shown = self.folders.named(name, path)
                self.problems.append(Problem(shown, 1, texts.UNEXPECTED_FILE))


def _shape_problems(document: Document, error: ValidationError) -> Iterable[Problem]:
    items = error.errors(include_url=False)
    for item in items:
        location: Location = item["loc"]
        if item["type"] == "too_short" and any(_inside(other["loc"], location) for other in items):
            continue  # pydantic counts valid items only: the others are problems of their own
        names = (step for step in reversed(location) if isinstance(step, str) and step != "[key]")
        name, context = next(names, document.file), item.get("ctx", {})
        kind = _PATTERNS.get(context.get("pattern", ""), item["type"])
        template = texts.SHAPE.get(kind, texts.SHAPE_OTHER)
        details = {
            **context,
            "name": name,
            "hint": texts.FIELD_HINTS.get(name, ""),
            "text": item["input"],
            "message": item["msg"],
            "expected": texts.CHOICES_JOIN.join(_QUOTED.findall(context.get("expected", ""))),
        }
        yield document.problem(location, template.format_map(details))


def _inside(inner: Location, outer: Location) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _duplicate_ids(files: Files) -> Iterable[Problem]:
    """What two items of one name space are called."""
    first: dict[tuple[str, str], str] = {}
    for space, name, document, location in _named(files):
        if (space, name) in first:
            reason = texts.DUPLICATE_ID.format(id=name, first=first[space, name])
            yield document.problem(location, reason)
        first.setdefault((space, name), f"{document.file}:{document.line(location)}")


def _named(files: Files) -> Iterator[tuple[str, str, Document, Location]]:
    """Everything that has a name: its name space, the name, and where that stands.

    Entries, guards and smalltalk share one name space, claims and facts another.
    """
    for topic in files.topics:
        yield "topic", topic.content.topic.id, topic.document, ("topic", "id")
        for i, entry in enumerate(topic.content.entries):
            yield "item", entry.id, topic.document, ("entries", i, "id")
    for guards in files.guards:
        for i, guard in enumerate(guards.content.guards):
            yield "item", guard.id, guards.document, ("guards", i, "id")
    talks, claims, rules = files.smalltalk, files.document, files.regulations
    for i, talk in enumerate(talks.content.smalltalk):
        yield "item", talk.id, talks.document, ("smalltalk", i, "id")
        for j, command in enumerate(talk.commands):
            yield "command", command, talks.document, ("smalltalk", i, "commands", j)
    for i, claim in enumerate(claims.content.claims):
        yield "source", claim.id, claims.document, ("claims", i, "id")
    for i, fact in enumerate(rules.content.facts):
        yield "source", fact.id, rules.document, ("facts", i, "id")
    for i, regulation in enumerate(rules.content.regulations):
        yield "regulation", regulation.name, rules.document, ("regulations", i, "name")
