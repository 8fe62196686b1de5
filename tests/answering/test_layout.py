"""How text falls on a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.layout import PHONE_COLUMNS, columns, phone_lines, wrap


@pytest.mark.parametrize(
    ("line", "expected"), [("", 0), ("abc", 3), ("党费", 4), ("党a费", 5), ("，", 2), ("·", 2)]
)
def test_columns(line: str, expected: int) -> None:
    assert columns(line) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", 1, id="an empty line is a line"),
        pytest.param("党" * 20, 1, id="just fits"),
        pytest.param("党" * 20 + "a", 2, id="wraps"),
        pytest.param("党\n\n费", 3, id="a gap"),
        pytest.param("a" * PHONE_COLUMNS * 3, 3, id="three full lines"),
    ],
)
def test_phone_lines(text: str, expected: int) -> None:
    assert phone_lines(text) == expected


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("党费不能垫", 4, ["党费", "不能", "垫"], id="by characters"),
        pytest.param("不能垫。", 6, ["不能", "垫。"], id="no full stop at the start of a line"),
        pytest.param("不能（先垫）", 6, ["不能", "（先", "垫）"], id="no bracket at the end"),
        pytest.param("核对2026-11-23", 10, ["核对", "2026-11-23"], id="a date stays whole"),
        pytest.param("看 /topics 吧", 8, ["看", "/topics", "吧"], id="a command stays whole"),
        pytest.param("ab cd", 2, ["ab", "cd"], id="no space at the start of a line"),
        pytest.param("a\n\nb", 4, ["a", "", "b"], id="paragraphs stay"),
        pytest.param("abcdefgh", 3, ["abc", "def", "gh"], id="a word too long is broken"),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width).split("\n") == lines


@given(st.text(st.sampled_from("党费ab1，。（） \n"), max_size=60), st.integers(8, 40))
def test_wrapping_loses_nothing_but_blanks_and_keeps_the_width(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert wrapped.replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")
    pieces = (len(line) == 1 or columns(line) <= width for line in wrapped.split("\n"))
    assert all(pieces)
