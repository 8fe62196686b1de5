"""Counts by day."""

import asyncio
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.store import Store
from bot.store.tables import tallies
from tests.conftest import TODAY
from tests.store.conftest import Fresh
from tests.store.material import opened, when_written

pytestmark = pytest.mark.anyio
DAYS = [TODAY - dt.timedelta(days=n) for n in range(3)]


async def test_totals_are_by_kind_and_subject_from_a_day_on(store: Store) -> None:
    for day, kind, subject in [
        (DAYS[0], "answer", "dues"), (DAYS[1], "answer", "dues"), (DAYS[2], "answer", "dues"),
        (DAYS[0], "answer", "meeting"), (DAYS[0], "start", ""),
    ]:  # fmt: skip
        store.tallies.add(day, kind, subject)
    expected = {("answer", "dues"): 2, ("answer", "meeting"): 1, ("start", ""): 1}
    assert await store.tallies.totals(DAYS[1]) == expected
    await store.flush()
    assert await store.tallies.totals(DAYS[1]) == expected
    assert await store.tallies.totals(TODAY + dt.timedelta(days=1)) == {}


async def test_the_subject_may_be_left_out(store: Store) -> None:
    store.tallies.add(TODAY, "start")
    assert await store.tallies.totals(TODAY) == {("start", ""): 1}


ADDED = st.tuples(st.sampled_from(DAYS), st.sampled_from("ab"), st.sampled_from(["", "x", "党\0"]))


@settings(max_examples=25, deadline=None)
@given(runs=st.lists(st.lists(st.one_of(ADDED, st.just("flush")), max_size=8), max_size=3))
def test_whatever_is_added_counts_once(
    fresh: Fresh, runs: list[list[tuple[dt.date, str, str] | str]]
) -> None:
    async def scenario(where: str | Path) -> None:
        counted: Counter[tuple[str, str]] = Counter()
        for run in runs:
            async with opened(where) as store:
                for step in run:
                    if isinstance(step, str):
                        await store.flush()
                        await store.flush()
                    else:
                        store.tallies.add(*step)
                        counted[step[1], step[2].replace("\0", "")] += 1
                    assert await store.tallies.totals(DAYS[-1]) == counted

    with fresh() as where:
        asyncio.run(scenario(where))


async def test_what_is_added_while_others_are_written_counts_once(store: Store) -> None:
    for _ in range(50):
        store.tallies.add(TODAY, "answer")
        flushing = asyncio.create_task(store.flush())
        await asyncio.sleep(0)
        store.tallies.add(TODAY, "answer")
        reading = asyncio.create_task(store.tallies.totals(TODAY))
        await asyncio.sleep(0)
        store.tallies.add(TODAY, "later")
        assert (await reading)["answer", ""] % 2 == 0
        await flushing
    assert await store.tallies.totals(TODAY) == {("answer", ""): 100, ("later", ""): 50}


async def test_what_is_added_to_what_is_written_is_written_next(store: Store) -> None:
    store.tallies.add(TODAY, "answer")
    when_written(store, tallies, lambda: store.tallies.add(TODAY, "answer"))
    for _ in range(3):
        await store.flush()
        assert await store.tallies.totals(TODAY) == {("answer", ""): 2}
    assert not store.tallies.pending()
