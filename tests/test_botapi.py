"""The tests' own Bot API server keeps Telegram's rules, as the real client library sees them."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from tests.botapi import BotApi, FloodControl, Limit, media, sending
from tests.botapi.faults import Kind

pytestmark = pytest.mark.anyio

USER, STRANGER, GROUP, FORUM = 1001, 4004, -2002, -1000000003003
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
ENTITIES = "Bad Request: can't parse entities: "
Act = Callable[[Bot], Awaitable[Any]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library deprecates waits in whole seconds; this is how it is told that we know."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server where a user (message 1) got an answer with a button (message 2)."""
    async with BotApi() as api:
        api.text(USER, "你好")
        async with client(api) as bot:
            await bot.send_message(USER, "在", reply_markup=keys("甲"))
        yield api


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with client(api) as bot:
        yield bot


def request() -> HTTPXRequest:
    # Without certificates to load it is made in no time.
    return HTTPXRequest(read_timeout=2, httpx_kwargs={"trust_env": False, "verify": False})


def client(api: BotApi, token: str | None = None) -> Bot:
    """The library's own client, pointed at the server."""
    base = f"{api.url}/bot"
    return Bot(token or api.token, base, request=request(), get_updates_request=request())


def keys(*labels: str, data: str = "d") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(x, callback_data=data)] for x in labels])


def bold(offset: int, length: int, kind: str = "bold") -> list[MessageEntity]:
    return [MessageEntity(kind, offset, length)]


def article(name: str, text: str = "文") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(name, "题", InputTextMessageContent(text))


async def raw(api: BotApi, path: str, **fields: Any) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, verify=False, base_url=api.url) as http:
        return await http.post(path, data=fields)


def say(text: str, **more: Any) -> Act:
    return lambda bot: bot.send_message(USER, text, **more)


def edit(message_id: int, text: str, **more: Any) -> Act:
    return lambda bot: bot.edit_message_text(text, USER, message_id, **more)


def command(name: str, description: str = "说明") -> Act:
    return lambda bot: bot.set_my_commands([BotCommand(name, description)])


REFUSED: list[tuple[Act, str]] = [
    (say(""), "message text is empty"),
    (say(" \n "), "text must be non-empty"),
    (say("党" * 4097), "message is too long"),
    (say("党", parse_mode="MarkdownV3"), "unsupported parse_mode"),
    (say("党", reply_to_message_id=99), "message to be replied not found"),
    (say("党", reply_markup=keys("甲", data="党" * 22)), "BUTTON_DATA_INVALID"),
    (say("党", reply_markup=keys(" ")), "inline keyboard button text must be non-empty"),
    (say("党", reply_markup=keys(*"甲" * 101)), "reply markup is too long"),
    (
        say("党", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("甲")]])),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (say("党", reply_markup=ReplyKeyboardMarkup([[""]])), "keyboard button text must be non-empty"),
    (say("党", message_thread_id=7), "message thread not found"),
    (lambda bot: bot.send_message(STRANGER, "党"), "chat not found"),
    (lambda bot: bot.send_message("@nobody", "党"), "chat not found"),
    (edit(99, "党"), "message to edit not found"),
    (edit(1, "党"), "message can't be edited"),
    (edit(2, ""), "message text is empty"),
    (edit(2, "在", reply_markup=keys("甲")), SAME.removeprefix("Bad Request: ")),
    (
        lambda bot: bot.edit_message_reply_markup(USER, 2, reply_markup=keys("甲")),
        SAME.removeprefix("Bad Request: "),
    ),
    (lambda bot: bot.delete_message(USER, 99), "message to delete not found"),
    (lambda bot: bot.send_chat_action(USER, "dancing"), "wrong parameter action in request"),
    (lambda bot: bot.answer_callback_query("1"), TOO_OLD.removeprefix("Bad Request: ")),
    (lambda bot: bot.answer_inline_query("1", []), TOO_OLD.removeprefix("Bad Request: ")),
    (command("Topics"), "BOT_COMMAND_INVALID"),
    (command("话题"), "BOT_COMMAND_INVALID"),
    (command("a" * 33), "command length must not exceed 32"),
    (command("topics", " "), "command description must be non-empty"),
    (command("topics", "说" * 257), "command description length must not exceed 256"),
    (
        lambda bot: bot.set_my_commands([], scope=BotCommandScopeChat(STRANGER)),
        "chat not found",
    ),
    (lambda bot: bot.send_document(USER, b""), "file must be non-empty"),
    (lambda bot: bot.send_document(USER, "none"), "wrong file identifier/HTTP URL specified"),
    (
        lambda bot: bot.send_document(USER, b"a", caption="党" * 1025),
        "message caption is too long",
    ),
    (lambda bot: bot.get_chat(STRANGER), "chat not found"),
    (lambda bot: bot.get_chat_member(USER, STRANGER), "PARTICIPANT_ID_INVALID"),
    (lambda bot: bot.leave_chat(USER), "can't leave private chats"),
]


