import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Finding
from bot.answering.assistant import MEMORY, Assistant
from bot.answering.compose import answer_text
from bot.answering.features import extract
from bot.answering.index import Kind
from bot.answering.menu import topics_page, way_on
from bot.answering.replying import OF_SUBJECT, Replies
from bot.answering.verdict import MOST_OFFERED, Judgement, Reason
from bot.messages import (
    Button,
    Conversation,
    NoneOfThese,
    Reply,
    ShowEntry,
    ShowTopic,
    ShowTopics,
    Verdict,
)
from bot.texts import chat as texts
from tests.answering.material import QUICK, cpu_seconds, hostile, match, press
from tests.conftest import NOON

SECOND = dt.timedelta(seconds=1)
LIST = (
    Button("谁主持", ShowEntry("who-chairs")),
    Button("能不能先垫", ShowEntry("dues-advance")),
    Button(texts.ALL_TOPICS, ShowTopics()),
    Button(texts.NONE_OF_THESE, NoneOfThese()),
)
OFFERED = Conversation(LIST, NOON)
LONG = 50_000


def say(helper: Assistant, text: str, conversation: Conversation | None = None) -> Reply:
    reply, _ = helper.hear(text, conversation or Conversation(), NOON)
    return reply


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def judged(helper: Assistant, reason: Reason, near: Sequence[str]) -> Reply:
    """The reply to a made-up judgement that brought up these entries."""
    entries = tuple(match(name, 60 - n) for n, name in enumerate(near))
    return Replies(helper.base, texts.TERMINAL).to_finding(
        Finding("问", extract("问"), Judgement(reason, entries))
    )


# Answers.


def test_a_question_is_answered(tiny: Assistant) -> None:
    reply = say(tiny, "小组会多久开一次")
    entry = tiny.base.entries["how-often"]
    assert (reply.verdict, reply.text) == (Verdict.ANSWER, answer_text(tiny.base, entry))
    assert reply.candidates[0].id == "how-often"
    assert (reply.candidates[0].sources, reply.candidates[0].tags) == (entry.sources, entry.tags)
    assert Button("谁主持", ShowEntry("who-chairs")) in reply.buttons


def test_candidates_are_few_sorted_and_rounded(helper: Assistant) -> None:
    for question in ("小组会多久开一次", "党费", "团费怎么交", "今天天气怎么样"):
        scores = [candidate.score for candidate in say(helper, question).candidates]
        assert 1 <= len(scores) <= MOST_OFFERED
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 and round(score, 1) == score for score in scores)


def test_every_entry_answers_its_first_phrasing_with_its_own_text(helper: Assistant) -> None:
    for entry in list(helper.base.entries.values())[::10]:
        reply = say(helper, entry.phrasings[0])
        assert reply.text == answer_text(helper.base, entry)


def test_every_button_of_every_entry_leads_somewhere(helper: Assistant) -> None:
    for entry_id in helper.base.entries:
        reply = press(helper, ShowEntry(entry_id))
        assert reply.text.split("\n")[0] == helper.base.entries[entry_id].lead
        assert reply.candidates[0].id == entry_id
        for button in reply.buttons:
            assert press(helper, button.action).text != texts.GONE


