import pytest

from bot.answering.assistant import Assistant
from bot.answering.compose import ANSWER_LIMIT, answer_text
from bot.answering.several import fresh, questions
from bot.messages import Conversation, Reply, ShowEntry, Verdict
from bot.texts import chat as texts
from tests.conftest import NOON


def say(helper: Assistant, text: str) -> Reply:
    reply, _ = helper.hear(text, Conversation(), NOON)
    return reply


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("小组会多久一次？谁来主持？", ("小组会多久一次", "谁来主持")),
        ("党费几号交，退休的交多少", ("党费几号交", "退休的交多少")),
        ("党费几号交\n党课多久一次", ("党费几号交", "党课多久一次")),
        ("党费几号交，另外党课多久一次", ("党费几号交，", "党课多久一次")),
        ("领导老不来，咋办", ("领导老不来，咋办",)),
        ("四个班倒着呢，人凑不齐，会咋开", ("四个班倒着呢，人凑不齐，会咋开",)),
        ("小组会多久一次？", ("小组会多久一次？",)),
        ("？？", ("？？",)),
        ("", ("",)),
    ],
)
def test_pieces(text: str, pieces: tuple[str, ...]) -> None:
    assert questions(text) == pieces


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("换个事 党费咋算", "党费咋算"),
        ("算了，问个别的，党费几号交", "党费几号交"),
        ("不说这个了，换个话题：组长任期几年", "组长任期几年"),
        ("说别的吧，党课谁来讲", "党课谁来讲"),
        ("换个事", "换个事"),
        ("算了 问你别的", "算了 问你别的"),
        ("算了，党费几号交", "算了，党费几号交"),
        ("能换个事由请假吗", "能换个事由请假吗"),
        ("", ""),
    ],
)
def test_words_that_turn_to_another_matter_go(text: str, rest: str) -> None:
    assert fresh(text) == rest


def test_two_questions_get_both(helper: Assistant) -> None:
    reply = say(helper, "党费几号交，退休的交多少")
    first, second = (helper.base.entries[i] for i in ("dues-when", "dues-retired"))
    assert reply.verdict is Verdict.ANSWER
    assert [candidate.id for candidate in reply.candidates] == [first.id, second.id]
    assert reply.text.startswith(answer_text(helper.base, first))
    assert reply.text.endswith(texts.ALSO.format(title=second.title, lead=second.lead))
    actions = [button.action for button in reply.buttons]
    assert actions[0] == ShowEntry(second.id)
    assert len({*map(repr, actions)}) == len(actions)


def test_the_second_may_lean_on_the_first(helper: Assistant) -> None:
    reply = say(helper, "小组会多久开一次？谁来主持")
    assert [c.id for c in reply.candidates] == ["group-meeting-frequency", "who-chairs"]


def test_the_same_twice_is_asked_once(helper: Assistant) -> None:
    reply = say(helper, "小组会多久开一次？小组会几周开一次？")
    assert reply.text == answer_text(helper.base, helper.base.entries["group-meeting-frequency"])


def test_both_fit_where_one_fits(helper: Assistant) -> None:
    entries = helper.base.entries.values()
    longest = max(len(answer_text(helper.base, entry)) for entry in entries)
    also = max(len(texts.ALSO.format(title=e.title, lead=e.lead)) for e in entries)
    assert longest + also + 2 < ANSWER_LIMIT
