"""What an update means: a table of updates as Telegram sends them."""

from typing import Any

import pytest
from telegram import Update, User

from bot.store.chats import Kind
from bot.transports.telegram.events import (
    Command,
    Event,
    Inline,
    Membership,
    Moved,
    NoText,
    Press,
    Question,
    Spot,
)
from bot.transports.telegram.reading import read

ME = User(7, "组长助手", is_bot=True, username="zuzhang_bot", can_read_all_group_messages=False)
NOSY = User(7, "组长助手", is_bot=True, username="zuzhang_bot", can_read_all_group_messages=True)
PERSON = {"id": 1001, "is_bot": False, "first_name": "x"}
BOT = {"id": 7, "is_bot": True, "first_name": "组长助手", "username": "zuzhang_bot"}
OTHER_BOT = {"id": 8, "is_bot": True, "first_name": "y", "username": "other_bot"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "x"}
GROUP = {"id": -100123, "type": "supergroup", "title": "g"}
CHANNEL = {"id": -100999, "type": "channel", "title": "c"}
HERE = Spot(1001, 1001)
THERE = Spot(-100123, 1001, 0, Kind.SUPERGROUP)
FROM_US = {"message_id": 4, "date": 1, "chat": GROUP, "from": BOT, "text": "答"}
FROM_THEM = {"message_id": 3, "date": 1, "chat": GROUP, "from": PERSON, "text": "小组会多久开一次"}


RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def message(text: str | None = None, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> Update:
    return update("message", text=text, chat=chat, **more)


def update(kind: str, **fields: Any) -> Update:
    content = {"message_id": 5, "date": 1, "from": PERSON, "chat": PRIVATE} | fields
    content = {key: value for key, value in content.items() if value is not None}
    made = Update.de_json({"update_id": 1, kind: content}, None)
    assert made is not None
    return made


def mention(text: str) -> dict[str, Any]:
    start = text.index("@")
    length = len(text[start:].split(maxsplit=1)[0])
    return {"text": text, "entities": [{"type": "mention", "offset": start, "length": length}]}


PRIVATE_CASES = [
    ("text", message("党费"), Question(HERE, 5, "党费")),
    ("edited", update("edited_message", text="党费", edit_date=2), Question(HERE, 5, "党费", True)),
    ("command", message("/start abc"), Command(HERE, 5, "start", "abc")),
    ("command at us", message("/HELP@ZuZhang_Bot"), Command(HERE, 5, "help")),
    ("edited command", update("edited_message", text="/help", edit_date=2), None),
    ("ask", message("/ask 党费 怎么交"), Question(HERE, 5, "党费 怎么交")),
    ("bare ask", message("/ask"), Command(HERE, 5, "ask")),
    ("two lines", message("/start\nabc"), Command(HERE, 5, "start", "abc")),
    ("a path is no command", message("/etc/passwd"), Question(HERE, 5, "/etc/passwd")),
    ("html", message("<b>党费</b>"), Question(HERE, 5, "<b>党费</b>")),
    ("other bot's command", message("/help@other_bot"), None),
    ("caption", message(caption="党费", photo=[]), Question(HERE, 5, "党费")),
    (
        "voice",
        message(voice={"file_id": "a", "file_unique_id": "b", "duration": 1}),
        NoText(HERE, 5),
    ),
    ("place", message(location={"latitude": 1, "longitude": 1}), NoText(HERE, 5)),
    ("dice", message(dice={"emoji": "🎲", "value": 1}), NoText(HERE, 5)),
    (
        "moving place",
        update("edited_message", location={"latitude": 1, "longitude": 1}, edit_date=2),
        None,
    ),
    (
        "album",
        message(
            media_group_id="77",
            photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}],
        ),
        NoText(HERE, 5, album="77"),
    ),
    ("service message", message(pinned_message=FROM_US), None),
    ("own inline answer", message("党费怎么交", via_bot=BOT), None),
    ("other inline answer", message("党费", via_bot=OTHER_BOT), Question(HERE, 5, "党费")),
]
GROUP_CASES = [
    ("chatter", message("大家好", chat=GROUP), None),
    ("ask", message("/ask 党费", chat=GROUP), Question(THERE, 5, "党费")),
    ("ask us", message("/ask@zuzhang_bot 党费", chat=GROUP), Question(THERE, 5, "党费")),
    ("ask another", message("/ask@other_bot 党费", chat=GROUP), None),
    ("edited ask", update("edited_message", text="/ask 党费", chat=GROUP, edit_date=2),
     Question(THERE, 5, "党费", True)),
    ("ask about", message("/ask", chat=GROUP, reply_to_message=FROM_THEM),
     Question(THERE, 5, "小组会多久开一次", borrowed=True)),
    ("ask about ours", message("/ask", chat=GROUP, reply_to_message=FROM_US),
     Command(THERE, 5, "ask", addressed=False)),
    ("somebody's command", message("/weather", chat=GROUP),
     Command(THERE, 5, "weather", addressed=False)),
    ("our command", message("/topics@zuzhang_bot", chat=GROUP), Command(THERE, 5, "topics")),
    ("reply to us", message("那多久", chat=GROUP, reply_to_message=FROM_US),
     Question(THERE, 5, "那多久")),
    ("reply to them", message("那多久", chat=GROUP, reply_to_message=FROM_THEM), None),
    ("mention, but privacy mode is on", message(chat=GROUP, **mention("@zuzhang_bot 党费")), None),
    ("photo", message(chat=GROUP, location={"latitude": 1, "longitude": 1}), None),
    ("a bot", message("/ask 党费", chat=GROUP, **{"from": OTHER_BOT}), None),
    ("anonymous administrator",
     message("/ask 党费", chat=GROUP, sender_chat=GROUP,
             **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}),
     Question(Spot(-100123, 1087968824, 0, Kind.SUPERGROUP), 5, "党费")),
    ("moved", message(chat=GROUP, migrate_to_chat_id=-100777), Moved(THERE, -100777)),
    ("forum topic", message("/ask 党费", chat=GROUP, is_topic_message=True, message_thread_id=9),
     Question(Spot(-100123, 1001, 9, Kind.SUPERGROUP), 5, "党费")),
    ("thread that is no topic", message("/ask 党费", chat=GROUP, message_thread_id=9),
     Question(THERE, 5, "党费")),
    ("first message of a topic that we opened",
     message("大家好", chat=GROUP, reply_to_message=FROM_US | {
         "forum_topic_created": {"name": "n", "icon_color": 1}, "text": None}),
     None),
    ("channel", update("channel_post", chat=CHANNEL, text="党费"), None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "event"),
    [pytest.param(*rest, id=name) for name, *rest in [*PRIVATE_CASES, *GROUP_CASES]],
)
def test_messages(made: Update, event: Event | None) -> None:
    assert read(made, ME) == event


