"""Who may do what: every event × role × place × BOT_ACCESS, as one table."""

import asyncio
import contextlib
import datetime as dt
import inspect
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, get_args

import pytest
from sqlalchemy import insert
from telegram import Update, User

from bot.answering.assistant import Assistant
from bot.config import DATABASE_FILE, Access
from bot.messages import NoneOfThese, ShowEntry, ShowTopic, ShowTopics
from bot.store import tables
from bot.store.chats import Kind
from bot.store.database import Database
from bot.store.members import Role
from bot.store.store import Store
from bot.texts import chat as chat_texts
from bot.texts import telegram as texts
from bot.transports.telegram import events
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.dispatch import COMMANDS, Dispatcher
from bot.transports.telegram.events import Command, Event, Press
from bot.transports.telegram.handlers import (
    administering,
    asking,
    inline,
    joining,
    keeping,
    pressing,
)
from bot.transports.telegram.presses import (
    Administer,
    Admit,
    Forget,
    HandOver,
    Invite,
    Pressed,
    Rate,
    Revoke,
    decode,
    encode,
)
from bot.transports.telegram.reading import read
from tests.botapi import BotApi
from tests.transports.telegram.house import STRANGER, House, running
from tests.transports.telegram.looking import check, rows

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
Act = Callable[[BotApi, int, int | None], Json | None]
"""What somebody does in a group, or in private (None); the query if that makes one."""

Kept = set[tuple[str, frozenset[tuple[str, object]]]]
"""Rows with the name of their table."""

QUESTION, ENTRY, TOPIC = "小组会多久开一次", "group-meeting-frequency", "group-meeting"
ANSWER = "一般每月一次"
NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)

ROLES = ("stranger", "member", "administrator by code", "administrator by BOT_ADMINS")
PLACES = ("private", "group not let in", "group let in")
SAID = {
    "G": texts.GATE,
    "g": texts.GATE_GROUP,
    "b": texts.GATE_BUTTON,
    "i": texts.GATE_INLINE,
    "a": texts.ONLY_ADMIN,
    "c": texts.ONLY_CHAT_ADMIN,
    "p": texts.ONLY_PRIVATE,
    "n": texts.NOT_YOURS,
    "f": texts.FOREIGN,
    "o": texts.OLD,
    "O": texts.OLD_COMMAND,
    "?": texts.ADMIT_ASK,
    "W": texts.WELCOME_GROUP,
}
"""Letters of the table, besides "+" done, "-" silence, "." does not occur."""
REFUSED = frozenset("GgbiapnfoO")


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `done` is how what the bot says begins when it does it, in private and in groups:
    a text, or with "@" the id of a courtesy.

    `cells` are letters: the roles, in the three places, first with BOT_ACCESS=invite, then open.
    """

    name: str
    act: Act
    done: tuple[str, str]
    cells: str


def standing(api: BotApi, asker: int, chat: int | None, data: str = "n") -> Json:
    """A message of the bot from earlier, with a button, in answer to somebody's question."""
    place = api.world.chat(asker if chat is None else chat)
    asked = api.world.post(place, api.world.user(asker), {"text": QUESTION})
    keyboard = [[{"text": "…", "callback_data": data}]]
    content = {"text": ANSWER, "reply_markup": {"inline_keyboard": keyboard}}
    return api.world.post(place, api.world.bot, content | place.quoted(asked["message_id"]))


def say(text: str, in_groups: str = "") -> Act:
    def act(api: BotApi, user: int, chat: int | None) -> None:
        api.text(user, in_groups or text if chat else text, chat)

    return act


def reply(text: str) -> Act:
    def act(api: BotApi, user: int, chat: int | None) -> None:
        api.text(user, text, chat, reply_to=standing(api, user, chat)["message_id"])

    return act


def change(text: str) -> Act:
    """An old message is edited."""

    def act(api: BotApi, user: int, chat: int | None) -> None:
        place = api.world.chat(user if chat is None else chat)
        old = api.world.post(place, api.world.user(user), {"text": "？"})
        api.edit(place.id, old["message_id"], text)

    return act


def show(kind: str, caption: str | None = None) -> Act:
    def act(api: BotApi, user: int, chat: int | None) -> None:
        api.media(user, kind, caption, chat)

    return act


def look_up(text: str) -> Act:
    def act(api: BotApi, user: int, chat: int | None) -> Json:
        return api.inline(user, text, chat_type="group" if chat else "sender")

    return act


