"""What each threshold for answering would bring, as a picture."""

from collections.abc import Sequence
from html import escape

from bot.answering.answerer import Answerer
from bot.answering.features import extract
from bot.answering.verdict import judge
from bot.evaluation.questions import Question
from bot.messages import Verdict
from bot.texts import evaluation as texts

STEPS = 50
WIDTH, HEIGHT, LEFT, TOP = 640, 360, 56, 40
INK, GRID, PAPER = "#1c2733", "#d5dde4", "#ffffff"
COLOURS = ("#2b7a3d", "#b3261e", "#8a5a00")
Point = tuple[float, float, float]
"""Percent answered right and wrong of those in scope, and answered of those out of scope."""


def sweep(answerer: Answerer, questions: Sequence[Question]) -> list[Point]:
    """One point for each of `STEPS` + 1 thresholds from 0 to 1; the offering threshold stays."""
    searched = []
    for question in questions:
        read = extract(answerer.normalise(question.q))
        searched.append((question, answerer.index.search(read) if read.text else [], read.letters))
    inside = sum(not question.out for question in questions) or 1
    outside = sum(question.out for question in questions) or 1
    points = []
    for step in range(STEPS + 1):
        confidence = answerer.confidence.model_copy(update={"answer_at": step / STEPS})
        right = wrong = leaked = 0
        for question, matches, letters in searched:
            judgement = judge(matches, letters, confidence)
            if judgement.verdict is Verdict.ANSWER:
                good = judgement.entries[0].id in question.want
                right += good
                wrong += not good and not question.out
                leaked += question.out
        points.append((100 * right / inside, 100 * wrong / inside, 100 * leaked / outside))
    return points


def draw(points: Sequence[Point], answer_at: float) -> str:
    """The points as an SVG picture, with the threshold in use."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="13" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(texts.SWEEP_TITLE)}</text>',
    ]
    for percent in range(0, 101, 20):
        y = _y(percent)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - 20}" stroke="{GRID}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{percent}</text>')
    x = _x(answer_at)
    parts.append(f'<path d="M{x:.1f} {TOP}V{_y(0):.1f}" stroke="{INK}" stroke-dasharray="4 4"/>')
    parts.append(
        f'<text x="{x + 5:.1f}" y="{TOP + 12}">{texts.SWEEP_NOW.format(at=answer_at)}</text>'
    )
    for n, (name, colour) in enumerate(zip(texts.SWEEP_LINES, COLOURS, strict=True)):
        path = " ".join(f"{_x(i / STEPS):.1f},{_y(point[n]):.1f}" for i, point in enumerate(points))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{WIDTH - 150}" y="{TOP + 16 + 18 * n}" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _x(threshold: float) -> float:
    return LEFT + threshold * (WIDTH - 20 - LEFT)


def _y(percent: float) -> float:
    return HEIGHT - 24 - percent / 100 * (HEIGHT - 24 - TOP)
