"""Whatever the assistant replies, Telegram takes the message made of it."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.assistant import Assistant
from bot.answering.menu import topic_page, topics_page
from bot.messages import Action, Button, Candidate, Conversation, Reply, ShowEntry, Verdict
from bot.texts import chat
from bot.texts import telegram as texts
from bot.transports.telegram.presses import HandOver, Rate, decode
from bot.transports.telegram.render import MOST_ROWS, Shown, plain, show, utf16_length
from tests.botapi import markup, text
from tests.botapi.entities import utf16
from tests.conftest import NOON
from tests.transports.telegram import phone
from tests.transports.telegram.test_presses import IDS, PRESSES

COMMANDS = ("/start", "/help", "/topics", "/privacy", "/nosuch")
ACTIONS = PRESSES.filter(lambda pressed: isinstance(pressed, Action))


def visible(string: str) -> bool:
    return any(unicodedata.category(character)[0] not in "CZ" for character in string)


# Control characters and halves of pairs never get into a YAML file. Of a text without anything to
# see, only blanks are promised to be replaced.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(
    "\n😀𠮷👨\u200d党 \u3000"
)
TEXTS = (
    st.text(CHARACTERS, max_size=60)
    | st.builds(lambda piece, times: piece * times, st.text(CHARACTERS, min_size=1), st.just(3000))
).filter(lambda string: visible(string) or not string.strip())
LABELS = st.text(CHARACTERS, min_size=1, max_size=30).filter(visible)
BUTTONS = st.lists(
    st.builds(Button, LABELS | st.sampled_from([chat.MORE, chat.BACK, chat.ALL_TOPICS]), ACTIONS),
    max_size=45,
)
CANDIDATES = st.lists(
    st.builds(Candidate, IDS, LABELS, st.just(50.0), st.just(()), st.just(())), max_size=3
)
REPLIES = st.builds(
    Reply, st.sampled_from(Verdict), TEXTS, BUTTONS.map(tuple), CANDIDATES.map(tuple)
)


def sent(shown: Shown) -> phone.Json:
    """The message that Telegram makes of it. Fails if it is refused."""
    keyboard = shown.keyboard.to_dict() if shown.keyboard else {}
    entities = [entity.to_dict() for entity in shown.entities]
    message = text.message_text({"text": shown.text, "entities": entities})
    return message | markup.inline_part(markup.reply_markup({"reply_markup": keyboard}))


@settings(max_examples=60, deadline=None)
@given(REPLIES, st.booleans())
def test_telegram_takes_every_reply(reply: Reply, can_hand_over: bool) -> None:
    message = sent(show(reply, can_hand_over=can_hand_over))
    kept = message.get("entities", [])
    assert bool(kept) == (reply.verdict is Verdict.ANSWER)
    for entity in kept:  # nothing was cut away, so the range was that of the first line
        first = message["text"].split("\n", 1)[0]
        assert entity == {"type": "bold", "offset": 0, "length": utf16(first)}


def back_first(buttons: Sequence[Button]) -> Iterator[Button]:
    """The buttons in order, but where pages are turned the way back stands on the left."""
    for turns, group in groupby(buttons, lambda each: each.label in (chat.MORE, chat.BACK)):
        yield from sorted(group, key=lambda each: turns and each.label == chat.MORE)


@settings(max_examples=60, deadline=None)
@given(REPLIES, st.booleans())
def test_every_button_is_there_in_order_and_does_what_it_did(
    reply: Reply, can_hand_over: bool
) -> None:
    shown = show(reply, can_hand_over=can_hand_over)
    rows = shown.keyboard.inline_keyboard if shown.keyboard else ()
    made = [(item.text, decode(str(item.callback_data))) for row in rows for item in row]
    given_ = [(button.label, button.action) for button in back_first(reply.buttons)]
    own: list[tuple[str, object]] = []
    if reply.verdict is Verdict.ANSWER and reply.candidates:
        best = reply.candidates[0].id
        own = [(texts.UP, Rate(best, up=True)), (texts.DOWN, Rate(best, up=False))]
    elif reply.verdict is Verdict.UNKNOWN and can_hand_over:
        own = [(texts.HAND_OVER, HandOver())]
    assert all(1 <= len(row) <= 2 for row in rows)
    if len(rows) < MOST_ROWS:
        assert made == [*given_, *own]
    else:
        assert made == [*given_, *own][: len(made)]


@given(st.text(st.characters(exclude_categories=())))
def test_length_is_counted_as_telegram_does(string: str) -> None:
    assert utf16_length(string) == utf16(string) == sum(1 + (c > "\uffff") for c in string)


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("", texts.ELLIPSIS),
        (" \n\u3000", texts.ELLIPSIS),
        ("  党\n", "党"),
        ("党" * 4096, "党" * 4096),
        ("😀" * 4097, "😀" * 4095 + texts.ELLIPSIS),
    ],
)
def test_a_text_is_cut_to_what_telegram_takes(given_: str, shown: str) -> None:
    assert plain(given_).text == shown


def test_empty_rows_are_no_keyboard() -> None:
    assert plain("党", [(), ()]).keyboard is None


def test_all_answers_and_menus_fit_a_phone(on_telegram: Assistant) -> None:
    base = on_telegram.base
    replies = [topics_page(base, page) for page in range(9)]
    replies += [topic_page(base, topic.id, page) for topic in base.topics for page in range(9)]
    replies += [on_telegram.press(ShowEntry(entry), (), NOON)[0] for entry in base.entries]
    replies += [on_telegram.hear(command, Conversation(), NOON)[0] for command in COMMANDS]
    assert len(replies) > 200
    for reply in replies:
        phone.check(sent(show(reply)))
