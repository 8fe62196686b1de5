import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.assistant import MEMORY, Assistant
from bot.messages import Conversation, Reply, ShowEntry, Verdict
from bot.texts import chat as texts
from tests.conftest import NOON

SECOND = dt.timedelta(seconds=1)


def follow(helper: Assistant, about: str, text: str, later: dt.timedelta = SECOND) -> Reply:
    _, conversation = helper.press(ShowEntry(about), (), NOON)
    reply, _ = helper.hear(text, conversation, NOON + later)
    return reply


def alone(helper: Assistant, text: str) -> Reply:
    reply, _ = helper.hear(text, Conversation(), NOON)
    return reply


@pytest.mark.parametrize(
    ("about", "text", "entry"),
    [
        ("group-meeting-frequency", "谁主持", "who-chairs"),
        ("theme-day-when", "那多久一次", "theme-day-when"),
        ("dues-base", "退休的呢", "dues-retired"),
        ("heart-talk-frequency", "那怎么记", "heart-talk-record"),
        ("leader-chosen", "任期多长", "leader-term"),
        ("probation-length", "能投票吗", "probationary-rights"),
    ],
)
def test_a_question_leans_on_the_answer_before(
    about: str, text: str, entry: str, helper: Assistant
) -> None:
    reply = follow(helper, about, text)
    assert (reply.verdict, reply.candidates[0].id) == (Verdict.ANSWER, entry)


@pytest.mark.parametrize("later", [dt.timedelta(0), MEMORY])
def test_it_leans_for_ten_minutes(later: dt.timedelta, helper: Assistant) -> None:
    assert follow(helper, "dues-base", "退休的呢", later) == follow(helper, "dues-base", "退休的呢")


def test_later_it_stands_alone(helper: Assistant) -> None:
    late = follow(helper, "dues-base", "退休的呢", MEMORY + SECOND)
    assert late == alone(helper, "退休的呢") != follow(helper, "dues-base", "退休的呢")


@pytest.mark.parametrize("about", ["group-meeting-frequency", "dues-base", "theme-day-when"])
@pytest.mark.parametrize(
    "text",
    [
        "预备党员能投票吗",
        "谢谢",
        "你好李雷",
        "火星呢",
        "那食堂几点开门",
        "今天天气怎么样",
        "党课多久一次",
        "123",
        "？",
    ],
)
def test_a_text_of_its_own_does_not_lean(about: str, text: str, helper: Assistant) -> None:
    assert follow(helper, about, text) == alone(helper, text)


def test_a_choice_ends_the_leaning(helper: Assistant) -> None:
    _, answered = helper.press(ShowEntry("dues-base"), (), NOON)
    asked_back, conversation = helper.hear("请假", answered, NOON)
    assert (asked_back.verdict, conversation.about) == (Verdict.SUGGEST, "")


def test_thanks_do_not_end_it(helper: Assistant) -> None:
    _, answered = helper.press(ShowEntry("dues-base"), (), NOON)
    _, conversation = helper.hear("谢谢", answered, NOON)
    reply, _ = helper.hear("退休的呢", conversation, NOON)
    assert reply.candidates[0].id == "dues-retired"


def test_an_entry_that_is_gone_is_nothing_to_lean_on(helper: Assistant) -> None:
    gone = Conversation((), NOON, "gone-since")
    assert helper.hear("退休的呢", gone, NOON)[0] == alone(helper, "退休的呢")


@pytest.mark.parametrize("text", ["没听懂", "太长了", "说人话", "然后呢"])
def test_not_understood_gets_the_answer_in_short(text: str, helper: Assistant) -> None:
    lead = helper.base.entries["dues-base"].lead
    reply = follow(helper, "dues-base", text)
    assert reply.text == texts.AGAIN.format(lead=lead)
    assert reply.buttons
    assert alone(helper, text).text == helper.base.smalltalk["again"].reply


@pytest.mark.parametrize("text", ["答得不对", "没用", "不是这个意思"])
def test_not_that_offers_other_ways(text: str, helper: Assistant) -> None:
    reply = follow(helper, "dues-base", text)
    assert reply.verdict is Verdict.UNKNOWN
    assert texts.ALL_TOPICS in [button.label for button in reply.buttons]


@pytest.mark.parametrize("text", ["怎么办", "问个事", "帮帮我", "咋整"])
def test_a_vague_question_is_asked_back(text: str, helper: Assistant) -> None:
    reply = alone(helper, text)
    assert reply.verdict is Verdict.SUGGEST
    assert len(reply.buttons) > 5


@given(text=st.one_of(st.text(max_size=12), st.text("那呢他它啊abcü𠮷龘1 ", max_size=8)))
def test_whatever_follows_an_answer_gets_a_reply(helper: Assistant, text: str) -> None:
    for about in ("dues-base", "official-absent"):
        reply = follow(helper, about, text)
        assert reply.text
