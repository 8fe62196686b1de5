"""YAML without surprises: what is read is what stands there, or it is refused with its line."""

import datetime as dt
import re

import pytest
import yaml

from bot.knowledge import strict_yaml
from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.knowledge.strict_yaml import Location, parse
from bot.texts import problems as texts

FILE = "a.yaml"
NOT_YAML = texts.NOT_YAML
LOADERS = [getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader]


@pytest.fixture(autouse=True, params=LOADERS, ids=["libyaml", "python"])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers: not every installation of PyYAML has libyaml."""
    monkeypatch.setattr(strict_yaml, "_Loader", request.param)


def value(text: str) -> object:
    return parse(text.encode(), FILE).value


def refused(data: bytes) -> list[tuple[int, str]]:
    """The line and the reason of every problem."""
    with pytest.raises(BrokenKnowledge) as caught:
        parse(data, FILE)
    assert {problem.file for problem in caught.value.problems} == {FILE}
    return [(problem.line, problem.reason) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("党费", "党费", id="plain text"),
        pytest.param('"12:30"', "12:30", id="quoted time"),
        pytest.param("'010'", "010", id="quoted octal"),
        pytest.param('"yes"', "yes", id="quoted yes"),
        pytest.param('""', "", id="quoted nothing"),
        pytest.param('"null"', "null", id="quoted null"),
        pytest.param("y", "y", id="y is text"),
        pytest.param("2026-2-3", "2026-2-3", id="short date is text"),
        pytest.param("第3条", "第3条", id="text with a digit"),
        pytest.param("|\n 一\n 二\n", "一\n二\n", id="block"),
        pytest.param(">\n 一\n 二\n", "一 二\n", id="folded block"),
        pytest.param("0", 0, id="zero"),
        pytest.param("12", 12, id="int"),
        pytest.param("-12", -12, id="negative int"),
        pytest.param("0.36", 0.36, id="float"),
        pytest.param("-1.5", -1.5, id="negative float"),
        pytest.param("1.5e-05", 1.5e-05, id="float with exponent"),
        pytest.param("true", True, id="true"),
        pytest.param("false", False, id="false"),
        pytest.param("2026-11-23", dt.date(2026, 11, 23), id="date"),
        pytest.param("2024-02-29", dt.date(2024, 2, 29), id="leap day"),
        pytest.param("[一, 2, [三]]", ["一", 2, ["三"]], id="list"),
        pytest.param("{一: {二: 三}}", {"一": {"二": "三"}}, id="mapping"),
        pytest.param("{}", {}, id="empty mapping"),
        pytest.param("[]", [], id="empty list"),
    ],
)
def test_a_value_is_what_stands_there(text: str, expected: object) -> None:
    read = value(f"a: {text}")
    assert read == {"a": expected}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(expected)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("12: x", "12", id="number"),
        pytest.param("yes: x", "yes", id="yes"),
        pytest.param("2026-11-23: x", "2026-11-23", id="date"),
        pytest.param('"a b": x', "a b", id="quoted"),
        pytest.param('"<<": x', "<<", id="quoted merge"),
    ],
)
def test_a_key_is_the_text_that_stands_there(text: str, key: str) -> None:
    assert value(text) == {key: "x"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"\xef\xbb\xbfa: 1\n", {"a": 1}, id="BOM"),
        pytest.param(b"a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}, id="CRLF"),
        pytest.param(b"# x\n---\na: 1\n...\n", {"a": 1}, id="document marks"),
        pytest.param(b"a: 1", {"a": 1}, id="no newline at the end"),
        pytest.param(b"- a\n", ["a"], id="a list at the top"),
    ],
)
def test_what_surrounds_the_content_does_not_matter(data: bytes, expected: object) -> None:
    assert parse(data, FILE).value == expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("12:30", "750", id="time is base 60"),
        pytest.param("-1:30", "-90", id="negative base 60"),
        pytest.param("1:30.5", "90.5", id="base 60 float"),
        pytest.param("010", "8", id="octal"),
        pytest.param("0x1F", "31", id="hexadecimal"),
        pytest.param("0b11", "3", id="binary"),
        pytest.param("1_000", "1000", id="underscore"),
        pytest.param("+1", "1", id="plus"),
        pytest.param("5.", "5.0", id="no decimals"),
        pytest.param(".5", "0.5", id="no integer part"),
        pytest.param("1.0e+5", "100000.0", id="positive exponent"),
        pytest.param(".inf", "inf", id="infinity"),
        pytest.param(".nan", "nan", id="not a number"),
        pytest.param("yes", "True", id="yes"),
        pytest.param("No", "False", id="No"),
        pytest.param("on", "True", id="on"),
        pytest.param("OFF", "False", id="OFF"),
        pytest.param("TRUE", "True", id="TRUE"),
    ],
)
def test_what_yaml_would_turn_into_something_else(text: str, read: str) -> None:
    reason = texts.MISREAD.format(text=text, read=read)
    assert refused(f"a: x\nb: {text}\n".encode()) == [(2, reason)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2026-02-30", id="no such day"),
        pytest.param("2026-13-01", id="no such month"),
        pytest.param("0000-01-01", id="no such year"),
        pytest.param("2026-11-23 12:00:00", id="time of day"),
        pytest.param("2026-11-23T12:00:00Z", id="time zone"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert refused(f"a: x\nb: {text}\n".encode()) == [(2, texts.BAD_DATE.format(text=text))]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("", 1, texts.EMPTY_FILE, id="empty file"),
        pytest.param("\n\n# 只有注释\n", 1, texts.EMPTY_FILE, id="only a comment"),
        pytest.param("a: x\nb: null\n", 2, texts.EMPTY_VALUE, id="null"),
        pytest.param("a: x\nb: ~\n", 2, texts.EMPTY_VALUE, id="tilde"),
        pytest.param("a: x\nb:\nc: x\n", 2, texts.EMPTY_VALUE, id="nothing"),
        pytest.param("a:\n  - x\n  -\n", 3, texts.EMPTY_VALUE, id="nothing in a list"),
        pytest.param(
            "a: 1\nb: 2\na: 3\n", 3, texts.DUPLICATE_KEY.format(key="a"), id="duplicate key"
        ),
        pytest.param(
            "a:\n  b: 1\n  b: 1\n", 3, texts.DUPLICATE_KEY.format(key="b"), id="nested duplicate"
        ),
        pytest.param(
            'a:\n- 1: x\n  "1": y\n', 3, texts.DUPLICATE_KEY.format(key="1"), id="number and text"
        ),
        pytest.param("a: &x [b]\nc: *x\n", 1, texts.ALIAS, id="alias of a list"),
        pytest.param("a: &x b\nc: [*x]\n", 1, texts.ALIAS, id="alias of a text"),
        pytest.param("a: &x [*x]\n", 1, texts.ALIAS, id="alias of itself"),
        pytest.param("a: {b: c}\n<<: {d: e}\n", 2, texts.STRANGE_KEY, id="merge key"),
        pytest.param("a: &x {b: c}\nd:\n  <<: *x\n", 3, texts.STRANGE_KEY, id="merged alias"),
        pytest.param("a: x\n? [b]\n: c\n", 2, texts.STRANGE_KEY, id="list as a key"),
        pytest.param("a: x\n? {b: c}\n: d\n", 2, texts.STRANGE_KEY, id="mapping as a key"),
        pytest.param("{{a: b}: c}\n", 1, texts.STRANGE_KEY, id="braces twice"),
        pytest.param("a: x\nb: !secret x\n", 2, texts.TAG.format(tag="!secret"), id="tag"),
        pytest.param(
            "a: !!binary aGk=\n", 1, texts.TAG.format(tag="tag:yaml.org,2002:binary"), id="binary"
        ),
        pytest.param("a: x\nb: !foo {x: y}\n", 2, texts.TAG.format(tag="!foo"), id="tag on a map"),
        pytest.param("a: x\nb: !foo [x]\n", 2, texts.TAG.format(tag="!foo"), id="tag on a list"),
        pytest.param("a: x\n!foo b: y\n", 2, texts.TAG.format(tag="!foo"), id="tag on a key"),
        pytest.param("a: &x y\n", 1, texts.ALIAS, id="anchor alone"),
        pytest.param("a: x\nb: *y\n", 2, texts.ALIAS, id="alias of nothing"),
        pytest.param(
            "a: !!str 12\n", 1, texts.TAG.format(tag="tag:yaml.org,2002:str"), id="said text"
        ),
        pytest.param("&x a: y\n", 1, texts.ALIAS, id="anchor on a key"),
        pytest.param("a: x\nb: =\n", 2, texts.QUOTE_IT.format(text="="), id="equals sign"),
        pytest.param("a: 0x_\n", 1, texts.QUOTE_IT.format(text="0x_"), id="half a number"),
        pytest.param("a: 1\n---\nb: 2\n", 2, texts.SEVERAL_DOCUMENTS, id="several documents"),
    ],
)
def test_refused_with_its_line(text: str, line: int, reason: str) -> None:
    assert (line, reason) in refused(text.encode())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a: x\nb: @y\n", 2, id="at sign"),
        pytest.param("a: [x\nb: y\n", 2, id="unclosed list"),
    ],
)
def test_not_yaml_at_all(text: str, line: int) -> None:
    [(found, reason)] = refused(text.encode())
    assert found == line
    assert reason.startswith(NOT_YAML)


@pytest.mark.parametrize(
    "character",
    ["\0", "\x01", "\x07", "\x1b", "\x7f", "\x80", "\ufffe"],
    ids=["NUL", "SOH", "BEL", "ESC", "DEL", "C1", "noncharacter"],
)
def test_control_characters(character: str) -> None:
    assert refused(f"a: x{character}\n".encode()) == [(1, texts.BAD_CHARACTER)]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b"\xff: x\n", 1, id="first line"),
        pytest.param(b"a: x\nb: y\nc: \xff\n", 3, id="third line"),
        pytest.param("a: x\nb: 党费\n".encode("gbk"), 2, id="GBK"),
        pytest.param("a: x\n".encode("utf-16"), 1, id="UTF-16"),
        pytest.param(b"a: x\nb: \xed\xa0\x80\n", 2, id="surrogate"),
        pytest.param("a: x\nb: 党".encode()[:-1], 2, id="cut in the middle"),
    ],
)
def test_not_utf8(data: bytes, line: int) -> None:
    assert refused(data) == [(line, texts.NOT_UTF8)]


def test_every_problem_is_told() -> None:
    assert refused(b"a: 010\nb: c\nd: no\ne:\n  - f: ~\n") == [
        (1, texts.MISREAD.format(text="010", read="8")),
        (3, texts.MISREAD.format(text="no", read="False")),
        (5, texts.EMPTY_VALUE),
    ]


def test_nesting_no_author_would_reach_is_read() -> None:
    assert re.fullmatch(r"\[{19}\]{19}", str(value("[" * 19 + "]" * 19)))


@pytest.mark.parametrize("levels", [25, 5_000, 200_000])
def test_nesting_too_deep(levels: int) -> None:
    assert refused(b"[" * levels + b"]" * levels) == [(1, texts.TOO_DEEP)]


NESTED = """\
topic: {id: x, title: y}
entries:
  - id: a
    phrasings:
      - p
      - q
  - id: b
    title: c
