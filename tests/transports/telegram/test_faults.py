"""Everything at once: many chats, and every kind of trouble on one call in ten."""

import asyncio
import gc
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.answering.assistant import Assistant
from bot.config import Access
from bot.messages import Conversation
from bot.store.chats import Kind
from bot.store.store import Store
from bot.texts import telegram as texts
from bot.transports.telegram import calls, outage
from bot.transports.telegram.events import Spot
from bot.transports.telegram.lanes import Lanes
from bot.transports.telegram.polling import Poller
from bot.transports.telegram.pool import Pool
from bot.transports.telegram.render import plain, show
from bot.transports.telegram.sender import Bot, Edit, Sender
from tests.botapi import BotApi, Call, Fault, FloodControl, Limit
from tests.botapi.faults import Kind as FaultKind
from tests.conftest import NOON
from tests.processes import answers
from tests.transports.telegram.house import OWNER, House, running

pytestmark = pytest.mark.anyio

T = TypeVar("T")
MARK = "李雷"
"""Stands in every question; nothing that is kept may hold it."""
QUESTIONS = [
    f"小组会多久开一次（{MARK}）",
    f"{MARK}说领导老不来怎么办",
    f"{MARK}的党费能不能先垫上",
    f"谁主持小组会，{MARK}吗",
    f"{MARK}早上吃了什么",
    f"你好{MARK}",
]
PRIVATE = [2001, 2002, 2003, 2004]
BLOCKING, INLINE = 2005, 2006
PLAIN, FORUM, KICKING, RESTRICTED = (-1_002_000_000_000 - n for n in (1, 2, 3, 4))
MOVING, MOVED = -3001, -1_002_000_000_009
GROUPS = [PLAIN, FORUM, KICKING, RESTRICTED, MOVING]
WAVES, EACH = 6, 50
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
TROUBLE_OF_STATES = (
    "Forbidden: bot was blocked by the user",
    "Forbidden: bot was kicked from the supergroup chat",
    "Bad Request: not enough rights to send text messages to the chat",
    "Bad Request: group chat was upgraded to a supergroup chat",
    "Bad Request: TOPIC_CLOSED",
    "Bad Request: message thread not found",
    "Too Many Requests",
    "Bad Request: message is not modified",  # tried again after a drop, or asked in other words
)
AWAY = "Bad Request: message to edit not found"
"""It went with its topic, or stands in the group that there was."""


@dataclass(slots=True)
class Crowd:
    """People who ask, press, edit and search, by chance."""

    api: BotApi
    chance: random.Random
    forum_topics: list[int]
    asked: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    """The wordings of each question, by chat and message, in the order of their asking."""

    def act(self) -> None:
        """Somebody does something somewhere."""
        chat = self.chance.choice([*PRIVATE, *GROUPS, BLOCKING, INLINE])
        deed = self.chance.random()
        if chat == INLINE:
            self.api.inline(INLINE, self.chance.choice(["", *QUESTIONS]))
        elif deed < 0.05:
            self.api.media(self._person(chat), "voice", chat=chat if chat < 0 else None)
        elif not (deed < 0.2 and self._press(chat)) and not (deed > 0.9 and self._edit(chat)):
            thread = self.chance.choice([None, *self.forum_topics]) if chat == FORUM else None
            self.ask(chat, thread)

    def ask(self, chat: int, thread: int | None = None) -> None:
        """Somebody asks there."""
        question = self.chance.choice(QUESTIONS)
        place = None if chat > 0 else chat
        text = question if chat > 0 else f"/ask {question}"
        message = self.api.text(self._person(chat), text, place, thread=thread)
        self.asked[chat, message["message_id"]] = {question}

    def _person(self, chat: int) -> int:
        return chat if chat > 0 else self.chance.choice(PRIVATE)

    def _press(self, chat: int) -> bool:
        standing = [m for m in self.api.said(chat) if m.get("reply_markup")]
        if not standing:
            return False
        message = self.chance.choice(standing[-3:])
        buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
        label = self.chance.choice(buttons)["callback_data"]
        place = None if chat > 0 else chat
        self.api.press(self._person(chat), place, message["message_id"], label)
        return True

    def _edit(self, chat: int) -> bool:
        mine = [key for key in self.asked if key[0] == chat]
        there = [key for key in mine if key[1] in self.api.world.chats[chat].messages]
        if not there:
            return False
        key = self.chance.choice(there[-3:])
        question = self.chance.choice(QUESTIONS)
        self.api.edit(*key, question if chat > 0 else f"/ask {question}")
        self.asked[key].add(question)
        return True


@dataclass
class Tenth(Fault):
    """Strikes every tenth call, each time with the next kind of fault."""

    seen: int = 0

    def strikes(self, *_: Any, **__: Any) -> bool:
        self.seen += 1
        if self.seen % 10:
            return False
        self.kind = KINDS[self.struck % len(KINDS)]
        self.struck += 1
        return True


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "BACKOFF", (0.02,) * 7)
    monkeypatch.setattr(outage, "BACKOFF", (0.02,))


