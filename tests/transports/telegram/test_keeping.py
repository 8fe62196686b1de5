"""What is kept: said, exported, forgotten; the list that is open, cancelled and outlived."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.constants import ChatID

from bot.answering.assistant import MEMORY, Assistant
from bot.config import Access
from bot.messages import ShowEntry
from bot.texts import chat as chat_texts
from bot.texts import telegram as texts
from bot.transports.telegram.presses import Forget, decode, encode
from tests.transports.telegram.house import MEMBER, OWNER, House
from tests.transports.telegram.looking import (
    Row,
    about,
    ask,
    bring,
    calm,
    check,
    done,
    last,
    let_in,
    restart,
    rows,
    tap,
)

pytestmark = pytest.mark.anyio

QUESTION, ANSWER, CHOICE = "小组会多久开一次", "一般每月一次", "记录"
UNKNOWN = "今天天气怎么样"
PRIVATE_TABLES = {"members", "chats", "conversations", "exchanges", "ratings", "handed_over"}
"""Where somebody who has done everything leaves a trace."""
GROUP_TABLES = PRIVATE_TABLES - {"members"}
WITHOUT_ANYBODY = {"schema_version", "sqlite_sequence", "tallies", "questions", "failures"}
"""Tables without a column that says whom a row is about."""


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """The house of this module lives as long as it."""
    return "asyncio"


@pytest.fixture(scope="module")
async def owned(
    tmp_path_factory: pytest.TempPathFactory, on_telegram: Assistant
) -> AsyncIterator[House]:
    """A house with an administrator, in which nothing is refused; each test has its own people.

    Their numbers are long, so that nothing else in the database looks like one.
    """
    async with calm(tmp_path_factory.mktemp("owned"), on_telegram) as house:
        await house.own()
        yield house


@pytest.fixture
async def home(owned: House) -> AsyncIterator[House]:
    """The same with its clock put right, and its errors seen, after every test."""
    yield owned
    owned.clock.ahead = dt.timedelta()
    await done(owned.api)
    check(owned.api)


# What is said about it.


async def test_what_is_kept_is_said_at_first_use_and_when_asked(home: House) -> None:
    person = 8_100_000_001
    kept = home.assistant.base.smalltalk["privacy"]
    promised = kept.on_telegram or kept.reply
    assert "/export" in promised
    assert "/forget" in promised
    await let_in(home, person)
    assert promised in home.api.said(person)[0]["text"]
    assert await ask(home, person, "/privacy") == promised
    assert await ask(home, person, "你会保存我的问题吗") == promised


# Forgetting.


async def leave_traces(house: House, person: int, chat: int | None = None) -> None:
    """Use everything there is, in private or in a group."""
    where, prefix = chat or person, "/ask " if chat else ""
    await ask(house, person, prefix + QUESTION, chat)
    await tap(house, person, texts.UP, chat)
    await ask(house, person, prefix + UNKNOWN, chat)
    await tap(house, person, texts.HAND_OVER, chat)
    await ask(house, person, prefix + CHOICE, chat)
    await house.api.idle()
    expected = GROUP_TABLES if chat else PRIVATE_TABLES
    assert about(house, where) == expected  # or there would be nothing to forget


LOSES, LAST, HANDED = texts.FORGET_LOSES, texts.FORGET_LAST, texts.FORGET_HANDED


@pytest.mark.parametrize(
    ("settings", "who", "lines"),
    [
        ((Access.INVITE, ()), MEMBER, [LOSES, HANDED]),
        ((Access.INVITE, ()), OWNER, [LOSES, LAST, HANDED]),
        ((Access.OPEN, ()), OWNER, [LAST, HANDED]),
        ((Access.OPEN, ()), MEMBER, [HANDED]),
        ((Access.INVITE, (OWNER,)), OWNER, [HANDED]),
    ],
)
async def test_what_forgetting_costs_is_said(
    tmp_path: Path,
    on_telegram: Assistant,
    settings: tuple[Access, tuple[int, ...]],
    who: int,
    lines: list[str],
) -> None:
    access, admins = settings
    async with calm(tmp_path, on_telegram, access=access, admins=admins) as house:
        if not admins:
            await house.own()
        if access is Access.INVITE:
            await let_in(house, MEMBER)
        assert await ask(house, who, "/forget") == "\n".join([texts.FORGET_ASK, *lines])


async def test_nothing_is_kept_of_who_is_shown_out(tmp_path: Path, on_telegram: Assistant) -> None:
    person, other = 8_210_000_001, 8_210_000_002
    async with calm(tmp_path, on_telegram) as house:
        await house.own()
        await let_in(house, other)
        await let_in(house, person)
        await leave_traces(house, person)
        await leave_traces(house, other)
        await ask(house, OWNER, "/admin")
        await tap(house, OWNER, texts.TO_INVITES)
        shown = house.api.said(OWNER)[-1]["reply_markup"]["inline_keyboard"]
        (_, youngest) = [
            each["callback_data"]
            for row in shown
            for each in row
            if each["callback_data"].startswith("R:")
        ]
        await tap(house, OWNER, youngest)
        assert last(house.api, OWNER).endswith(
            "还在用的 1 人也不能再用，他们的数据一起删。确定吗？"
        )
        assert about(house, person) == PRIVATE_TABLES
        await tap(house, OWNER, texts.REVOKE_SURE)
        await house.api.idle()
        assert about(house, person) == set()
        assert about(house, other) == PRIVATE_TABLES


async def test_forgetting_asks_and_leaves_no_row_behind(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    person, other, group = 8_200_000_001, 8_200_000_002, -8_200_000_003
    async with calm(tmp_path, on_telegram) as house:
        await house.own()
        await let_in(house, person, other)
        await bring(house, group)
        await leave_traces(house, person, group)
        await leave_traces(house, person)
        await leave_traces(house, other)
        before = rows(house)
        (asking,) = house.api.shown(person, after=await asked(house, person, "/forget"))
        assert (asking.text, asking.buttons) == (
            "\n".join([texts.FORGET_ASK, texts.FORGET_LOSES, texts.FORGET_HANDED]),
            [texts.FORGET_YES, texts.FORGET_NO],
        )
        await tap(house, person, texts.FORGET_NO)
        assert last(house.api, person) == texts.NOT_FORGOTTEN
        await house.api.idle()
        assert rows(house) | {"exchanges": []} == before | {"exchanges": []}
        assert (await ask(house, person, QUESTION)).startswith(ANSWER)

        await ask(house, person, "/forget")
        await tap(house, person, texts.FORGET_YES)
        assert last(house.api, person) == texts.FORGOTTEN
        assert "reply_markup" not in house.api.said(person)[-1]
        await house.api.idle()
        assert about(house, person) == set()
        assert await ask(house, person, QUESTION) == texts.GATE
        await restart(house)
        assert about(house, person) == set()
        assert await ask(house, person, QUESTION) == texts.GATE

        kept = rows(house)
        assert about(house, other) == PRIVATE_TABLES
        assert len(kept["questions"]) == len(before["questions"]) == 3  # nobody's
        in_group = [row for row in kept["chats"] if row["chat_id"] == group]
        assert [row["admitted"] for row in in_group] == [1]


async def asked(house: House, user: int, text: str) -> int:
    """Say something, and wait until it is handled; the number of calls before."""
    before = len(house.api.calls)
    await ask(house, user, text)
    return before


async def test_what_is_not_yet_written_is_forgotten_too(home: House) -> None:
    """Asked and forgotten in one breath: nothing of it reaches the file afterwards."""
    person = 8_205_000_001
    await let_in(home, person)
    await ask(home, person, "/forget")
    home.api.text(person, CHOICE)
    await tap(home, person, texts.FORGET_YES)
    await home.api.idle()
    assert last(home.api, person) == chat_texts.DID_YOU_MEAN  # answered it was
    assert about(home, person) == set()


async def test_an_administrator_is_forgotten_too(home: House) -> None:
    """What others use stays, without a name."""
    person = 8_210_000_001
    await ask(home, OWNER, "/invite")
    await tap(home, OWNER, texts.INVITE_ADMIN)
    await ask(home, person, "/start " + last(home.api, OWNER).split("start=")[1].split()[0])
    link = (await ask(home, person, "/invite")).split("start=")[1].split()[0]
    assert about(home, person) >= {"members", "invites", "chats"}
    await ask(home, person, "/forget")
    await tap(home, person, texts.FORGET_YES)
    await home.api.idle()
    assert about(home, person) == set()
    assert await ask(home, person, "/admin") == texts.GATE
    assert (await ask(home, 8_210_000_002, f"/start {link}")).startswith(texts.WELCOME_MEMBER)


async def test_a_forgotten_administrator_has_the_menu_of_everybody(home: House) -> None:
    person = 8_220_000_001
    await ask(home, OWNER, "/invite")
    await tap(home, OWNER, texts.INVITE_ADMIN)
    await ask(home, person, "/start " + last(home.api, OWNER).split("start=")[1].split()[0])
    await ask(home, person, "/forget")
    await tap(home, person, texts.FORGET_YES)
    assert "admin" not in {command["command"] for command in home.api.menu(person)}


SPEAKERS = {
    "anybody": (8_300_000_001, "member", False),
    "a member": (8_300_000_002, "member", False),
    "an administrator of the group": (8_300_000_003, "administrator", True),
    "its owner": (8_300_000_004, "creator", True),
    "who has left": (8_300_000_005, "left", False),
    "the bot's administrator": (OWNER, "member", True),
}
"""User, standing in the group, and whether they speak for it."""


@pytest.mark.parametrize(("person", "status", "may"), SPEAKERS.values(), ids=SPEAKERS)
async def test_who_may_speak_for_a_group(home: House, person: int, status: str, may: bool) -> None:
    group = -8_310_000_000 - person % 1000
    await bring(home, group)
    if person == SPEAKERS["a member"][0]:
        await let_in(home, person)
    await leave_traces(home, person, group)
    home.api.status(group, person, status)

    assert await ask(home, person, "/export", group) == (
        texts.EXPORTED if may else texts.ONLY_CHAT_ADMIN
    )
    said = await ask(home, person, "/forget", group)
    assert said == (texts.FORGET_ASK_GROUP if may else texts.ONLY_CHAT_ADMIN)
    if not may:
        await home.api.idle()
        assert about(home, group) == GROUP_TABLES
        return
    assert await tap(home, 8_300_000_009, texts.FORGET_YES, group) == texts.NOT_YOURS
    assert about(home, group) == GROUP_TABLES
    await tap(home, person, texts.FORGET_YES, group)
    assert last(home.api, group) == texts.FORGOTTEN_GROUP
    await home.api.idle()
    assert about(home, group) == set()
    assert await ask(home, 8_300_000_009, f"/ask {QUESTION}", group) == texts.GATE_GROUP


async def test_who_is_administrator_no_more_may_not_press(home: House) -> None:
    person, group = 8_320_000_001, -8_320_000_002
    await bring(home, group)
    home.api.status(group, person, "administrator")
    assert await ask(home, person, "/forget", group) == texts.FORGET_ASK_GROUP
    home.api.status(group, person, "member")
    assert await tap(home, person, texts.FORGET_YES, group) == texts.ONLY_CHAT_ADMIN
    assert about(home, group) == {"chats"}
    assert (await ask(home, person, f"/ask {QUESTION}", group)).startswith(ANSWER)


async def test_an_administrator_who_hides_his_name_may_too(home: House) -> None:
    """Only administrators can speak as the group itself; the button is pressed under one's name."""
    group, administrator = -1_008_340_000_001, 8_340_000_002
    await bring(home, group)
    home.api.status(group, administrator, "administrator")
    nobody = {"id": ChatID.ANONYMOUS_ADMIN, "is_bot": True, "username": "GroupAnonymousBot"}
    home.api.text(nobody, "/forget", group, sender_chat=home.api.chat(group).public())
    await done(home.api)
    assert last(home.api, group) == texts.FORGET_ASK_GROUP
    await tap(home, administrator, texts.FORGET_YES, group)
    assert about(home, group) == set()


