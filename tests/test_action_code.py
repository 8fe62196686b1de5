"""Actions survive the way into a button and back, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.action_code import MOST_BYTES, decode, encode
from bot.messages import Action, NoneOfThese, ShowEntry, ShowTopic, ShowTopics

IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
PAGES = st.integers(0, 999)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(ShowEntry, IDS),
    st.builds(ShowTopic, IDS, PAGES),
    st.builds(ShowTopics, PAGES),
    st.just(NoneOfThese()),
)


@given(ACTIONS)
def test_an_action_survives_and_fits_a_button(action: Action) -> None:
    code = encode(action)
    assert decode(code) == action
    assert len(code.encode()) <= MOST_BYTES


@given(st.text(max_size=80))
def test_whatever_decodes_is_written_the_same_way_again(text: str) -> None:
    action = decode(text)
    assert action is None or decode(encode(action)) == action


@pytest.mark.parametrize(
    "code",
    [
        "",
        "e:",
        "e:Abc",
        "e:a--b",
        "t:a",
        "t:a:",
        "t:a:-1",
        "t:a:1000",
        "T:",
        "N",
        "x",
        "e:党",
        "e:a\n",
    ],
)
def test_what_is_no_code_is_none(code: str) -> None:
    assert decode(code) is None


def test_the_longest_id_fits() -> None:
    assert len(encode(ShowTopic("a" * 40, 999))) <= MOST_BYTES
    assert decode("e:" + "a" * 70) is None
