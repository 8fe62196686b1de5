import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.index import Kind, Match
from bot.answering.verdict import (
    BELIEVED_AT,
    CLEAR_LEAD,
    COURTESY_AT,
    CROWD,
    EXACT,
    FEWEST_LETTERS,
    FEWEST_TO_ANSWER,
    FEWEST_TO_BELIEVE,
    PLENTY,
    Reason,
    judge,
    probability,
    sigmoid,
    signals,
)
from bot.knowledge.confidence import ConfidenceFile, Logistic
from bot.messages import Verdict
from tests.answering.material import hostile, match

STEP = Logistic(bias=-50.0, weights={"likeness": 100.0})
EASIER = Logistic(bias=-20.0, weights={"likeness": 100.0})
PLAIN = ConfidenceFile(
    fitted_on="nothing",
    blend={"chars": 0.2, "sounds": 0.2, "odds": 0.2, "wording": 0.2, "reading": 0.2},
    answer=STEP,
    offer=EASIER,
    answer_at=0.5,
    offer_at=0.5,
)
"""Answers from a likeness of 50, offers from one of 20."""
LONG = 10


def verdict(*matches: Match, length: int = LONG) -> Verdict:
    return judge(matches, length, PLAIN).verdict


def guard(likeness: float) -> Match:
    return match("g", likeness, Kind.GUARD)


def courtesy(likeness: float, wording: float) -> Match:
    return match("s", likeness, Kind.SMALLTALK, wording)


@pytest.mark.parametrize(
    ("matches", "expected"),
    [
        pytest.param([], Verdict.UNKNOWN, id="nothing found"),
        pytest.param([match("a", 60)], Verdict.ANSWER, id="clear"),
        pytest.param([match("a", 60), match("b", 40)], Verdict.ANSWER, id="clear lead"),
        pytest.param([match("a", 60), match("b", 59)], Verdict.SUGGEST, id="near tie"),
        pytest.param(
            [match("a", 60, wording=EXACT), match("b", 59)], Verdict.ANSWER, id="tie but exact"
        ),
        pytest.param([match("a", 30)], Verdict.SUGGEST, id="likely among three"),
        pytest.param([match("a", 10)], Verdict.UNKNOWN, id="too far"),
        pytest.param([guard(70), match("a", 60)], Verdict.UNKNOWN, id="a guard is nearer"),
        pytest.param([guard(61), match("a", 60)], Verdict.SUGGEST, id="a guard is about as near"),
        pytest.param([match("a", 60), guard(59)], Verdict.ANSWER, id="ahead of the guard"),
        pytest.param([guard(70)], Verdict.UNKNOWN, id="only a guard"),
        pytest.param([courtesy(60, 100), match("a", 55)], Verdict.SMALLTALK, id="courtesy"),
        pytest.param([match("a", 60), courtesy(55, 100)], Verdict.ANSWER, id="courtesy is second"),
        pytest.param(
            [courtesy(60, COURTESY_AT - 1), match("a", 55)], Verdict.ANSWER, id="hardly a courtesy"
        ),
        pytest.param([courtesy(60, 100)], Verdict.SMALLTALK, id="only a courtesy"),
    ],
)
def test_verdict(matches: list[Match], expected: Verdict) -> None:
    assert verdict(*matches) is expected


def test_too_few_letters_say_nothing() -> None:
    near = match("a", 90, wording=EXACT)
    assert verdict(near, length=FEWEST_LETTERS - 1) is Verdict.UNKNOWN
    assert verdict(near, length=FEWEST_LETTERS) is Verdict.ANSWER


def test_a_bare_subject_is_asked_back_unless_it_is_a_phrasing() -> None:
    short = FEWEST_TO_ANSWER - 1
    assert verdict(match("a", 90), length=short) is Verdict.SUGGEST
    assert verdict(match("a", 90, wording=EXACT), length=short) is Verdict.ANSWER
    assert verdict(match("a", 90), length=FEWEST_TO_ANSWER) is Verdict.ANSWER


