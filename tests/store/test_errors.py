"""What an operator reads when the database cannot be used."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from bot.store import engine
from bot.store.address import parse
from bot.store.errors import LONGEST_REASON, StoreError, sentence
from bot.store.migrate import VERSION_TABLE
from bot.store.store import Store
from bot.texts import store as texts
from tests.conftest import NOON
from tests.store.conftest import make
from tests.store.material import GROUP, opened

pytestmark = pytest.mark.anyio
REASON = "{reason}"


def execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


async def no_folder(path: Path) -> None:
    path.parent.rmdir()


async def file_for_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.touch()


async def folder_for_file(path: Path) -> None:
    path.mkdir()


async def folder_for_journal(path: Path) -> None:
    await make(path)
    path.with_name(path.name + "-wal").mkdir()


async def folder_for_first_journal(path: Path) -> None:
    path.with_name(path.name + "-journal").mkdir()


async def no_database(path: Path) -> None:
    path.write_text("党费台账\n" * 1000, encoding="utf-8")


async def damaged(path: Path) -> None:
    await make(path)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


async def locked(path: Path) -> None:
    await make(path)
    execute(path, "PRAGMA journal_mode = DELETE")
    connection = sqlite3.connect(path)
    connection.execute("BEGIN EXCLUSIVE")
    HELD.append(connection)


async def newer(path: Path) -> None:
    await make(path)
    execute(path, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")


async def foreign(path: Path) -> None:
    execute(path, "CREATE TABLE members (name)", "INSERT INTO members VALUES ('x')")


HELD: list[sqlite3.Connection] = []


@pytest.mark.parametrize(
    ("arrange", "expected"),
    [
        (no_folder, texts.UNWRITABLE),
        (file_for_folder, texts.UNWRITABLE),
        (folder_for_file, texts.UNWRITABLE),
        (folder_for_journal, texts.UNWRITABLE),
        (folder_for_first_journal, texts.UNWRITABLE),
        (no_database, texts.NOT_A_DATABASE),
        (damaged, texts.DAMAGED),
        (locked, texts.LOCKED),
        (newer, texts.NEWER),
        (foreign, texts.FOREIGN),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_files_that_cannot_be_opened(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arrange: Callable[[Path], object],
    expected: str,
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    path = tmp_path / "data" / "store.db"
    path.parent.mkdir()
    await arrange(path)  # type: ignore[misc] # one of the coroutines above
    with pytest.raises(StoreError) as caught:
        await Store.open(path, NOON)
    while HELD:
        HELD.pop().close()
    start, _, end = expected.replace("{place}", str(path)).partition(REASON)
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith(end)
    assert "\n" not in str(caught.value)


async def test_what_is_not_ours_is_left_as_it_was(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    await no_database(text)
    await foreign(other)
    before = text.read_bytes(), dump(other)
    for path in (text, other):
        with pytest.raises(StoreError):
            await Store.open(path, NOON)
    assert (text.read_bytes(), dump(other)) == before


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


async def test_a_server_that_cannot_be_reached() -> None:
    pytest.importorskip("asyncpg")
    with pytest.raises(StoreError) as caught:
        await Store.open("postgresql://u:s3cret@127.0.0.1:1/d", NOON)
    assert str(caught.value).startswith(
        texts.UNREACHABLE.partition(REASON)[0].format(place="127.0.0.1:1/d")
    )
    assert "s3cret" not in str(caught.value)


class Said(Exception):
    """What a driver raises."""

    def __init__(self, message: str, sqlite_errorname: str = "", sqlstate: str | None = None):
        super().__init__(message)
        self.sqlite_errorname = sqlite_errorname
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        ("SQLITE_BUSY_SNAPSHOT", None, texts.LOCKED),
        ("SQLITE_LOCKED_SHAREDCACHE", None, texts.LOCKED),
        ("SQLITE_FULL", None, texts.FULL),
        ("SQLITE_NOTADB", None, texts.NOT_A_DATABASE),
        ("SQLITE_CORRUPT_INDEX", None, texts.DAMAGED),
        ("SQLITE_CANTOPEN_ISDIR", None, texts.UNWRITABLE),
        ("SQLITE_READONLY_DIRECTORY", None, texts.UNWRITABLE),
        ("SQLITE_PERM", None, texts.UNWRITABLE),
        ("SQLITE_IOERR_FSYNC", None, texts.UNWRITABLE),
        ("SQLITE_ERROR", None, texts.FAILED),
        ("", "28P01", texts.UNREACHABLE),
        ("", "3D000", texts.UNREACHABLE),
        ("", "57P03", texts.UNREACHABLE),
        ("", "08006", texts.UNREACHABLE),
        ("", "53300", texts.UNREACHABLE),
        ("", "53100", texts.FULL),
        ("", "42501", texts.NOT_ALLOWED),
        ("", "42P01", texts.FAILED),
        ("", None, texts.FAILED),
    ],
)
def test_what_drivers_say(name: str, state: str | None, expected: str) -> None:
    url = parse("postgresql://u:s3cret@h:5/d")
    said = Said("no such thing\nDETAIL: Key (chat_id)=(7)", name, state)
    error = DBAPIError("SELECT", {}, said)
    assert sentence(error, url) == expected.format(place="h:5/d", reason="no such thing")


@pytest.mark.parametrize(
    ("error", "expected", "reason"),
    [
        (ConnectionRefusedError(111, "refused"), texts.UNREACHABLE, "[Errno 111] refused"),
        (TimeoutError(), texts.UNREACHABLE, "TimeoutError"),
        (
            DBAPIError("", {}, Said("gone"), connection_invalidated=True),
            texts.UNREACHABLE,
            "gone",
        ),
        (DBAPIError("", {}, Said("x" * 999)), texts.FAILED, "x" * LONGEST_REASON),
    ],
    ids=["refused", "no answer", "cut off", "long"],
)
def test_what_a_network_says(error: Exception, expected: str, reason: str) -> None:
    url = parse("postgresql://u@h/d")
    assert sentence(error, url) == expected.format(place="h/d", reason=reason)


@pytest.mark.parametrize(
    "expected", [text for name, text in vars(texts).items() if name.isupper()], ids=lambda t: t[:12]
)
def test_each_sentence_is_one_and_says_what_to_do(expected: str) -> None:
    assert expected.endswith("。")
    assert expected.count("。") == 1
    assert "\n" not in expected


async def test_a_full_disk_keeps_what_is_pending(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = await Store.open(path, NOON)
    pages = ["PRAGMA max_page_count = 1"]  # as many as there are: as good as a full disk

    def limit(connection: object) -> None:
        connection.exec_driver_sql(pages[0])  # type: ignore[attr-defined]

    event.listen(store._database._engine.sync_engine, "begin", limit)
    for n in range(2000):
        store.exchanges.note(GROUP, n, n + 1, NOON)
        store.failures.note("A", str(n), NOON)
        store.tallies.add(NOON.date(), "answer", str(n))
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            await store.flush()
        assert str(caught.value) == texts.FULL.format(place=path)
    assert await store.exchanges.answer_of(GROUP, 1999) == 2000
    assert await store.tallies.totals(NOON.date()) == {("answer", str(n)): 1 for n in range(2000)}
    with pytest.raises(StoreError):
        await store.close()
    pages[0] = "PRAGMA max_page_count = 100000"
    await store.flush()
    await store.close()
    async with opened(path) as again:
        assert await again.exchanges.answer_of(GROUP, 1999) == 2000
        totals = await again.tallies.totals(NOON.date())
        assert totals == {("answer", str(n)): 1 for n in range(2000)}
