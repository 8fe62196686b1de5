"""Logistic regression for a handful of signals, by Newton's method. Deterministic.

Written out because the alternative is a numerical library of 90 MB for twenty lines.
"""

from collections.abc import Sequence

from bot.answering.verdict import sigmoid

ROUNDS = 40
CLOSE_ENOUGH = 1e-9
RIDGE = 1.0
"""Pull of the weights (not the bias) towards zero: keeps them finite where signals separate."""

Row = Sequence[float]


def fit(rows: Sequence[Row], outcomes: Sequence[bool], weights: Sequence[float]) -> list[float]:
    """Coefficients, the bias first. `weights` says how much each row counts."""
    size = len(rows[0]) + 1
    beta = [0.0] * size
    full = [(1.0, *row) for row in rows]
    for _ in range(ROUNDS):
        gradient = [0.0] + [-RIDGE * b for b in beta[1:]]
        hessian = [[RIDGE * (i == j > 0) for j in range(size)] for i in range(size)]
        for row, outcome, weight in zip(full, outcomes, weights, strict=True):
            p = sigmoid(_dot(beta, row))
            slope, residual = weight * p * (1 - p), weight * (outcome - p)
            for i in range(size):
                gradient[i] += residual * row[i]
                for j in range(size):
                    hessian[i][j] += slope * row[i] * row[j]
        step = solve(hessian, gradient)
        beta = [b + s for b, s in zip(beta, step, strict=True)]
        if max(map(abs, step)) < CLOSE_ENOUGH:
            break
    return beta


def solve(matrix: Sequence[Row], right: Row) -> list[float]:
    """Gaussian elimination with pivoting; the matrix is small and regular."""
    n = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            factor = rows[r][i] / rows[i][i]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    result = [0.0] * n
    for i in reversed(range(n)):
        known = _dot(rows[i][i + 1 : n], result[i + 1 :])
        result[i] = (rows[i][n] - known) / rows[i][i]
    return result


def _dot(a: Row, b: Row) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
