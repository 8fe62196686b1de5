"""Questions asked, changed, and answered across deletions and restarts: see also `dialogs/`."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.answering.assistant import MEMORY, Assistant
from bot.config import Access
from bot.texts import telegram as texts
from tests.botapi import BotApi
from tests.transports.telegram import phone
from tests.transports.telegram.house import MEMBER
from tests.transports.telegram.looking import calm, done, restart

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
GROUP, FORUM = -1_000_000_000_021, -1_000_000_000_022
FIRST, SECOND = "小组会多久开一次", "党费能不能先垫上"
FIRST_ANSWER, SECOND_ANSWER = "一般每月一次", "不能。"
NOT_FOUND = "Bad Request: message to edit not found"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def said(api: BotApi, chat: int = MEMBER) -> list[Json]:
    """What stands in a chat from the bot, when it has said all it says."""
    await done(api)
    shown = api.said(chat)
    for message in shown:
        phone.check(message)
    return shown


def begins(message: Json, answer: str) -> bool:
    return str(message["text"]).startswith(answer)


async def test_an_answer_is_one_message_with_its_buttons(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        asked = house.api.text(MEMBER, FIRST)
        (answer,) = await said(house.api)
        assert begins(answer, FIRST_ANSWER)
        assert answer["reply_to_message"]["message_id"] == asked["message_id"]
        assert phone.rows(answer)[-1] == f"{texts.UP} | {texts.DOWN}"


async def test_an_edited_question_edits_its_answer(tmp_path: Path, on_telegram: Assistant) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        asked = house.api.text(MEMBER, FIRST)
        (before,) = await said(house.api)
        house.api.edit(MEMBER, asked["message_id"], SECOND)
        (after,) = await said(house.api)
        assert after["message_id"] == before["message_id"]
        assert begins(after, SECOND_ANSWER)


async def test_of_edits_in_a_row_the_last_counts(tmp_path: Path, on_telegram: Assistant) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        asked = house.api.text(MEMBER, "请假")
        house.api.edit(MEMBER, asked["message_id"], FIRST)
        house.api.edit(MEMBER, asked["message_id"], SECOND)
        (answer,) = await said(house.api)
        assert begins(answer, SECOND_ANSWER)


async def test_an_answer_that_was_deleted_is_given_anew(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN, refused=(NOT_FOUND,)) as house:
        asked = house.api.text(MEMBER, FIRST)
        (answer,) = await said(house.api)
        house.api.erase(MEMBER, answer["message_id"])
        house.api.edit(MEMBER, asked["message_id"], SECOND)
        (anew,) = await said(house.api)
        assert begins(anew, SECOND_ANSWER)
        assert anew["reply_to_message"]["message_id"] == asked["message_id"]
        house.api.edit(MEMBER, asked["message_id"], FIRST)
        (edited,) = await said(house.api)
        assert edited["message_id"] == anew["message_id"]
        assert begins(edited, FIRST_ANSWER)


async def test_an_answer_that_was_deleted_is_given_anew_even_if_it_is_the_same(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN, refused=(NOT_FOUND,)) as house:
        asked = house.api.text(MEMBER, FIRST)
        await done(house.api)
        house.api.edit(MEMBER, asked["message_id"], SECOND)
        (answer,) = await said(house.api)
        house.api.erase(MEMBER, answer["message_id"])
        house.api.edit(MEMBER, asked["message_id"], f"{SECOND}？")
        assert [begins(anew, SECOND_ANSWER) for anew in await said(house.api)] == [True]


async def test_an_edit_that_changes_no_answer_shows_nothing(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN, refused=(NOT_MODIFIED,)) as house:
        asked = house.api.text(MEMBER, FIRST)
        (before,) = await said(house.api)
        house.api.edit(MEMBER, asked["message_id"], f"{FIRST}？")
        assert await said(house.api) == [before]


@pytest.mark.parametrize("chat", [None, GROUP])
async def test_an_edit_finds_its_answer_after_a_restart(
    tmp_path: Path, on_telegram: Assistant, chat: int | None
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        place, ask = chat or MEMBER, "/ask " if chat else ""
        asked = house.api.text(MEMBER, ask + FIRST, chat)
        (before,) = await said(house.api, place)
        await restart(house)
        house.api.edit(place, asked["message_id"], ask + SECOND)
        (after,) = await said(house.api, place)
        assert after["message_id"] == before["message_id"]
        assert begins(after, SECOND_ANSWER)


async def test_what_happens_while_the_bot_is_down_is_answered_when_it_is_back(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        asked = house.api.text(MEMBER, FIRST)
        (first,) = await said(house.api)
        await house.stop()
        house.api.edit(MEMBER, asked["message_id"], SECOND)
        house.api.text(MEMBER, FIRST)
        pressed = house.api.press(MEMBER, None, first["message_id"], "定在几号什么时候")
        await house.start()
        assert await house.api.answered(pressed) == {
            "callback_query_id": pressed["id"],
            "show_alert": False,
        }
        again, new = await said(house.api)
        assert again["message_id"] == first["message_id"]
        assert "本条：定在几号什么时候" in again["text"]
        assert begins(new, FIRST_ANSWER)


async def test_words_changed_under_a_picture_change_the_answer(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        asked = house.api.media(MEMBER, "photo", FIRST)
        await done(house.api)
        changed = asked | {"caption": SECOND, "edit_date": asked["date"] + 1}
        house.api.world.push("edited_message", changed, MEMBER)
        (answer,) = await said(house.api)
        assert begins(answer, SECOND_ANSWER)


async def test_a_question_deleted_at_once_is_answered_without_quoting_it(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        asked = house.api.text(MEMBER, FIRST)
        house.api.erase(MEMBER, asked["message_id"])
        (answer,) = await said(house.api)
        assert begins(answer, FIRST_ANSWER)
        assert "reply_to_message" not in answer


async def test_a_question_deleted_at_once_is_answered_in_its_topic(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        thread = house.api.topic(FORUM, "甲班")
        asked = house.api.text(MEMBER, f"/ask {FIRST}", FORUM, thread=thread)
        house.api.erase(FORUM, asked["message_id"])
        (answer,) = await said(house.api, FORUM)
        assert answer["message_thread_id"] == thread


@pytest.mark.parametrize("chat", [None, GROUP])
async def test_an_answer_sent_inline_is_no_question(
    tmp_path: Path, on_telegram: Assistant, chat: int | None
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        query = house.api.inline(MEMBER, FIRST)
        listed = (await house.api.answered(query))["results"][0]
        text = listed["input_message_content"]["message_text"]
        house.api.text(MEMBER, text, chat, via_bot=house.api.world.bot)
        assert await said(house.api, chat or MEMBER) == []


async def test_an_open_list_outlives_the_program_but_not_ten_minutes(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        house.api.text(MEMBER, "请假")
        await done(house.api)
        await restart(house)
        house.api.text(MEMBER, "1")
        _, picked = await said(house.api)
        assert "本条：老请假批不批" in picked["text"]
        house.clock.ahead = MEMORY + dt.timedelta(seconds=5)
        house.api.text(MEMBER, "2")
        *_, late = await said(house.api)
        assert begins(late, "这个我没有把握")


async def test_each_topic_of_a_forum_has_a_conversation_of_its_own(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        one, other = (house.api.topic(FORUM, name) for name in ("甲班", "乙班"))
        for thread in (one, other, None):
            house.api.text(MEMBER, "/ask 请假", FORUM, thread=thread)
        first, second, general = await said(house.api, FORUM)
        threads = [message.get("message_thread_id") for message in (first, second, general)]
        assert threads == [one, other, None]
        quoted = first["message_id"]
        house.api.press(MEMBER, FORUM, quoted, "老请假批不批")
        house.api.text(MEMBER, "2", FORUM, thread=one, reply_to=quoted)
        house.api.text(MEMBER, "1", FORUM, thread=other, reply_to=second["message_id"])
        *_, in_one, in_other = await said(house.api, FORUM)
        assert "本条：组员连着几个月没来" in in_one["text"]
        assert "本条：老请假批不批" in in_other["text"]
        assert [m["message_thread_id"] for m in (in_one, in_other)] == [one, other]


async def test_what_is_asked_is_written_down_nowhere(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        words = ["火星上能种土豆吗", "月亮上能种白菜吗", "木星上能种萝卜吗"]
        asked = house.api.text(MEMBER, words[0])
        house.api.edit(MEMBER, asked["message_id"], words[1])
        house.api.inline(MEMBER, words[2])
        await said(house.api)
        await house.stop()
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert files
        for file in files:
            content = file.read_bytes()
            for word in words:
                assert word.encode() not in content, file.name
                assert ascii(word)[1:-1].encode() not in content, file.name
