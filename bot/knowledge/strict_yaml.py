"""YAML without surprises, and with the line of every value.

Refused, each with its line: duplicate keys, anchors, aliases and merge keys, tags, several
documents, deep nesting, and plain scalars that YAML 1.1 silently turns into something else than
what stands there (`12:30` is 750, `010` is 8, `no` is false).
"""

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bot.knowledge.diagnose import diagnose, lost_comments
from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.knowledge.scalar import plain, refusal
from bot.texts import problems as texts

DEEPEST = 20
"""Levels of nesting that are read; ours need five."""

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE
_PREFIX = "tag:yaml.org,2002:"

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its plain value (dict, list, str, int, float, bool, date) and its lines."""

    file: str
    value: Any
    lines: Mapping[Location, int]

    def line(self, location: Location) -> int:
        """Line, counted from 1, of the value at `location`, or of what it would stand in."""
        while location not in self.lines:
            location = location[:-1]
        return self.lines[location]

    def problem(self, location: Location, reason: str) -> Problem:
        """A problem at that place."""
        return Problem(self.file, self.line(location), reason)


def parse(data: bytes, file: str) -> Document:
    """Parse one file's bytes; `file` is its name in problems. Raises `BrokenKnowledge`."""
    text = _decode(data, file)
    lines = text.split("\n")
    loader = _Loader(text)
    builder = _Builder(loader, file)
    try:
        value = builder.document()
    except yaml.MarkedYAMLError as error:
        raise BrokenKnowledge([_told(error, file, lines)]) from error
    finally:
        loader.dispose()
    lost = [Problem(file, line, texts.LOST_COMMENT) for line in lost_comments(lines)]
    if builder.problems or lost:
        raise BrokenKnowledge([*builder.problems, *lost])
    return Document(file, value, builder.lines)


def _decode(data: bytes, file: str) -> str:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenKnowledge([Problem(file, line, texts.NOT_UTF8)]) from error
    if stray := _UNPRINTABLE.search(text):
        line = text[: stray.start()].count("\n") + 1
        raise BrokenKnowledge([Problem(file, line, texts.BAD_CHARACTER)])
    return text


def _told(error: yaml.MarkedYAMLError, file: str, lines: Sequence[str]) -> Problem:
    if error.context_mark and "quoted scalar" in str(error.context):
        return Problem(file, _line(error.context_mark), texts.UNCLOSED_QUOTE)
    return Problem(file, *diagnose(lines, _line(error.problem_mark or error.context_mark)))


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark else 1


class _Builder:
    """Builds plain values from a parser's events, collecting what it refuses."""

    def __init__(self, loader: Any, file: str) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[Location, int] = {}
        self._loader = loader
        self._file = file

    def document(self) -> Any:
        """The value of the only document. Raises `BrokenKnowledge` where reading on is useless."""
        self._loader.get_event()  # the stream starts
        start = self._loader.get_event()
        if isinstance(start, yaml.StreamEndEvent):
            raise BrokenKnowledge([Problem(self._file, 1, texts.EMPTY_FILE)])
        value = self._node(())
        self._loader.get_event()  # the document ends
        another = self._loader.get_event()
        if not isinstance(another, yaml.StreamEndEvent):
            self._refuse(another, texts.SEVERAL_DOCUMENTS)
        return value

    def _node(self, location: Location) -> Any:
        event = self._loader.get_event()
        self.lines.setdefault(location, _line(event.start_mark))
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(event, texts.ALIAS)
        elif event.tag:
            self._refuse(event, texts.TAG.format(tag=event.tag))
        if len(location) >= DEEPEST:
            self._refuse(event, texts.TOO_DEEP)
            raise BrokenKnowledge(self.problems)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(location)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(location)
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _mapping(self, location: Location) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not self._loader.check_event(yaml.MappingEndEvent):
            event = self._loader.peek_event()
            if not isinstance(event, yaml.ScalarEvent) or self._kind(event) == "merge":
                self._refuse(event, texts.STRANGE_KEY)
                self._node((*location, ""))
                self._node((*location, ""))
                continue
            key = str(event.value)
            self._key()
            if key in result:
                self._refuse(event, texts.DUPLICATE_KEY.format(key=key))
            result[key] = self._node((*location, key))
        self._loader.get_event()
        return result

    def _key(self) -> None:
        event = self._loader.get_event()
        if event.anchor or event.tag:
            self._refuse(event, texts.ALIAS if event.anchor else texts.TAG.format(tag=event.tag))

    def _sequence(self, location: Location) -> list[Any]:
        result: list[Any] = []
        while not self._loader.check_event(yaml.SequenceEndEvent):
            result.append(self._node((*location, len(result))))
        self._loader.get_event()
        return result

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text, kind = str(event.value), self._kind(event)
        if event.style in (None, "") and _line(event.start_mark) != _line(event.end_mark):
            return self._refuse(event, texts.RUN_ON)
        value = plain(text, kind)
        return value if value is not None else self._refuse(event, refusal(text, kind))

    def _kind(self, event: yaml.ScalarEvent) -> str:
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        return str(tag).removeprefix(_PREFIX)

    def _refuse(self, event: yaml.Event, reason: str) -> None:
        self.problems.append(Problem(self._file, _line(event.start_mark), reason))
