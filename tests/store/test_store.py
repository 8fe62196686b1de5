"""The store as a whole: what is written when, and what is deleted when."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update
from sqlalchemy.dialects import sqlite

from bot.messages import Conversation
from bot.store import tables
from bot.store.conversations import Place
from bot.store.errors import StoreError
from bot.store.members import Role
from bot.store.moment import Moment
from bot.store.store import Store
from tests.conftest import NOON, TODAY
from tests.store.conftest import Fresh
from tests.store.material import GROUP, OFFERED, OTHER, USER, fill, opened, rows

pytestmark = pytest.mark.anyio
SECOND = dt.timedelta(seconds=1)
FIRST = dt.datetime.fromisoformat("0001-01-03")
LAST = dt.datetime.fromisoformat("9999-12-29")
DAY = dt.timedelta(days=1)
PENDING = {"conversations", "exchanges", "tallies", "failures"}
"""Tables that are written by a flush, the others at once."""


async def test_what_is_not_flushed_is_lost_with_the_process_and_nothing_else(
    where: str | Path,
) -> None:
    killed = await Store.open(where, NOON)
    await fill(killed, GROUP, USER)
    async with opened(where) as other:
        empty = {name for name, found in (await rows(other)).items() if not found}
    assert empty == PENDING
    await killed.flush()
    await fill(killed, GROUP, OTHER)
    async with opened(where) as other:
        counts = {name: len(found) for name, found in (await rows(other)).items()}
        assert other.members.role(OTHER) is Role.MEMBER
        assert other.conversations.get(Place(GROUP, 5, USER), NOON).offered == OFFERED
        assert other.conversations.get(Place(GROUP, 5, OTHER), NOON).offered == ()
    assert {name: counts[name] for name in PENDING} == dict.fromkeys(PENDING, 1)
    await killed._database.dispose()


async def test_closing_flushes(where: str | Path) -> None:
    async with opened(where) as store:
        await fill(store, GROUP, USER)
    async with opened(where) as again:
        assert all((await rows(again)).values())


@settings(max_examples=25, deadline=None)
@given(flushes=st.lists(st.booleans(), min_size=1, max_size=6))
def test_flushing_more_often_changes_nothing(fresh: Fresh, flushes: list[bool]) -> None:
    async def scenario(where: str | Path) -> None:
        async with opened(where) as store:
            for n, flushed in enumerate(flushes):
                store.tallies.add(TODAY, "answer")
                store.failures.note("A", "x", NOON)
                store.exchanges.note(GROUP, n, n, NOON)
                store.conversations.put(Place(n, 0, n), Conversation(OFFERED, NOON))
                if flushed:
                    await asyncio.gather(store.flush(), store.flush())
                    await store.flush()
        async with opened(where) as again:
            found = await rows(again)
            assert [row["count"] for row in found["tallies"]] == [len(flushes)]
            assert [row["count"] for row in found["failures"]] == [len(flushes)]
            assert len(found["exchanges"]) == len(found["conversations"]) == len(flushes)

    with fresh() as where:
        asyncio.run(scenario(where))


async def test_a_flush_of_nothing_does_not_touch_the_database(store: Store) -> None:
    touched: list[object] = []
    event.listen(store._database._engine.sync_engine, "begin", touched.append)
    await store.flush()
    assert touched == []
    store.tallies.add(TODAY, "answer")
    await store.flush()
    assert len(touched) == 1


async def test_whoever_is_cancelled_while_flushing_counts_nothing_twice(
    store: Store, where: str | Path
) -> None:
    for turns in range(12):
        store.tallies.add(TODAY, "answer")
        flushing = asyncio.create_task(store.flush())
        for _ in range(turns):
            await asyncio.sleep(0)
        flushing.cancel()
        await asyncio.wait([flushing])
    await store.flush()
    async with opened(where) as again:
        assert await again.tallies.totals(TODAY) == {("answer", ""): 12}


async def test_one_that_fails_keeps_all_and_raises(store: Store, where: str | Path) -> None:
    await fill(store, GROUP, USER)
    store.tallies.add(TODAY, "start")
    broken = [True]

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if broken[0] and "failures" in statement:
            raise OSError(5, "broken")

    event.listen(store._database._engine.sync_engine, "before_cursor_execute", fail)
    with pytest.raises(StoreError):
        await store.flush()
    async with opened(where) as other:
        found = await rows(other)
        assert not any(found[name] for name in PENDING)
    broken[0] = False
    await store.flush()
    async with opened(where) as other:
        found = await rows(other)
        assert {name: len(found[name]) for name in PENDING} == {
            "conversations": 1, "exchanges": 1, "tallies": 2, "failures": 1
        }  # fmt: skip


LIMITS = {
    "conversations": dt.timedelta(minutes=10),
    "exchanges": dt.timedelta(hours=48),
    "ratings": 90 * DAY,
    "questions": 90 * DAY,
    "handed_over": 90 * DAY,
    "failures": 30 * DAY,
    "tallies": 400 * DAY,
}
INVITES_KEPT = 30 * DAY


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(("over", "left"), [(False, 1), (True, 0)], ids=["within", "over"])
async def test_purging(store: Store, where: str | Path, name: str, over: bool, left: int) -> None:
    await fill(store, GROUP, USER)
    await store.flush()
    step = SECOND if name not in {"questions", "handed_over", "tallies"} else DAY
    await store.purge(NOON + LIMITS[name] + (step if over else 0 * step))
    await store.flush()
    found = await rows(store)
    assert len(found[name]) == left
    kept = {other for other, limit in LIMITS.items() if limit > LIMITS[name]}
    assert all(found[other] for other in {*kept, "members", "chats", "invites"})
    async with opened(where) as again:
        assert again.members.role(USER) is Role.MEMBER


@pytest.mark.parametrize(
    ("expires", "revoked", "left"),
    [
        (None, None, 1),
        (NOON, None, 0),
        (NOON + SECOND, None, 1),
        (None, NOON, 0),
        (None, NOON + SECOND, 1),
        (NOON + SECOND, NOON, 0),
    ],
)
async def test_purging_invites(
    store: Store, expires: dt.datetime | None, revoked: dt.datetime | None, left: int
) -> None:
    await fill(store, GROUP, USER)
    async with store._database.writing() as connection:
        state = update(tables.invites).values(expires_at=expires, revoked_at=revoked)
        await connection.execute(state)
    await store.purge(NOON + INVITES_KEPT + SECOND)
    found = await rows(store)
    assert len(found["invites"]) == left
    [member] = found["members"]
    assert member["invite_id"] == (1 if left else None)


async def test_purging_frees_the_memory_too(store: Store) -> None:
    store.conversations.put(Place(GROUP, 0, USER), Conversation(OFFERED, NOON))
    await store.purge(NOON + LIMITS["conversations"] + SECOND)
    assert store.conversations.get(Place(GROUP, 0, USER), NOON) == Conversation()


async def test_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    trace = b"dues-rate"
    async with opened(path) as store:
        await fill(store, USER, USER)
    assert trace in path.read_bytes()
    async with opened(path) as store:
        await store.forget(USER)
        await store.purge(NOON + 1000 * DAY)
    assert trace not in path.read_bytes()


@given(
    st.datetimes(
        min_value=FIRST,
        max_value=LAST,
        timezones=st.integers(-720, 840).map(lambda n: dt.timezone(dt.timedelta(minutes=n))),
    )
)
def test_moments_are_written_in_the_order_of_time(moment: dt.datetime) -> None:
    dialect = sqlite.dialect()
    write = Moment().bind_processor(dialect)
    read = Moment().result_processor(dialect, None)
    assert write is not None
    assert read is not None
    assert read(write(moment)) == moment
    assert write(moment) < write(moment + dt.timedelta(microseconds=1))
    assert (write(None), read(None)) == (None, None)