@pytest.mark.parametrize(
    ("matches", "length", "reason"),
    [
        pytest.param([courtesy(60, 100)], LONG, Reason.COURTESY, id="courtesy"),
        pytest.param([match("a", 60)], 1, Reason.TOO_SHORT, id="one letter"),
        pytest.param([], LONG, Reason.NOTHING_NEAR, id="nothing"),
        pytest.param([guard(70), match("a", 60)], LONG, Reason.GUARDED, id="guard nearer"),
        pytest.param([guard(70)], LONG, Reason.GUARDED, id="guard alone"),
        pytest.param([match("a", 60), guard(59)], LONG, Reason.SURE, id="guard behind"),
        pytest.param([guard(61), match("a", 60)], LONG, Reason.GUARD_NEAR, id="guard as near"),
        pytest.param([match("a", 60), match("b", 59)], LONG, Reason.NEAR_TIE, id="near tie"),
        pytest.param([match("a", 60)], 2, Reason.BARE_SUBJECT, id="two letters"),
        pytest.param([match("a", 30)], LONG, Reason.UNSURE, id="likely among three"),
        pytest.param([match("a", 13)], LONG, Reason.FAR, id="too far"),
        pytest.param([match("a", 11)], LONG, Reason.NOTHING_NEAR, id="next to nothing in common"),
    ],
)
def test_reason(matches: list[Match], length: int, reason: Reason) -> None:
    assert judge(matches, length, PLAIN).reason is reason


def test_what_several_entries_hold_in_more_words_is_asked_back() -> None:
    one, other = replace(match("a", 60), holds=True), replace(match("b", 40), holds=True)
    assert judge([one, match("b", 40)], LONG, PLAIN).reason is Reason.SURE
    assert judge([one, other], LONG, PLAIN).reason is Reason.BARE_SUBJECT
    assert judge([replace(one, wording=EXACT), other], LONG, PLAIN).reason is Reason.SURE


def test_what_has_little_in_common_is_never_a_sure_answer() -> None:
    """However sure the fitted numbers are."""
    sure = PLAIN.model_copy(update={"answer_at": 0.0, "offer_at": 0.0})
    reasons = [judge([match("a", n)], LONG, sure).reason for n in (11, 12, 14, 15)]
    assert reasons == [Reason.NOTHING_NEAR, Reason.UNSURE, Reason.UNSURE, Reason.SURE]


@pytest.mark.parametrize(
    ("nearest", "length", "believed"),
    [
        pytest.param(guard(50), LONG, True, id="near enough"),
        pytest.param(guard(BELIEVED_AT - 1), LONG, False, id="too far to know"),
        pytest.param(guard(50), FEWEST_TO_BELIEVE - 1, False, id="too few letters"),
        pytest.param(
            match("g", 50, Kind.GUARD, EXACT), FEWEST_TO_BELIEVE - 1, True, id="few but exact"
        ),
    ],
)
def test_a_guard_is_believed(nearest: Match, length: int, believed: bool) -> None:
    assert judge([nearest], length, PLAIN).believed is believed


def test_a_guard_that_did_not_decide_is_not_believed() -> None:
    assert not judge([match("a", 60), guard(59)], LONG, PLAIN).believed


def test_a_judgement_holds_all_entries_and_the_nearest_of_the_rest() -> None:
    entries = [match(name, 60 - n) for n, name in enumerate("abcde")]
    others = [guard(40), match("h", 30, Kind.GUARD), courtesy(20, 10)]
    judgement = judge([*entries, *others], LONG, PLAIN)
    assert judgement.entries == tuple(entries)
    assert judgement.guard == others[0]
    assert judgement.courtesy is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("likeness", 0.8),
        ("lead", 0.25),
        ("crowd", 0.0),
        ("ahead_of_guard", 0.375),
        ("length", 6 / PLENTY),
    ],
)
def test_signals(name: str, expected: float) -> None:
    values = signals([match("a", 80), match("b", 60)], guard(50), 6)
    assert values[name] == pytest.approx(expected)


