import pytest

from bot.answering.features import pieces
from bot.answering.passage import passage

LINES = ["每月固定那天交，组织委员收。", "有事请假，先跟组长说。", "打不通电话，马上去找人。", ""]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("那谁来收", LINES[0]),
        ("他不接电话了", LINES[2]),
        ("跟组长说行不", LINES[1]),
        ("请假的收不收", LINES[1]),
        ("晚饭呢", None),
        ("", None),
    ],
)
def test_the_line_that_a_text_goes_on_about(text: str, line: str | None) -> None:
    assert passage(frozenset(pieces(text)), LINES) == line


def test_what_every_line_has_says_nothing() -> None:
    assert passage(frozenset("会"), ["开会", "散会"]) is None


def test_no_lines() -> None:
    assert passage(frozenset("会"), []) is None
