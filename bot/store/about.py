"""All that is kept about one chat, whatever table it stands in. A private chat is its user."""

import datetime as dt

from sqlalchemy import Column, Table, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.members import Role
from bot.store.offered import decode
from bot.store.tables import chats, invites, metadata

SUBJECT = ("chat_id", "user_id")
"""Columns that say whom a row is about; a row goes with them."""

MESSAGE = ("message_id", "question_id")
"""Columns that hold the number of a message."""

AUTHOR = "created_by"
"""A column that says who made what others use; only the name goes."""

SOMEBODY = 0
"""The name of those who were forgotten: what they made stays theirs, not the program's (NULL)."""


async def forget(connection: AsyncConnection, chat_id: int) -> None:
    """Delete every row about a chat."""
    for table in metadata.sorted_tables:
        if columns := _columns(table, *SUBJECT):
            await connection.execute(delete(table).where(or_(*(c == chat_id for c in columns))))
    made = update(invites).where(invites.c[AUTHOR] == chat_id)
    await connection.execute(made.values({AUTHOR: SOMEBODY}))


async def move(database: Database, connection: AsyncConnection, old: int, new: int) -> None:
    """Give every row of a chat another chat's id; where both have one, the other's stays.

    Not the chat itself: its two rows become one (bot/store/chats.py). What is about a message is
    deleted: in the new chat another message has its number.
    """
    for table in metadata.sorted_tables:
        if table is chats or "chat_id" not in table.c:
            continue
        if _columns(table, *MESSAGE):
            await connection.execute(delete(table).where(table.c.chat_id == old))
            continue
        moved = [literal(new) if column.name == "chat_id" else column for column in table.c]
        rows = select(*moved).where(table.c.chat_id == old)
        copy = database.insert(table).from_select([column.name for column in table.c], rows)
        await connection.execute(copy.on_conflict_do_nothing())
        await connection.execute(delete(table).where(table.c.chat_id == old))


async def export(connection: AsyncConnection, chat_id: int) -> dict[str, object]:
    """Every row about a chat, by table, ready for JSON."""
    found: dict[str, object] = {}
    for table in metadata.sorted_tables:
        if columns := _columns(table, *SUBJECT, AUTHOR):
            about = select(table).where(or_(*(column == chat_id for column in columns)))
            rows = (await connection.execute(about)).mappings().all()
            found[table.name] = [
                {name: _plain(name, value) for name, value in row.items() if name != "code_hash"}
                for row in rows
            ]
    return found


def _columns(table: Table, *names: str) -> list[Column[int]]:
    return [table.c[name] for name in names if name in table.c]


def _plain(name: str, value: object) -> object:
    """A value as a person and JSON understand it."""
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()
    if name == "role" and isinstance(value, int):
        return Role(value).name.lower()
    if name == "offered" and isinstance(value, str):
        return [button.label for button in decode(value) or ()]
    return value
