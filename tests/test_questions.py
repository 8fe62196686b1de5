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
    """Percent of those in scope: `first` right and among `three`, answered `right` or `wrong`,
    `helped`; of those out of scope: `leaked`, `refused`.
    """
    outcomes = [outcome for outcome in ask_all(helper, questions) if outcome.form == "plain"]
    inside = [outcome for outcome in outcomes if not outcome.question.out]
    outside = [outcome for outcome in outcomes if outcome.question.out]
    return {
        "first": share(inside, lambda o: o.first).percent,
        "three": share(inside, lambda o: o.among_three).percent,
        "right": share(inside, lambda o: o.right).percent,
        "wrong": share(inside, lambda o: o.wrong).percent,
        "helped": share(inside, lambda o: o.helped).percent,
        "leaked": share(outside, lambda o: o.answered).percent,
        "refused": share(outside, lambda o: o.refused).percent,
    }


FLOORS = {
    "practice": {"first": 96, "three": 98, "right": 92, "helped": 97, "refused": 95},
    "development": {"first": 90, "three": 97, "right": 78, "helped": 94, "refused": 86},
    "tune": {"first": 87, "three": 95, "right": 72, "helped": 92, "refused": 87},
    "tune-2": {"first": 85, "three": 95, "right": 65, "helped": 91, "refused": 86},
}
CEILINGS = {
    "practice": {"wrong": 2, "leaked": 0},
    "development": {"wrong": 2, "leaked": 2},
    "tune": {"wrong": 3, "leaked": 2},
    "tune-2": {"wrong": 5, "leaked": 5},
}


@pytest.mark.parametrize("name", FLOORS)
def test_floors_and_ceilings(name: str, helper: Assistant) -> None:
    found = shares(helper, SETS[name])
    low = {kind: found[kind] for kind, floor in FLOORS[name].items() if found[kind] < floor}
    high = {kind: found[kind] for kind, most in CEILINGS[name].items() if found[kind] > most}
    assert (low, high) == ({}, {})


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
