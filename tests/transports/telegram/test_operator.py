"""What the operator sees: /admin, menus and keys, and what breaks."""

import datetime as dt
import logging
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.config import Access
from bot.texts import chat as chat_texts
from bot.texts import telegram as texts
from bot.transports.telegram.dispatch import COMMANDS
from bot.transports.telegram.handlers import asking, inline, keeping, pressing, report
from tests.transports.telegram.house import MEMBER, OWNER, SOON, STRANGER, House
from tests.transports.telegram.looking import (
    ask,
    bring,
    calm,
    done,
    last,
    let_in,
    restart,
    rows,
    tap,
)

pytestmark = pytest.mark.anyio

QUESTION, ANSWER, CHOICE, TITLE = "小组会多久开一次", "一般每月一次", "记录", "小组会多久开一次"
UNKNOWN = (
    "今天天气怎么样",
    "明天食堂吃什么",
    "股票怎么买",
    "附近哪里修车",
    "晚上看什么电影",
    "月亮离我们多远",
)
GROUP = -9100
Json = dict[str, Any]


# /admin.


def counts(text: str) -> dict[str, str]:
    """The lines of the first page: what, and how often in 7 and in 30 days."""
    return dict(line.split("：") for line in text.split("\n") if " / " in line and "：" in line)


async def test_the_first_page_counts_and_names_nobody(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram) as house:
        await house.own()
        people = (9_100_000_001, 9_100_000_002)
        await let_in(house, *people)
        await bring(house, GROUP)
        for person in people:
            await ask(house, person, QUESTION)
        await tap(house, people[0], texts.UP)
        await tap(house, people[1], texts.DOWN)
        await tap(house, people[1], texts.HAND_OVER)
        await ask(house, people[0], CHOICE)
        house.api.press(
            people[0],
            label=house.api.said(people[0])[-1]["reply_markup"]["inline_keyboard"][0][0]["text"],
        )
        await done(house.api)
        await ask(house, people[0], f"/ask {UNKNOWN[0]}")
        await tap(house, people[0], texts.HAND_OVER)
        await ask(house, people[0], "/help")
        await house.api.answered(house.api.inline(people[0], QUESTION))
        await done(house.api)
        page = await ask(house, OWNER, "/admin")
        names = texts.USE_NAMES
        wanted = dict.fromkeys(names.values(), "0 / 0")
        wanted |= {
            names["asked"]: "4 / 4",
            names["answer"]: "2 / 2",
            names["suggest"]: "1 / 1",
            names["unknown"]: "1 / 1",
            names["picked"]: "1 / 1",
            names["inline"]: "1 / 1",
            names["up"]: "1 / 1",
            names["down"]: "1 / 1",
        }
        assert counts(page) == wanted
        assert texts.PEOPLE.format(members=2, admins=1, groups=1) in page
        keyboard = house.api.said(OWNER)[-1]["reply_markup"]["inline_keyboard"]
        assert [button["text"] for row in keyboard for button in row] == [
            texts.TO_UNANSWERED.format(count=1),
            texts.TO_DISLIKED.format(count=1),
            texts.TO_FAILURES,
            texts.TO_INVITES,
        ]
        # Ten days later the week is empty, and forty days later the month too.
        house.clock.ahead = dt.timedelta(days=10)
        later = counts(await ask(house, OWNER, "/admin"))
        assert (later[names["asked"]], later[names["up"]]) == ("0 / 4", "0 / 1")
        house.clock.ahead = dt.timedelta(days=40)
        assert {*counts(await ask(house, OWNER, "/admin")).values()} == {"0 / 0"}
        assert [person for person in (*people, OWNER, GROUP) if str(person) in page] == []
        assert [text for text in (QUESTION, *UNKNOWN) if text in page] == []


