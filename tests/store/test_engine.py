"""From addresses to databases."""

import os
import sqlite3
import stat
import sys
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.database import Database, upsert
from bot.store.engine import BUSY_SECONDS, parse
from bot.store.errors import StoreError, place
from bot.store.tables import ratings
from bot.texts import store as texts
from tests.store.conftest import make

pytestmark = pytest.mark.anyio
SECRET = "s3cret"


@pytest.mark.parametrize(
    ("where", "url", "name"),
    [
        ("sqlite:///a/b.db", "sqlite+aiosqlite:///a/b.db", "a/b.db"),
        ("sqlite:////a/b.db", "sqlite+aiosqlite:////a/b.db", "/a/b.db"),
        ("sqlite+aiosqlite:///b.db", "sqlite+aiosqlite:///b.db", "b.db"),
        ("sqlite:///a%20b.db", None, "a b.db"),
        ("sqlite:///我的/b.db", None, "我的/b.db"),
        (Path("/a?b/100%#.db"), None, "/a?b/100%#.db"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d", "h/d"),
        ("postgres://u@h:1/d", "postgresql+asyncpg://u@h:1/d", "h:1/d"),
        ("postgresql+asyncpg://u:p%40%2F@h/d", "postgresql+asyncpg://u:p%40%2F@h/d", "h/d"),
        ("postgresql://h/d?ssl=prefer", "postgresql+asyncpg://h/d?ssl=prefer", "h/d"),
        ("postgresql://h/d?sslmode=require", "postgresql+asyncpg://h/d?ssl=require", "h/d"),
        ("postgresql:///d?host=/run", "postgresql+asyncpg:///d?host=%2Frun", "/run/d"),
    ],
)
def test_addresses(where: str | Path, url: str | None, name: str) -> None:
    parsed = parse(where)
    assert place(parsed) == name
    if url is not None:
        assert parsed.render_as_string(hide_password=False) == url


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        pytest.param("", texts.MALFORMED, id="empty"),
        pytest.param("store.db", texts.MALFORMED, id="no address"),
        pytest.param("sqlite://", texts.MALFORMED, id="in memory"),
        pytest.param("sqlite:///", texts.MALFORMED, id="no file"),
        pytest.param("sqlite:///:memory:", texts.MALFORMED, id="in memory, named"),
        pytest.param("sqlite://data/store.db", texts.MALFORMED, id="two slashes"),
        pytest.param("sqlite:///a\0b", texts.MALFORMED, id="NUL"),
        pytest.param("postgresql://", texts.MALFORMED, id="no server"),
        pytest.param("postgresql:///d", texts.MALFORMED, id="no host"),
        pytest.param("postgresql://h", texts.MALFORMED, id="no name"),
        pytest.param(f"postgresql://u:{SECRET}@h:x/d", texts.MALFORMED, id="no port"),
        pytest.param(f"postgresql://u:{SECRET}@h:65536/d", texts.MALFORMED, id="beyond ports"),
        pytest.param(f"postgresql://u:a@{SECRET}@h/d", texts.MALFORMED, id="at sign in password"),
        pytest.param(f"postgresql://u:a@{SECRET}/b@h/d", texts.MALFORMED, id="at sign and slash"),
        pytest.param(
            f"mysql+pymysql://u:{SECRET}@h/d",
            texts.UNKNOWN_DRIVER.format(name="mysql+pymysql"),
            id="other kind",
        ),
        pytest.param(
            f"postgresql+psycopg://u:{SECRET}@h/d",
            texts.UNKNOWN_DRIVER.format(name="postgresql+psycopg"),
            id="other driver",
        ),
        pytest.param(
            f"postgresql://u:{SECRET}@h/d?b=1&ssl=require&a=2",
            texts.UNKNOWN_OPTION.format(names="a, b"),
            id="options of others",
        ),
        pytest.param(
            "sqlite:///a.db?mode=ro", texts.UNKNOWN_OPTION.format(names="mode"), id="SQLite options"
        ),
    ],
)
def test_addresses_that_cannot_be_used(where: str, sentence: str) -> None:
    with pytest.raises(StoreError) as caught:
        Database(where)
    assert str(caught.value) == sentence
    assert SECRET not in str(caught.value)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(StoreError) as caught:
        Database(f"postgresql://u:{SECRET}@h/d")
    assert str(caught.value) == texts.NO_DRIVER.format(module="asyncpg")


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
async def test_a_file_is_for_its_owner_only(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        database = Database(tmp_path / "store.db")
        async with database.writing() as connection:
            await connection.execute(text("CREATE TABLE t (a)"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        await database.dispose()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(["store.db", "store.db-shm", "store.db-wal"], 0o600)


async def test_the_mode_of_a_file_that_exists_is_its_owners_affair(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.touch(0o640)
    path.chmod(0o640)
    await make(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


async def test_every_connection_is_prepared(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.db")
    async with database.writing() as writer, database.reading() as reader:
        for connection in (writer, reader):
            found = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar()
                for name in (
                    "journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout"
                )
            ]  # fmt: skip
            assert found == ["wal", 2, 1, 1, BUSY_SECONDS * 1000]
    await database.dispose()


async def test_who_writes_is_alone_from_the_start(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    database = Database(path)
    other = sqlite3.connect(path, timeout=0)
    async with database.writing():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    async with database.reading() as connection:
        await connection.execute(text("SELECT 1"))
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE t (a)")
        other.commit()
    other.close()
    await database.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_both_kinds_know_what_to_do_with_a_row_that_is_there(kind: str) -> None:
    statement = upsert(kind, ratings).on_conflict_do_nothing()
    dialect = import_module(f"sqlalchemy.dialects.{kind}").dialect()
    assert str(statement.compile(dialect=dialect)).endswith("ON CONFLICT DO NOTHING")
