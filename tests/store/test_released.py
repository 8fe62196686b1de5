"""Databases of released versions, as SQL: they are brought up to date and keep what they hold.

For the next version add one more file (tests/store/dump.py makes it).
"""

import sqlite3
from pathlib import Path

import pytest

from bot.store.migrate import HEAD, VERSION_TABLE
from tests.store.material import GROUP, OTHER, USER, fill, naming, opened, rows

pytestmark = pytest.mark.anyio
RELEASED = sorted(Path(__file__).with_name("released").glob("*.sql"))

Contents = dict[str, list[dict[str, object]]]


def contents(path: Path) -> Contents:
    """Every row of every table, as SQLite has it."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = {
        name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
        for (name,) in names
        if not name.startswith("sqlite_")
    }
    connection.close()
    return found


def version(found: Contents) -> object:
    [row] = found.pop(VERSION_TABLE)
    return row["version_num"]


@pytest.mark.parametrize("dump", RELEASED, ids=lambda path: path.stem)
async def test_a_released_database_is_brought_up_to_date(tmp_path: Path, dump: Path) -> None:
    path = tmp_path / "store.db"
    connection = sqlite3.connect(path)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    before = contents(path)
    assert str(version(before)) <= HEAD
    assert all(before.values()), "a dump has rows in every table"

    async with opened(path) as store:
        named = [naming(await rows(store), user_id) for user_id in (USER, OTHER)]
    assert all(named)
    after = contents(path)
    assert version(after) == HEAD
    for table, kept in before.items():
        shared = kept[0].keys() & after[table][0].keys()
        found = [{name: row[name] for name in shared} for row in after[table]]
        assert found == [{name: row[name] for name in shared} for row in kept], table

    async with opened(path) as store:
        await fill(store, GROUP - 1, OTHER + 1)


def test_there_are_released_databases() -> None:
    assert [path.stem for path in RELEASED][:1] == ["0.1.0"]
