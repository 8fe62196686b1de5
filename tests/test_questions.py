"""Question sets (`tests/questions/README.md`): floors that a careless edit would break, and the
rule that no question becomes a phrasing. The floors are no results: the matcher was tuned there."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering.answerer import Answerer
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import Entry, Guard
from bot.messages import Verdict

FOLDER = Path(__file__).parent / "questions"
SETS: dict[str, list[dict[str, Any]]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml")
}


def tally(answerer: Answerer, questions: list[dict[str, Any]]) -> dict[str, float]:
    """Percent `right`, `wrong` and `helped` of those in scope, `leaked` of those out of scope."""
    counts: Counter[str] = Counter()
    for question in questions:
        judgement = answerer.judge(question["q"]).judgement
        nearest = [match.id for match in judgement.entries[:3]]
        answered = judgement.verdict is Verdict.ANSWER
        offered = nearest if judgement.verdict is Verdict.SUGGEST else nearest[:answered]
        if question["want"]:
            right = answered and nearest[0] in question["want"]
            counts["inside"] += 1
            counts["right"] += right
            counts["wrong"] += answered and not right
            counts["helped"] += bool(set(offered) & set(question["want"]))
        else:
            counts["outside"] += 1
            counts["leaked"] += answered
    shares = {name: 100 * counts[name] / counts["inside"] for name in ("right", "wrong", "helped")}
    return {**shares, "leaked": 100 * counts["leaked"] / counts["outside"]}


FLOORS = {
    "practice": {"right": 90, "wrong": 3, "helped": 95, "leaked": 0},
    "development": {"right": 66, "wrong": 2, "helped": 90, "leaked": 4},
}


@pytest.mark.parametrize("name", FLOORS)
def test_floors(name: str, answerer: Answerer) -> None:
    shares, floor = tally(answerer, SETS[name]), FLOORS[name]
    assert shares["right"] >= floor["right"], shares
    assert shares["wrong"] <= floor["wrong"], shares
    assert shares["helped"] >= floor["helped"], shares
    assert shares["leaked"] <= floor["leaked"], shares


@pytest.mark.parametrize("name", SETS)
def test_wanted_entries_exist(name: str, base: KnowledgeBase) -> None:
    wanted = {entry for question in SETS[name] for entry in question["want"]}
    assert wanted <= base.entries.keys()


@pytest.mark.parametrize("name", SETS)
def test_no_question_is_a_phrasing(name: str, base: KnowledgeBase, answerer: Answerer) -> None:
    items: list[Entry | Guard] = [*base.entries.values(), *base.guards.values()]
    phrasings = {answerer.normalise(p) for item in items for p in item.phrasings}
    copied = [q["q"] for q in SETS[name] if answerer.normalise(q["q"]) in phrasings]
    assert copied == []


def test_what_no_rule_settles_says_so_and_who_does_in_the_first_line(base: KnowledgeBase) -> None:
    unsettled = [q["want"][0] for q in SETS["practice"] if q.get("settled") is False]
    assert len(unsettled) > 20
    leads = {entry_id: base.entries[entry_id].lead for entry_id in unsettled}
    silent = {i: lead for i, lead in leads.items() if not re.search("没|见过一份", lead)}
    nobody = {i: lead for i, lead in leads.items() if not re.search("支部|党委|单位|通知", lead)}
    assert (silent, nobody) == ({}, {})
