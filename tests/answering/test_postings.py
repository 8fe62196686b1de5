"""Shares of fragments: the sums packed into integers agree with sums written out."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.postings import COMMON, HALF, Postings

FRAGMENTS = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)
ITEMS = st.lists(st.lists(FRAGMENTS, max_size=4), max_size=3 * COMMON)


def sealed(items: list[list[frozenset[str]]]) -> Postings:
    """Postings of these items."""
    postings = Postings()
    for wordings in items:
        postings.add(wordings)
    postings.seal()
    return postings


def written_out(items: list[list[frozenset[str]]], asked: frozenset[str]) -> list[float]:
    """The same in floats, item by item."""
    counts = [Counter(f for wording in wordings for f in wording) for wordings in items]
    rarity = {
        f: math.log((len(items) + 1) / (sum(f in held for held in counts) + 0.5)) for f in asked
    }
    whole = sum(rarity.values())
    if not whole:
        return [0.0] * len(items)
    return [
        100 * sum(rarity[f] * held[f] / (held[f] + HALF) for f in asked) / whole for held in counts
    ]


@given(ITEMS, FRAGMENTS)
def test_shares_are_what_they_are_written_out(
    items: list[list[frozenset[str]]], asked: frozenset[str]
) -> None:
    assert sealed(items).shares(asked) == pytest.approx(written_out(items, asked), abs=0.01)


def test_a_fragment_that_every_item_holds_is_no_less_exact() -> None:
    items = [[frozenset("ab") if n % 2 else frozenset("a")] for n in range(10 * COMMON)]
    asked = frozenset("ab")
    assert sealed(items).shares(asked) == pytest.approx(written_out(items, asked), abs=1e-3)


def test_nobody_has_a_share_of_nothing() -> None:
    assert sealed([[frozenset("a")]]).shares(frozenset()) == [0.0]
    assert sealed([]).shares(frozenset("a")) == []
