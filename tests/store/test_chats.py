"""The chats the bot has met."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.messages import Conversation
from bot.store.chats import Chat, Kind
from bot.store.conversations import Place
from bot.store.store import Store
from tests.conftest import NOON
from tests.store.material import GROUP, OFFERED, OTHER, SUPERGROUP, USER, opened

pytestmark = pytest.mark.anyio
LATER = NOON + dt.timedelta(hours=1)
PRIVATE, A_GROUP, A_SUPERGROUP = Kind.PRIVATE, Kind.GROUP, Kind.SUPERGROUP


async def follow(store: Store, steps: str, chat_id: int, kind: Kind) -> None:
    now = NOON
    for step in steps.split():
        if step == "expel":
            await store.chats.expel(chat_id)
        else:
            await getattr(store.chats, step)(chat_id, kind, now)
        now = LATER


@pytest.mark.parametrize(
    ("steps", "kind", "state"),
    [
        pytest.param("", A_GROUP, (False, True), id="not met"),
        pytest.param("back", A_GROUP, (False, True), id="met"),
        pytest.param("admit", A_GROUP, (True, True), id="admitted"),
        pytest.param("back admit admit", A_SUPERGROUP, (True, True), id="admitted when met"),
        pytest.param("admit expel", A_GROUP, (False, True), id="expelled"),
        pytest.param("expel", A_GROUP, (False, True), id="expelled before it was met"),
        pytest.param("lost", A_GROUP, (False, False), id="lost at once"),
        pytest.param("admit lost", A_GROUP, (False, False), id="removed from a group"),
        pytest.param("admit lost back", A_GROUP, (False, True), id="back in a group"),
        pytest.param("admit lost admit", A_GROUP, (True, True), id="admitted again"),
        pytest.param("admit lost", Kind.CHANNEL, (False, False), id="removed from a channel"),
        pytest.param("admit lost", PRIVATE, (True, False), id="blocked"),
        pytest.param("admit lost back", PRIVATE, (True, True), id="no longer blocked"),
        pytest.param("admit back", A_GROUP, (True, True), id="back changes no admission"),
    ],
)
async def test_whether_a_chat_is_admitted_and_reachable(
    store: Store, where: str | Path, steps: str, kind: Kind, state: tuple[bool, bool]
) -> None:
    await follow(store, steps, GROUP, kind)
    async with opened(where) as again:
        for each in (store, again):
            assert (each.chats.admitted(GROUP), each.chats.reachable(GROUP)) == state
    met = Chat(GROUP, kind, *state, NOON) if steps.strip("expl ") else None
    assert store.chats.get(GROUP) == met


async def test_changes_at_the_same_time_do_not_undo_each_other(
    store: Store, where: str | Path
) -> None:
    await asyncio.gather(
        store.chats.back(GROUP, A_GROUP, NOON),
        store.chats.admit(GROUP, A_SUPERGROUP, LATER),
        store.chats.back(GROUP, A_SUPERGROUP, LATER),
    )
    expected = Chat(GROUP, A_SUPERGROUP, True, True, NOON)
    async with opened(where) as again:
        assert again.chats.get(GROUP) == store.chats.get(GROUP) == expected


async def test_what_is_known_is_not_written_again(store: Store) -> None:
    await follow(store, "admit lost", GROUP, A_GROUP)
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        written.append(statement)

    event.listen(store._database._engine.sync_engine, "before_cursor_execute", note)
    await store.chats.lost(GROUP, A_GROUP, LATER)
    assert not [statement for statement in written if statement.startswith("INSERT")]
    await store.chats.back(GROUP, A_GROUP, LATER)
    assert [statement for statement in written if statement.startswith("INSERT")]


async def test_what_was_offered_in_a_lost_chat_is_dropped(store: Store, where: str | Path) -> None:
    places = [Place(GROUP, 0, USER), Place(GROUP, 7, OTHER), Place(SUPERGROUP, 0, USER)]
    for place in places:
        store.conversations.put(place, Conversation(OFFERED, NOON))
    await store.flush()
    await store.chats.lost(GROUP, A_GROUP, NOON)
    await store.flush()
    async with opened(where) as again:
        for each in (store, again):
            offered = [each.conversations.get(place, NOON).offered for place in places]
            assert offered == [(), (), OFFERED]


async def test_counts(store: Store) -> None:
    for n, steps in enumerate(["admit", "back", "admit lost", "admit"]):
        await follow(store, steps, 100 + n, PRIVATE)
    for n, steps in enumerate(["admit", "lost", "admit expel"]):
        await follow(store, steps, -100 - n, A_GROUP)
    await follow(store, "admit", -200, A_SUPERGROUP)
    count = store.chats.count
    assert (count(), count(PRIVATE), count(A_GROUP, A_SUPERGROUP), count(Kind.CHANNEL)) == (
        8,
        4,
        4,
        0,
    )
    assert (count(admitted=True), count(reachable=False)) == (5, 2)
    assert count(A_GROUP, A_SUPERGROUP, admitted=False, reachable=True) == 1
    assert count(PRIVATE, admitted=True, reachable=True) == 2
