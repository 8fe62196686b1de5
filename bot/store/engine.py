"""From the address of a database to an engine that talks to it."""

import asyncio
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, AdaptedConnection, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.store.errors import StoreError, place
from bot.texts import store as texts

if TYPE_CHECKING:
    import aiosqlite

BUSY_SECONDS = 5.0
"""How long SQLite waits for another process that writes."""

CONNECT_SECONDS = 10.0
"""How long a server may take to answer."""

CONNECTIONS = {"sqlite": 2, "postgresql": 5}
"""One that writes (see `Database.writing`), the others read."""

WAL = "PRAGMA journal_mode = WAL"
PAUSE_SECONDS = 0.05
"""Between two tries to change to WAL, each of which takes as long at most."""

PRAGMAS = (
    WAL,
    f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what a user wants forgotten is overwritten
)


def create(url: URL) -> AsyncEngine:
    """The engine for a parsed address. An SQLite file is made, readable for its owner only.

    Statements of an engine with the execution option `writing` are alone in SQLite from the start.
    Raises `StoreError`.
    """
    kind = url.get_backend_name()
    if kind == "sqlite":
        _touch(url)
        timeouts = {"timeout": PAUSE_SECONDS, "isolation_level": None}
    else:
        timeouts = {"timeout": CONNECT_SECONDS}
    try:
        engine = create_async_engine(
            url,
            connect_args=timeouts,
            hide_parameters=True,
            poolclass=AsyncAdaptedQueuePool,
            pool_size=CONNECTIONS[kind],
            max_overflow=0,
            pool_pre_ping=kind != "sqlite",
        )
    except ModuleNotFoundError as error:
        raise StoreError(texts.NO_DRIVER.format(module=error.name)) from error
    if kind == "sqlite":
        event.listen(engine.sync_engine, "connect", _connected)
        event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _touch(url: URL) -> None:
    """A file that is there is not even opened: closing it would end the locks of this process."""
    try:
        path = Path(str(url.database)).resolve()
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(texts.UNWRITABLE.format(place=place(url), reason=reason)) from error
    except ValueError as error:  # a NUL in the name
        raise StoreError(texts.MALFORMED) from error


def _connected(dbapi_connection: AdaptedConnection, _record: object) -> None:
    dbapi_connection.run_async(_prepare)


async def _prepare(connection: "aiosqlite.Connection") -> None:
    """Of two that change to WAL at once, SQLite turns one away without letting it wait."""
    for _ in range(int(BUSY_SECONDS / PAUSE_SECONDS / 2)):
        try:
            await _run(connection, WAL)
            break
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
        await asyncio.sleep(PAUSE_SECONDS)
    for pragma in PRAGMAS:
        await _run(connection, pragma)


async def _run(connection: "aiosqlite.Connection", pragma: str) -> None:
    async with connection.execute(pragma):
        pass


def _begin(connection: Connection) -> None:
    """Two that read before they write would lock each other out, so writing starts at once."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