@pytest.mark.parametrize(("act", "why"), REFUSED, ids=[why for _, why in REFUSED])
async def test_refused(api: BotApi, bot: Bot, act: Act, why: str) -> None:
    before = api.messages(USER)
    with pytest.raises(BadRequest):
        await act(bot)
    assert [(call.code, call.error) for call in api.errors] == [(400, f"Bad Request: {why}")]
    assert api.messages(USER) == before


@pytest.mark.parametrize(
    ("text", "entities", "why"),
    [
        pytest.param("党小组", bold(0, 4), "entity beginning at UTF-16 offset 0 ends after"),
        pytest.param("党小组", bold(3, 1), "entity begins after the end of the text"),
        pytest.param("党小组", bold(-1, 1), "receive an entity with incorrect offset -1"),
        pytest.param("党小组", bold(0, 0), "receive an entity with incorrect length 0"),
        pytest.param("😀组", bold(1, 2), "entity begins in a middle of a UTF-16 symbol"),
        pytest.param("组😀", bold(0, 2), "entity beginning at UTF-16 offset 0 ends in a middle"),
    ],
)
async def test_wrong_entities(
    api: BotApi, bot: Bot, text: str, entities: list[MessageEntity], why: str
) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(USER, text, entities=entities)
    assert api.errors[0].error.startswith(ENTITIES + why)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param({"text": "党" * 4096}, ("党" * 4096, []), id="longest"),
        pytest.param(
            {"text": "😀组", "entities": bold(2, 1)}, ("😀组", [("bold", 2, 1)]), id="behind emoji"
        ),
        pytest.param(
            {"text": "\n 党小组 ", "entities": bold(2, 4)},
            ("党小组", [("bold", 0, 3)]),
            id="trimmed",
        ),
        pytest.param(
            {"text": "/help", "entities": bold(0, 5, "bot_command")}, ("/help", []), id="own kinds"
        ),
        pytest.param(
            {"text": '😀<b>党&lt;<a href="http://a.cn">费</a></b>', "parse_mode": "HTML"},
            ("😀党<费", [("bold", 2, 3), ("text_link", 4, 1)]),
            id="HTML",
        ),
    ],
)
async def test_shown(
    api: BotApi, bot: Bot, given: dict[str, Any], shown: tuple[str, list[tuple[str, int, int]]]
) -> None:
    message = await bot.send_message(USER, **given)
    found = [(entity.type, entity.offset, entity.length) for entity in message.entities]
    assert (message.text, found) == shown
    assert api.said(USER)[-1] == api.calls[-1].message
    assert api.errors == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>党", 'Can\'t find end tag corresponding to start tag "b"'),
        ("党</b>", "Unexpected end tag at byte offset 3"),
        ("<b>党</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("<p>党</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_wrong_html(api: BotApi, bot: Bot, text: str, why: str) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(USER, text, parse_mode="HTML")
    assert api.errors[0].error == ENTITIES + why


@pytest.mark.parametrize(
    ("chat", "state", "error"),
    [
        (USER, "blocked", "Forbidden: bot was blocked by the user"),
        (USER, "deactivated", "Forbidden: user is deactivated"),
        (GROUP, "kicked", "Forbidden: bot was kicked from the group chat"),
        (FORUM, "kicked", "Forbidden: bot was kicked from the supergroup chat"),
        (GROUP, "left", "Forbidden: bot is not a member of the group chat"),
        (
            GROUP,
            "restricted",
            "Bad Request: not enough rights to send text messages to the chat",
        ),
    ],
)
async def test_states(api: BotApi, bot: Bot, chat: int, state: str, error: str) -> None:
    api.state(chat, state)
    with pytest.raises(Forbidden if error.startswith("F") else BadRequest):
        await bot.send_message(chat, "党")
    assert [call.error for call in api.errors] == [error]
    api.state(chat, "ok")
    await bot.send_message(chat, "党")


async def test_who_never_wrote_cannot_be_written_to(api: BotApi, bot: Bot) -> None:
    api.text(STRANGER, "在群里", GROUP)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(STRANGER, "党")


async def test_migration(api: BotApi, bot: Bot) -> None:
    api.text(USER, "升级前", GROUP)
    api.migrate(GROUP, FORUM)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(GROUP, "党")
    assert caught.value.new_chat_id == FORUM
    updates = [update.message for update in await bot.get_updates()][-2:]
    assert [(m.migrate_to_chat_id, m.migrate_from_chat_id) for m in updates if m] == [
        (FORUM, None),
        (None, GROUP),
    ]


async def test_topics(api: BotApi, bot: Bot) -> None:
    thread = api.topic(FORUM, "党费")
    asked = api.text(USER, "多少", FORUM, thread=thread)
    assert (asked["is_topic_message"], asked["chat"]["is_forum"]) == (True, True)
    assert asked["reply_to_message"]["message_id"] == thread
    answer = await bot.send_message(FORUM, "党", reply_to_message_id=asked["message_id"])
    assert answer.message_thread_id == thread
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "多少"
    assert answer.reply_to_message.reply_to_message is None
    general = await bot.send_message(FORUM, "党")
    assert general.message_thread_id is None
    for state, why in [("closed", "TOPIC_CLOSED"), ("gone", "message thread not found")]:
        api.topic_state(FORUM, thread, state)
        with pytest.raises(BadRequest):
            await bot.send_message(FORUM, "党", message_thread_id=thread)
        assert api.errors[-1].error == f"Bad Request: {why}"
    assert [message.get("text") for message in api.messages(FORUM)] == ["党"]


async def test_edits(api: BotApi, bot: Bot) -> None:
    message = await bot.edit_message_text("改", USER, 2, entities=bold(0, 1))
    assert not isinstance(message, bool)
    assert message.edit_date is not None
    assert message.reply_markup is None
    await bot.edit_message_text("改", USER, 2)
    await bot.edit_message_reply_markup(USER, 2, reply_markup=keys("乙"))
    assert [(m["text"], "entities" in m) for m in api.said(USER)] == [("改", False)]
    assert api.calls[-1].buttons == ["乙"]
    assert [call.text for call in await api.wait(4, USER)] == ["在", "改", "改", "改"]
    await bot.delete_message(USER, 2)
    assert api.said(USER) == []


async def test_reply_keyboard(api: BotApi, bot: Bot) -> None:
    message = await bot.send_message(USER, "选", reply_markup=ReplyKeyboardMarkup([["话题"]]))
    assert api.keyboard(USER) == [["话题"]]
    with pytest.raises(BadRequest, match="can't be edited"):
        await message.edit_text("党")
    await bot.send_message(USER, "党")
    assert api.keyboard(USER) == [["话题"]]
    await bot.send_message(USER, "收", reply_markup=ReplyKeyboardRemove())
    assert api.keyboard(USER) == []


async def test_replies_are_one_level_deep(api: BotApi, bot: Bot) -> None:
    first = await bot.send_message(USER, "一", reply_to_message_id=1, reply_markup=keys("甲"))
    second = api.text(USER, "二", reply_to=first.message_id)
    assert second["reply_to_message"]["text"] == "一"
    assert "reply_to_message" not in second["reply_to_message"]
    pressed = api.press(USER, USER, first.message_id, "甲")
    assert pressed["message"]["reply_to_message"]["text"] == "你好"
    api.erase(USER, 1)
    assert "reply_to_message" not in api.press(USER, label="甲")["message"]
    await bot.send_message(USER, "三", reply_to_message_id=1, allow_sending_without_reply=True)
    assert "reply_to_message" not in api.said(USER)[-1]


async def test_document(api: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await bot.send_document(USER, b"\x00\xff", "附件", filename="党费 表.csv")
    assert message.document is not None
    assert (message.document.file_name, message.document.file_size) == ("党费 表.csv", 2)
    assert api.file(message.document.file_id) == b"\x00\xff"
    await bot.send_document(USER, message.document.file_id)
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        fields = {"chat_id": str(USER), "document": "attach://it"}
        path = f"{api.url}/bot{api.token}/sendDocument"
        await http.post(path, data=fields, files={"it": ("a.csv", b"0")})
    assert [call.text for call in api.shown(USER)] == ["在", "附件", "", ""]
    monkeypatch.setattr(sending, "_LARGEST", 1)
    with pytest.raises(NetworkError, match="Too Large"):
        await bot.send_document(USER, b"01")


async def test_updates_wait_until_confirmed(api: BotApi, bot: Bot) -> None:
    api.text(USER, "二")
    api.text(USER, "三")
    first = await bot.get_updates(limit=1)
    again = await bot.get_updates()
    assert [u.update_id for u in again] == [first[0].update_id + n for n in range(3)]
    assert await bot.get_updates(offset=again[1].update_id) == again[1:]
    assert await bot.get_updates(offset=-1) == again[2:]
    assert len(api.pending) == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert api.pending == []


async def test_allowed_updates_are_remembered(api: BotApi, bot: Bot) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    await bot.get_updates(allowed_updates=["callback_query"])
    api.text(USER, "不要")
    api.press(USER, USER, 2, "甲")
    assert [update.callback_query is None for update in await bot.get_updates()] == [False]
    assert len(api.world.updates.withheld) == 1
    await bot.get_updates(allowed_updates=[])
    api.text(USER, "要")
    assert len(api.pending) == 2


async def test_a_poll_waits_for_what_comes(api: BotApi, bot: Bot) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    api.text(USER, "来了")
    assert [u.message.text for u in await poll if u.message] == ["来了"]


async def test_the_older_of_two_polls_is_refused(api: BotApi, bot: Bot) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that"):
        await older
    api.text(USER, "来了")
    assert len(await newer) == 1


async def test_a_poll_that_was_given_up_is_no_conflict(api: BotApi, bot: Bot) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    given_up = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    given_up.cancel()
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    api.text(USER, "来了")
    assert len(await newer) == 1
    assert api.errors == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", ["bot_command 0 6"]),
        ("/topics@zuzhang_test_bot 2", ["bot_command 0 24"]),
        ("😀 /help", ["bot_command 3 5"]),
        ("请看/help", []),
        ("/help党", []),
        ("a/b/c", []),
        ("😀😀 @zuzhang_test_bot 党费", ["mention 5 17"]),
        ("a@b.cn @机器人", []),
        ("见 https://a.cn/x，和 #党费", ["url 2 14", "hashtag 19 3"]),
    ],
)
async def test_entities_found(api: BotApi, text: str, found: list[str]) -> None:
    for message in (api.text(USER, text), api.edit(USER, 1, text)):
        entities = message.get("entities", [])
        assert [f"{e['type']} {e['offset']} {e['length']}" for e in entities] == found
    photo = api.media(USER, "photo", text)
    assert len(photo.get("caption_entities", [])) == len(found)


