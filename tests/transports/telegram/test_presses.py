"""Buttons carry what they do through Telegram and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.action_code import MOST_BYTES
from bot.messages import NoneOfThese, ShowEntry, ShowTopic, ShowTopics
from bot.transports.telegram.presses import (
    Administer,
    Admit,
    Forget,
    HandOver,
    Invite,
    Pressed,
    Rate,
    Revoke,
    decode,
    encode,
)

IDS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
PRESSES: st.SearchStrategy[Pressed] = st.one_of(
    st.builds(ShowEntry, IDS),
    st.builds(ShowTopic, IDS, st.integers(0, 999)),
    st.builds(ShowTopics, st.integers(0, 999)),
    st.just(NoneOfThese()),
    st.builds(Rate, IDS, st.booleans()),
    st.builds(HandOver, st.none() | IDS),
    st.just(Admit()),
    st.builds(Forget, st.booleans()),
    st.builds(Revoke, st.integers(0, 999_999_999), st.booleans()),
    st.builds(Invite, st.booleans()),
    st.builds(
        Administer,
        st.sampled_from(["use", "unanswered", "disliked", "failures", "invites"]),
        st.integers(0, 9999),
    ),
)


@given(PRESSES)
def test_a_press_survives_and_fits_a_button(pressed: Pressed) -> None:
    code = encode(pressed)
    assert decode(code) == pressed
    assert 1 <= len(code.encode()) <= MOST_BYTES


@given(st.text(max_size=70) | st.from_regex(r"[a-zA-Z+-]{1,3}:[a-z0-9.:-]{0,9}", fullmatch=True))
def test_whatever_decodes_is_written_the_same_way_again(data: str) -> None:
    pressed = decode(data)
    assert pressed is None or decode(encode(pressed)) == pressed


@pytest.mark.parametrize(
    "data",
    ["", ":", "+", "+:", "-:A", "h:B!", "let", "let:out", "f:", "f:x", "r:", "r:-1", "r:1.5",
     "R:9999999999", "i:x", "a:use", "a:use.", "a:none.1", "a:use.99999", "r:１", "z:1", "h:党"],
)  # fmt: skip
def test_what_is_no_button_of_ours_is_none(data: str) -> None:
    assert decode(data) is None


def test_the_longest_ids_fit() -> None:
    longest = "a" * 40
    codes = [encode(Rate(longest, up=True)), encode(HandOver(longest))]
    assert all(len(code.encode()) <= MOST_BYTES for code in codes)