async def test_unanswered_questions_in_pages(tmp_path: Path, on_telegram: Assistant) -> None:
    async with calm(tmp_path, on_telegram, admins=(OWNER,), access=Access.OPEN) as house:
        await ask(house, OWNER, "/admin")
        await tap(house, OWNER, texts.TO_UNANSWERED.format(count=0))
        assert last(house.api, OWNER) == f"{texts.UNANSWERED}\n{texts.NONE_YET}"
        for person, question in enumerate(UNKNOWN, start=9001):
            await ask(house, person, question)
            await tap(house, person, texts.HAND_OVER)
        await ask(house, 9009, "我叫王建国，电话13800138000，火星上能种土豆吗")
        await tap(house, 9009, texts.HAND_OVER)

        await tap(house, OWNER, texts.TO_USE)
        await tap(house, OWNER, texts.TO_UNANSWERED.format(count=7))
        first = last(house.api, OWNER)
        assert pages(house) == [chat_texts.MORE, texts.TO_USE]
        await tap(house, OWNER, chat_texts.MORE)
        second = last(house.api, OWNER)
        assert pages(house) == [chat_texts.BACK, texts.TO_USE]
        await tap(house, OWNER, chat_texts.BACK)
        assert last(house.api, OWNER) == first

        assert [page.split("\n")[0] for page in (first, second)] == [texts.UNANSWERED] * 2
        lines = first.split("\n")[1:] + second.split("\n")[1:]
        assert len(first.split("\n")) == 1 + report.PAGE
        assert [int(line.split(" ")[0]) for line in lines] == [1] * 7
        said = {re.sub("（最近的条目：.*）", "", line.split(" ", 2)[2]) for line in lines}
        assert said >= {*UNKNOWN}
        (masked,) = said - {*UNKNOWN}
        assert "王建国" not in masked
        assert "138" not in masked
        assert [n for n in range(9001, 9010) if str(n) in first + second] == []


def pages(house: House) -> list[str]:
    """Labels of the buttons under the last message to the owner."""
    keyboard = house.api.said(OWNER)[-1]["reply_markup"]["inline_keyboard"]
    return [button["text"] for row in keyboard for button in row]


async def test_disliked_entries_and_the_questions_to_them(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, admins=(OWNER,), access=Access.OPEN) as house:
        for person in range(9001, 9008):
            await ask(house, person, QUESTION)
            assert await tap(house, person, texts.DOWN) == texts.RATED_DOWN
        for person in range(9001, 9007):
            await tap(house, person, texts.HAND_OVER)
        await ask(house, 9008, "领导老不来怎么办")
        await tap(house, 9008, texts.DOWN)
        await ask(house, OWNER, "/admin")
        await tap(house, OWNER, texts.TO_DISLIKED.format(count=8))
        page = last(house.api, OWNER)
        listed, handed = page.split(f"\n\n{texts.DISLIKED_HANDED}\n")
        assert listed.split("\n")[:2] == [
            texts.DISLIKED,
            texts.DISLIKED_LINE.format(title=TITLE, count=7),
        ]
        assert len(listed.split("\n")) == 3
        today = house.clock().astimezone(house.settings.timezone).date()
        line = texts.QUESTION_OF.format(day=today, text=QUESTION, title=TITLE)
        assert handed.split("\n") == [line] * report.PAGE
        await tap(house, OWNER, chat_texts.MORE)
        assert last(house.api, OWNER).split(f"{texts.DISLIKED_HANDED}\n")[1] == line


async def test_admin_pages_stay_in_private(tmp_path: Path, on_telegram: Assistant) -> None:
    async with calm(tmp_path, on_telegram, admins=(OWNER,)) as house:
        await bring(house, GROUP)
        for command in ("/admin", "/invite", "/admin@zuzhang_test_bot"):
            assert await ask(house, OWNER, command, GROUP) == texts.ONLY_PRIVATE
        assert rows(house)["invites"] == []
        await ask(house, OWNER, "/admin")
        await tap(house, OWNER, texts.TO_FAILURES)
        assert last(house.api, OWNER) == f"{texts.FAILURES}\n{texts.NONE_YET}"
        failures = house.api.said(OWNER)[-1]
        await tap(house, OWNER, texts.TO_USE)
        assert last(house.api, OWNER).startswith(texts.USE)
        old = house.api.press(OWNER, snapshot=failures, label=texts.TO_USE)
        assert (await house.api.answered(old))["text"] == texts.SHOWN