@pytest.mark.parametrize("kind", sorted(media.KINDS))
async def test_the_library_reads_what_people_send(api: BotApi, bot: Bot, kind: str) -> None:
    api.media(USER, kind, "说明", GROUP, media_group_id="7")
    update = (await bot.get_updates())[-1]
    assert update.message is not None
    assert update.message.effective_attachment
    assert (update.message.caption, update.message.media_group_id) == ("说明", "7")
    assert update.message.chat.id == GROUP


async def test_buttons(api: BotApi, bot: Bot) -> None:
    old = api.said(USER)[0]
    pressed = api.press({"id": USER, "username": "zhang"}, USER, 2, "甲")
    query = CallbackQuery.de_json(pressed, bot)
    assert (query.data, query.from_user.username) == ("d", "zhang")
    assert [open_query.id for open_query in api.unanswered] == [query.id]
    with pytest.raises(BadRequest):
        await bot.answer_callback_query(query.id, "长" * 201)
    assert api.errors[0].error == "Bad Request: MESSAGE_TOO_LONG"
    await bot.answer_callback_query(query.id, "长" * 200, show_alert=True)
    assert (await api.answered(pressed))["show_alert"] is True
    assert len(api.answers) == 1
    await bot.edit_message_text("新", USER, 2)
    with pytest.raises(LookupError, match="no button"):
        api.press(USER, USER, 2, "甲")
    assert api.press(USER, USER, label="甲", snapshot=old)["message"]["text"] == "在"
    assert api.press(USER, USER, 2, data="forged")["data"] == "forged"
    assert api.press(USER, USER, 77, data="d")["message"]["date"] == 0
    api.expire()
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(pressed["id"])


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ([str(n) for n in range(51)], "too many inline query results specified"),
        (["a", "a"], "RESULT_ID_DUPLICATE"),
        ([""], "RESULT_ID_INVALID"),
        (["党" * 22], "RESULT_ID_INVALID"),
    ],
)
async def test_inline(api: BotApi, bot: Bot, names: list[str], why: str) -> None:
    asked = api.inline(USER, "党费", "10")
    await bot.answer_inline_query(asked["id"], [article(str(n)) for n in range(50)])
    assert len((await api.answered(asked))["results"]) == 50
    with pytest.raises(BadRequest):
        await bot.answer_inline_query(asked["id"], [article(name) for name in names])
    with pytest.raises(BadRequest):
        await bot.answer_inline_query(asked["id"], [article("a", "长" * 4097)])
    assert [call.error for call in api.errors] == [
        f"Bad Request: {why}",
        "Bad Request: message is too long",
    ]