def press(pressed: Pressed | str, *, gone: bool = False, asker: int | None = None) -> Act:
    """`gone`: Telegram shows the message no more; `asker`: somebody else had asked."""

    def act(api: BotApi, user: int, chat: int | None) -> Json:
        data = pressed if isinstance(pressed, str) else encode(pressed)
        message = standing(api, asker or user, chat, data)
        if gone:
            api.erase(user if chat is None else chat, message["message_id"])
        return api.press(user, chat, message["message_id"], data=data)

    return act


def stand(before: str, after: str) -> Act:
    """The bot itself is put in or out."""

    def act(api: BotApi, user: int, chat: int | None) -> None:
        place = api.world.chat(user if chat is None else chat)
        place.members[api.world.bot["id"]] = before
        api.member(place.id, after, by=user)

    return act


def migrate(api: BotApi, user: int, chat: int | None) -> None:
    api.message(user, chat, migrate_to_chat_id=(chat or 0) - 10**12)


def same(text: str) -> tuple[str, str]:
    return text, text


HELLO, HOW, KEPT, TOPICS = "@greeting", "@help", "@privacy", "@topics"
UNKNOWN, ENTRY_TITLE = "没有这个命令", "小组会多久开一次"
NEVER = ("", "")
HANDED = texts.HANDED.format(text=QUESTION).split("\n", maxsplit=1)[0]
FORGOTTEN = (texts.FORGOTTEN, texts.FORGOTTEN_GROUP)
LINK, ADMIN_LINK, REALLY = "邀请链接，", "管理员邀请，", "撤销 "
ALL = "++++ ++++ ++++"
MEMBERS = "G+++ gg++ ++++"
BUTTON = "b+++ bb++ ++++"
OPERATOR = "aa++ aa.. aa.. | aa++ aa.. aa.."  # such buttons stand in private chats only
SILENT = "---- ---- ---- | ---- ---- ----"

