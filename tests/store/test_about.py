"""Forgetting, exporting and moving all that is about a chat."""

import asyncio
import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.messages import Conversation
from bot.store.chats import Kind
from bot.store.conversations import Place
from bot.store.members import Role
from bot.store.store import Store
from bot.store.tables import conversations, metadata
from tests.conftest import NOON
from tests.store.material import (
    GROUP,
    OFFERED,
    OTHER,
    SUPERGROUP,
    USER,
    fill,
    naming,
    opened,
    rows,
    rows_of,
)

pytestmark = pytest.mark.anyio
LATER = NOON + dt.timedelta(minutes=1)
TABLES = {table.name for table in metadata.sorted_tables}
NAMELESS = {"questions", "tallies", "failures"}
"""Tables in which nobody is named."""


@pytest.mark.parametrize(
    ("chat_id", "tables"),
    [
        (USER, TABLES - NAMELESS),
        (GROUP, TABLES - NAMELESS - {"members", "invites"}),
    ],
    ids=["a user", "a group"],
)
@pytest.mark.parametrize("flushed", [True, False], ids=["flushed", "pending"])
async def test_forgetting_leaves_no_row(
    store: Store, where: str | Path, chat_id: int, tables: set[str], flushed: bool
) -> None:
    await fill(store, USER, USER)
    await fill(store, GROUP, USER)
    await fill(store, GROUP, OTHER)
    if flushed:
        await store.flush()
        assert naming(await rows(store), chat_id).keys() == tables
    await store.forget(chat_id)
    await store.flush()
    left = await rows(store)
    assert naming(left, chat_id) == {}
    assert len(left["questions"]) == 2
    assert len(left["invites"]) == 3
    async with opened(where) as again:
        for each in (store, again):
            forgotten = Place(chat_id, 5, USER)
            assert each.conversations.get(forgotten, NOON) == Conversation()
            assert await each.exchanges.answer_of(chat_id, 11) is None
            assert not each.chats.admitted(chat_id)
            assert each.members.role(USER) is (Role.STRANGER if chat_id == USER else Role.MEMBER)


@pytest.mark.parametrize("flushed", [True, False], ids=["flushed", "pending"])
async def test_forgetting_leaves_the_others_alone(
    store: Store, where: str | Path, flushed: bool
) -> None:
    await fill(store, GROUP, OTHER)
    if flushed:
        await store.flush()
    before = await store.export(GROUP)
    await fill(store, USER, USER)
    await store.forget(USER)
    async with opened(where) as again:
        for each in (store, again):
            assert await each.export(GROUP) == before
            assert each.members.role(OTHER) is Role.MEMBER


async def test_invites_of_the_forgotten_can_still_be_found_and_revoked(store: Store) -> None:
    for role in (Role.MEMBER, Role.ADMIN):
        await store.invites.create(role.name, role, created_by=USER, now=NOON)
    before = [invite.id for invite in await store.invites.standing(NOON)]
    await store.forget(USER)
    await store.invites.withdraw(Role.ADMIN)
    assert len(before) == 2
    assert [invite.id for invite in await store.invites.standing(NOON)] == before
    assert await store.invites.revoke(before[0], NOON)


async def test_what_a_flush_is_writing_is_forgotten_too(store: Store) -> None:
    await fill(store, USER, USER)
    await asyncio.gather(store.flush(), store.forget(USER))
    await store.flush()
    assert naming(await rows(store), USER) == {}


async def test_the_export_is_all_there_is(store: Store) -> None:
    await fill(store, USER, USER)
    await fill(store, GROUP, OTHER)
    exported = await store.export(USER)
    assert json.loads(json.dumps(exported)) == exported
    assert exported.keys() == TABLES - NAMELESS
    at = NOON.isoformat()
    assert exported["members"] == [{"user_id": USER, "role": "member", "since": at, "invite_id": 1}]
    assert exported["conversations"] == [
        {
            "chat_id": USER, "thread_id": 5, "user_id": USER, "at": at,
            "offered": [button.label for button in OFFERED], "about": "",
        }
    ]  # fmt: skip
    assert exported["handed_over"] == [{"chat_id": USER, "message_id": 12, "day": at[:10]}]
    counts = {name: len(rows) for name, rows in exported.items() if isinstance(rows, list)}
    assert counts == dict.fromkeys(TABLES - NAMELESS, 1)
    assert str(OTHER) not in str(exported)
    assert "hash" not in str(exported)


