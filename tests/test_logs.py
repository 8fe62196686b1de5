"""The logs: JSON a line, and nothing in them that anybody said."""

import datetime as dt
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.answering.assistant import Assistant
from bot.config import Access
from bot.messages import Conversation, Reply
from bot.texts import telegram as texts
from bot.texts.chat import TELEGRAM
from bot.transports.telegram import calls, outage
from tests.botapi import BotApi
from tests.processes import same_logging
from tests.transports.telegram.house import MEMBER, OWNER, running

SECRET = "机密的话"
"""Stands in whatever a person says or is called; no answer and no log may hold it."""
TWO = "%s and %s"
"""What a library says that forgets one of the two."""
GROUP = -5000
LIBRARIES = (*logs._TALKATIVE, logs._NOISY)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    with same_logging():
        yield


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged; fails where a line is no JSON object."""
    said = capsys.readouterr().err
    assert said == "" or said.endswith("\n")
    found = [json.loads(line) for line in said.split("\n")[:-1]]
    assert all(isinstance(line, dict) for line in found)
    return found


# One record.


def test_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    before = time.time()
    logging.getLogger("bot.some.where").warning(
        "it %s", "broke", extra={"endpoint": "打电话", "n": 3}
    )
    (line,) = lines(capsys)
    at = line.pop("time")
    assert line == {
        "level": "warning",
        "logger": "bot.some.where",
        "event": "it broke",
        "endpoint": "打电话",
        "n": 3,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", at)
    moment = dt.datetime.fromisoformat(at).timestamp()
    assert before - 0.001 <= moment <= time.time()


def test_what_is_no_json_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    logging.getLogger("bot.x").info("x", extra={"path": Path("a"), "more": {1, 2}})
    (line,) = lines(capsys)
    assert (line["path"], line["more"]) == ("a", "{1, 2}")


def test_an_exception_is_named_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    for name in ("bot.x", "telegram"):
        try:
            raise ValueError(SECRET) from KeyError(SECRET)
        except ValueError:
            logging.getLogger(name).exception("broke")
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["error"]) == ("broke", "ValueError")
    assert (theirs["event"][:9], theirs["error"]) == ("test_logs", "ValueError")
    assert SECRET not in json.dumps([ours, theirs], ensure_ascii=False)


def test_no_exception_to_name(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    logging.getLogger("bot.x").exception("no trouble at all")
    (line,) = lines(capsys)
    assert "error" not in line


def test_the_ends_of_lines_end_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    logging.getLogger("bot.x").info("x", extra={"kind": "a\nb\u2028c\0"})
    (line,) = lines(capsys)
    assert line["kind"] == "a\nb\u2028c\0"


@pytest.mark.parametrize("name", [*LIBRARIES, "another.library", "boticelli", "bot", ""])
def test_a_library_is_only_placed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)
    logger.debug(SECRET)
    logger.info("%s", SECRET)
    logger.warning(TWO, SECRET)
    logger.error({"text": SECRET}, stack_info=True)
    found = lines(capsys)
    assert [line["level"] for line in found] == ["debug", "info", "warning", "error"]
    assert all(re.fullmatch(r"test_logs:\d+", line["event"]) for line in found)


def test_a_library_gives_no_extra(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    logging.getLogger("another.library").error("x", extra={"request": SECRET})
    assert SECRET not in capsys.readouterr().err


def test_nothing_takes_the_place_of_the_event(capsys: pytest.CaptureFixture[str]) -> None:
    """As when a handler breaks: `extra={"event": "Question", ...}`."""
    logs.configure("debug")
    logging.getLogger("bot.x").error("handler broke", extra={"event": "Question"})
    (line,) = lines(capsys)
    assert line["event"] == "handler broke"


@pytest.mark.parametrize("level", logs.LEVELS)
def test_levels(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level)
    for name in ("bot.x", "telegram.ext.ExtBot", "httpx", "sqlalchemy.engine"):
        for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(number, "x")
    ours = list(logs.LEVELS[logs.LEVELS.index(level) :])
    theirs = [one for one in ours if one in ("warning", "error")]
    assert [line["level"] for line in lines(capsys)] == ours + theirs * 3


def test_configured_twice_it_logs_once(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    logs.configure("info")
    logging.getLogger("bot.x").info("x")
    assert len(lines(capsys)) == 1


# A whole conversation.


class Touchy(Assistant):
    """Breaks at some texts, and its exceptions quote them."""

    def hear(
        self, text: str, conversation: Conversation, now: dt.datetime
    ) -> tuple[Reply, Conversation]:
        if "坏" in text:
            raise LookupError(text) from ValueError(text)
        return super().hear(text, conversation, now)


def talk(api: BotApi) -> None:
    """All that people may do, with the secret in every text."""
    api.user(MEMBER, first_name=f"姓{SECRET}", username="secret_member")
    api.chat(GROUP, f"群{SECRET}")
    asked = api.text(MEMBER, f"小组会多久开一次 {SECRET}")
    api.edit(MEMBER, asked["message_id"], f"领导老不来怎么办 {SECRET}")
    api.text(MEMBER, f"坏 {SECRET}")
    api.text(MEMBER, f"{SECRET}" * 400)
    for command in ("/start", "/nope", "/ask", "/admin", "/forget"):
        api.text(MEMBER, f"{command} {SECRET}")
    api.media(MEMBER, "photo", f"谁主持 {SECRET}")
    api.media(MEMBER, "voice")
    api.press(MEMBER, MEMBER, asked["message_id"], data=f"e:{SECRET}"[:30])
    api.press(MEMBER, MEMBER, 99_999, data="h:")
    api.inline(MEMBER, f"小组会 {SECRET}")
    api.text(MEMBER, f"/ask 坏 {SECRET}", GROUP)
    api.text(MEMBER, f"/ask 小组会多久开一次 {SECRET}", GROUP)
    api.message(MEMBER, new_chat_title=SECRET)


@pytest.mark.anyio
@pytest.mark.parametrize("level", ["debug", "warning"])
async def test_nothing_that_is_said_is_logged(
    tmp_path: Path,
    on_telegram_touchy: Assistant,
    level: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calls, "BACKOFF", (0.001,) * 7)
    monkeypatch.setattr(outage, "BACKOFF", (0.001,))
    logs.configure(level)
    for name in LIBRARIES:  # worse than they ever are
        logging.getLogger(name).setLevel(level.upper())
    async with (
        BotApi(seed=7) as api,
        running(
            tmp_path, on_telegram_touchy, access=Access.OPEN, admins=(OWNER,), api=api
        ) as house,
    ):
        if level == "debug":
            api.fault("429", "send*", count=1, value=1)
        for kind in ("500", "502", "badjson", "drop", "reset"):
            api.fault(kind, "send*", count=2)
            api.fault(kind, "getUpdates", count=1)
        talk(api)
        await api.idle(timeout=15)
        api.fault("502", "answer*")
        api.state(MEMBER, "blocked")
        talk(api)
        await api.idle(timeout=15)
        api.text(OWNER, "/admin")
        await api.wait(1, chat=OWNER)
        await api.idle()
        api.press(OWNER, label=texts.TO_FAILURES)
        (failures,) = await api.wait(1, chat=OWNER)
        assert "LookupError/ValueError" in failures.text
        assert SECRET not in failures.text
        assert [fault for fault in api.faults if not fault.struck] == []
        told = list(house.told)
        token = api.token
    said = capsys.readouterr().err
    found = [json.loads(line) for line in said.split("\n")[:-1]]
    ours = {line["event"] for line in found if line["logger"].startswith("bot.")}
    wanted = {"flood limit", "call failed", "chat lost"} if level == "debug" else set()
    assert wanted | {"call given up"} <= ours
    assert "LookupError/ValueError" in {line.get("error") for line in found}
    assert {line["logger"].partition(".")[0] for line in found} >= {"bot", "telegram"}
    secrets = (SECRET, *(escaped(SECRET)), token, token.partition(":")[2], "secret_member")
    for secret in secrets:
        assert secret not in said
        assert secret not in "\n".join(told)


def escaped(text: str) -> tuple[str, str]:
    """As JSON and as Python write it for those who have ASCII only."""
    return json.dumps(text)[1:-1], ascii(text.encode())[2:-1]


@pytest.fixture
def on_telegram_touchy(helper: Assistant) -> Assistant:
    return Touchy(helper.answerer, TELEGRAM)
