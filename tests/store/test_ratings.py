"""Thumbs under answers."""

import asyncio
from typing import Any

import pytest

from bot.store.store import Store
from bot.store.tables import ratings
from tests.conftest import NOON
from tests.store.material import GROUP, OTHER, USER, rows_of

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("change", "new"),
    [
        pytest.param({}, False, id="the same"),
        pytest.param({"up": False}, False, id="no change of mind"),
        pytest.param({"user_id": OTHER, "up": False}, True, id="somebody else"),
        pytest.param({"entry_id": "meeting"}, True, id="another entry"),
        pytest.param({"message_id": 8}, True, id="another message"),
        pytest.param({"chat_id": USER}, True, id="another chat"),
    ],
)
async def test_an_entry_is_rated_once_by_each(
    store: Store, change: dict[str, Any], new: bool
) -> None:
    first: dict[str, Any] = {
        "chat_id": GROUP, "message_id": 7, "entry_id": "dues", "user_id": USER, "up": True
    }  # fmt: skip
    second = {**first, **change}
    assert await store.ratings.rate(**first, now=NOON)
    assert await store.ratings.rate(**second, now=NOON) is new
    expected = [first, second] if new else [first]
    in_order = sorted(expected, key=lambda row: tuple(row.values())[:4])
    assert await rows_of(store, ratings) == [{**row, "at": NOON} for row in in_order]


async def test_of_two_taps_one_counts(store: Store) -> None:
    taps = [store.ratings.rate(GROUP, 7, entry_id="dues", user_id=USER, up=up, now=NOON)
            for up in (True, False)]  # fmt: skip
    assert sorted(await asyncio.gather(*taps)) == [False, True]