async def test_members(api: BotApi, bot: Bot) -> None:
    for status in ["member", "administrator", "restricted", "kicked"]:
        api.member(GROUP, status, USER)
    api.member(USER, "kicked")
    with pytest.raises(Forbidden):
        await bot.send_message(USER, "党")
    api.member(USER, "member")
    await bot.send_message(USER, "党")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    steps = [f"{c.old_chat_member.status} {c.new_chat_member.status}" for c in changes if c]
    assert steps == [
        "left member",
        "member administrator",
        "administrator restricted",
        "restricted kicked",
        "member kicked",
        "kicked member",
    ]


async def test_asking_about_chats_and_leaving(api: BotApi, bot: Bot) -> None:
    api.member(FORUM, "administrator", USER)
    api.status(FORUM, STRANGER, "creator")
    statuses = [(await bot.get_chat_member(FORUM, who)).status for who in (bot.id, USER, STRANGER)]
    assert statuses == ["administrator", "member", "creator"]
    assert (await bot.get_chat(FORUM)).type == "supergroup"
    theirs = api.text(USER, "删我", FORUM)["message_id"]
    await bot.delete_message(FORUM, theirs)
    await bot.leave_chat(FORUM)
    with pytest.raises(Forbidden, match="not a member of the supergroup"):
        await bot.get_chat(FORUM)
    left = ChatMemberUpdated.de_json(api.pending[-1]["my_chat_member"], bot)
    assert left.from_user.id == bot.id


