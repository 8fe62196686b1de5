"""What an author mistyped is said in words he knows, at the line where it stands."""

import pytest

from bot.knowledge import strict_yaml
from bot.knowledge.diagnose import diagnose
from bot.knowledge.problem import BrokenKnowledge
from bot.texts import problems as texts

START = "entries:\n  - id: a\n"


@pytest.mark.parametrize(
    ("slip", "line", "reason"),
    [
        pytest.param("    title：开会\n    lead: x\n", 3, texts.CHINESE_COLON, id="Chinese colon"),
        pytest.param("    title: 开会\n\tlead: x\n", 4, texts.TAB, id="tab"),
        pytest.param("    title:开会\n    lead: x\n", 3, texts.COLON_WITHOUT_SPACE, id="no space"),
        pytest.param("    lead: 注意: 先问支部\n", 3, texts.COLON_IN_VALUE, id="colon in a value"),
        pytest.param('    lead: "没收尾\n    unit: x\n', 3, texts.UNCLOSED_QUOTE, id="quote"),
        pytest.param('    lead: "没收尾”\n    unit: x\n', 3, texts.UNCLOSED_QUOTE, id="mixed"),
        pytest.param("    lead: 条例 #没写\n", 3, texts.LOST_COMMENT, id="lost text"),
        pytest.param(
            "    phrasings:\n      - 组会几点\n        咋开会\n", 4, texts.RUN_ON, id="lost dash"
        ),
        pytest.param("    lead:\n", 3, texts.EMPTY_VALUE, id="nothing written"),
    ],
)
def test_a_slip_is_named(slip: str, line: int, reason: str) -> None:
    with pytest.raises(BrokenKnowledge) as caught:
        strict_yaml.parse((START + slip).encode(), "x.yaml")
    assert (line, reason) in [(p.line, p.reason) for p in caught.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        "a: x  # 说明\n",
        'a: "第 #3 组"\n',
        "a: C#\n",
        "# 说明 #又一个\na: x\n",
        'a: "两行的\n  话"\n',
        "a: |-\n  第一行\n  第二行\n",
    ],
    ids=["comment", "quoted", "no space before", "comment line", "quoted lines", "block"],
)
def test_what_is_no_slip(text: str) -> None:
    strict_yaml.parse(text.encode(), "x.yaml")


def test_what_nobody_knows_is_said_in_general() -> None:
    with pytest.raises(BrokenKnowledge) as caught:
        strict_yaml.parse(b"a: [x\nb: y\n", "x.yaml")
    assert [p.reason for p in caught.value.problems] == [texts.NOT_YAML]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("\u3000\u3000- x", texts.WIDE_SPACE, id="wide space"),
        pytest.param("\u00a0 lead: x", texts.WIDE_SPACE, id="hard space"),
        pytest.param("    -组会", texts.DASH_WITHOUT_SPACE, id="dash without space"),
        pytest.param("    — 组会", texts.WRONG_DASH, id="wrong dash"),
        pytest.param("    tags: 【dues】", texts.WIDE_BRACKET, id="wide bracket"),
        pytest.param("    lead: 没毛病", texts.NOT_YAML, id="nothing to see"),
    ],
)
def test_what_a_line_looks_like(line: str, reason: str) -> None:
    assert diagnose(["entries:", line], 2) == (2, reason)


def test_the_line_before_is_looked_at_too() -> None:
    assert diagnose(["title：开会", "lead: x"], 2) == (1, texts.CHINESE_COLON)


def test_a_line_past_the_end_is_the_last() -> None:
    assert diagnose(["lead: x"], 5) == (1, texts.NOT_YAML)
