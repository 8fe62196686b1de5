"""Questions that users handed over to the authors. They are tied to nobody.

What keeps a message from being handed over twice is a mark in a table of its own; nothing leads
from one to the other but the day.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.moment import clean, utc
from bot.store.tables import handed_over, questions

KEPT = dt.timedelta(days=90)
"""How long a question waits for an author, and its mark with it."""


class Reason(StrEnum):
    """Why a question was handed over."""

    UNANSWERED = "unanswered"
    DISLIKED = "disliked"


@dataclass(frozen=True, slots=True)
class Handed:
    """A question. `entry_id` is the entry that was disliked, if any."""

    id: str
    text: str
    reason: Reason
    entry_id: str | None
    day: dt.date


class Questions:
    """The questions. Everything is written and read at once, and raises `StoreError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hand_over(
        self,
        chat_id: int,
        message_id: int,
        *,
        text: str,
        reason: Reason,
        entry_id: str | None,
        day: dt.date,
    ) -> bool:
        """Keep a question, masked by the caller; False if that message was handed over before."""
        mark = {"chat_id": chat_id, "message_id": message_id, "day": day}
        question = {
            "id": secrets.token_hex(16),
            "text": clean(text),
            "reason": reason,
            "entry_id": entry_id,
            "day": day,
        }
        new = self._database.insert(handed_over).values(mark).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            if (await connection.execute(new)).rowcount == 0:
                return False
            await connection.execute(self._database.insert(questions).values(question))
        return True

    async def reopen(self, chat_id: int, message_id: int) -> None:
        """Let a message be handed over again: it answers another question now."""
        mark = (handed_over.c.chat_id == chat_id) & (handed_over.c.message_id == message_id)
        async with self._database.writing() as connection:
            await connection.execute(delete(handed_over).where(mark))

    async def page(self, reason: Reason | None, offset: int, limit: int) -> list[Handed]:
        """Questions of one reason, or of all: the newest day first, without order within a day."""
        statement = select(questions).where(_of(reason)).offset(offset).limit(limit)
        in_order = statement.order_by(questions.c.day.desc(), questions.c.id)
        async with self._database.reading() as connection:
            rows = (await connection.execute(in_order)).mappings().all()
        return [Handed(**{**row, "reason": Reason(row["reason"])}) for row in rows]

    async def count(self, reason: Reason | None) -> int:
        """How many there are of one reason, or of all."""
        statement = select(func.count()).select_from(questions).where(_of(reason))
        async with self._database.reading() as connection:
            return (await connection.execute(statement)).scalar_one()

    async def remove(self, question_id: str) -> bool:
        """Delete a question an author has dealt with; False if it is gone already."""
        statement = delete(questions).where(questions.c.id == question_id)
        async with self._database.writing() as connection:
            return (await connection.execute(statement)).rowcount > 0

    async def purge(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Delete what is over 90 days old."""
        limit = (utc(now) - KEPT).date()
        await connection.execute(delete(questions).where(questions.c.day < limit))
        await connection.execute(delete(handed_over).where(handed_over.c.day < limit))


def _of(reason: Reason | None) -> ColumnElement[bool]:
    return true() if reason is None else questions.c.reason == reason