async def test_commands(api: BotApi, bot: Bot) -> None:
    api.member(GROUP, "member", USER)
    scopes: list[tuple[str, BotCommandScope | None]] = [
        ("general", None),
        ("private", BotCommandScopeAllPrivateChats()),
        ("mine", BotCommandScopeChat(USER)),
        ("here", BotCommandScopeChatMember(GROUP, USER)),
        ("lead", BotCommandScopeAllChatAdministrators()),
    ]
    for name, scope in scopes:
        await bot.set_my_commands([BotCommand(name, "说明")], scope=scope)
        assert [c.command for c in await bot.get_my_commands(scope=scope)] == [name]
    await bot.set_my_commands([BotCommand("chinese", "说明")], language_code="zh")
    api.user(STRANGER, language_code="en")
    seen = [api.menu(USER), api.menu(STRANGER), api.menu(USER, GROUP), api.menu(STRANGER, GROUP)]
    assert [menu[0]["command"] for menu in seen] == ["mine", "private", "here", "general"]
    await bot.delete_my_commands(scope=BotCommandScopeChatMember(GROUP, USER))
    assert api.menu(USER, GROUP)[0]["command"] == "chinese"
    api.status(GROUP, USER, "administrator")
    assert api.menu(USER, GROUP)[0]["command"] == "lead"
    await bot.set_my_commands(
        [BotCommand("led", "说明")], scope=BotCommandScopeChatAdministrators(GROUP)
    )
    assert api.menu(USER, GROUP)[0]["command"] == "led"


