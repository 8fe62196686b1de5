"""`run` with a token, and `health`: what the operator is told and the exit status, and with real
processes what signals, a full disk and a crash do.
"""

import gc
import json
import logging
import os
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.config import DATABASE_FILE, Access
from bot.knowledge.folders import Folders
from bot.texts import cli as texts
from bot.texts import store as store_texts
from bot.texts.chat import TELEGRAM
from bot.transports.telegram.alive import ALIVE_FILE
from tests.botapi import BotApi
from tests.botapi.errors import ApiError
from tests.botapi.params import Params
from tests.botapi.updates import Updates
from tests.botapi.values import Json
from tests.cli.conftest import Outcome, Run, entry_file
from tests.processes import RUNNING, Process, answered, answers, beside, same_logging
from tests.proxies import HttpProxy, Proxy, SocksProxy
from tests.transports.telegram.house import running

OTHER_TOKEN = "123456789:another-token-of-the-same-bot"
MEMBER = 1002
ASKED = "小组会多久开一次"
LATE = 8.0
"""Seconds after which a command that should have ended long ago is told to stop."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """What the command does to the whole process is undone."""
    with same_logging():
        yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def run(run: Run) -> Run:
    """A command that is told to stop when it does not come to an end."""

    def in_time(*arguments: str, **given: Any) -> Outcome:
        late = threading.Timer(LATE, os.kill, (os.getpid(), signal.SIGTERM))
        late.start()
        try:
            return run(*arguments, **given)
        finally:
            late.cancel()
            late.join()

    return in_time


# What ends it before it runs, in this process and on the small knowledge.


@pytest.fixture
def api() -> Iterator[BotApi]:
    """The server, in a thread."""
    with beside(BotApi()) as server:
        yield server


@pytest.fixture
def way(api: BotApi) -> dict[str, str]:
    """The settings that lead there."""
    return {"BOT_TOKEN": api.token, "BOT_API_URL": api.url}


@pytest.mark.usefixtures("on_small")
def test_a_token_that_telegram_refuses(run: Run, way: dict[str, str]) -> None:
    outcome = run("run", env=way | {"BOT_TOKEN": OTHER_TOKEN})
    assert outcome == Outcome(2, "", texts.TOKEN_REFUSED + "\n")


def test_a_malformed_token(run: Run) -> None:
    assert run("run", env={"BOT_TOKEN": "123"}) == Outcome(2, "", texts.MALFORMED_TOKEN + "\n")


class Revoked(Updates):
    """Gives what there is once, and then the token holds no longer."""

    given = False

    async def fetch(self, params: Params, alive: Callable[[], bool]) -> list[Json]:
        if self.given:
            raise ApiError(401, "Unauthorized")
        self.given = True
        return await super().fetch(params, alive)


@pytest.mark.usefixtures("on_small")
def test_a_token_revoked_while_it_runs(run: Run, api: BotApi, way: dict[str, str]) -> None:
    api.world.updates = Revoked()
    asked = api.text(MEMBER, "多久开一次")
    outcome = run("run", env=way | {"BOT_ACCESS": "open", "BOT_ADMINS": "1"})
    assert (outcome.status, outcome.out) == (2, "")
    lines = [line for line in outcome.err.splitlines() if not line.startswith("{")]
    assert lines == [texts.STARTED.format(bot=api.world.bot["username"]), texts.TOKEN_REFUSED]
    assert answers(api) == {(MEMBER, asked["message_id"]): 1}


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("given", ["", "wrong"], ids=["no password", "a wrong one"])
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
def test_a_proxy_that_wants_a_password(run: Run, kind: type[Proxy], given: str) -> None:
    with beside(kind(password="right")) as proxy:
        through = {"BOT_API_URL": "https://127.0.0.1:1", "BOT_PROXY": proxy.url(given)}
        outcome = run("run", env={"BOT_TOKEN": OTHER_TOKEN, **through})
    gc.collect()  # httpcore does not close the connection to a SOCKS proxy that refuses
    assert outcome == Outcome(2, "", texts.PROXY_WANTS_PASSWORD + "\n")


def test_a_data_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    data = tmp_path / "file" / "data"
    outcome = run("run", env={"BOT_TOKEN": OTHER_TOKEN, "BOT_DATA_DIR": str(data)})
    sentence = texts.DATA_DIR_UNUSABLE.format(path=data, reason=os.strerror(20))
    assert outcome == Outcome(2, "", sentence + "\n")


@pytest.mark.usefixtures("on_small")
def test_a_database_that_is_none(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    database, content = data / DATABASE_FILE, b"no database, but dear to somebody\n" * 99
    database.write_bytes(content)
    outcome = run("run", env={"BOT_TOKEN": OTHER_TOKEN, "BOT_DATA_DIR": str(data)})
    sentence = store_texts.NOT_A_DATABASE.format(place=database)
    assert outcome == Outcome(2, "", sentence + "\n")
    assert database.read_bytes() == content


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://root:hidden@localhost/db", store_texts.UNKNOWN_DRIVER.format(name="mysql")),
        ("postgresql://root:hid@den@localhost/db", store_texts.MALFORMED),
        ("somewhere", store_texts.MALFORMED),
    ],
)
def test_a_database_address_that_is_none(run: Run, url: str, sentence: str) -> None:
    outcome = run("run", env={"BOT_TOKEN": OTHER_TOKEN, "BOT_DATABASE_URL": url})
    assert outcome == Outcome(2, "", sentence + "\n")


@pytest.mark.usefixtures("on_small")
def test_broken_knowledge_is_refused(run: Run, overlay: Callable[[str, str], Path]) -> None:
    folder = overlay("entries/bad.yaml", "topic: {id: bad\nentries: [\n")
    outcome = run("run", env={"BOT_TOKEN": OTHER_TOKEN, "BOT_KNOWLEDGE_DIR": str(folder)})
    first, second = outcome.err.splitlines()
    assert (outcome.status, outcome.out, first) == (2, "", texts.BROKEN_KNOWLEDGE)
    assert second.startswith(f"{folder}/entries/bad.yaml:2: ")


def test_stale_confidence_is_told_of(run: Run, on_small: Folders) -> None:
    lexicon = on_small.knowledge / "lexicon.yaml"
    lexicon.write_text(lexicon.read_text(encoding="utf-8") + "  领导: [头儿]\n", encoding="utf-8")
    outcome = run("run", env={"BOT_TOKEN": OTHER_TOKEN, "BOT_DATABASE_URL": "somewhere"})
    assert outcome.err.splitlines() == [texts.STALE, store_texts.MALFORMED]


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("arguments", "level"),
    [
        (["run"], logging.INFO),
        (["--log-level", "warning", "run"], logging.WARNING),
        (["run", "--log-level", "error"], logging.ERROR),
        (["--log-level", "error", "run", "--log-level", "debug"], logging.DEBUG),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_level_of_the_logs(run: Run, arguments: list[str], level: int) -> None:
    outcome = run(*arguments, env={"BOT_TOKEN": OTHER_TOKEN, "BOT_DATABASE_URL": "somewhere"})
    assert outcome.status == 2
    assert logging.getLogger().level == level


# Whether it is well.


@pytest.mark.parametrize(
    ("age", "status", "said"),
    [
        (0, 0, texts.HEALTHY),
        (-60, 0, texts.HEALTHY),
        (118, 0, texts.HEALTHY),
        (200.2, 1, texts.UNHEALTHY.format(seconds=200)),
        (10**6, 1, texts.UNHEALTHY.format(seconds=10**6)),
    ],
)
def test_health(run: Run, tmp_path: Path, age: float, status: int, said: str) -> None:
    alive = tmp_path / ALIVE_FILE
    alive.touch()
    os.utime(alive, (0, time.time() - age))
    outcome = run("health", env={"BOT_DATA_DIR": str(tmp_path)})
    assert outcome.status == status
    assert {outcome.out, outcome.err} == {said + "\n", ""}
    assert bool(outcome.err) is bool(status)


@pytest.mark.parametrize("name", ["", "nowhere", "file"])
def test_health_where_no_bot_ran(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    outcome = run("health", env={"BOT_DATA_DIR": str(tmp_path / name)})
    assert outcome == Outcome(1, "", texts.NEVER_ALIVE + "\n")
    assert not (tmp_path / "nowhere").exists()


# Signals, in this process.


def test_knowledge_that_was_never_fitted_is_not_taken(
    run: Run,
    on_small: Folders,
    api: BotApi,
    way: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = ""

    def hear(sentence: str) -> bool:
        nonlocal said
        end = time.monotonic() + LATE / 2
        while sentence not in said and time.monotonic() < end:
            time.sleep(0.01)
            said += capsys.readouterr().err
        return sentence in said

    def signals() -> None:
        if hear(RUNNING):  # else a signal would end the tests
            (on_small.knowledge / "confidence.yaml").unlink()
            os.kill(os.getpid(), signal.SIGHUP)
            if hear(refused):
                os.kill(os.getpid(), signal.SIGTERM)

    refused = texts.NOT_RELOADED.format(problem=texts.NEVER_FITTED)
    thread = threading.Thread(target=signals)
    thread.start()
    outcome = run("run", "--log-level", "warning", env=way | {"BOT_ADMINS": "1"})
    thread.join()
    started = texts.STARTED.format(bot=api.world.bot["username"])
    assert outcome.status == 0
    assert (said + outcome.err).splitlines() == [started, refused, texts.STOPPED]


# Real processes.


@pytest.fixture(scope="session")
def on_telegram(answerer: Answerer) -> Assistant:
    """For the next start, which needs no process of its own."""
    return Assistant(answerer, TELEGRAM)


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    """The server, in the loop of the test."""
    async with BotApi() as here:
        yield here


def bot(server: BotApi, data: Path, *arguments: str, **settings: object) -> Process:
    """A bot that everybody may use."""
    way = {"token": server.token, "api_url": server.url, "data_dir": data, "access": "open"}
    return Process("run", *arguments, **way, **settings)


async def ask(server: BotApi, text: str) -> str:
    server.text(MEMBER, text)
    (shown,) = await server.wait(1, chat=MEMBER, timeout=20)
    return shown.text.partition("\n")[0]


@pytest.mark.anyio
async def test_knowledge_is_reloaded_whole_or_not_at_all(
    server: BotApi, tmp_path: Path, run: Run
) -> None:
    entries = tmp_path / "overlay" / "entries"
    tram, bus, car = (entries / f"{name}.yaml" for name in ("tram", "bus", "car"))
    tram.parent.mkdir(parents=True)
    tram.write_text(entry_file(["有轨电车几点发车"], "tram", "七点发车。"), encoding="utf-8")
    data = tmp_path / "data"
    loud = ("--log-level", "debug")
    async with bot(server, data, *loud, knowledge_dir=tram.parent.parent) as process:
        await process.says(RUNNING)
        assert await ask(server, "有轨电车几点发车") == "七点发车。"
        server.fault("badjson", "sendMessage", count=1)
        process.tell(signal.SIGHUP)
        await process.says(texts.RELOADED_SAME)
        tram.write_text(entry_file(["有轨电车几点发车"], "tram", "八点半发车。"), encoding="utf-8")
        process.tell(signal.SIGHUP)
        await process.says(texts.RELOADED)
        assert await ask(server, "有轨电车几点发车") == "八点半发车。"
        tram.write_text(entry_file(["有轨电车几点发车"], "tram", "九点发车。"), encoding="utf-8")
        for broken in (bus, car):
            broken.write_text("topic: [\n", encoding="utf-8")
        process.tell(signal.SIGHUP)
        told = await process.says(texts.NOT_RELOADED.partition("{problem}")[0])
        assert f"{bus}:2: " in told
        assert await ask(server, "有轨电车几点发车") == "八点半发车。"
        bus.unlink()
        car.unlink()
        process.tell(signal.SIGHUP)
        await process.says(texts.RELOADED, times=2)
        assert await ask(server, "有轨电车几点发车") == "九点发车。"
        assert run("health", env={"BOT_DATA_DIR": str(data)}).status == 0
        process.tell(signal.SIGINT)
        assert await process.ended() == 0
    sentences = [line for line in process.lines if not line.startswith("{")]
    stale, started, code, *others, stopped = sentences
    assert stale == texts.STALE
    assert started == texts.STARTED.format(bot=server.world.bot["username"])
    assert "?start=" in code
    assert others == [texts.RELOADED_SAME, texts.RELOADED, told, texts.RELOADED]
    assert stopped == texts.STOPPED
    assert len(sentences) < len(process.lines)
    for line in process.lines:
        assert line in sentences or json.loads(line)["event"]
        assert "有轨电车" not in line
        assert server.token not in line
    assert server.errors == []


@pytest.mark.anyio
async def test_stopping_leaves_to_the_next_start_what_was_not_answered(
    server: BotApi, tmp_path: Path, on_telegram: Assistant
) -> None:
    """While one chat must wait for half a minute and a hundred questions are queued."""
    patient = MEMBER + 50
    flood = server.fault("429", "sendMessage", patient, value=30)
    async with bot(server, tmp_path) as process:
        await process.says(RUNNING)
        server.exchange.delay = 0.2
        asked = [(patient, server.text(patient, ASKED)["message_id"])]
        for number in range(100):
            chat = MEMBER + number % 10
            asked.append((chat, server.text(chat, ASKED)["message_id"]))
        await answered(server, 1)
        told = time.monotonic()
        process.tell(signal.SIGTERM)
        assert await process.ended() == 0
        assert time.monotonic() - told < 3
        assert process.lines[-1] == texts.STOPPED
    assert flood.struck > 0
    assert 0 < len(answers(server)) < len(asked)
    server.faults.clear()
    server.exchange.delay = 0
    async with running(tmp_path, on_telegram, access=Access.OPEN, api=server):
        await answered(server, len(asked))
        await server.idle()
    assert set(answers(server)) == set(asked)
    assert server.errors == []


@pytest.mark.anyio
async def test_a_crash_in_a_burst_loses_no_question(
    server: BotApi, tmp_path: Path, on_telegram: Assistant
) -> None:
    async with bot(server, tmp_path) as process:
        await process.says(RUNNING)
        server.exchange.delay = 0.05
        asked = set()
        for number in range(60):
            chat = MEMBER + number % 6
            asked.add((chat, server.text(chat, ASKED)["message_id"]))
        await answered(server, 5)
        process.tell(signal.SIGKILL)
        assert await process.ended() == -signal.SIGKILL
        assert len(answers(server)) < len(asked)
    async with running(tmp_path, on_telegram, access=Access.OPEN, api=server):
        await answered(server, len(asked))
        await server.idle()
    assert set(answers(server)) == asked
    assert server.errors == []


@pytest.mark.anyio
async def test_a_disk_that_is_full_for_a_while(server: BotApi, tmp_path: Path) -> None:
    """No file may grow: for the bot that is the same as a full disk."""
    async with bot(server, tmp_path) as process:
        await process.says(RUNNING)
        _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        told = texts.WRITE_FAILED.partition("{reason}")[0]
        for times in (1, 2):
            assert (await ask(server, ASKED)).startswith("一般每月一次")
            await server.idle()
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, most))
            for _ in range(3):
                assert (await ask(server, ASKED)).startswith("一般每月一次")
                await server.idle()
            await process.says(told, times)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        assert (await ask(server, ASKED)).startswith("一般每月一次")
        process.tell(signal.SIGTERM)
        assert await process.ended() == 0
        assert sum(told in line for line in process.lines) == 2
    with sqlite3.connect(tmp_path / DATABASE_FILE) as database:
        kept = database.execute("SELECT chat_id, question_id FROM exchanges").fetchall()
        (counted,) = database.execute("SELECT sum(count) FROM tallies WHERE kind='asked'")
    database.close()
    assert set(kept) == set(answers(server))
    assert counted == (9,)
