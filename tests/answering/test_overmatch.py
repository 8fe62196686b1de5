from collections.abc import Sequence

import pytest

from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.answering.overmatch import overmatches
from bot.knowledge.load import load
from bot.knowledge.problem import Problem
from bot.texts import problems as texts
from tests.conftest import Edit

ENTRIES = """\
topic: {{id: thieves, title: 偷儿, order: 0}}
entries:
  - {{id: thief, title: 另一条, phrasings: [{phrasings}], lead: 错。,
     sources: [practice], reviewed: 2026-11-23}}
"""
GUARDS = """\
guards:
  - {{id: fence, title: 栅栏, phrasings: [{phrasings}], keywords: [{keywords}], scope: out}}
"""


def found(with_file: Edit, name: str, content: str) -> Sequence[Problem]:
    base = load(with_file(name, content))
    assert base.confidence is not None
    return list(overmatches(Answerer(base, base.confidence)))


def test_the_small_knowledge_is_kept_apart(tiny: Assistant) -> None:
    assert list(overmatches(tiny.answerer)) == []


def test_a_stolen_phrasing_names_line_owner_and_winner(with_file: Edit) -> None:
    stolen = "垫付党费"
    many = ", ".join([stolen] + [f"{stolen}{more}" for more in "一二三四五六"])
    content = ENTRIES.format(phrasings=many)
    problems = found(with_file, "knowledge/entries/thieves.yaml", content)
    reason = texts.STOLEN_PHRASING.format(phrasing=stolen, winner="thief", owner="dues-advance")
    assert Problem("knowledge/entries/dues.yaml", 5, reason) in problems


def test_a_phrasing_that_a_guard_takes_names_the_guard(with_file: Edit) -> None:
    taken = "垫付党费"
    many = ", ".join([taken] + [f"{taken}{more}" for more in "一二三四五六"])
    content = GUARDS.format(phrasings=many, keywords=taken)
    problems = found(with_file, "knowledge/guards/fence.yaml", content)
    reason = texts.STOLEN_PHRASING.format(phrasing=taken, winner="fence", owner="dues-advance")
    assert reason in [problem.reason for problem in problems]


def test_a_guard_that_leaks_is_named(with_file: Edit) -> None:
    content = GUARDS.format(phrasings="谁来当主持, 食堂几点开", keywords="")
    (problem,) = found(with_file, "knowledge/guards/fence.yaml", content)
    assert problem == Problem(
        "knowledge/guards/fence.yaml",
        2,
        texts.LEAKING_GUARD.format(phrasing="谁来当主持", winner="who-chairs", owner="栅栏"),
    )


@pytest.mark.parametrize("harmless", ["食堂几点关门", "宿舍怎么申请"])
def test_a_guard_of_its_own_is_no_problem(harmless: str, with_file: Edit) -> None:
    content = GUARDS.format(phrasings=harmless, keywords="")
    assert found(with_file, "knowledge/guards/fence.yaml", content) == []