# Menus and keys.


def menu(house: House, user: int, chat: int | None = None) -> dict[str, str]:
    """What Telegram offers somebody who types a slash."""
    return {c["command"]: c["description"] for c in house.api.menu(user, chat)}


async def test_command_menus(tmp_path: Path, on_telegram: Assistant) -> None:
    """In Chinese whatever language the phone speaks, for each kind of chat and of user."""
    by_code, foreign = 9101, 9102
    async with calm(tmp_path, on_telegram, admins=(OWNER,)) as house:
        house.api.user(foreign, language_code="en")
        await bring(house, GROUP)
        house.api.status(GROUP, MEMBER, "administrator")
        await ask(house, OWNER, "/invite")
        await tap(house, OWNER, texts.INVITE_ADMIN)
        link = last(house.api, OWNER).split("start=")[1].split()[0]
        await ask(house, by_code, f"/start {link}")
        menus = house.api.world.commands
        for _ in ("as set by the code", "as set at the next start"):
            assert await house.api.recorder.until(lambda: len(menus) == 4, SOON)
            assert menu(house, STRANGER) == texts.MENU_PRIVATE
            assert menu(house, foreign) == texts.MENU_PRIVATE
            for somebody in (STRANGER, MEMBER, OWNER):
                assert menu(house, somebody, GROUP) == texts.MENU_GROUP
            for administrator in (OWNER, by_code):
                assert menu(house, administrator) == texts.MENU_PRIVATE | texts.MENU_ADMIN
            menus.clear()
            await restart(house)


def test_the_menus_offer_every_command_in_chinese() -> None:
    offered = texts.MENU_PRIVATE | texts.MENU_GROUP | texts.MENU_ADMIN
    assert {*offered, "start"} == {*COMMANDS}
    assert [text for text in offered.values() if not re.search("[一-鿿]", text)] == []
    assert not {*texts.MENU_ADMIN} & {*texts.MENU_PRIVATE, *texts.MENU_GROUP}


async def test_the_keys_are_questions_too(tmp_path: Path, on_telegram: Assistant) -> None:
    """The keyboard comes once, stays, and what it types is understood whatever list is open."""
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        await ask(house, MEMBER, "/start")
        assert house.api.keyboard(MEMBER) == [list(row) for row in texts.KEYS]
        (given,) = [c for c in house.api.shown(MEMBER) if "keyboard" in markup(c.params)]
        assert markup(given.params)["is_persistent"] is True
        assert markup(given.params)["resize_keyboard"] is True
        talk = house.assistant.base.smalltalk
        understood = {
            "全部话题": ("能问的话题", "/topics"),
            "怎么用": (talk["help"].on_telegram or talk["help"].reply, "/help"),
        }
        for key in (key for row in texts.KEYS for key in row):
            start, command = understood[key]
            for before in ("你好", CHOICE, "都不是", UNKNOWN[0], "/cancel"):
                await ask(house, MEMBER, before)
                assert (await ask(house, MEMBER, key)).startswith(start), (before, key)
            assert (await ask(house, MEMBER, command)).startswith(start)
        assert house.api.keyboard(MEMBER) == [list(row) for row in texts.KEYS]
        assert await ask(house, STRANGER, "/start", GROUP)
        assert house.api.keyboard(GROUP) == []


def markup(params: Json) -> Json:
    found: Json = params.get("reply_markup") or {}
    return found


# What breaks.


SECRET, NAME = "谈心记录：赵铁柱想退党", "赵铁柱"


class Broken(RuntimeError):
    """As an error of a library that quotes what it was given."""


async def broken(*_: object, **__: object) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as cause:
        raise Broken(f"cannot handle {SECRET!r}") from cause


def question(house: House) -> Json | None:
    house.api.text(MEMBER, SECRET)
    return None


def command(house: House) -> Json | None:
    house.api.text(MEMBER, f"/cancel {SECRET}")
    return None