@pytest.mark.usefixtures("quick")
async def test_mixed_updates_under_faults(tmp_path: Path, on_telegram: Assistant) -> None:
    flood = FloodControl(Limit(10, 1.0), Limit(10, 1.0), Limit(99, 1.0))
    async with BotApi(seed=11, flood=flood) as api:
        for chat in (OWNER, *PRIVATE, *GROUPS, BLOCKING):
            api.chat(chat)
        topics = [api.topic(FORUM, name) for name in ("开着", "要关", "要删")]
        crowd = Crowd(api, random.Random(5), topics)
        fault = Tenth("500", value=0.05)
        api.faults.append(fault)
        shared = {"access": Access.OPEN, "admins": (OWNER,), "api": api}
        async with running(tmp_path, on_telegram, **shared) as house:  # type: ignore[arg-type] # of several types
            for wave in range(WAVES):
                for _ in range(EACH):
                    crowd.act()
                if wave == 2:
                    change_states(api, crowd)
                await asyncio.sleep(0.15)
            await emptied(api)
            api.faults.clear()
            await api.idle()
            nothing_is_open()
            await check_failures(house)
        check_answers(api, crowd, on_telegram)
        check_presses(api)
        check_refusals(api)
        assert fault.struck > 3 * len(KINDS)


def change_states(api: BotApi, crowd: Crowd) -> None:
    """Some chats close themselves to the bot, while there is something to be answered in them."""
    _, closing, going = crowd.forum_topics
    for chat in (BLOCKING, KICKING, RESTRICTED, MOVING):
        crowd.ask(chat)
    for topic in (closing, going, going):
        crowd.ask(FORUM, topic)
    api.state(BLOCKING, "blocked")
    api.state(KICKING, "kicked")
    api.state(RESTRICTED, "restricted")
    api.topic_state(FORUM, closing, "closed")
    api.topic_state(FORUM, going, "gone")
    del crowd.forum_topics[2]
    api.migrate(MOVING, MOVED)


def check_answers(api: BotApi, crowd: Crowd, assistant: Assistant) -> None:
    """Whatever can be answered is answered, in order, with the assistant's own words."""
    count = answers(api)
    asked = [key for key in crowd.asked if key[0] in (*PRIVATE, PLAIN)]
    assert len(asked) > 50
    assert [key for key in asked if not count[key]] == []
    closed = crowd.forum_topics[1]
    in_forum = [key for key in crowd.asked if key[0] == FORUM and thread_of(api, key) != closed]
    assert [key for key in in_forum if not count[key]] == []
    moving = sum(key[0] == MOVING for key in crowd.asked)
    assert sum(n for key, n in count.items() if key[0] in {MOVING, MOVED}) >= moving
    for chat in (*PRIVATE, PLAIN, FORUM, BLOCKING, KICKING, RESTRICTED):
        first_time = [key[1] for key in count if key[0] == chat]  # in the order of the calls
        assert first_time == sorted(first_time), chat
    spoken = {question: worded(assistant, question) for question in QUESTIONS}
    for call in shown(api):
        assert call.text != texts.BROKE
        quoted: int = (call.params.get("reply_parameters") or {}).get("message_id", 0)
        wordings = crowd.asked.get((call.chat_id or 0, quoted))
        if wordings:
            assert call.text in {spoken[wording] for wording in wordings}


def thread_of(api: BotApi, key: tuple[int, int]) -> int | None:
    """The topic a question stands in; None in General, and where it went with its topic."""
    thread: int | None = api.world.chats[key[0]].messages.get(key[1], {}).get("message_thread_id")
    return thread


def worded(assistant: Assistant, question: str) -> str:
    return show(assistant.hear(question, Conversation(), NOON)[0]).text


def shown(api: BotApi) -> Iterator[Call]:
    """Messages and edits that people saw with their text."""
    return (call for call in api.shown() if "text" in call.params)


def check_presses(api: BotApi) -> None:
    """A button or an inline query is answered unless every try met with a fault."""
    for query in api.unanswered:
        named = {"callback_query": "callback_query_id", "inline_query": "inline_query_id"}
        tries = [call for call in api.calls if call.params.get(named[query.kind]) == query.id]
        assert len(tries) == 3, (query, tries)
        assert all(call.injected for call in tries)


def check_refusals(api: BotApi) -> None:
    """Nothing was refused but what chats in such a state refuse, and what was so already."""
    assert any(call.code == 429 for call in api.errors)
    for call in api.errors:
        if call.error == AWAY:
            assert call.chat_id in {FORUM, MOVED}
        elif call.method != "setMyCommands":
            assert call.error.startswith(TROUBLE_OF_STATES), call


