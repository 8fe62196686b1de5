"""Bringing a database to the tables of this version."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.store.members import Role
from bot.store.migrate import HEAD, SCRIPTS, VERSION_TABLE
from bot.store.store import Store
from bot.store.tables import metadata
from tests.conftest import NOON
from tests.store.conftest import make
from tests.store.material import USER, fill, opened, rows

pytestmark = pytest.mark.anyio
OPEN = """
import asyncio, datetime as dt, os, sys
from pathlib import Path
from bot.store.store import Store

async def main():
    store = await Store.open(Path(sys.argv[1]), dt.datetime.now(dt.UTC))
    await store.close()
"""
RUN = OPEN + "asyncio.run(main())"
WHICH_MODULES = RUN + "\nprint('alembic' in sys.modules)"
KILLED = (
    OPEN
    + """
from sqlalchemy import Engine, event
left = int(sys.argv[2])

def count(*_):
    global left
    left -= 1
    if left == 0:
        os._exit(9)

event.listen(Engine, "before_cursor_execute", count)
event.listen(Engine, "commit", count)
asyncio.run(main())
"""
)


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *(str(argument) for argument in arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def schema(path: Path) -> dict[str, str]:
    """The words of the SQL of each table and index: a column that was added later stands at the
    end, so their order says nothing.
    """
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    sql = {name: " ".join(sorted(re.findall(r"[\w']+", text))) for name, text in found}
    connection.close()
    return sql


def test_head_is_the_newest_step_and_none_is_missing() -> None:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    steps = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert steps == [f"{n:04}" for n in range(len(steps), 0, -1)]
    assert steps[0] == HEAD


def test_the_steps_lead_to_the_tables(tmp_path: Path) -> None:
    asyncio.run(make(tmp_path / "stepped.db"))
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(engine)
    engine.dispose()
    stepped = schema(tmp_path / "stepped.db")
    assert VERSION_TABLE in stepped.pop(VERSION_TABLE)
    assert stepped == schema(tmp_path / "made.db")


async def test_opening_again_changes_nothing(where: str | Path) -> None:
    async with opened(where) as store:
        await fill(store, USER, USER)
        await store.flush()
        before = await rows(store)
    async with opened(where) as again:
        assert await rows(again) == before


def test_alembic_is_only_loaded_when_there_is_something_to_do(tmp_path: Path) -> None:
    said = [python(WHICH_MODULES, tmp_path / "store.db").communicate() for _ in range(2)]
    assert said == [("True\n", ""), ("False\n", "")]


async def test_several_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    stores = await asyncio.gather(*(Store.open(tmp_path / "store.db", NOON) for _ in range(4)))
    for store in stores:
        await store.members.add(USER, Role.MEMBER, NOON)
        await store.close()


async def test_opening_waits_for_one_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    opening = asyncio.create_task(Store.open(path, NOON))
    await asyncio.sleep(0.3)
    assert not opening.done()
    other.close()
    await (await opening).close()


def test_several_processes_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    processes = [python(RUN, tmp_path / "store.db") for _ in range(5)]
    assert [process.communicate()[1] for process in processes] == [""] * 5
    assert [process.returncode for process in processes] == [0] * 5


@pytest.mark.parametrize("statements", [5, 13, 19, 25, 26])
def test_one_that_is_killed_in_the_middle_starts_again(tmp_path: Path, statements: int) -> None:
    path = tmp_path / "store.db"
    killed = python(KILLED, path, statements)
    assert killed.communicate() == ("", "")
    assert killed.returncode == 9
    assert schema(path) == {}
    asyncio.run(make(path))
    assert {VERSION_TABLE, "members", "failures"} <= schema(path).keys()


def test_a_folder_with_any_name_will_do(tmp_path: Path) -> None:
    path = tmp_path / "党 100%?#&=:" / "store.db"
    path.parent.mkdir()
    asyncio.run(make(path))
    assert [made.name for made in path.parent.iterdir()] == ["store.db"]