def test_signals_of_a_lone_entry() -> None:
    values = signals([match("a", 80)], None, 100)
    assert (values["crowd"], values["length"]) == (0, 1)
    assert values["ahead_of_guard"] == CLEAR_LEAD
    assert values["lead"] == signals([match("a", 80), match("b", 1)], None, 100)["lead"]


@pytest.mark.parametrize(("rivals", "crowd"), [(0, 0), (1, 1 / CROWD), (7, 1), (20, 1)])
def test_crowd(rivals: int, crowd: float) -> None:
    crowded = [match("a", 80), *[match("b", 75)] * rivals]
    assert signals(crowded, None, LONG)["crowd"] == pytest.approx(crowd)


@given(st.floats(allow_nan=False))
@settings(deadline=None, max_examples=200)
def test_sigmoid_is_a_probability(x: float) -> None:
    assert 0 <= sigmoid(x) <= 1
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1)


@given(st.floats(-30, 30), st.floats(0.01, 5))
@settings(deadline=None, max_examples=100)
def test_sigmoid_grows(x: float, more: float) -> None:
    assert sigmoid(x + more) > sigmoid(x)


def test_probability() -> None:
    model = Logistic(bias=1.0, weights={"lead": 2.0, "crowd": -1.0})
    expected = 1 / (1 + math.exp(-(1 + 2 * 0.5 - 0.25)))
    assert probability(model, {"lead": 0.5, "crowd": 0.25, "length": 9}) == pytest.approx(expected)


@given(
    st.lists(st.tuples(st.sampled_from(Kind), st.floats(1, 100), st.floats(0, 100)), max_size=12),
    st.integers(0, 40),
)
@settings(deadline=None, max_examples=150)
def test_any_matches_are_judged(found: list[tuple[Kind, float, float]], length: int) -> None:
    matches = [match("x", likeness, kind, wording) for kind, likeness, wording in found]
    matches.sort(key=lambda m: -m.likeness)
    judgement = judge(matches, length, PLAIN)
    assert 0 <= judgement.answer <= 1
    assert 0 <= judgement.offer <= 1
    if judgement.verdict in (Verdict.ANSWER, Verdict.SUGGEST):
        assert judgement.entries
        assert judgement.reason is not Reason.GUARDED


@given(st.floats(20, 100), st.floats(0, 15))
@settings(deadline=None, max_examples=100)
def test_a_nearer_guard_never_makes_an_answer(likeness: float, nearer: float) -> None:
    entries = [match("a", likeness)]
    with_guard = judge([*entries, guard(likeness + nearer + 0.1)], LONG, PLAIN)
    assert with_guard.verdict is not Verdict.ANSWER


@given(hostile())
@settings(deadline=None, max_examples=150)
def test_judging_is_deterministic_and_sorted(answerer: Answerer, text: str) -> None:
    finding = answerer.judge(text)
    assert answerer.judge(text) == finding
    likeness = [m.likeness for m in finding.judgement.entries]
    assert likeness == sorted(likeness, reverse=True)
    assert all(0 <= value <= 100 for value in likeness)


@pytest.mark.parametrize("question", ["小组会多久开一次", "党费", "今天天气", "你好", ""])
def test_a_second_answerer_judges_alike(question: str, answerer: Answerer) -> None:
    second = Answerer(answerer.base, answerer.confidence)
    assert second.judge(question) == answerer.judge(question)


def test_confidence_decides(answerer: Answerer) -> None:
    never = answerer.confidence.model_copy(update={"answer_at": 1.1, "offer_at": 1.1})
    strict = Answerer(answerer.base, never)
    question = "小组会一般隔多久就得开一次"  # no phrasing says just this
    sure, unsure = answerer.judge(question).judgement, strict.judge(question).judgement
    assert (sure.verdict, unsure.verdict) == (Verdict.ANSWER, Verdict.UNKNOWN)
    assert unsure.entries == sure.entries
