"""Rows for every table, and what is in the tables."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Table, event, select

from bot.messages import Button, Conversation, NoneOfThese, ShowEntry
from bot.store.chats import Kind
from bot.store.conversations import Place
from bot.store.members import Role
from bot.store.questions import Reason
from bot.store.store import Store
from bot.store.tables import metadata
from tests.conftest import NOON, TODAY

USER, OTHER = 700_000_000_001, 700_000_000_002
"""Two users, which is also the numbers of their private chats."""
GROUP, SUPERGROUP = -800_000_000_001, -100_800_000_000_002
OFFERED = (Button("党费交多少", ShowEntry("dues-rate")), Button("都不是", NoneOfThese()))

Rows = dict[str, list[dict[str, object]]]


@asynccontextmanager
async def opened(where: str | Path, now: dt.datetime = NOON) -> AsyncIterator[Store]:
    """Open a store and close it again, as a new start of the program does."""
    store = await Store.open(where, now)
    try:
        yield store
    finally:
        await store.close()


async def fill(store: Store, chat_id: int, user_id: int, now: dt.datetime = NOON) -> None:
    """Put something into every table about a chat and a user in it. Not flushed."""
    code = f"code of {chat_id} and {user_id}"
    kind = Kind.PRIVATE if chat_id == user_id else Kind.GROUP
    invite = await store.invites.create(code, Role.MEMBER, created_by=user_id, now=now)
    await store.members.add(user_id, Role.MEMBER, now, invite.id)
    await store.chats.admit(chat_id, kind, now)
    store.conversations.put(Place(chat_id, 5, user_id), Conversation(OFFERED, now))
    store.exchanges.note(chat_id, 11, 12, now)
    await store.ratings.rate(chat_id, 12, entry_id="dues-rate", user_id=user_id, up=True, now=now)
    await store.questions.hand_over(
        chat_id,
        12,
        text="党费晚交了怎么办",
        reason=Reason.DISLIKED,
        entry_id="dues-rate",
        day=TODAY,
    )
    store.tallies.add(TODAY, "answer", "dues-rate")
    store.failures.note("Timeout", "getUpdates", now)


def when_written(store: Store, table: Table, act: Callable[[], None]) -> None:
    """Do something, once, while a flush writes to a table: what it writes is settled by then."""
    waiting = [act]

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if waiting and statement.startswith(f"INSERT INTO {table.name}"):
            waiting.pop()()

    event.listen(store._database._engine.sync_engine, "before_cursor_execute", note)


async def rows(store: Store) -> Rows:
    """Every row of every table."""
    return {table.name: await rows_of(store, table) for table in metadata.sorted_tables}


async def rows_of(store: Store, table: Table) -> list[dict[str, object]]:
    in_order = select(table).order_by(*table.primary_key.columns)
    async with store._database.reading() as connection:
        return [dict(row) for row in (await connection.execute(in_order)).mappings()]


def naming(found: Rows, number: int) -> dict[str, int]:
    """How many rows have a number in any column, by table, where there are some."""
    counts = {name: sum(number in row.values() for row in rows) for name, rows in found.items()}
    return {name: count for name, count in counts.items() if count}
