"""Golden dialogs: `tests/dialogs/*.yaml`, played through the assistant as every transport does."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering.assistant import Assistant
from bot.answering.compose import ANSWER_LIMIT
from bot.messages import Conversation, Reply
from tests.conftest import NOON

FILES = sorted((Path(__file__).parent / "dialogs").glob("*.yaml"))
DIALOGS = [
    pytest.param(dialog["turns"], id=f"{path.stem}: {dialog['name']}")
    for path in FILES
    for dialog in yaml.safe_load(path.read_text(encoding="utf-8"))
]
FIELDS = {"say", "verdict", "entry", "first", "has", "lacks", "offers"}


@pytest.mark.parametrize("turns", DIALOGS)
def test_dialog(turns: list[dict[str, Any]], helper: Assistant) -> None:
    conversation, now = Conversation(), NOON
    for turn in turns:
        assert turn.keys() <= FIELDS
        reply, conversation = helper.hear(turn["say"], conversation, now)
        now += dt.timedelta(seconds=30)
        check(turn, reply)


def check(turn: dict[str, Any], reply: Reply) -> None:
    """Hold one reply against what the dialog expects of it."""
    near = [(candidate.id, candidate.score) for candidate in reply.candidates]
    assert reply.verdict.value == turn["verdict"], (turn["say"], near)
    if "entry" in turn:
        assert reply.candidates[0].id == turn["entry"], (turn["say"], near)
    assert turn.get("first", "") in reply.text.split("\n")[0]
    for words in turn.get("has", []):
        assert words in reply.text
    for words in turn.get("lacks", []):
        assert words not in reply.text
    for label in turn.get("offers", []):
        assert label in [button.label for button in reply.buttons]
    assert len(reply.text) < ANSWER_LIMIT
    assert len(reply.candidates) <= 3
