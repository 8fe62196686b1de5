"""The database as the concepts of the store see it: connections to read from and to write to."""

import asyncio
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.address import parse
from bot.store.engine import create
from bot.store.errors import explained

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")
Done = Callable[[], None]
"""To be called when what was written is committed."""


class Database:
    """One database. Everything it raises about it is a `StoreError`.

    Writing goes one after the other within this process, so that what a concept keeps in memory,
    changed right after its `async with`, changes in the order of the database.
    """

    def __init__(self, where: str | Path) -> None:
        self.url = parse(where)
        self.kind = self.url.get_backend_name()
        self._engine = create(self.url)
        self._writer = self._engine.execution_options(writing=True)
        self._alone = asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database."""
        with explained(self.url):
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def reading_alone(self) -> AsyncIterator[AsyncConnection]:
        """The same while nothing is being written: what is pending is not in the database."""
        async with self._alone, self.reading() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed at the end unless something was raised. Cannot be nested."""
        async with self._alone:
            with explained(self.url):
                async with self._writer.begin() as connection:
                    yield connection

    async def dispose(self) -> None:
        """Close every connection."""
        with explained(self.url):
            await self._engine.dispose()

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An INSERT that may say what happens to a row that is there already."""
        return upsert(self.kind, table)


def upsert(kind: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """The same for the dialect of this name: only one of the modules is worth its memory."""
    insert: Callable[[Table], sqlite.Insert] = import_module(f"sqlalchemy.dialects.{kind}").insert
    return insert(table)


def shorten(pending: MutableMapping[KeyT, ValueT], most: int) -> None:
    """Drop the oldest until at most so many are left: a full disk must not fill the memory."""
    while len(pending) > most:
        del pending[next(iter(pending))]
