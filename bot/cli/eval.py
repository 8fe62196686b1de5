"""`eval`: how well a set of questions is answered."""

import argparse
import datetime as dt
from pathlib import Path

from bot.answering.assistant import Assistant
from bot.app import assistant, load_checked
from bot.config import Settings
from bot.evaluation import sweep, table
from bot.evaluation.outcomes import ask_all
from bot.evaluation.questions import Question, load_questions
from bot.evaluation.shares import share
from bot.knowledge.folders import shipped
from bot.mistake import OperatorMistake
from bot.texts import evaluation as texts

FOLDER = Path("tests/questions")
SEALED = ("report", "report-2", "report-3", "final")
"""Sets of which only totals are shown, so that nobody tunes on them."""


class NoSuchSet(OperatorMistake):
    """There is no such file; the message is one sentence for whoever typed it."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Ask, print, and draw if told to."""
    path = _path(options.set)
    questions = _load(path)
    helper = assistant(load_checked(shipped(settings.knowledge_dir), dt.date.today()))
    outcomes = list(ask_all(helper, questions))
    print("\n".join(table.totals(outcomes)))
    _print_by_sources(helper, questions)
    if path.stem in SEALED:
        print(texts.TOTALS_ONLY)
    else:
        print("\n".join(table.details(outcomes)))
    if options.svg:
        picture = sweep.draw(
            sweep.sweep(helper.answerer, questions), helper.answerer.confidence.answer_at
        )
        Path(options.svg).write_text(picture, encoding="utf-8")
        print(texts.SWEPT.format(path=options.svg))
    return 0


def _print_by_sources(helper: Assistant, questions: tuple[Question, ...]) -> None:
    named = [q for q in questions if (q.claims or q.facts) and not q.out]
    found = [o for o in ask_all(helper, named, by_sources=True) if o.form == "plain"]
    if found:
        first, three = share(found, lambda o: o.first), share(found, lambda o: o.among_three)
        print(texts.SOURCES.format(first=first.percent, three=three.percent))


def _path(name: str) -> Path:
    return Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"


def _load(path: Path) -> tuple[Question, ...]:
    try:
        return load_questions(path)
    except FileNotFoundError as error:
        raise NoSuchSet(texts.NO_SET.format(path=path)) from error