async def test_an_old_button_forgets_nothing_twice(home: House) -> None:
    """There is nothing left, and that is what is said."""
    person = 8_330_000_001
    await let_in(home, person)
    await ask(home, person, "/forget")
    message = home.api.said(person)[-1]["message_id"]
    await tap(home, person, texts.FORGET_YES)
    query = home.api.press(person, message_id=message, data=encode(Forget(sure=True)))
    assert "text" not in await home.api.answered(query)
    assert last(home.api, person) == texts.FORGOTTEN
    assert about(home, person) == set()


# Exporting.


async def exported(house: House, user: int, chat: int | None = None) -> dict[str, list[Row]]:
    """The file that /export brings."""
    assert await ask(house, user, "/export", chat) == texts.EXPORTED
    document = house.api.said(chat or user)[-1]["document"]
    assert document["file_name"] == texts.EXPORT_FILE
    content: dict[str, list[Row]] = json.loads(house.api.file(document["file_id"]))
    return content


def expected_export(house: House, number: int) -> dict[str, int]:
    """How many rows of each table have the number in a column."""
    return {
        name: sum(number in row.values() for row in found)
        for name, found in rows(house).items()
        if name not in WITHOUT_ANYBODY
    }


async def test_the_export_is_everything_and_nothing_else(home: House) -> None:
    person, other, group = 8_400_000_001, 8_400_000_002, -8_400_000_003
    await bring(home, group)
    await let_in(home, person, other)
    for each in (person, other):
        await leave_traces(home, each)
    await ask(home, person, f"/ask {QUESTION}", group)
    await tap(home, person, texts.DOWN, group)
    found = await exported(home, person)
    await home.api.idle()
    expected = expected_export(home, person)
    expected["exchanges"] -= 1  # that /export was done is noted afterwards
    assert {name: len(kept) for name, kept in found.items()} == expected
    assert {name for name, kept in found.items() if kept} >= PRIVATE_TABLES
    text = json.dumps(found, ensure_ascii=False)
    assert str(other) not in text
    assert QUESTION not in text
    assert UNKNOWN not in text
    for name, kept in found.items():
        wanted = [row for row in rows(home)[name] if person in row.values()]
        for row, original in zip(kept, wanted, strict=name != "exchanges"):
            assert row.keys() == original.keys() - {"code_hash"}
    assert found["members"][0]["role"] == "member"
    (offered,) = [row["offered"] for row in found["conversations"] if row["chat_id"] == person]
    assert isinstance(offered, list)
    assert chat_texts.NONE_OF_THESE in offered