def test_mentions_count_where_privacy_mode_is_off() -> None:
    assert read(message(chat=GROUP, **mention("@ZUZHANG_bot 党费")), NOSY) == Question(
        THERE, 5, "党费"
    )
    assert read(message(chat=GROUP, **mention("@zuzhang_bots 党费")), NOSY) is None
    assert read(message("大家好", chat=GROUP), NOSY) is None


PRESS = {"id": "9", "from": PERSON, "chat_instance": "1", "data": "n"}


def pressed(**fields: Any) -> Update:
    made = Update.de_json({"update_id": 1, "callback_query": PRESS | fields}, None)
    assert made is not None
    return made


def test_a_press_brings_its_message() -> None:
    event = read(pressed(message=FROM_US), ME)
    assert isinstance(event, Press)
    assert event.spot == THERE
    assert (event.query_id, event.data) == ("9", "n")
    assert event.message is not None
    assert event.message.text == "答"


def test_a_press_on_a_message_too_old_to_be_seen() -> None:
    event = read(pressed(message={"message_id": 4, "date": 0, "chat": GROUP}), ME)
    assert event == Press(THERE, "9", "n", None)


def test_a_press_that_is_not_ours() -> None:
    assert read(pressed(inline_message_id="x"), ME) is None
    assert read(pressed(message=FROM_US, data=None, game_short_name="g"), ME) is None


def test_an_inline_query() -> None:
    query = {"id": "9", "from": PERSON, "query": "党费", "offset": ""}
    made = Update.de_json({"update_id": 1, "inline_query": query}, None)
    assert made is not None
    assert read(made, ME) == Inline(HERE, "9", "党费")


@pytest.mark.parametrize(
    ("chat", "old", "new", "standing"),
    [
        (PRIVATE, "member", "kicked", "lost"),
        (PRIVATE, "kicked", "member", "joined"),
        (GROUP, "left", "member", "joined"),
        (GROUP, "left", "administrator", "joined"),
        (GROUP, "member", "left", "lost"),
        (GROUP, "administrator", "kicked", "lost"),
        (GROUP, "member", "administrator", None),
        (CHANNEL, "left", "administrator", None),
    ],
)
def test_memberships(chat: dict[str, Any], old: str, new: str, standing: str | None) -> None:
    rights = dict.fromkeys(RIGHTS, True)
    change = {
        "chat": chat,
        "from": PERSON,
        "date": 1,
        "old_chat_member": {"user": BOT, "status": old, "until_date": 0, **rights},
        "new_chat_member": {"user": BOT, "status": new, "until_date": 0, **rights},
    }
    made = Update.de_json({"update_id": 1, "my_chat_member": change}, None)
    assert made is not None
    event = read(made, ME)
    if standing is None:
        assert event is None
    else:
        assert isinstance(event, Membership)
        assert event.standing == standing


def test_what_is_nothing_for_us() -> None:
    assert read(Update(1), ME) is None
