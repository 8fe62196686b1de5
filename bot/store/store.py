"""The store: everything the bot keeps, one attribute for each concept."""

import asyncio
import datetime as dt
from pathlib import Path

from bot.store import about
from bot.store.chats import Chats
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.exchanges import Exchanges
from bot.store.failures import Failures
from bot.store.invites import Invites
from bot.store.members import Members
from bot.store.migrate import migrate
from bot.store.questions import Questions
from bot.store.ratings import Ratings
from bot.store.tallies import Tallies

THREADS_END = 0.1
"""Seconds in which the thread of a closed connection surely ends."""


class Store:
    """What is kept, for one event loop. Whatever awaits may raise `StoreError`.

    Moments are aware, and come back in UTC. What is asked or noted on every message is synchronous
    and in memory; call `flush` about once a second.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.members = Members(database)
        self.invites = Invites(database, self.members)
        self.conversations = Conversations(database)
        self.chats = Chats(database, self.conversations.drop_chat)
        self.exchanges = Exchanges(database)
        self.ratings = Ratings(database)
        self.questions = Questions(database)
        self.tallies = Tallies(database)
        self.failures = Failures(database)
        self._flushed = (self.conversations, self.exchanges, self.tallies, self.failures)
        self._purged = (*self._flushed, self.invites, self.ratings, self.questions)
        self._flushing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, where: str | Path, now: dt.datetime) -> "Store":
        """Open a database, made or brought up to date if need be. A path is an SQLite file.

        Raises `StoreError`, whose text tells the operator what to do.
        """
        database = Database(where)
        try:
            await migrate(database)
            store = cls(database)
            async with database.reading() as connection:
                await store.members.load(connection)
                await store.chats.load(connection)
                await store.conversations.load(connection, now)
        except BaseException:
            await database.dispose()
            # A connection that failed has a thread that still reports to this loop, and complains
            # on the screen if the loop is gone.
            await asyncio.sleep(THREADS_END)
            raise
        return store

    async def flush(self) -> None:
        """Write everything pending in one transaction. If that fails, it stays pending.

        Cancelling the caller does not stop what was begun: nothing is written twice.
        """
        if any(concept.pending() for concept in self._flushed):
            self._flushing = asyncio.create_task(self._flush())  # the loop itself may lose a task
            await asyncio.shield(self._flushing)

    async def _flush(self) -> None:
        async with self._database.writing() as connection:
            written = [await concept.write(connection) for concept in self._flushed]
        for done in written:
            done()

    async def close(self) -> None:
        """Flush, and close every connection even if that fails."""
        try:
            await self.flush()
        finally:
            await self._database.dispose()

    async def forget(self, chat_id: int) -> None:
        """Delete at once whatever is about a chat or, which is the same number, its user."""
        async with self._database.writing() as connection:
            await about.forget(connection, chat_id)
        self.members.forget(chat_id)
        self.chats.forget(chat_id)
        self.conversations.forget(chat_id)
        self.exchanges.forget(chat_id)

    async def show_out(self, invite_id: int) -> int:
        """Forget whoever came by an invitation and is no administrator; how many that were."""
        came = await self.members.invited(invite_id)
        for user_id in came:
            await self.forget(user_id)
        return len(came)

    async def export(self, chat_id: int) -> dict[str, object]:
        """Whatever is kept about a chat, by table, ready for JSON."""
        await self.flush()
        async with self._database.reading() as connection:
            return await about.export(connection, chat_id)

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: what is about it follows, but for its messages."""
        if old_chat_id == new_chat_id:
            return
        async with self._database.writing() as connection:
            await about.move(self._database, connection, old_chat_id, new_chat_id)
            moved = await self.chats.move(connection, old_chat_id, new_chat_id)
        moved()
        self.conversations.move(old_chat_id, new_chat_id)
        self.exchanges.forget(old_chat_id)

    async def purge(self, now: dt.datetime) -> None:
        """Delete what is over its time: see `KEPT` in the file of each concept."""
        async with self._database.writing() as connection:
            for concept in self._purged:
                await concept.purge(connection, now)
