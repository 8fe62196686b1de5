"""The table, the details and the picture of a small set of outcomes."""

import xml.etree.ElementTree as ET

from bot.answering.answerer import Answerer
from bot.evaluation import sweep, table
from bot.evaluation.outcomes import Outcome
from bot.evaluation.questions import Form, Question
from bot.messages import Verdict
from bot.texts import evaluation as texts

RIGHT = Question(q="对的", typo="对得", by="foreman", want=("a",))
WRONG = Question(q="错的", by="clerk", want=("a",))
GAP = Question(q="没有的", by="clerk")
LEAKED = Question(q="漏的", by="clerk", out=True, near=True)
REFUSED = Question(q="拒的", by="clerk", out=True)


def outcome(question: Question, verdict: Verdict, *nearest: str, form: Form = "plain") -> Outcome:
    text = dict(question.forms)[form]
    return Outcome(question, form, text, verdict, nearest, frozenset(question.want))


OUTCOMES = [
    outcome(RIGHT, Verdict.ANSWER, "a", "b"),
    outcome(RIGHT, Verdict.UNKNOWN, "b", form="typo"),
    outcome(WRONG, Verdict.ANSWER, "b", "a"),
    outcome(GAP, Verdict.UNKNOWN, "b"),
    outcome(LEAKED, Verdict.ANSWER, "a"),
    outcome(REFUSED, Verdict.UNKNOWN),
]


def cells(line: str) -> list[str]:
    return line.replace(" (", "(").split()


def test_totals() -> None:
    lines = [cells(line) for line in table.totals(OUTCOMES)]
    percents = [[cell.split("(")[0] for cell in line] for line in lines if len(line) > 1]
    assert [texts.ALL, "3", "33.3", "66.7", "33.3", "33.3", "33.3"] in percents
    assert ["foreman", "1", "100.0", "100.0", "100.0", "100.0", "0.0"] in percents
    assert [texts.ALL, "2", "50.0", "0.0", "50.0"] in percents
    assert [texts.NEAR, "1", "100.0", "0.0", "0.0"] in percents
    assert [texts.FORMS["typo"], "1", "100.0", "0.0", "-100.0"] in percents
    printed = "\n".join(table.totals(OUTCOMES))
    assert texts.GAPS.format(count=1) in printed
    assert not any(o.text in printed for o in OUTCOMES)


def test_details() -> None:
    printed = "\n".join(table.details(OUTCOMES))
    assert texts.CONFUSION.format(count=1, wanted="a", shown="b") in printed
    assert "错的　要 a，答了 b（clerk" in printed
    assert texts.LEAKED_LINE.format(text="漏的", shown="a", by="clerk") in printed
    assert "对的" not in printed
    nothing = list(table.details([]))
    assert nothing.count(texts.NOTHING) == 2


def test_a_higher_threshold_answers_less(answerer: Answerer) -> None:
    questions = [
        Question(q="小组会多久开一次", by="me", want=("group-meeting-frequency",)),
        Question(q="小组会谁主持", by="me", want=("dues-use",)),
        Question(q="今天天气怎么样", by="me", out=True),
        Question(q="……", by="me", out=True),
    ]
    points = sweep.sweep(answerer, questions)
    assert len(points) == sweep.STEPS + 1
    for n in range(3):
        heights = [point[n] for point in points]
        assert heights == sorted(heights, reverse=True)
    assert points[0][:2] == (50.0, 50.0)
    picture = ET.fromstring(sweep.draw(points, 0.37))
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 3
