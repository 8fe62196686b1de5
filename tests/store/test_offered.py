"""Offered buttons as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Button
from bot.store.offered import decode, encode
from tests.test_action_code import ACTIONS

BUTTONS = st.lists(st.builds(Button, st.text(), ACTIONS), max_size=12).map(tuple)


@given(BUTTONS)
def test_what_is_encoded_is_decoded(buttons: tuple[Button, ...]) -> None:
    text = encode(buttons)
    assert decode(text) == buttons
    assert text.isascii()


@given(st.text())
def test_any_text_is_buttons_or_none(text: str) -> None:
    buttons = decode(text)
    assert buttons is None or decode(encode(buttons)) == buttons


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("[[", id="cut off"),
        pytest.param("{}x", id="no JSON"),
        pytest.param("7", id="no list"),
        pytest.param("[7]", id="no pair"),
        pytest.param('[["a"]]', id="half a pair"),
        pytest.param('[["a", "n", "n"]]', id="three"),
        pytest.param('[["a", "e:"]]', id="no action"),
        pytest.param('[["a", 7]]', id="a number for an action"),
        pytest.param('[["a", null]]', id="nothing for an action"),
        pytest.param('[[7, "n"]]', id="a number for a label"),
        pytest.param('[["a", "n"], ["b", "x"]]', id="one of two"),
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_what_cannot_be_read_is_none(text: str) -> None:
    assert decode(text) is None
