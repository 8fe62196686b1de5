"""What the tests on Telegram look at: rows of the database, links, what a button brings."""

import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

from bot.answering.assistant import Assistant
from bot.config import Access
from tests.botapi import BotApi
from tests.transports.telegram.house import OWNER, SOON, House, running

Row = dict[str, object]
MENU = "setMyCommands"


def rows(house: House) -> dict[str, list[Row]]:
    """Every row of every table, as the file holds it."""
    with contextlib.closing(sqlite3.connect(house.settings.database)) as file:
        file.row_factory = sqlite3.Row
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: [dict(row) for row in file.execute(f'SELECT * FROM "{name}"')]
            for (name,) in tables
        }


def about(house: House, number: int) -> set[str]:
    """Names of the tables of which a row holds that number, alone or within a text."""
    return {
        name
        for name, found in rows(house).items()
        if any(str(number) in str(value) for row in found for value in row.values())
    }


def code_in(text: str) -> str:
    """The code of the first link in a text."""
    found = re.search(r"https://t\.me/\w+\?start=([A-Za-z0-9_-]{1,64})(?:\s|$)", text)
    assert found, text
    return found[1]


async def ask(house: House, user: int, text: str, chat: int | None = None) -> str:
    """Say something; the first text shown in that chat, once the bot has said all it says."""
    house.api.text(user, text, chat)
    shown = await house.api.wait(1, chat=chat or user)
    await done(house.api)
    return shown[0].text


async def done(api: BotApi) -> None:
    """Wait until the bot has handled everything: what is handled it confirms."""
    await api.idle(quiet=0.01)


async def invited(house: House) -> str:
    """A fresh invitation for members, made by the owner."""
    return code_in(await ask(house, OWNER, "/invite"))


async def let_in(house: House, *people: int) -> None:
    """Make people members by an invitation each of them opens."""
    code = await invited(house)
    for person in people:
        house.api.text(person, f"/start {code}")
    await done(house.api)


async def bring(house: House, group: int) -> None:
    """Let a group in: the owner puts the bot there."""
    house.api.member(group, "member", by=OWNER)
    await done(house.api)


async def tap(
    house: House, user: int, label: str, chat: int | None = None, message_id: int | None = None
) -> str:
    """Press a button; what the box says then, if there is one."""
    query = house.api.press(user, chat, message_id, label)
    answer = await house.api.answered(query)
    await done(house.api)
    return str(answer.get("text", ""))


def last(api: BotApi, chat: int) -> str:
    """The text that stands last in a chat from the bot."""
    message = api.said(chat)[-1]
    return str(message.get("text", message.get("caption", "")))


@contextlib.asynccontextmanager
async def calm(
    data_dir: Path,
    assistant: Assistant,
    *,
    access: Access = Access.INVITE,
    admins: tuple[int, ...] = (),
    refused: tuple[str, ...] = (),
) -> AsyncIterator[House]:
    """A house in which nothing was refused but what the test says, and no button left waiting.

    Whoever is in `admins` has written to the bot before.
    """
    async with BotApi() as api:
        for administrator in admins:
            api.chat(administrator)
        async with running(data_dir, assistant, access=access, admins=admins, api=api) as house:
            await menus(api, 0)
            yield house
            await done(api)
            check(api, refused)


async def restart(house: House) -> None:
    """Stop the bot and start it again."""
    await house.stop()
    before = house.api.recorder.counts[MENU]
    await house.start()
    await menus(house.api, before)


async def menus(api: BotApi, before: int) -> None:
    """Wait until the bot has set a menu: it has told all it tells its operator by then."""
    assert await api.recorder.until(lambda: api.recorder.counts[MENU] > before, SOON)


def check(api: BotApi, refused: tuple[str, ...] = ()) -> None:
    """Nothing was refused but what is named, and no button spins."""
    assert [call.error for call in api.errors] == list(refused)
    assert [query for query in api.unanswered if query.kind == "callback_query"] == []
