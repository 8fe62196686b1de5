"""Connections, and the files behind them."""

import os
import sqlite3
import stat
import sys
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.database import Database, upsert
from bot.store.engine import BUSY_SECONDS
from bot.store.errors import StoreError
from bot.store.tables import ratings
from bot.texts import store as texts
from tests.store.conftest import make

pytestmark = pytest.mark.anyio


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(StoreError) as caught:
        Database("postgresql://u@h/d")
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


async def test_a_file_is_for_its_owner_only_behind_a_link_too(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "store.db")
    await make(tmp_path / "link.db")
    assert stat.S_IMODE((tmp_path / "store.db").stat().st_mode) == 0o600


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
