"""Shares and their intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.shares import Share


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 10, 0.0, 27.8), (5, 10, 23.7, 76.3), (10, 10, 72.2, 100.0), (81, 263, 25.5, 36.6)],
)
def test_wilsons_interval(hits: int, total: int, low: float, high: float) -> None:
    """The last is Newcombe's example (Statistics in Medicine 17, 1998, table I)."""
    assert Share(hits, total).interval == pytest.approx((low, high), abs=0.06)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).percent == 0
    assert Share(0, 0).interval == (0, 100)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(pair: tuple[int, int]) -> None:
    share = Share(*pair)
    low, high = share.interval
    assert 0 <= low <= share.percent + 1e-9
    assert share.percent - 1e-9 <= high <= 100