async def test_the_export_of_an_unreadable_list_is_empty(store: Store) -> None:
    await fill(store, USER, USER)
    await store.flush()
    async with store._database.writing() as connection:
        await connection.execute(update(conversations).values(offered="?"))
    [kept] = await rows_of(store, conversations)
    exported = {**kept, "at": NOON.isoformat(), "offered": []}
    assert (await store.export(USER))["conversations"] == [exported]


async def test_the_export_of_the_unknown_is_empty(store: Store) -> None:
    assert await store.export(USER) == {name: [] for name in TABLES - NAMELESS}


@pytest.mark.parametrize("flushed", [True, False], ids=["flushed", "pending"])
async def test_every_row_of_a_group_moves(store: Store, where: str | Path, flushed: bool) -> None:
    await fill(store, GROUP, OTHER)
    await fill(store, USER, USER)
    if flushed:
        await store.flush()
    await store.move(GROUP, SUPERGROUP)
    async with opened(where) as before_flush:
        assert before_flush.chats.admitted(SUPERGROUP)
    await store.flush()
    found = await rows(store)
    moved, of_messages = {"chats", "conversations"}, {"exchanges", "ratings", "handed_over"}
    assert naming(found, SUPERGROUP) == dict.fromkeys(moved, 1)
    assert naming(found, GROUP) == {}
    assert naming(found, USER) == dict.fromkeys(moved | of_messages | {"members", "invites"}, 1)
    async with opened(where) as again:
        for each in (store, again):
            place = Place(SUPERGROUP, 5, OTHER)
            assert each.conversations.get(place, NOON) == Conversation(OFFERED, NOON)
            assert await each.exchanges.answer_of(SUPERGROUP, 11) is None
            assert each.chats.admitted(SUPERGROUP)
            assert not each.chats.admitted(GROUP)
            assert each.chats.count(Kind.SUPERGROUP) == 1


@pytest.mark.parametrize("flushed", [True, False], ids=["flushed", "pending"])
async def test_what_the_supergroup_has_already_stays(
    store: Store, where: str | Path, flushed: bool
) -> None:
    await fill(store, GROUP, OTHER)
    await store.chats.back(SUPERGROUP, Kind.SUPERGROUP, LATER)
    store.exchanges.note(SUPERGROUP, 11, 99, LATER)
    place = Place(SUPERGROUP, 5, OTHER)
    store.conversations.put(place, Conversation(OFFERED[:1], LATER))
    if flushed:
        await store.flush()
    await store.move(GROUP, SUPERGROUP)
    await store.flush()
    assert naming(await rows(store), GROUP) == {}
    async with opened(where, LATER) as again:
        for each in (store, again):
            assert await each.exchanges.answer_of(SUPERGROUP, 11) == 99
            assert each.conversations.get(place, LATER) == Conversation(OFFERED[:1], LATER)
            chat = each.chats.get(SUPERGROUP)
            assert chat is not None
            assert (chat.admitted, chat.reachable, chat.since) == (True, True, NOON)


async def test_what_was_dropped_before_the_move_stays_dropped(
    store: Store, where: str | Path
) -> None:
    await fill(store, GROUP, OTHER)
    await store.flush()
    store.conversations.drop(Place(GROUP, 5, OTHER))
    await store.move(GROUP, SUPERGROUP)
    await store.purge(NOON)
    await store.flush()
    async with opened(where) as again:
        assert again.conversations.get(Place(SUPERGROUP, 5, OTHER), NOON) == Conversation()


async def test_moving_to_itself_or_from_nowhere_changes_nothing(store: Store) -> None:
    await fill(store, GROUP, OTHER)
    await store.flush()
    before = await rows(store)
    await store.move(GROUP, GROUP)
    await store.move(SUPERGROUP, USER)
    assert await rows(store) == before
    assert store.chats.admitted(GROUP)