# fmt: off
LINES = [
    #    what            how                       done                  invite           open
    Line("/start",       say("/start"),            (TOPICS, HOW),        "G+++ ???? ++++ | " + ALL),
    Line("/help",        say("/help"),             same(HOW),            f"{ALL} | {ALL}"),
    Line("/topics",      say("/topics"),           same(TOPICS),         f"{MEMBERS} | {ALL}"),
    Line("/privacy",     say("/privacy"),          same(KEPT),           f"{MEMBERS} | {ALL}"),
    Line("/ask",         say("/ask"),              same(texts.ASK_HOW),  f"{MEMBERS} | {ALL}"),
    Line("/cancel",      say("/cancel"),  (texts.NOTHING_TO_CANCEL, texts.NOTHING_TO_CANCEL_GROUP),
         f"{MEMBERS} | {ALL}"),
    Line("/forget",      say("/forget"),  (texts.FORGET_ASK, texts.FORGET_ASK_GROUP),
         "G+++ gg++ cc++ | ++++ cc++ cc++"),
    Line("/export",      say("/export"),           same(texts.EXPORTED),
         "G+++ gg++ cc++ | ++++ cc++ cc++"),
    Line("/invite",      say("/invite"),           same(LINK),
         "Ga++ --pp --pp | aa++ --pp --pp"),
    Line("/admin",       say("/admin"),            same(texts.USE),
         "Ga++ --pp --pp | aa++ --pp --pp"),
    Line("/admin@us",    say("/admin@zuzhang_test_bot"), same(texts.USE),
         "Ga++ ggpp aapp | aa++ aapp aapp"),
    Line("unknown",      say("/nosuch"),           same(UNKNOWN),
         "G+++ ---- ---- | ++++ ---- ----"),
    Line("unknown@us",   say("/nosuch@zuzhang_test_bot"), (UNKNOWN, texts.ASK_HOW),
         f"{MEMBERS} | {ALL}"),
    Line("for another",  say("/help@another_bot"), NEVER,                SILENT),
    Line("question",     say(QUESTION, f"/ask {QUESTION}"), same(ANSWER), f"{MEMBERS} | {ALL}"),
    Line("reply",        reply(QUESTION),          same(ANSWER),         f"{MEMBERS} | {ALL}"),
    Line("overheard",    say("你好", "今天几点开会"), same(HELLO),
         "G+++ ---- ---- | ++++ ---- ----"),
    Line("edited",       change(f"/ask {QUESTION}"), same(ANSWER),       f"{MEMBERS} | {ALL}"),
    Line("edited into a command", change("/help"), NEVER,                SILENT),
    Line("no text",      show("voice"),            same(texts.NO_TEXT),
         "G+++ ---- ---- | ++++ ---- ----"),
    Line("caption",      show("photo", QUESTION),  same(ANSWER),
         "G+++ ---- ---- | ++++ ---- ----"),
    Line("inline",       look_up(QUESTION),        same(ENTRY_TITLE),
         f"i+++ i+++ i+++ | {ALL}"),
    Line("ShowEntry",    press(ShowEntry(ENTRY)),  same(ANSWER),         f"{BUTTON} | {ALL}"),
    Line("ShowTopic",    press(ShowTopic(TOPIC)),  same("小组会"),        f"{BUTTON} | {ALL}"),
    Line("ShowTopics",   press(ShowTopics()),      same("能问的话题"),     f"{BUTTON} | {ALL}"),
    Line("NoneOfThese",  press(NoneOfThese()), same(chat_texts.NONE_OF_THESE_REPLY),
         f"{BUTTON} | {ALL}"),
    Line("Rate up",      press(Rate(ENTRY, up=True)), same(texts.RATED_UP),  f"{BUTTON} | {ALL}"),
    Line("Rate down",    press(Rate(ENTRY, up=False)), same(texts.RATED_DOWN),
         f"{BUTTON} | {ALL}"),
    Line("HandOver",     press(HandOver()),        same(HANDED),         f"{BUTTON} | {ALL}"),
    Line("HandOver of an entry", press(HandOver(ENTRY)), same(HANDED),   f"{BUTTON} | {ALL}"),
    Line("Admit",        press(Admit()),           same(texts.WELCOME_GROUP),
         "aa.. aa++ aa++ | aa.. aa++ aa++"),
    Line("Forget no",    press(Forget(sure=False)), same(texts.NOT_FORGOTTEN),
         f"++++ bb++ ++++ | {ALL}"),
    Line("Forget yes",   press(Forget(sure=True)), FORGOTTEN, "++++ bb++ cc++ | ++++ cc++ cc++"),
    Line("Revoke",       press(Revoke(1)),         same(texts.INVITES_LIVE), OPERATOR),
    Line("Revoke members?", press(Revoke(1, members=True)), same(REALLY), OPERATOR),
    Line("Revoke members", press(Revoke(1, members=True, sure=True)), same(texts.INVITES_LIVE),
         OPERATOR),
    Line("Invite",       press(Invite(administrator=False)), same(LINK), OPERATOR),
    Line("Invite administrator", press(Invite(administrator=True)), same(ADMIN_LINK), OPERATOR),
    Line("Administer use", press(Administer("use")), same(texts.USE),    OPERATOR),
    Line("Administer unanswered", press(Administer("unanswered")), same(texts.UNANSWERED),
         OPERATOR),
    Line("Administer disliked", press(Administer("disliked")), same(texts.DISLIKED), OPERATOR),
    Line("Administer failures", press(Administer("failures")), same(texts.FAILURES), OPERATOR),
    Line("Administer invites", press(Administer("invites")), same(texts.INVITES_LIVE), OPERATOR),
    Line("foreign button", press("zz:1"),          NEVER,
         "bfff bbff ffff | ffff ffff ffff"),
    Line("button too old", press(ShowTopics(), gone=True), NEVER,
         "booo bboo oooo | oooo oooo oooo"),
    Line("Admit too old", press(Admit(), gone=True), NEVER,
         "aa.. aaOO aaOO | aa.. aaOO aaOO"),
    Line("Administer too old", press(Administer("use"), gone=True), NEVER,
         "aaOO aa.. aa.. | aaOO aa.. aa.."),
    Line("Forget too old", press(Forget(sure=True), gone=True), NEVER,
         "OOOO bbOO OOOO | OOOO OOOO OOOO"),
    Line("another's button", press(ShowTopics(), asker=STRANGER), NEVER,
         ".... bbnn nnnn | .... nnnn nnnn"),
    Line("another's Forget", press(Forget(sure=True), asker=STRANGER), NEVER,
         ".... bbnn nnnn | .... nnnn nnnn"),
    Line("bot put in",   stand("kicked", "member"), NEVER,
         "---- ??WW --WW | ---- WWWW WWWW"),
    Line("bot put out",  stand("member", "kicked"), NEVER,               SILENT),
    Line("group moved",  migrate,                  NEVER,
         ".... ---- ---- | .... ---- ----"),
]
# fmt: on
MET = {"/start"}
"""Who says so is kept as a chat that the bot met, let in or not."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A user of their own (and a group of their own) for each cell."""

    line: int
    place: int
    role: int

    @property
    def user(self) -> int:
        return 2_000_000_000 + self.line * 100 + self.place * 10 + self.role

    @property
    def group(self) -> int | None:
        return -self.user if self.place else None

    def __str__(self) -> str:
        return f"{ROLES[self.role]}, {PLACES[self.place]}"


