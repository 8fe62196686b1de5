"""Thumbs under answers."""

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.tables import ratings

KEPT = dt.timedelta(days=90)
"""How long the bot knows that someone has rated an answer."""


class Ratings:
    """Who found which entry in which message useful. Written at once; raises `StoreError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rate(
        self,
        chat_id: int,
        message_id: int,
        *,
        entry_id: str,
        user_id: int,
        up: bool,
        now: dt.datetime,
    ) -> bool:
        """Note a rating; False, and no change, if this user has rated that entry there before."""
        row = {
            "chat_id": chat_id,
            "message_id": message_id,
            "entry_id": entry_id,
            "user_id": user_id,
            "up": up,
            "at": now,
        }
        new = self._database.insert(ratings).values(row).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            return (await connection.execute(new)).rowcount > 0

    async def purge(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Delete what is over 90 days old."""
        await connection.execute(delete(ratings).where(ratings.c.at < now - KEPT))
