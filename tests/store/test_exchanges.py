"""Which message answered which question."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store import exchanges as module
from bot.store.store import Store
from bot.store.tables import exchanges
from tests.conftest import NOON
from tests.store.conftest import Fresh
from tests.store.material import GROUP, USER, opened, rows_of, when_written

pytestmark = pytest.mark.anyio


async def test_an_answer_is_found_before_and_after_it_is_written(
    store: Store, where: str | Path
) -> None:
    store.exchanges.note(GROUP, 1, 2, NOON)
    assert await store.exchanges.answer_of(GROUP, 1) == 2
    await store.flush()
    async with opened(where) as again:
        assert await again.exchanges.answer_of(GROUP, 1) == 2
        assert await again.exchanges.answer_of(GROUP, 2) is None
        assert await again.exchanges.answer_of(USER, 1) is None


async def test_the_last_answer_counts(store: Store) -> None:
    store.exchanges.note(GROUP, 1, 2, NOON)
    await store.flush()
    store.exchanges.note(GROUP, 1, 3, NOON)
    assert await store.exchanges.answer_of(GROUP, 1) == 3
    await store.flush()
    assert await store.exchanges.answer_of(GROUP, 1) == 3
    assert len(await rows_of(store, exchanges)) == 1


@settings(max_examples=25, deadline=None)
@given(
    notes=st.lists(
        st.tuples(st.integers(-3, 3), st.integers(1, 5), st.integers(1, 2**52)), max_size=12
    ),
    flush_after=st.integers(0, 12),
)
def test_what_is_noted_is_found_after_reopening(
    fresh: Fresh, notes: list[tuple[int, int, int]], flush_after: int
) -> None:
    async def scenario(where: str | Path) -> None:
        async with opened(where) as store:
            for n, (chat_id, question_id, answer_id) in enumerate(notes):
                store.exchanges.note(chat_id, question_id, answer_id, NOON)
                if n == flush_after:
                    await store.flush()
        async with opened(where) as again:
            for key, answer_id in {note[:2]: note[2] for note in notes}.items():
                assert await again.exchanges.answer_of(*key) == answer_id

    with fresh() as where:
        asyncio.run(scenario(where))


async def test_it_is_found_while_it_is_written(store: Store) -> None:
    store.exchanges.note(GROUP, 1, 2, NOON)
    writing = asyncio.create_task(store.flush())
    while not writing.done():
        assert await store.exchanges.answer_of(GROUP, 1) == 2
        await asyncio.sleep(0)
    assert not store.exchanges.pending()


async def test_what_changes_while_it_is_written_is_written_next(
    store: Store, where: str | Path
) -> None:
    for question_id in (1, 5):
        store.exchanges.note(GROUP, question_id, 2, NOON)
    when_written(store, exchanges, lambda: store.exchanges.note(GROUP, 1, 3, NOON))
    await store.flush()
    assert await store.exchanges.answer_of(GROUP, 1) == 3
    await store.flush()
    assert not store.exchanges.pending()
    async with opened(where) as again:
        assert await again.exchanges.answer_of(GROUP, 1) == 3


async def test_what_cannot_be_written_does_not_pile_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PENDING", 2)
    for n in range(4):
        store.exchanges.note(GROUP, n, n, NOON)
    assert [await store.exchanges.answer_of(GROUP, n) for n in range(4)] == [None, None, 2, 3]


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.exchanges.note(GROUP, 1, 2, dt.datetime(2026, 11, 23))  # noqa: DTZ001 - the case
    assert not store.exchanges.pending()
