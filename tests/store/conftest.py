"""Databases to test on.

They are SQLite files. With TEST_POSTGRESQL_URL set to the address of a database that may be emptied
(and asyncpg installed), the tests of behaviour run on that server instead.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from bot.store.database import Database
from bot.store.store import Store
from tests.conftest import NOON

SERVER = os.environ.get("TEST_POSTGRESQL_URL")

Fresh = Callable[[], AbstractContextManager[str | Path]]
"""Gives a database with all tables and no rows."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """A maker of databases, for laws that need one for each example."""
    template = tmp_path_factory.mktemp("template") / "blank.db"
    asyncio.run(make(template))
    blank = template.read_bytes()

    @contextmanager
    def made() -> Iterator[str | Path]:
        if SERVER:
            asyncio.run(empty(SERVER))
            yield SERVER
        else:
            with TemporaryDirectory(dir=template.parent) as folder:
                path = Path(folder, "store.db")
                path.write_bytes(blank)
                yield path

    return made


async def make(where: str | Path) -> None:
    await (await Store.open(where, NOON)).close()


async def empty(server: str) -> None:
    database = Database(server)
    async with database.writing() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await database.dispose()


@pytest.fixture
def where(fresh: Fresh) -> Iterator[str | Path]:
    """A database of the test's own."""
    with fresh() as place:
        yield place


@pytest.fixture
async def store(where: str | Path) -> AsyncIterator[Store]:
    """That database, opened."""
    opened = await Store.open(where, NOON)
    yield opened
    await opened.close()