async def test_an_administrators_export_has_no_codes(home: House) -> None:
    made = len(rows(home)["invites"])
    await ask(home, OWNER, "/invite")
    found = await exported(home, OWNER)
    assert len(found["invites"]) >= 1
    assert len(rows(home)["invites"]) == made + 1
    hashes = {str(row["code_hash"]) for row in rows(home)["invites"]}
    assert [code for code in hashes if code in json.dumps(found)] == []


async def test_a_groups_export(home: House) -> None:
    person, group = 8_410_000_001, -8_410_000_002
    await bring(home, group)
    await leave_traces(home, person, group)
    found = await exported(home, OWNER, group)
    assert {name: len(kept) for name, kept in found.items()} == expected_export(home, group)
    assert {name for name, kept in found.items() if kept} == GROUP_TABLES


async def test_nothing_is_kept_of_who_did_nothing(tmp_path: Path, on_telegram: Assistant) -> None:
    person = 8_420_000_001
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        found = await exported(house, person)
        assert [name for name, kept in found.items() if kept] == []


# The open list.


def first_choice(house: House, chat: int) -> str:
    """Title of the first entry among the buttons shown last."""
    keyboard = house.api.said(chat)[-1]["reply_markup"]["inline_keyboard"]
    action = decode(keyboard[0][0]["callback_data"])
    assert isinstance(action, ShowEntry)
    return chat_texts.ENTRY.format(title=house.assistant.base.entries[action.entry_id].title)


