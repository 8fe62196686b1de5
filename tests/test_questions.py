"""Question sets (`tests/questions/README.md`): floors that a careless edit would break, and the
rule that no question becomes a phrasing. The floors are no results: the matcher was tuned there."""

import re
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.evaluation.outcomes import ask_all
from bot.evaluation.questions import Question, load_questions
from bot.evaluation.shares import share
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import Entry, Guard

FOLDER = Path(__file__).parent / "questions"
SETS: dict[str, tuple[Question, ...]] = {
    path.stem: load_questions(path) for path in FOLDER.glob("*.yaml")
}


def shares(helper: Assistant, questions: tuple[Question, ...]) -> dict[str, float]:
    """Percent `right`, `wrong` and `helped` of those in scope, `leaked` of those out of scope."""
    outcomes = [outcome for outcome in ask_all(helper, questions) if outcome.form == "plain"]
    inside = [outcome for outcome in outcomes if not outcome.question.out]
    outside = [outcome for outcome in outcomes if outcome.question.out]
    return {
        "right": share(inside, lambda o: o.right).percent,
        "wrong": share(inside, lambda o: o.wrong).percent,
        "helped": share(inside, lambda o: o.helped).percent,
        "leaked": share(outside, lambda o: o.answered).percent,
    }


FLOORS = {
    "practice": {"right": 90, "wrong": 3, "helped": 95, "leaked": 0},
    "development": {"right": 66, "wrong": 2, "helped": 90, "leaked": 4},
    "tune": {"right": 54, "wrong": 6, "helped": 80, "leaked": 5},
}


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str, helper: Assistant) -> None:
    found, floor = shares(helper, SETS[name]), FLOORS[name]
    assert found["right"] >= floor["right"], found
    assert found["wrong"] <= floor["wrong"], found
    assert found["helped"] >= floor["helped"], found
    assert found["leaked"] <= floor["leaked"], found


@pytest.mark.parametrize("name", SETS)
def test_wanted_entries_exist(name: str, base: KnowledgeBase) -> None:
    wanted = {entry for question in SETS[name] for entry in question.want}
    assert wanted <= base.entries.keys()


@pytest.mark.parametrize("name", SETS)
def test_no_question_is_a_phrasing(name: str, base: KnowledgeBase, answerer: Answerer) -> None:
    items: list[Entry | Guard] = [*base.entries.values(), *base.guards.values()]
    phrasings = {answerer.normalise(p) for item in items for p in item.phrasings}
    copied = sum(answerer.normalise(q.q) in phrasings for q in SETS[name])
    assert copied == 0


def test_what_no_rule_settles_says_so_and_who_does_in_the_first_line(base: KnowledgeBase) -> None:
    unsettled = [q.want[0] for q in SETS["practice"] if not q.settled]
    assert len(unsettled) > 20
    leads = {entry_id: base.entries[entry_id].lead for entry_id in unsettled}
    silent = {i: lead for i, lead in leads.items() if not re.search("没|见过一份", lead)}
    nobody = {i: lead for i, lead in leads.items() if not re.search("支部|党委|单位|通知", lead)}
    assert (silent, nobody) == ({}, {})