@pytest.mark.parametrize(
    ("kind", "error", "took_effect"),
    [
        ("429", RetryAfter, False),
        ("500", NetworkError, False),
        ("502", NetworkError, False),
        ("badjson", TelegramError, False),
        ("reset", NetworkError, False),
        ("drop", NetworkError, True),
        ("delay", TimedOut, True),
    ],
)
async def test_faults(
    api: BotApi, bot: Bot, kind: Kind, error: type[TelegramError], took_effect: bool
) -> None:
    api.text(STRANGER, "你好")
    rule = api.fault(kind, "send*", USER, count=1, skip=1, value=0.5)
    await bot.send_message(USER, "过")
    await bot.send_message(STRANGER, "不相干")
    with pytest.raises(error) as caught:
        await bot.send_message(USER, "党", read_timeout=0.2 if kind == "delay" else 2)
    assert type(caught.value) is error
    await bot.send_message(USER, "又通了")
    if kind == "delay":
        await api.wait(3, USER, after=2)
    texts = [message["text"] for message in api.said(USER)]
    assert ("党" in texts, rule.struck) == (took_effect, 1)
    struck = [call.chat_id for call in api.calls if call.injected]
    assert struck == ([] if kind == "delay" else [USER])
    assert api.errors == []


async def test_chance_follows_the_seed() -> None:
    runs = []
    for _ in range(2):
        async with BotApi(seed=7) as api, client(api) as bot:
            api.fault("500", probability=0.5)
            for _ in range(20):
                with contextlib.suppress(NetworkError):
                    await bot.get_me()
            runs.append([call.injected for call in api.calls])
    assert runs[0] == runs[1]
    assert 0 < sum(runs[0]) < 20


async def test_flood_control(api: BotApi, bot: Bot) -> None:
    await bot.send_message(USER, "随便发")
    api.exchange.flood = FloodControl(private=Limit(2, 0.3))
    for text in "一二":
        await bot.send_message(USER, text)
    with pytest.raises(RetryAfter):
        await bot.send_message(USER, "三")
    await bot.send_chat_action(USER, "typing")
    assert [call.error for call in api.errors] == ["Too Many Requests: retry after 1"]
    await asyncio.sleep(1.05)
    await bot.send_message(USER, "三")


async def test_every_call_may_be_slow() -> None:
    async with BotApi(delay=0.05) as api, client(api) as bot:
        began = time.monotonic()
        await bot.get_me()
        assert 0.05 <= time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("token", "method", "status", "why"),
    [
        (None, "sendSmoke", 404, "Not Found: method not found"),
        (None, "GETME", 200, None),
        ("123456789:wrong", "getMe", 401, "Unauthorized"),
        ("nonsense", "getMe", 401, "Unauthorized: invalid token specified"),
    ],
)
async def test_who_may_call_what(
    api: BotApi, token: str | None, method: str, status: int, why: str | None
) -> None:
    answer = await raw(api, f"/bot{token or api.token}/{method}")
    assert (answer.status_code, answer.json().get("description")) == (status, why)
    assert answer.json()["ok"] is (status == 200)
    assert (await raw(api, "/elsewhere")).status_code == 404


async def test_a_wrong_token_is_an_invalid_token(api: BotApi) -> None:
    with pytest.raises(InvalidToken):
        async with client(api, "123456789:wrong"):
            pass


@pytest.mark.parametrize("fields", [{"text": "党"}, {"chat_id": "x", "text": "党"}])
async def test_raw_calls(api: BotApi, fields: dict[str, str]) -> None:
    path = f"/bot{api.token}/sendMessage"
    assert (await raw(api, path, **fields)).status_code == 400
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        good: dict[str, str | int] = {"chat_id": USER, "text": "+党 %&="}
        for answer in (
            await http.post(api.url + path, json=good),
            await http.get(api.url + path, params=good),
            await http.post(api.url + path, data=good),
        ):
            assert answer.json()["result"]["text"] == "+党 %&="
        answer = await http.post(api.url + path, data=good | {"reply_markup": "{"})
        assert answer.json()["description"] == "Bad Request: can't parse reply markup JSON object"
        headers = {"Content-Type": "application/json"}
        answer = await http.post(api.url + path, content=b"{", headers=headers)
        assert answer.json()["description"] == "Bad Request: can't parse the request"