def cells(*lines: int) -> list[Cell]:
    places, roles = range(len(PLACES)), range(len(ROLES))
    return [Cell(line, place, role) for line in lines for place in places for role in roles]


def expected(line: int) -> dict[Access, dict[Cell, str]]:
    """The letters of a line that occur."""
    found = {}
    for access, half in zip(Access, LINES[line].cells.split(" | "), strict=True):
        letters = half.replace(" ", "")
        pairs = zip(cells(line), letters, strict=True)
        found[access] = {cell: letter for cell, letter in pairs if letter != "."}
    return found


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """The houses of this module live as long as it."""
    return "asyncio"


@pytest.fixture(scope="module")
async def houses(
    tmp_path_factory: pytest.TempPathFactory, on_telegram: Assistant
) -> AsyncIterator[dict[Access, House]]:
    """A bot for each BOT_ACCESS, both with the same people and groups in their databases."""
    folders = {access: tmp_path_factory.mktemp(access) for access in Access}
    first, *others = folders.values()
    await furnish(first / DATABASE_FILE)
    for other in others:
        shutil.copy(first / DATABASE_FILE, other)
    everyone = cells(*range(len(LINES)))
    admins = tuple(cell.user for cell in everyone if cell.role == 3)
    async with contextlib.AsyncExitStack() as stack:
        found = {}
        for access, folder in folders.items():
            api = await stack.enter_async_context(BotApi())
            for cell in everyone:
                if cell.role >= 2:
                    api.chat(cell.user)  # menus can be set for those only who wrote before
            opening = running(folder, on_telegram, access=access, admins=admins, api=api)
            found[access] = await stack.enter_async_context(opening)
        yield found


async def furnish(database: Path) -> None:
    """Members, administrators by code, groups let in, an invitation to revoke and one to stay."""
    store = await Store.open(database, NOW)
    for code in ("one", "two"):
        await store.invites.create(code, Role.MEMBER, created_by=None, now=NOW)
    await store.close()
    everyone = cells(*range(len(LINES)))
    members = [
        {"user_id": cell.user, "role": cell.role, "since": NOW}
        for cell in everyone
        if cell.role in {Role.MEMBER, Role.ADMIN}
    ]
    groups = [
        {"chat_id": cell.group, "kind": Kind.GROUP, "admitted": True, "reachable": True}
        for cell in everyone
        if cell.place == 2
    ]
    file = Database(database)
    async with file.writing() as connection:
        await connection.execute(insert(tables.members), members)
        await connection.execute(
            insert(tables.chats), [{**group, "since": NOW} for group in groups]
        )
    await file.dispose()


@pytest.mark.parametrize(
    "number",
    [pytest.param(number, id=line.name) for number, line in enumerate(LINES)],
)
async def test_who_may(number: int, houses: dict[Access, House]) -> None:
    line, wanted = LINES[number], expected(number)
    before = {access: kept(house) for access, house in houses.items()}
    start = {access: len(house.api.calls) for access, house in houses.items()}
    queries = {
        access: {cell: line.act(house.api, cell.user, cell.group) for cell in wanted[access]}
        for access, house in houses.items()
    }
    await asyncio.gather(*(house.api.idle(quiet=0.03) for house in houses.values()))
    for access, house in houses.items():
        got = {
            cell: letter(house, line, cell, heard(house.api, start[access], cell, query))
            for cell, query in queries[access].items()
        }
        assert named(access, got) == named(access, wanted[access])
        changed = before[access] ^ kept(house)
        assert [cell for cell in refused(line, wanted[access]) if touched(cell, changed)] == []
        check(house.api)


def refused(line: Line, letters: dict[Cell, str]) -> list[Cell]:
    """The cells in which nothing may be written down."""
    return [cell for cell in letters if letters[cell] in REFUSED and line.name not in MET]


def touched(cell: Cell, changed: Kept) -> bool:
    """Whether something about that user or group was written down or deleted."""
    ours = {cell.user, cell.group or cell.user}
    return any(ours & {value for _, value in row} for _, row in changed)


def named(access: Access, letters: dict[Cell, str]) -> dict[str, str]:
    return {f"{cell}, {access}": found for cell, found in letters.items()}


