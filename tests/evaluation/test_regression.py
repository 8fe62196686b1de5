import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.verdict import sigmoid
from bot.evaluation.regression import RIDGE, fit, solve

GRID = [(a / 2, b / 2) for a in range(-4, 5) for b in range(-4, 5)]
PLENTY = 10_000.0
"""So much weight on every row that the pull towards zero is not felt."""

coefficients = st.floats(-2, 2)


def data(
    bias: float, slopes: tuple[float, float], weight: float
) -> tuple[list[tuple[float, float]], list[bool], list[float]]:
    """Every row once with each outcome, weighted by how likely that outcome is."""
    chances = [sigmoid(bias + slopes[0] * a + slopes[1] * b) for a, b in GRID]
    rows = [*GRID, *GRID]
    outcomes = [True] * len(GRID) + [False] * len(GRID)
    weights = [weight * p for p in chances] + [weight * (1 - p) for p in chances]
    return rows, outcomes, weights


@given(coefficients, coefficients, coefficients)
@settings(deadline=None, max_examples=25)
def test_known_coefficients_are_recovered(bias: float, one: float, other: float) -> None:
    fitted = fit(*data(bias, (one, other), PLENTY))
    assert fitted == pytest.approx([bias, one, other], abs=0.01)


def test_fitting_is_deterministic() -> None:
    known = data(0.5, (1.0, -1.5), 1.0)
    assert fit(*known) == fit(*known)


def test_the_order_of_rows_does_not_matter() -> None:
    rows, outcomes, weights = data(0.5, (1.0, -1.5), 3.0)
    order = Random(1).sample(range(len(rows)), len(rows))
    shuffled = fit(
        [rows[i] for i in order], [outcomes[i] for i in order], [weights[i] for i in order]
    )
    assert shuffled == pytest.approx(fit(rows, outcomes, weights))


def test_a_weight_counts_like_repeated_rows() -> None:
    rows, outcomes = [(0.0,), (1.0,), (2.0,)], [False, True, True]
    weighted = fit(rows, outcomes, [1.0, 3.0, 2.0])
    repeated = fit(
        [(0.0,), (1.0,), (1.0,), (1.0,), (2.0,), (2.0,)], [False] + [True] * 5, [1.0] * 6
    )
    assert weighted == pytest.approx(repeated)


def test_separable_outcomes_stay_finite() -> None:
    bias, slope = fit([(-1.0,), (-0.5,), (0.5,), (1.0,)], [False, False, True, True], [1.0] * 4)
    assert 0 < slope < 10
    assert bias == pytest.approx(0, abs=1e-6)


@given(coefficients, coefficients, coefficients, st.floats(0.01, 10))
@settings(deadline=None, max_examples=25)
def test_what_is_left_over_balances_the_pull(
    bias: float, one: float, other: float, weight: float
) -> None:
    rows, outcomes, weights = data(bias, (one, other), weight)
    found, *slopes = fit(rows, outcomes, weights)
    left = [
        w * (outcome - sigmoid(found + slopes[0] * a + slopes[1] * b))
        for (a, b), outcome, w in zip(rows, outcomes, weights, strict=True)
    ]
    assert sum(left) == pytest.approx(0, abs=1e-6)
    for i, slope in enumerate(slopes):
        pulled = sum(rest * row[i] for rest, row in zip(left, rows, strict=True))
        assert pulled == pytest.approx(RIDGE * slope, abs=1e-6)


def test_only_the_slopes_are_pulled_towards_zero() -> None:
    rows, outcomes, weights = data(1.0, (1.0, 0.0), 0.01)
    _, slope, _ = fit(rows, outcomes, weights)
    bias, none, nothing = fit([(0.0, 0.0)] * 4, [True, True, True, False], [1.0] * 4)
    assert 0 < slope < 1
    assert bias == pytest.approx(math.log(3))
    assert (none, nothing) == (0, 0)


@pytest.mark.parametrize(
    ("matrix", "right", "expected"),
    [
        pytest.param([[2.0]], [4.0], [2.0], id="one"),
        pytest.param([[1.0, 0.0], [0.0, 1.0]], [3.0, 5.0], [3.0, 5.0], id="identity"),
        pytest.param([[0.0, 1.0], [1.0, 0.0]], [3.0, 5.0], [5.0, 3.0], id="needs a pivot"),
        pytest.param([[2.0, 1.0], [1.0, 3.0]], [5.0, 10.0], [1.0, 3.0], id="two"),
        pytest.param([[1e-20, 1.0], [1.0, 1.0]], [1.0, 2.0], [1.0, 1.0], id="a tiny pivot"),
    ],
)
def test_solve(matrix: list[list[float]], right: list[float], expected: list[float]) -> None:
    assert solve(matrix, right) == pytest.approx(expected)


@given(st.integers(1, 6), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=100)
def test_solving_finds_what_was_multiplied(size: int, random: Random) -> None:
    matrix = [[random.uniform(-1, 1) for _ in range(size)] for _ in range(size)]
    for i in range(size):
        matrix[i][i] += size + 1
    random.shuffle(matrix)
    known = [random.uniform(-10, 10) for _ in range(size)]
    right = [sum(a * x for a, x in zip(row, known, strict=True)) for row in matrix]
    before = [list(row) for row in matrix]
    assert solve(matrix, right) == pytest.approx(known, abs=1e-6)
    assert matrix == before
