"""Questions in private chats, in groups and inline, through the real HTTP stack."""

from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.config import Access
from bot.texts import telegram as texts
from tests.transports.telegram.house import MEMBER, running

pytestmark = pytest.mark.anyio


async def test_an_answer_with_its_buttons(tmp_path: Path, on_telegram: Assistant) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        house.api.text(MEMBER, "小组会多久开一次")
        (shown,) = await house.api.wait(1, chat=MEMBER)
        assert (shown.text or "").startswith("一般每月一次")
        assert texts.UP in shown.buttons
        assert house.api.errors == []


async def test_an_edited_question_edits_its_answer(tmp_path: Path, on_telegram: Assistant) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        asked = house.api.text(MEMBER, "小组会多久开一次")
        (first,) = await house.api.wait(1, chat=MEMBER)
        house.api.edit(MEMBER, asked["message_id"], "领导老不来怎么办")
        (second,) = await house.api.wait(1, chat=MEMBER)
        assert second.method == "editMessageText"
        assert second.text != first.text
        assert len(house.api.said(MEMBER)) == 1
        assert house.api.errors == []