def heard(api: BotApi, after: int, cell: Cell, query: Json | None) -> list[str]:
    """Everything that was said to somebody: messages, edits, boxes, and inline results."""
    said = [call.text for call in api.shown(cell.group or cell.user, after)]
    for answer in api.world.queries[query["id"]].answers if query else ():
        said += [answer["text"]] if answer.get("text") else []
        said += [answer["button"]["text"]] if answer.get("button") else []
        said += [result["title"] for result in answer.get("results") or ()]
    return said


def letter(house: House, line: Line, cell: Cell, said: list[str]) -> str:
    """The letter for what was said; all of it if there is none."""
    done = line.done[cell.place > 0]
    if done.startswith("@"):
        courtesy = house.assistant.base.smalltalk[done[1:]]
        done = courtesy.on_telegram or courtesy.reply
    if not said:
        return "-"
    if done and any(text.startswith(done) for text in said) and not {*said} & refusals():
        return "+"
    return next((mark for mark, text in SAID.items() if said == [text]), repr(said))


def refusals() -> set[str]:
    return {SAID[mark] for mark in REFUSED} | {texts.BROKE}


def kept(house: House) -> Kept:
    """Every row of the database."""
    return {
        (table, frozenset(row.items())) for table, found in rows(house).items() for row in found
    }


# Nothing is missing from the table.


def meanings() -> Iterator[Event]:
    """What the events of the table mean to the bot."""
    for number, line in enumerate(LINES):
        for wanted in expected(number).values():
            for cell in wanted:
                api = BotApi()
                line.act(api, cell.user, cell.group)
                me = User.de_json(api.exchange.me, None)
                update = Update.de_json(api.world.updates.pending[-1], None)
                if meaning := read(update, me):
                    yield meaning


def test_every_command_event_and_button_is_in_the_table() -> None:
    found = list(meanings())
    assert {type(event) for event in found} == {*get_args(Event)}
    commands = {event.name for event in found if isinstance(event, Command)}
    assert {*COMMANDS, "nosuch"} == commands
    pressed = {decode(event.data) for event in found if isinstance(event, Press)}
    assert {type(each) for each in pressed} == {*get_args(Pressed), type(None)}
    pages = {each.page for each in pressed if isinstance(each, Administer)}
    assert pages == {*get_args(Administer.__annotations__["page"])}
    for choice in (Forget(True), Forget(False), Invite(True), Invite(False), HandOver()):
        assert choice in pressed


def test_the_table_has_a_cell_for_everybody_everywhere() -> None:
    for number, line in enumerate(LINES):
        letters = "".join("".join(cell.values()) for cell in expected(number).values())
        assert {*letters} <= {*SAID, "+", "-"}, line.name
    assert len({line.name for line in LINES}) == len(LINES)


def test_every_handler_is_reached_from_the_dispatcher() -> None:
    """So that the events, commands and buttons above are all there is."""
    named = {name for method in methods(Dispatcher) for name in method.__code__.co_names}
    named |= {handler.__name__ for _, handler in COMMANDS.values()}
    found = {
        handler.__name__
        for module in (administering, asking, inline, joining, keeping, pressing)
        for handler in handlers(module)
    }
    assert found
    assert found <= named


def methods(cls: type) -> list[FunctionType]:
    return [each for each in vars(cls).values() if isinstance(each, FunctionType)]


def handlers(module: ModuleType) -> Iterator[FunctionType]:
    """Public coroutines of a module that take the desk and an event."""
    kinds = {*get_args(Event), events.Event}
    for name, function in vars(module).items():
        ours = getattr(function, "__module__", "") == module.__name__
        if ours and not name.startswith("_") and inspect.iscoroutinefunction(function):
            takes = list(inspect.signature(function).parameters.values())
            if len(takes) > 1 and takes[0].annotation is Desk and takes[1].annotation in kinds:
                yield function


# What one person does many times is refused once.


async def test_a_stranger_is_told_once_about_an_album(houses: dict[Access, House]) -> None:
    api, stranger = houses[Access.INVITE].api, 3_000_000_001
    for _ in range(5):
        api.media(stranger, "photo", media_group_id="7")
    await api.idle()
    assert [message["text"] for message in api.said(stranger)] == [texts.GATE]


async def test_a_stranger_on_the_move_is_told_once(houses: dict[Access, House]) -> None:
    api, stranger = houses[Access.INVITE].api, 3_000_000_002
    place = api.media(stranger, "location")
    for _ in range(5):
        api.world.push("edited_message", place | {"edit_date": place["date"]}, stranger)
    await api.idle()
    assert [message["text"] for message in api.said(stranger)] == [texts.GATE]