async def check_failures(house: House) -> None:
    """What the administrator sees is what the network did, in no words of anybody."""
    api = house.api
    api.text(OWNER, "/admin")
    (page,) = await api.wait(1, chat=OWNER)
    assert texts.LOST_CHATS.partition("{count}")[0] in page.text
    await api.idle()
    api.press(OWNER, label=texts.TO_FAILURES)
    (page,) = await api.wait(1, chat=OWNER)
    assert MARK not in page.text
    for line in page.text.splitlines()[1:]:
        kind = line.split()[2] if line != texts.NONE_YET else "NetworkError"
        assert kind.startswith(("NetworkError", "TimedOut", "TelegramError")), page.text


async def emptied(api: BotApi) -> None:
    """Wait until every lane is empty: one may rest for seconds, as it was told."""
    (lanes,) = living(Lanes)
    async with asyncio.timeout(30):
        while lanes._lanes or api.pending:
            await asyncio.sleep(0.01)


def nothing_is_open() -> None:
    """No lane, no update and no connection is left in use."""
    (lanes,), (poller,) = living(Lanes), living(Poller)
    assert (lanes._lanes, lanes._tasks) == ({}, set())
    assert (poller._open, poller._undone) == (set(), set())
    (pool,) = [pool for pool in living(Pool) if len(pool._all) > 1]  # the other one polls
    assert sorted(map(id, pool._free)) == sorted(map(id, pool._all))


def living(kind: type[T]) -> list[T]:
    """Those in use; what other tests left behind is gone."""
    gc.collect()
    found: list[Any] = [thing for thing in gc.get_objects() if type(thing) is kind]
    return found


# Refusals that the server of the tests does not make.


class Refusing:
    """A bot whose calls end as they are told to, one after the other."""

    def __init__(self, *outcomes: TelegramError) -> None:
        self._outcomes = list(outcomes)

    async def send_message(self, *_: object, **__: object) -> None:
        raise self._outcomes.pop(0)

    edit_message_text = send_message


async def refused(tmp_path: Path, *outcomes: TelegramError, edit: bool = False) -> Store:
    """Send or edit a message with these outcomes; gives the store, closed but with all in mind."""
    store = await Store.open(tmp_path / "x.db", NOON)
    await store.chats.admit(MOVING, Kind.GROUP, NOON)
    sender = Sender(cast("Bot", Refusing(*outcomes)), store, lambda: NOON)
    spot = Spot(MOVING, OWNER, kind=Kind.GROUP)
    if edit:
        assert await sender.edit(spot, 1, plain("x")) is Edit.GONE
    else:
        assert await sender.send(spot, plain("x")) is None
    await store.close()
    return store


@pytest.mark.parametrize("edit", [False, True], ids=["send", "edit"])
async def test_a_mistake_of_ours_is_noted_for_the_administrator(tmp_path: Path, edit: bool) -> None:
    await (await refused(tmp_path, BadRequest("Button_data_invalid"), edit=edit)).close()
    store = await Store.open(tmp_path / "x.db", NOON)
    noted = await store.failures.recent(9)
    await store.close()
    assert [(one.kind, one.detail, one.count) for one in noted] == [
        ("BadRequest", "Button_data_invalid", 1)
    ]


@pytest.mark.parametrize(
    ("outcomes", "reachable"),
    [
        ([BadRequest("Have no rights to send a message")], True),
        ([BadRequest("Message thread not found"), BadRequest("TOPIC_CLOSED")], True),
        ([Forbidden("bot was kicked from the group chat")], False),
        ([BadRequest("Message thread not found"), Forbidden("bot was kicked")], False),
    ],
    ids=["rights", "topics", "kicked", "topic and kicked"],
)
async def test_a_chat_that_shuts_itself_is_no_mistake(
    tmp_path: Path, outcomes: list[TelegramError], reachable: bool
) -> None:
    store = await refused(tmp_path, *outcomes)
    assert store.chats.reachable(MOVING) is reachable
    assert store.chats.admitted(MOVING) is reachable
    assert not store.failures.pending()


async def test_a_group_that_moved_and_put_the_bot_out(tmp_path: Path) -> None:
    store = await refused(tmp_path, ChatMigrated(MOVED), Forbidden("bot was kicked"))
    assert store.chats.get(MOVING) is None
    assert not store.chats.reachable(MOVED)


class Obliging:
    """A bot that does what it is told to, and counts."""

    calls = 0

    async def edit_message_reply_markup(self, *_: object, **__: object) -> None:
        self.calls += 1


async def test_buttons_that_are_gone_already_are_left_alone(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "x.db", NOON)
    bot = Obliging()
    sender = Sender(cast("Bot", bot), store, lambda: NOON)
    outcomes = [await sender.buttons(Spot(OWNER, OWNER), 1, "x", None) for _ in range(2)]
    await store.close()
    assert (outcomes, bot.calls) == ([Edit.DONE, Edit.SAME], 1)