# Suggestions.


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_near_tie_offers_up_to_three_and_none_of_these(count: int, helper: Assistant) -> None:
    near = list(helper.base.entries)[:: len(helper.base.entries) // count][:count]
    reply = judged(helper, Reason.NEAR_TIE, near)
    titles = [helper.base.entries[name].title for name in near[:MOST_OFFERED]]
    assert labels(reply) == [*titles, texts.NONE_OF_THESE]
    assert reply.text == texts.DID_YOU_MEAN
    assert [c.id for c in reply.candidates] == near[:MOST_OFFERED]


def test_a_choice_within_one_topic_offers_the_whole_topic(helper: Assistant) -> None:
    near = [entry.id for entry in helper.base.entries_of("dues")[:3]]
    reply = judged(helper, Reason.BARE_SUBJECT, near)
    assert labels(reply)[-2:] == [texts.MORE_OF.format(title="党费"), texts.NONE_OF_THESE]
    assert reply.buttons[-2].action == ShowTopic("dues")


def test_a_lone_suggestion_asks_otherwise(tiny: Assistant) -> None:
    reply = judged(tiny, Reason.NEAR_TIE, ["who-chairs"])
    assert reply.text == texts.DID_YOU_MEAN_ONE
    assert labels(reply) == ["谁主持", texts.MORE_OF.format(title="开会"), texts.NONE_OF_THESE]


def test_a_bare_subject_offers_its_entries(helper: Assistant) -> None:
    reply = say(helper, "党费")
    assert reply.verdict is Verdict.SUGGEST
    assert len(reply.buttons) == OF_SUBJECT + 2  # the whole topic, and none of these
    opened = [b.action.entry_id for b in reply.buttons if isinstance(b.action, ShowEntry)]
    assert {helper.base.topic_of[entry_id] for entry_id in opened} == {"dues"}
    assert labels(reply)[-1] == texts.NONE_OF_THESE


def test_not_knowing_offers_topics(tiny: Assistant) -> None:
    reply = judged(tiny, Reason.FAR, ["who-chairs"])
    assert reply.text == f"{texts.UNKNOWN}\n{texts.UNKNOWN_HINT}"
    assert labels(reply) == ["开会", texts.ALL_TOPICS]


# Guards.


@pytest.mark.parametrize(
    ("question", "first"),
    [("团费怎么交", "团费问团支部书记。"), ("讲个笑话", texts.GUARD.format(title="讲笑话"))],
)
def test_a_guard_replies_with_its_text(question: str, first: str, tiny: Assistant) -> None:
    reply = say(tiny, question)
    assert reply.verdict is Verdict.UNKNOWN
    assert reply.text == f"{first}\n{texts.GUARD_HINT}"
    assert labels(reply)[-1] == texts.ALL_TOPICS


def test_every_shipped_guard_replies_with_its_text(helper: Assistant) -> None:
    silent = []
    for guard in helper.base.guards.values():
        reply = say(helper, guard.phrasings[0])
        expected = guard.reply or texts.GUARD.format(title=guard.title)
        if reply.verdict is not Verdict.UNKNOWN or not reply.text.startswith(expected):
            silent.append(guard.id)
    assert silent == []
    assert len(helper.base.guards) > 10


def test_a_far_guard_keeps_quiet(tiny: Assistant) -> None:
    far = match("league-dues", 10, Kind.GUARD)
    judgement = Judgement(Reason.GUARDED, (), far)
    reply = Replies(tiny.base, texts.TERMINAL).to_finding(Finding("问", extract("问"), judgement))
    assert reply.text.split("\n")[0] == texts.UNKNOWN


# Commands and courtesies.


@pytest.mark.parametrize(
    ("command", "talk", "opens"),
    [
        ("/help", "help", True),
        ("/topics", "topics", True),
        ("/privacy", "privacy", False),
        ("/start", "greeting", True),
        (" /HELP\n", "help", True),
    ],
)
@pytest.mark.parametrize("conversation", [Conversation(), OFFERED], ids=["fresh", "list open"])
def test_commands(
    command: str, talk: str, opens: bool, conversation: Conversation, helper: Assistant
) -> None:
    reply = say(helper, command, conversation)
    assert (reply.verdict, reply.text) == (Verdict.SMALLTALK, helper.base.smalltalk[talk].reply)
    assert reply.buttons == (topics_page(helper.base, 0).buttons if opens else ())


def test_another_command_names_those_there_are(tiny: Assistant) -> None:
    reply = say(tiny, "/nonsense")
    assert reply.verdict is Verdict.UNKNOWN
    assert "/start" in reply.text


@pytest.mark.parametrize(
    ("text", "answer", "offers"),
    [("你好", "你好。", ["开会", "党费"]), ("多谢！", "不客气。", [])],
)
def test_courtesies(text: str, answer: str, offers: list[str], tiny: Assistant) -> None:
    reply = say(tiny, text)
    assert (reply.verdict, reply.text) == (Verdict.SMALLTALK, answer)
    assert labels(reply) == offers


@pytest.mark.parametrize("text", ["", " ", "\n", "？！", "\u200b", "\0", "\ud800", "😀"])
def test_nothing_asked(text: str, tiny: Assistant) -> None:
    reply = say(tiny, text)
    assert (reply.verdict, reply.text) == (Verdict.UNKNOWN, texts.EMPTY)
    assert reply.candidates == ()


# Picking.


@pytest.mark.parametrize("wait", [dt.timedelta(), MEMORY - SECOND, MEMORY], ids=str)
def test_a_number_picks_within_ten_minutes(wait: dt.timedelta, tiny: Assistant) -> None:
    reply, _ = tiny.hear("2", OFFERED, NOON + wait)
    assert reply == press(tiny, ShowEntry("dues-advance"))
    assert dt.timedelta(minutes=10) == MEMORY


@pytest.mark.parametrize("wait", [MEMORY + SECOND, dt.timedelta(days=400)], ids=str)
@pytest.mark.parametrize("text", ["2", "4"])
def test_a_number_means_nothing_later(text: str, wait: dt.timedelta, tiny: Assistant) -> None:
    reply, _ = tiny.hear(text, OFFERED, NOON + wait)
    assert reply == say(tiny, text)
    assert reply.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("text", ["2", " 2 ", "２", "能不能先垫", " 能不能先垫\n"])
def test_numbers_and_labels_pick(text: str, tiny: Assistant) -> None:
    assert say(tiny, text, OFFERED) == press(tiny, ShowEntry("dues-advance"))


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_number_does_what_its_button_does(number: int, tiny: Assistant) -> None:
    picked = say(tiny, str(number), OFFERED)
    assert picked == press(tiny, LIST[number - 1].action, LIST)


@pytest.mark.parametrize("text", ["0", "5", "99"])
def test_a_number_out_of_range_shows_the_list_again(text: str, tiny: Assistant) -> None:
    reply, conversation = tiny.hear(text, OFFERED, NOON + SECOND)
    assert reply.text == texts.TERMINAL.out_of_range.format(count=len(LIST))
    assert conversation == Conversation(LIST, NOON + SECOND)


@pytest.mark.parametrize("text", ["都不是", "4", "都不是。"])
def test_none_of_these(text: str, tiny: Assistant) -> None:
    reply = say(tiny, text, OFFERED)
    assert (reply.verdict, reply.text) == (Verdict.UNKNOWN, texts.NONE_OF_THESE_REPLY)
    assert reply.buttons == way_on(tiny.base, ["who-chairs", "dues-advance"])


def test_none_of_these_without_a_list(tiny: Assistant) -> None:
    reply = say(tiny, "都不是")
    assert (reply.text, labels(reply)) == (texts.NONE_OF_THESE_REPLY, [texts.ALL_TOPICS])


def test_a_question_is_a_question_while_a_list_is_open(tiny: Assistant) -> None:
    assert say(tiny, "小组会多久开一次", OFFERED) == say(tiny, "小组会多久开一次")


def test_what_was_offered_is_remembered_and_replaced(tiny: Assistant) -> None:
    reply, conversation = tiny.hear("小组会多久开一次", Conversation(), NOON)
    assert conversation == Conversation(reply.buttons, NOON, "how-often")
    reply, conversation = tiny.hear("多谢", conversation, NOON + SECOND)
    assert conversation == Conversation((), NOON + SECOND, "how-often")


def test_picking_from_a_suggestion_answers(helper: Assistant) -> None:
    offered, conversation = helper.hear("党费", Conversation(), NOON)
    reply, _ = helper.hear("2", conversation, NOON + SECOND)
    assert offered.buttons[1].action == ShowEntry(reply.candidates[0].id)
    assert reply.verdict is Verdict.ANSWER


# Old buttons.


def test_an_entry_that_is_gone(tiny: Assistant) -> None:
    reply = press(tiny, ShowEntry("long-gone"))
    assert (reply.verdict, reply.text) == (Verdict.UNKNOWN, texts.GONE)
    assert labels(reply) == [texts.ALL_TOPICS]


@pytest.mark.parametrize("page", [-1, 0, 10**30])
def test_a_topic_that_is_gone(page: int, tiny: Assistant) -> None:
    assert press(tiny, ShowTopic("long-gone", page)) == topics_page(tiny.base, 0)


def test_none_of_a_list_whose_entries_are_gone(tiny: Assistant) -> None:
    reply = press(tiny, NoneOfThese(), (Button("没了", ShowEntry("long-gone")),))
    assert labels(reply) == [texts.ALL_TOPICS]


@given(
    st.builds(ShowEntry, st.text(max_size=20))
    | st.builds(ShowTopics, st.integers())
    | st.builds(ShowTopic, st.text(max_size=20) | st.sampled_from(["dues"]), st.integers())
    | st.just(NoneOfThese())
)
@settings(deadline=None, max_examples=100)
def test_any_button_gets_a_reply(
    helper: Assistant, action: ShowEntry | ShowTopics | ShowTopic | NoneOfThese
) -> None:
    reply = press(helper, action)
    assert reply.text
    assert reply.buttons


# Hostile input.


@given(hostile(), st.booleans())
@settings(deadline=None, max_examples=150)
def test_any_text_gets_a_quick_reply(helper: Assistant, text: str, listed: bool) -> None:
    conversation = OFFERED if listed else Conversation()
    reply = say(helper, text, conversation)
    assert reply.text
    assert all(0 <= candidate.score <= 100 for candidate in reply.candidates)
    assert say(helper, text, conversation) == reply
    assert cpu_seconds(lambda: say(helper, text, conversation)) < QUICK


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("党小组会多久开一次", id="question"),
        pytest.param("党", id="one character"),
        pytest.param(" ", id="spaces"),
        pytest.param("\n", id="line feeds"),
        pytest.param("\0", id="NUL"),
        pytest.param("\u200b", id="zero width"),
        pytest.param("\ud800", id="surrogates"),
        pytest.param("😀", id="emoji"),
        pytest.param("e\u0301\u0316", id="combining marks"),
        pytest.param("<b>党费</b>&amp;", id="HTML"),
        pytest.param("dangxiaozuhui", id="pinyin"),
        pytest.param("xian ", id="syllables"),
        pytest.param("a", id="one letter"),
        pytest.param("1", id="digits"),
        pytest.param("党a1, ", id="mixed"),
        pytest.param("/help", id="slashes"),
        pytest.param("组会咋", id="synonyms"),
        pytest.param("領導幹部", id="traditional"),
        pytest.param("都不是", id="rejections"),
    ],
)
def test_fifty_thousand_characters_get_a_quick_reply(piece: str, helper: Assistant) -> None:
    text = (piece * LONG)[:LONG]
    assert cpu_seconds(lambda: helper.answerer.judge(text)) < QUICK
    for conversation in (Conversation(), OFFERED):
        assert cpu_seconds(lambda c=conversation: say(helper, text, c)) < QUICK  # type: ignore[misc]


@pytest.mark.parametrize(
    ("first", "middle", "last"), [("党", "。", "费"), ("a", " ", "a"), ("a", "\u0316\u0301", "")]
)
def test_a_long_middle_of_nothing_gets_a_quick_reply(
    first: str, middle: str, last: str, helper: Assistant
) -> None:
    text = first + middle * LONG + last
    for conversation in (Conversation(), OFFERED):
        assert cpu_seconds(lambda c=conversation: say(helper, text, c)) < QUICK  # type: ignore[misc]