async def test_cancelling_closes_the_list(home: House) -> None:
    person = 8_500_000_001
    await let_in(home, person)
    assert await ask(home, person, CHOICE) == chat_texts.DID_YOU_MEAN
    title = first_choice(home, person)
    assert await ask(home, person, "/cancel") == texts.CANCELLED
    assert await ask(home, person, "/cancel") == texts.NOTHING_TO_CANCEL
    assert title not in await ask(home, person, "1")


async def test_a_list_is_cancelled_for_one_person_of_a_group(home: House) -> None:
    one, other, group = 8_510_000_001, 8_510_000_002, -8_510_000_003
    await bring(home, group)
    await ask(home, one, f"/ask {CHOICE}", group)
    title = first_choice(home, group)
    assert await ask(home, other, "/cancel", group) == texts.NOTHING_TO_CANCEL_GROUP
    assert title not in await ask(home, other, "/ask 1", group)
    assert title in await ask(home, one, "/ask 1", group)
    await ask(home, one, f"/ask {CHOICE}", group)
    assert await ask(home, one, "/cancel", group) == texts.CANCELLED_GROUP
    assert title not in await ask(home, one, "/ask 1", group)


@pytest.mark.parametrize(
    ("later", "picks"),
    [(dt.timedelta(), True), (MEMORY * 0.9, True), (MEMORY * 1.1, False)],
    ids=["at once", "nine minutes later", "eleven minutes later"],
)
async def test_a_number_picks_after_a_restart(
    tmp_path: Path, on_telegram: Assistant, later: dt.timedelta, picks: bool
) -> None:
    person = 8_520_000_001
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        assert await ask(house, person, CHOICE) == chat_texts.DID_YOU_MEAN
        title = first_choice(house, person)
        house.clock.ahead = later
        await restart(house)
        assert (title in await ask(house, person, "1")) is picks
