"""YAML without surprises, and with the line of every value.

Refused, each with its line: duplicate keys, anchors and aliases, custom tags, several documents,
and plain scalars that YAML 1.1 silently turns into something else than what stands there (`12:30`
is 750, `010` is 8, `no` is false).
"""

import contextlib
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.texts import problems as texts

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_INT = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_PLAIN_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+(e-?[0-9]+)?\Z")
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
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
    try:
        loader = _Loader(data.decode("utf-8-sig"))
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenKnowledge([Problem(file, line, texts.NOT_UTF8)]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = texts.NOT_YAML.format(detail=error.problem or "")
        raise BrokenKnowledge([Problem(file, line, reason)]) from error
    except yaml.YAMLError as error:
        raise BrokenKnowledge([Problem(file, 1, texts.BAD_CHARACTER)]) from error
    except RecursionError as error:
        raise BrokenKnowledge([Problem(file, 1, texts.TOO_DEEP)]) from error
    if root is None:
        raise BrokenKnowledge([Problem(file, 1, texts.EMPTY_FILE)])
    builder = _Builder(file)
    value = builder.build(root, ())
    if builder.problems:
        raise BrokenKnowledge(builder.problems)
    return Document(file, value, builder.lines)


class _Builder:
    """Turns nodes into plain values, collecting what it refuses."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[Location, int] = {}
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, location: Location) -> Any:
        if id(node) in self._seen:
            return self._refuse(node, texts.ALIAS)
        self._seen.add(id(node))
        self.lines[location] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*location, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == _PREFIX + "merge":
                self._refuse(key_node, texts.STRANGE_KEY)
            elif key in result:
                self._refuse(key_node, texts.DUPLICATE_KEY.format(key=key))
            else:
                result[key] = self.build(value_node, (*location, key))
        return result

    def _scalar(self, node: yaml.Node) -> Any:
        text, kind = str(node.value), node.tag.removeprefix(_PREFIX)
        value = _plain(text, kind)
        return value if value is not None else self._refuse(node, _refusal(text, kind))

    def _refuse(self, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, reason))


def _plain(text: str, kind: str) -> str | int | float | bool | dt.date | None:
    """The value of a scalar that means what it says; None for any other."""
    match kind:
        case "str":
            return text
        case "bool" if text in ("true", "false"):
            return text == "true"
        case "int" if _PLAIN_INT.match(text):
            return int(text)
        case "float" if _PLAIN_FLOAT.match(text):
            return float(text)
        case "timestamp" if _PLAIN_DATE.match(text):
            with contextlib.suppress(ValueError):
                return dt.date.fromisoformat(text)
    return None


def _refusal(text: str, kind: str) -> str:
    match kind:
        case "null":
            return texts.EMPTY_VALUE
        case "timestamp":
            return texts.BAD_DATE.format(text=text)
        case "int" | "float" | "bool":
            return texts.MISREAD.format(text=text, read=yaml.safe_load(text))
    return texts.STRANGE_TAG.format(tag=kind)
