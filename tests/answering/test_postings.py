"""Shares and odds: the sums packed into integers agree with sums written out."""

import math
from collections import Counter
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.postings import COMMON, FREQUENT, HALF, UNSEEN, Postings

FRAGMENTS = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)
ITEMS = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 60)).map(Counter),
    max_size=3 * COMMON,
)


def sealed(items: list[Counter[str]]) -> Postings:
    """Postings of these items."""
    postings = Postings()
    for counts in items:
        postings.add(counts)
    postings.seal()
    return postings


def shares(items: list[Counter[str]], asked: frozenset[str]) -> list[float]:
    """The same in floats, item by item."""
    rarity = {
        f: math.log((len(items) + 1) / (sum(f in held for held in items) + 0.5)) for f in asked
    }
    whole = sum(rarity.values())
    if not whole:
        return [0.0] * len(items)
    return [
        100 * sum(rarity[f] * held[f] / (held[f] + HALF) for f in asked) / whole for held in items
    ]


def odds(items: list[Counter[str]], asked: frozenset[str]) -> list[float]:
    """The logarithm of naive Bayes, against that of an item of usual size that holds nothing."""
    unseen = UNSEEN * max(len(set().union(*items)), 1)
    usual = median(held.total() for held in items) + unseen
    found = []
    for held in items:
        all_of_it = held.total() + unseen
        log = sum(math.log((held[f] + UNSEEN) / all_of_it / (UNSEEN / usual)) for f in asked)
        found.append(100 * log / len(asked) / math.log1p(FREQUENT / UNSEEN))
    return found


@given(ITEMS, FRAGMENTS)
def test_shares_are_what_they_are_written_out(
    items: list[Counter[str]], asked: frozenset[str]
) -> None:
    assert sealed(items).shares(asked) == pytest.approx(shares(items, asked), abs=0.2)


@given(ITEMS.filter(any), FRAGMENTS.filter(bool))
def test_odds_are_those_of_naive_bayes(items: list[Counter[str]], asked: frozenset[str]) -> None:
    assert sealed(items).odds(asked) == pytest.approx(odds(items, asked), abs=0.01)


def test_a_fragment_that_every_item_holds_is_no_less_exact() -> None:
    items = [Counter("ab" if n % 2 else "a") for n in range(10 * COMMON)]
    asked = frozenset("ab")
    assert sealed(items).shares(asked) == pytest.approx(shares(items, asked), abs=0.1)
    assert sealed(items).odds(asked) == pytest.approx(odds(items, asked), abs=0.01)


def test_the_longest_question_has_room() -> None:
    asked = frozenset(chr(0x4E00 + n) for n in range(239))
    items = [Counter(dict.fromkeys(asked, 1_000_000)) for _ in range(COMMON)]
    items += [Counter("x") for _ in range(COMMON - 1)]
    postings = sealed(items)
    assert postings.shares(asked)[0] == pytest.approx(100, abs=1)
    assert postings.odds(asked)[0] > 100


def test_nobody_has_a_share_of_nothing() -> None:
    assert sealed([Counter("a")]).shares(frozenset()) == [0.0]
    assert sealed([Counter("a")]).odds(frozenset()) == [0.0]
    assert sealed([]).shares(frozenset("a")) == []
    assert sealed([]).odds(frozenset("a")) == []
