"""Conversations that somebody else wrote (`conversations.yaml`): floors, which are no results for
the half that was tuned on.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering.assistant import Assistant
from bot.messages import Conversation, Reply, ShowEntry, Verdict
from bot.texts import chat as texts
from tests.conftest import NOON

KINDS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("conversations.yaml").read_text(encoding="utf-8")
)
TUNED, COUNTED = slice(0, None, 2), slice(1, None, 2)
HALVES = pytest.mark.parametrize("half", [TUNED, COUNTED], ids=["tuned", "counted"])


def after(helper: Assistant, entry_id: str, text: str) -> Reply:
    _, conversation = helper.press(ShowEntry(entry_id), (), NOON)
    reply, _ = helper.hear(text, conversation, NOON)
    return reply


def alone(helper: Assistant, text: str) -> Reply:
    reply, _ = helper.hear(text, Conversation(), NOON)
    return reply


def right(reply: Reply, want: Sequence[str]) -> bool:
    return reply.verdict is Verdict.ANSWER and reply.candidates[0].id in want


def percent(found: Sequence[bool]) -> float:
    return 100 * sum(found) / len(found)


@HALVES
def test_a_follow_up_is_understood(helper: Assistant, half: slice) -> None:
    asked = KINDS["follow"][half]
    leant = [right(after(helper, one["answer"], one["then"]), one["want"]) for one in asked]
    by_itself = [right(alone(helper, one["then"]), one["want"]) for one in asked]
    assert percent(leant) >= 70
    assert percent(leant) >= percent(by_itself) + 25


@HALVES
def test_a_follow_up_is_hardly_ever_misunderstood(helper: Assistant, half: slice) -> None:
    replies = [(after(helper, x["answer"], x["then"]), x["want"]) for x in KINDS["follow"][half]]
    wrong = [r.verdict is Verdict.ANSWER and not right(r, want) for r, want in replies]
    assert percent(wrong) <= 4


@HALVES
def test_a_change_of_subject_is_not_dragged_along(helper: Assistant, half: slice) -> None:
    dragged = [
        one["then"]
        for one in KINDS["change"][half]
        if after(helper, one["answer"], one["then"]) != alone(helper, one["then"])
        and not right(after(helper, one["answer"], one["then"]), one["want"])
    ]
    assert dragged == []


@HALVES
def test_two_questions_get_two_answers(helper: Assistant, half: slice) -> None:
    both = []
    for one in KINDS["two"][half]:
        reply = alone(helper, one["ask"])
        ids = [candidate.id for candidate in reply.candidates]
        wanted = zip(ids, one["wants"], strict=False)
        both.append(is_both(helper, reply) and all(found in want for found, want in wanted))
    assert percent(both) >= 75


@HALVES
def test_one_question_gets_one_answer(helper: Assistant, half: slice) -> None:
    twice = [is_both(helper, alone(helper, one["ask"])) for one in KINDS["one"][half]]
    assert percent(twice) <= 5


def is_both(helper: Assistant, reply: Reply) -> bool:
    """Whether the reply says of a second entry what it comes to."""
    if len(reply.candidates) < 2:
        return False
    other = helper.base.entries[reply.candidates[1].id]
    return texts.ALSO.format(title=other.title, lead=other.lead) in reply.text
