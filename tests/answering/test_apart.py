import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.apart import letters, plain, shadow
from bot.answering.features import extract
from bot.answering.normalise import Normaliser

OURS = Normaliser({"小组长": ["小组组长"]}, ["团费", "班组长"])


@given(st.text("团费班组长党 ab1𠮷", max_size=8))
def test_a_shadow_is_as_long_and_can_be_read(word: str) -> None:
    assert len(shadow(word)) == len(word)
    assert plain(shadow(word)) == word
    assert letters(shadow(word)) == letters(word)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("团费怎么交", shadow("团费") + "怎么交"),
        ("團費怎麼交？", shadow("团费") + "怎么交"),
        ("班组长、小组组长", shadow("班组长") + "小组长"),
        ("党费", "党费"),
        (shadow("团费"), shadow("团费")),
    ],
)
def test_such_words_stand_in_letters_of_their_own(text: str, normal: str) -> None:
    assert OURS(text) == normal == OURS(normal)


def test_they_share_their_sound_and_nothing_else() -> None:
    theirs, ours = extract(OURS("团费")), extract(OURS("党费"))
    assert not theirs.chars & ours.chars
    assert "fei" in theirs.sounds & ours.sounds
    assert theirs.letters == ours.letters == 2


def test_an_explanation_shows_usual_letters(answerer: Answerer) -> None:
    from bot.answering.explain import explain

    told = explain(answerer, answerer.judge("班组长怎么选"))
    assert "班组长" in told
    assert told == plain(told)