async def test_me() -> None:
    async with (
        BotApi(can_read_all_group_messages=True, supports_inline_queries=False) as api,
        client(api) as bot,
    ):
        assert (bot.username, bot.can_read_all_group_messages) == ("zuzhang_test_bot", True)
        assert bot.supports_inline_queries is False


async def test_what_cannot_be_done_is_said_at_once(api: BotApi) -> None:
    """Mistakes of a test are no updates."""
    before = api.pending
    acts: list[tuple[type[Exception], Callable[[], object]]] = [
        (LookupError, lambda: api.text(USER, "党", GROUP, thread=5)),
        (LookupError, lambda: api.text(USER, "党", reply_to=55)),
        (LookupError, lambda: api.press(USER, label="没有")),
        (LookupError, lambda: api.media(USER, "smell")),
        (TypeError, lambda: api.member(GROUP, "member")),
        (ValueError, lambda: api.state(USER, "asleep")),
    ]
    for error, act in acts:
        with pytest.raises(error):
            act()
    assert api.pending == before


async def test_waiting_has_an_end(api: BotApi, bot: Bot) -> None:
    asked = api.inline(USER, "党费")
    with pytest.raises(TimeoutError, match="0 of 1 shown"):
        await api.wait(1, USER, timeout=0.01)
    with pytest.raises(TimeoutError, match="2 updates and 0 calls open"):
        await api.idle(timeout=0.01)
    with pytest.raises(TimeoutError, match="inline_query not answered"):
        await api.answered(asked, timeout=0.01)
    for update in await bot.get_updates():
        await bot.get_updates(update.update_id + 1)
    await api.idle()
    assert api.pending == []


async def test_a_whole_application(api: BotApi) -> None:
    """Polling, an answer, an edit, the end: nothing is refused and nothing left open."""

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        answer = await update.effective_message.reply_text("想")
        await answer.edit_text(f"答：{update.effective_message.text}")

    application = Application.builder().bot(client(api)).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        assert [call.text for call in await api.wait(2, USER, after=2)] == ["想", "答：你好"]
        api.text(USER, "二")
        await api.idle()
        await application.updater.stop()
        await application.stop()
    assert [message["text"] for message in api.said(USER)] == ["在", "答：你好", "答：二"]
    assert (api.pending, api.errors) == ([], [])


async def test_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "tests.botapi", "--delay", "0.01"],
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    try:
        async with httpx.AsyncClient(
            trust_env=False, verify=False, base_url=f"{url}/control/"
        ) as control:

            async def steer(name: str, **arguments: Any) -> Any:
                return (await control.post(name, json=arguments)).json()

            texts = [["text", {"user": USER, "text": str(n)}] for n in range(50)]
            done = await steer("do", things=texts)
            assert [message["text"] for message in done] == [str(n) for n in range(50)]
            assert await steer("push", updates=[{"message": done[0]}] * 100) == 100
            await steer("do", things=[["fault", {"kind": "500", "method": "getMe", "skip": 1}]])
            async with Bot(BotApi().token, f"{url}/bot", request=request()) as bot:
                assert len(await bot.get_updates()) == 100
                await bot.send_message(USER, "党")
                with pytest.raises(NetworkError):
                    await bot.get_me()
            shown = await steer("sent", after=0)
            assert [(row[2], row[3], row[5]) for row in shown] == [("sendMessage", USER, "党")]
            assert (await steer("reset")) is True
            counters = await steer("counters")
            assert counters["calls"] == {"getMe": 2, "getUpdates": 1, "sendMessage": 1}
            assert (counters["shown"], counters["pending"]) == (1, 0)
            for name, arguments in [("do", {"things": [["fly", {}]]}), ("x", {}), ("do", {})]:
                assert (await steer(name, **arguments))["error_code"] == 400
    finally:
        process.terminate()
        await process.wait()
    assert process.returncode == 0
