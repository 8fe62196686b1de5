"""Recent errors."""

import datetime as dt

import pytest

from bot.store import failures as module
from bot.store.failures import LONGEST, Failure
from bot.store.store import Store
from bot.store.tables import failures
from tests.conftest import NOON
from tests.store.material import rows_of, when_written

pytestmark = pytest.mark.anyio
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("flushes", [(), (0,), (1,), (0, 1, 2)], ids=str)
async def test_the_same_is_one_with_a_count(store: Store, flushes: tuple[int, ...]) -> None:
    for n, (kind, detail) in enumerate([("A", "x"), ("A", "x"), ("A", "y"), ("B", "x")]):
        store.failures.note(kind, detail, NOON + n * MINUTE)
        if n in flushes:
            await store.flush()
    assert await store.failures.recent(10) == [
        Failure("B", "x", 1, NOON + 3 * MINUTE, NOON + 3 * MINUTE),
        Failure("A", "y", 1, NOON + 2 * MINUTE, NOON + 2 * MINUTE),
        Failure("A", "x", 2, NOON, NOON + MINUTE),
    ]


async def test_the_newest_are_told_with_their_whole_count(store: Store) -> None:
    for n in range(5):
        store.failures.note("A", str(n), NOON + n * MINUTE)
    await store.flush()
    store.failures.note("A", "0", NOON + 9 * MINUTE)
    recent = await store.failures.recent(2)
    assert recent == [
        Failure("A", "0", 2, NOON, NOON + 9 * MINUTE),
        Failure("A", "4", 1, NOON + 4 * MINUTE, NOON + 4 * MINUTE),
    ]


async def test_what_fails_while_others_are_written_counts_once(store: Store) -> None:
    store.failures.note("A", "x", NOON)
    store.failures.note("B", "x", NOON)
    when_written(store, failures, lambda: store.failures.note("A", "x", NOON + MINUTE))
    await store.flush()
    expected = [
        Failure("A", "x", 2, NOON, NOON + MINUTE),
        Failure("B", "x", 1, NOON, NOON),
    ]
    assert await store.failures.recent(10) == expected
    await store.flush()
    assert not store.failures.pending()
    assert await store.failures.recent(10) == expected


@pytest.mark.parametrize(
    ("detail", "kept"),
    [("a\0b", "ab"), ("a\ud800", "a?"), ("党" * LONGEST + "x", "党" * LONGEST)],
    ids=["NUL", "half a pair", "too long"],
)
async def test_no_detail_is_too_strange(store: Store, detail: str, kept: str) -> None:
    store.failures.note("A", detail, NOON)
    await store.flush()
    assert [failure.detail for failure in await store.failures.recent(10)] == [kept]


async def test_a_flood_neither_waits_nor_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for n in range(5):
        store.failures.note("A", str(n), NOON + n * MINUTE)
    store.failures.note("A", "0", NOON)
    await store.flush()
    for n in range(5, 7):
        store.failures.note("A", str(n), NOON + n * MINUTE)
    await store.flush()
    assert [row["count"] for row in await rows_of(store, failures)].count(2) == 1
    assert len(await rows_of(store, failures)) == 5
    await store.purge(NOON)
    assert [failure.detail for failure in await store.failures.recent(10)] == ["6", "5", "2"]