def press(house: House) -> Json | None:
    return house.api.press(MEMBER, label=texts.UP)


def voice(house: House) -> Json | None:
    house.api.media(MEMBER, "voice", details={"file_id": NAME})
    return None


def look_up(house: House) -> Json | None:
    return house.api.inline(MEMBER, SECRET)


def break_cancel(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(COMMANDS, "cancel", (COMMANDS["cancel"][0], broken))


Breaks = Callable[[pytest.MonkeyPatch], None]
Does = Callable[[House], Json | None]
CASES: dict[str, tuple[Breaks, Does, str]] = {
    "question": (lambda patch: patch.setattr(asking, "question", broken), question, "Question"),
    "command": (break_cancel, command, "Command"),
    "button": (lambda patch: patch.setattr(pressing, "rate", broken), press, "Press"),
    "no text": (
        lambda patch: patch.setattr(asking, "no_text", broken),
        voice,
        "NoText",
    ),
    "inline": (lambda patch: patch.setattr(inline, "inline", broken), look_up, "Inline"),
}


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """The house of this module lives as long as it."""
    return "asyncio"


@pytest.fixture(scope="module")
async def opened(
    tmp_path_factory: pytest.TempPathFactory, on_telegram: Assistant
) -> AsyncIterator[House]:
    """A house that everybody may use."""
    folder = tmp_path_factory.mktemp("opened")
    async with calm(folder, on_telegram, access=Access.OPEN, admins=(OWNER,)) as house:
        yield house


@pytest.mark.parametrize("name", CASES)
async def test_a_handler_that_breaks(
    opened: House,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    api, (breaks, does, kind) = opened.api, CASES[name]
    await ask(opened, MEMBER, QUESTION)
    before = failures(opened)
    with monkeypatch.context() as patch:
        breaks(patch)
        start = len(api.calls)
        query = does(opened)
        assert (await ask(opened, STRANGER, "/help")).startswith("直接打字问")  # others go on
    if query is None:
        assert [call.text for call in api.shown(MEMBER, start)] == [texts.BROKE]
    elif "data" in query:
        assert (await api.answered(query))["text"] == texts.BROKE
    else:
        assert (await api.answered(query))["results"] == []  # nothing spins
    assert (await ask(opened, MEMBER, QUESTION)).startswith(ANSWER)  # and so does this one
    await api.idle()

    (added,) = failures(opened).items() - before.items()
    (error, detail), count = added
    assert (error, count) == ("Broken/ValueError", 1)
    assert re.fullmatch(rf"{kind} bot\.transports\.telegram\.dispatch:\d+", detail)
    await ask(opened, OWNER, "/admin")
    await tap(opened, OWNER, texts.TO_FAILURES)
    assert f"{error} ×1\n{detail}" in last(api, OWNER)

    (logged,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert logged.getMessage() == "handler broke"
    everything = f"{rows(opened)}{opened.told}{[vars(record) for record in caplog.records]}"
    everything += "".join(repr(call.params) for call in api.calls)
    assert NAME not in everything
    files = opened.settings.data_dir.iterdir()
    assert [file for file in files if NAME.encode() in file.read_bytes()] == []


def failures(house: House) -> dict[tuple[str, str], int]:
    """How often each failure is recorded."""
    found = rows(house)["failures"]
    return {(str(row["kind"]), str(row["detail"])): int(str(row["count"])) for row in found}


async def test_what_breaks_again_is_one_record(
    opened: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "place", lambda _: 1 / 0)
    for _ in range(3):
        assert await ask(opened, MEMBER, "/cancel") == texts.BROKE
    await ask(opened, OWNER, "/admin")
    await tap(opened, OWNER, texts.TO_FAILURES)
    assert "ZeroDivisionError ×3\nCommand bot.transports.telegram.handlers.keeping:" in last(
        opened.api, OWNER
    )
    # By now it stands in the file: that is written while the next updates are fetched.
    (count,) = [n for (kind, _), n in failures(opened).items() if kind == "ZeroDivisionError"]
    assert count == 3