1: one
"""


@pytest.mark.parametrize(
    ("location", "line"),
    [
        pytest.param((), 1, id="the whole"),
        pytest.param(("topic", "title"), 1, id="in braces"),
        pytest.param(("entries",), 3, id="list"),
        pytest.param(("entries", 0, "phrasings", 1), 6, id="nested"),
        pytest.param(("entries", 1), 7, id="item"),
        pytest.param(("entries", 1, "title"), 8, id="field of an item"),
        pytest.param(("1",), 9, id="number as a key"),
        pytest.param(("nothing",), 1, id="missing field"),
        pytest.param(("entries", 1, "phrasings"), 7, id="missing field of an item"),
        pytest.param(("entries", 1, "phrasings", 3), 7, id="item of a missing field"),
        pytest.param(("entries", 2), 3, id="item past the end"),
        pytest.param(("entries", "id"), 3, id="field of a list"),
        pytest.param(("entries", 1, "title", "x"), 8, id="field of a text"),
    ],
)
def test_line_of_a_value_or_of_what_it_would_stand_in(location: Location, line: int) -> None:
    document = parse(NESTED.encode(), FILE)
    assert document.line(location) == line
    assert document.problem(location, "不对") == Problem(FILE, line, "不对")


def test_a_problem_reads_as_file_line_reason() -> None:
    assert str(Problem("a.yaml", 3, "不对")) == "a.yaml:3: 不对"


def test_problems_are_told_in_file_order() -> None:
    first, second, third = Problem("a", 9, "x"), Problem("b", 2, "x"), Problem("b", 10, "x")
    broken = BrokenKnowledge([third, first, second])
    assert broken.problems == (first, second, third)
    assert str(broken) == "a:9: x\nb:2: x\nb:10: x"
