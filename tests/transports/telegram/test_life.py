"""Starting, going on through trouble, and stopping."""

import asyncio
import contextlib
import gc
import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.app import assistant, load_checked
from bot.config import DATABASE_FILE, Access, Settings
from bot.knowledge.folders import Folders
from bot.texts import cli as texts
from bot.texts import telegram as telegram_texts
from bot.transports.telegram import calls, outage, pool, runner
from bot.transports.telegram.alive import ALIVE_FILE, seconds_since
from bot.transports.telegram.outage import GiveUp
from bot.transports.telegram.runner import Orders, Surroundings, serve
from tests.botapi import BotApi
from tests.botapi.errors import ApiError
from tests.botapi.params import Params
from tests.botapi.updates import Updates
from tests.botapi.values import Json
from tests.conftest import TODAY
from tests.processes import RUNNING, answered, answers
from tests.proxies import HOST, HttpProxy, Page, Proxy, SocksProxy, Tls
from tests.transports.telegram.house import MEMBER, OWNER, SOON, running

pytestmark = pytest.mark.anyio

ASKED = "小组会多久开一次"
ANSWERED = "一般每月一次"
NO_NETWORK = texts.NO_NETWORK.format(host=HOST)
TROUBLE = texts.TELEGRAM_TROUBLE.format(host=HOST)
LEAKY = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "BACKOFF", (0.02,))
    monkeypatch.setattr(calls, "BACKOFF", (0.01,) * 7)


@pytest.fixture
def collected() -> Iterator[None]:
    """httpcore leaves the connection to a SOCKS proxy that refuses to the garbage collector."""
    yield
    gc.collect()


@dataclass(slots=True)
class Life:
    """A bot that was told to start, whatever becomes of it."""

    told: list[str]
    orders: Orders
    task: "asyncio.Task[None]"
    over: bool = False
    """Whether the test has seen it give up."""

    async def says(self, sentence: str, times: int = 1) -> None:
        """Wait until it said so."""
        async with asyncio.timeout(SOON):
            while sum(line.startswith(sentence) for line in self.told) < times:
                assert not self.task.done(), (self.told, self.task)
                await asyncio.sleep(0.002)

    async def gives_up(self) -> str:
        """Wait until it does; what it says about it."""
        await asyncio.wait([self.task], timeout=SOON)
        error = self.task.exception()
        assert isinstance(error, GiveUp)
        self.over = True
        return str(error)

    async def end(self) -> None:
        """Tell it to stop. Raises what ended it."""
        self.orders.stop.set()
        await asyncio.wait_for(self.task, SOON)


@contextlib.asynccontextmanager
async def started(settings: Settings, assistant: Assistant) -> AsyncIterator[Life]:
    told: list[str] = []
    orders = Orders()
    around = Surroundings(settings, lambda: assistant, lambda: None, told.append)
    life = Life(told, orders, asyncio.create_task(serve(around, orders)))
    try:
        yield life
    finally:
        orders.stop.set()
        await asyncio.wait([life.task], timeout=SOON)
    if not life.over:
        await life.end()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Everybody may ask, and somebody is the administrator; there is no server yet."""
    return Settings(
        data_dir=tmp_path,
        database=tmp_path / DATABASE_FILE,
        token=BotApi().token,
        api_url=f"http://{HOST}:{free_port()}",
        access=Access.OPEN,
        admins=frozenset({OWNER}),
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


def port_of(settings: Settings) -> int:
    return int(settings.api_url.rpartition(":")[2])


async def soon(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(SOON):
        while not condition():
            await asyncio.sleep(0.002)


async def answers_now(api: BotApi) -> None:
    api.text(MEMBER, ASKED)
    (shown,) = await api.wait(1, chat=MEMBER)
    assert shown.text.startswith(ANSWERED)


# No way to Telegram.


async def test_no_network_until_there_is_one(settings: Settings, on_telegram: Assistant) -> None:
    async with started(settings, on_telegram) as life:
        await life.says(NO_NETWORK)
        await asyncio.sleep(0.1)
        assert life.told == [NO_NETWORK]
        async with BotApi(port_of(settings)) as api:
            await life.says(RUNNING)
            await answers_now(api)
            assert life.told == [
                NO_NETWORK,
                texts.CONNECTED_AGAIN,
                texts.STARTED.format(bot=api.world.bot["username"]),
            ]
            await life.end()
    assert life.told[3:] == [texts.STOPPED]


async def test_a_server_that_goes_away_and_comes_back(
    settings: Settings, on_telegram: Assistant
) -> None:
    api = BotApi(port_of(settings))
    async with contextlib.AsyncExitStack() as stack:
        async with api:
            life = await stack.enter_async_context(started(settings, on_telegram))
            await life.says(RUNNING)
            await answers_now(api)
        await life.says(NO_NETWORK)
        async with api:
            await answers_now(api)
            await life.says(texts.CONNECTED_AGAIN)
            await life.end()


@pytest.mark.parametrize("kind", ["502", "500", "badjson", "drop", "reset"])
async def test_a_server_in_trouble(settings: Settings, on_telegram: Assistant, kind: Any) -> None:
    async with BotApi(port_of(settings)) as api:
        api.fault(kind, "getMe", count=3)
        async with started(settings, on_telegram) as life:
            await life.says(RUNNING)
            assert life.told[:2] == [TROUBLE, texts.CONNECTED_AGAIN]
            api.fault(kind, "getUpdates", count=3)
            await answers_now(api)
            await life.says(texts.CONNECTED_AGAIN, times=2)
            assert life.told[3:] == [TROUBLE, texts.CONNECTED_AGAIN]
            await life.end()


async def test_a_flood_limit_on_polling_is_waited_out(
    settings: Settings, on_telegram: Assistant
) -> None:
    async with BotApi(port_of(settings)) as api:
        api.fault("429", "getUpdates", count=1, value=1)
        async with started(settings, on_telegram) as life:
            await life.says(texts.FLOOD)
            since = time.monotonic()
            await answers_now(api)
            assert time.monotonic() - since > 0.9
            await life.says(texts.CONNECTED_AGAIN)
            await life.end()


async def test_stopping_while_there_is_no_network(
    settings: Settings, on_telegram: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "BACKOFF", (3600.0,))
    async with started(settings, on_telegram) as life:
        await life.says(NO_NETWORK)
        await asyncio.wait_for(life.end(), 1)
    assert life.told == [NO_NETWORK]


async def test_stopping_while_nobody_answers(settings: Settings, on_telegram: Assistant) -> None:
    async with HttpProxy(silent=True) as dumb:
        way = replace(settings, api_url=dumb.url())
        async with started(way, on_telegram) as life:
            await soon(lambda: dumb.asked)
            await asyncio.wait_for(life.end(), 1)
    assert life.told == []


async def test_stopping_is_no_new_connection(settings: Settings, on_telegram: Assistant) -> None:
    async with started(settings, on_telegram) as life:
        await life.says(NO_NETWORK)
        dumb = HttpProxy(silent=True)
        dumb.port = port_of(settings)
        async with dumb:
            await soon(lambda: dumb.asked)
            await life.end()
    assert life.told == [NO_NETWORK]


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized"])
async def test_a_web_page_is_no_word_of_telegram(
    settings: Settings, on_telegram: Assistant, status: str
) -> None:
    """A router that wants a login, a server behind nginx that restarts."""
    async with Page(status) as page:
        way = replace(settings, api_url=f"http://{HOST}:{page.port}")
        async with started(way, on_telegram) as life:
            await life.says(TROUBLE)
            await life.end()


async def test_a_token_that_is_wrong_from_the_start(
    settings: Settings, on_telegram: Assistant
) -> None:
    async with BotApi(port_of(settings)):
        way = replace(settings, token="123456789:another-token-of-the-same-bot")
        async with started(way, on_telegram) as life:
            await soon(lambda: life.told or life.task.done())
            assert life.told == []
            assert await life.gives_up() == texts.TOKEN_REFUSED


# Proxies.


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for loopback and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    wish = (
        f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout {file} -out {file}.crt"
    )
    wish += f" -addext subjectAltName=IP:{HOST}"
    subprocess.run([openssl, *wish.split()], check=True, capture_output=True)
    with file.open("a") as both:
        both.write(Path(f"{file}.crt").read_text())
    return file


@pytest.mark.parametrize("password", ["", "pass:wörd/@"], ids=["open", "password"])
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_everything_goes_through_the_proxy(
    settings: Settings, on_telegram: Assistant, kind: type[Proxy], password: str
) -> None:
    async with BotApi() as api, kind(password=password) as proxy:
        way = replace(settings, api_url=api.url, proxy=proxy.url(password))
        async with started(way, on_telegram) as life:
            await life.says(RUNNING)
            await answers_now(api)
            api.text(OWNER, "/export")
            await api.wait(1, chat=OWNER)
            await life.end()
        assert life.told[-1] == texts.STOPPED
        if kind is HttpProxy:
            used = {line.partition(" ")[2].rpartition("/")[2] for line in proxy.asked}
            assert used == {call.method for call in api.calls}
        else:
            assert set(proxy.asked) == {api.url.removeprefix("http://")}


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_proxy_on_the_way_to_https(
    settings: Settings,
    on_telegram: Assistant,
    certificate: Path,
    kind: type[Proxy],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with BotApi() as api, kind(password="x") as proxy, Tls(port_at(api), certificate) as tls:
        way = replace(settings, api_url=f"https://{HOST}:{tls.port}", proxy=proxy.url("x"))
        async with started(way, on_telegram) as life:
            await life.says(RUNNING)
            await answers_now(api)
            await life.end()
        assert {line.removeprefix("CONNECT ") for line in proxy.asked} == {f"{HOST}:{tls.port}"}


def port_at(api: BotApi) -> int:
    return int(api.url.rpartition(":")[2])


@LEAKY
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_proxy_that_refuses_and_changes_its_mind(
    settings: Settings, on_telegram: Assistant, certificate: Path, kind: type[Proxy],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with BotApi() as api, kind(refuses=True) as proxy, Tls(port_at(api), certificate) as tls:
        way = replace(settings, api_url=f"https://{HOST}:{tls.port}", proxy=proxy.url())
        async with started(way, on_telegram) as life:
            await life.says(texts.PROXY_REFUSES)
            await soon(lambda: len(proxy.asked) > 2)
            assert life.told == [texts.PROXY_REFUSES]
            proxy.refuses = False
            await life.says(RUNNING)
            assert life.told[1] == texts.CONNECTED_AGAIN
            await life.end()


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_proxy_that_is_not_there_yet(
    settings: Settings, on_telegram: Assistant, kind: type[Proxy]
) -> None:
    proxy = kind()
    proxy.port = free_port()
    async with BotApi() as api:
        way = replace(settings, api_url=api.url, proxy=proxy.url())
        async with started(way, on_telegram) as life:
            await life.says(texts.NO_PROXY)
            async with proxy:
                await life.says(RUNNING)
                await answers_now(api)
                await life.end()
    assert life.told[:2] == [texts.NO_PROXY, texts.CONNECTED_AGAIN]


@LEAKY
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("given", ["", "wrong"], ids=["no password", "a wrong one"])
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_proxy_that_wants_a_password(
    settings: Settings, on_telegram: Assistant, kind: type[Proxy], given: str
) -> None:
    async with kind(password="right") as proxy:
        way = replace(settings, api_url=f"https://{HOST}:1", proxy=proxy.url(given))
        async with started(way, on_telegram) as life:
            assert await life.gives_up() == texts.PROXY_WANTS_PASSWORD
    assert life.told == []


@pytest.mark.parametrize(
    ("proxy", "sentence"),
    [
        (HttpProxy(password="right"), texts.PROXY_WANTS_PASSWORD),
        (HttpProxy(refuses=True), texts.PROXY_REFUSES),
    ],
    ids=["407", "403"],
)
async def test_an_unwilling_proxy_on_the_way_to_http(
    settings: Settings, on_telegram: Assistant, proxy: Proxy, sentence: str
) -> None:
    async with proxy:
        way = replace(settings, proxy=proxy.url())
        async with started(way, on_telegram) as life:
            await soon(lambda: life.told or life.task.done())
            life.over = life.task.done()
            error = life.task.exception() if life.over else None
            assert sentence in (str(error), *life.told)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("401 Unauthorized", ""),
        ("502 Bad Gateway", '<meta name="author" content="nginx">'),
        ("403 Forbidden", "<input name=username>"),
        ("503 Service Unavailable", "Squid error 1407"),
    ],
    ids=["401", "502", "login", "503"],
)
async def test_a_page_of_a_proxy_asks_for_no_password(
    settings: Settings, on_telegram: Assistant, status: str, body: str
) -> None:
    async with Page(status, body) as page:
        way = replace(settings, proxy=f"http://{HOST}:{page.port}")
        async with started(way, on_telegram) as life:
            await soon(lambda: life.told or life.task.done())
            assert life.told == [texts.PROXY_REFUSES]


@LEAKY
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize(
    ("kind", "scheme"), [(HttpProxy, "socks5"), (SocksProxy, "http")], ids=["HTTP", "SOCKS"]
)
async def test_the_other_kind_of_proxy_is_blamed_itself(
    settings: Settings, on_telegram: Assistant, kind: type[Proxy], scheme: str
) -> None:
    async with kind() as proxy:
        url = proxy.url().replace(proxy.scheme, scheme)
        way = replace(settings, api_url="https://api.example.org", proxy=url)
        async with started(way, on_telegram) as life:
            await soon(lambda: life.told)
            assert life.told == [texts.PROXY_REFUSES]


@LEAKY
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_proxy_that_says_nothing(
    settings: Settings,
    on_telegram: Assistant,
    kind: type[Proxy],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "READ", 0.1)
    monkeypatch.setattr(pool, "CONNECT", 0.1)
    async with kind(silent=True) as proxy:
        way = replace(settings, api_url=f"https://{HOST}:1", proxy=proxy.url())
        async with started(way, on_telegram) as life:
            async with asyncio.timeout(SOON):
                await life.says("")
            await life.end()


# Others that fetch.


async def test_of_two_bots_with_one_token_both_are_told(
    settings: Settings, on_telegram: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    file = tmp_path / "other" / DATABASE_FILE
    elsewhere = replace(settings, data_dir=tmp_path / "other", database=file)
    async with BotApi(port_of(settings)) as api:
        async with started(settings, on_telegram) as one:
            await one.says(RUNNING)
            async with started(elsewhere, on_telegram) as other:
                await one.says(texts.SECOND_POLLER)
                await other.says(texts.SECOND_POLLER)
                await one.end()
                await answers_now(api)
                await other.says(texts.CONNECTED_AGAIN)
                await other.end()
        polls = [call for call in api.calls if call.method == "getUpdates"]
        assert {call.code for call in polls} >= {200, 409}


class Webhooked(Updates):
    """Somebody set a webhook before: nothing can be fetched until it is deleted."""

    def __init__(self, api: BotApi) -> None:
        super().__init__()
        self._api = api

    async def fetch(self, params: Params, alive: Callable[[], bool]) -> list[Json]:
        if not self._api.recorder.counts["deleteWebhook"]:
            why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete"
            raise ApiError(409, f"Conflict: {why} the webhook first")
        return await super().fetch(params, alive)


async def test_a_webhook_set_before_is_deleted(settings: Settings, on_telegram: Assistant) -> None:
    async with BotApi(port_of(settings)) as api:
        api.world.updates = Webhooked(api)
        async with started(settings, on_telegram) as life:
            await answers_now(api)
            await life.end()
        (deleted,) = [call for call in api.calls if call.method == "deleteWebhook"]
        assert not deleted.params.get("drop_pending_updates")


async def test_a_webhook_is_no_second_program(settings: Settings, on_telegram: Assistant) -> None:
    async with BotApi(port_of(settings)) as api:
        api.world.updates = Webhooked(api)
        async with started(settings, on_telegram) as life:
            await answers_now(api)
            assert texts.SECOND_POLLER not in life.told
            await life.end()


async def test_a_token_revoked_while_it_runs(settings: Settings, on_telegram: Assistant) -> None:
    async with BotApi(port_of(settings)) as api:
        async with started(settings, on_telegram) as life:
            await life.says(RUNNING)
            await answers_now(api)
            api.exchange.token = "123456789:another"
            api.world.updates.end_poll(replaced=False)
            assert await life.gives_up() == texts.TOKEN_REFUSED
        assert texts.STOPPED not in life.told


# The disk.


async def test_a_database_that_takes_nothing_for_a_while(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    """Told of once, each time; what was to be written is kept."""
    told = texts.WRITE_FAILED.partition("{reason}")[0]
    async with running(tmp_path, on_telegram, access=Access.OPEN, admins=(OWNER,)) as house:
        await house.ask(MEMBER, ASKED)
        await house.api.idle()
        for times in (1, 2):
            await change(tmp_path, "ALTER TABLE exchanges RENAME TO away")
            for _ in range(3):
                assert (await house.ask(MEMBER, ASKED)).startswith(ANSWERED)
                await house.api.idle()
            assert sum(line.startswith(told) for line in house.told) == times
            await change(tmp_path, "ALTER TABLE away RENAME TO exchanges")
            assert (await house.ask(MEMBER, ASKED)).startswith(ANSWERED)
            await house.api.idle()
            await soon(lambda: kept(tmp_path) == set(answers(house.api)))
    assert house.told[-1] == texts.STOPPED


async def change(data: Path, statement: str) -> None:
    """Do something to the database from outside, in a thread: the bot may be writing."""

    def work() -> None:
        with contextlib.closing(sqlite3.connect(data / DATABASE_FILE)) as file, file:
            file.execute(statement)

    await asyncio.to_thread(work)


def kept(data: Path) -> set[tuple[int, int]]:
    with contextlib.closing(sqlite3.connect(data / DATABASE_FILE)) as file:
        return set(file.execute("SELECT chat_id, question_id FROM exchanges"))


async def test_a_data_folder_that_goes_away_for_a_while(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    told = texts.WRITE_FAILED.partition("{reason}")[0]
    async with running(data, on_telegram, access=Access.OPEN) as house:
        await house.ask(MEMBER, ASKED)
        await house.api.idle()
        for times in (1, 2):
            data.rename(tmp_path / "away")
            for _ in range(3):
                assert (await house.ask(MEMBER, ASKED)).startswith(ANSWERED)
                await house.api.idle()
            assert sum(line.startswith(told) for line in house.told) == times
            (tmp_path / "away").rename(data)
            (data / ALIVE_FILE).unlink()
            assert (await house.ask(MEMBER, ASKED)).startswith(ANSWERED)
            await soon((data / ALIVE_FILE).exists)


async def test_the_first_questions_are_answered_without_a_database(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        await change(tmp_path, "ALTER TABLE exchanges RENAME TO away")
        said = await house.ask(MEMBER, ASKED)
        await change(tmp_path, "ALTER TABLE away RENAME TO exchanges")
    assert said.startswith(ANSWERED)


async def test_deleting_what_is_over_its_time_may_fail(
    tmp_path: Path, on_telegram: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "PURGE_EVERY", 0.01)
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        await change(tmp_path, "ALTER TABLE ratings RENAME TO away")
        await asyncio.sleep(0.1)
        assert (await house.ask(MEMBER, ASKED)).startswith(ANSWERED)
        await change(tmp_path, "ALTER TABLE away RENAME TO ratings")
        await change(
            tmp_path, "INSERT INTO exchanges VALUES (1, 2, 3, '2000-01-01 00:00:00.000000')"
        )
        await soon(lambda: (1, 2) not in kept(tmp_path))


async def test_a_sign_of_life_is_given_while_telegram_answers(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        await soon((tmp_path / ALIVE_FILE).exists)
        os.utime(tmp_path / ALIVE_FILE, (0, 0))
        await house.ask(MEMBER, ASKED)
        await soon(lambda: (seconds_since(tmp_path) or 0) < 60)


async def test_no_sign_of_life_without_telegram(settings: Settings, on_telegram: Assistant) -> None:
    async with started(settings, on_telegram) as life:
        async with BotApi(port_of(settings)) as api:
            await life.says(RUNNING)
            await answers_now(api)
        await life.says(NO_NETWORK)
        await asyncio.sleep(0.05)
        os.utime(settings.data_dir / ALIVE_FILE, (0, 0))
        await asyncio.sleep(0.05)
        assert (seconds_since(settings.data_dir) or 0) > 1000
        await life.end()
    assert seconds_since(settings.data_dir) is None  # nor once it stopped


# Orders.


async def test_knowledge_is_reloaded_when_told(
    tmp_path: Path, on_telegram: Assistant, small: Folders
) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN, admins=(OWNER,)) as house:
        house.reloaded += [ValueError("the file and the line")]
        house.orders.reload.set()
        broken = texts.NOT_RELOADED.format(problem="the file and the line")
        await soon(lambda: broken in house.told)
        assert (await house.ask(MEMBER, ASKED)).startswith(ANSWERED)
        house.orders.reload.set()
        await soon(lambda: texts.RELOADED_SAME in house.told)
        assert texts.RELOADED not in house.told
        house.reloaded += [assistant(load_checked(small, TODAY), on_telegram.wording)]
        house.orders.reload.set()
        await soon(lambda: texts.RELOADED in house.told)
        assert (await house.ask(MEMBER, "谁主持")).startswith("组长主持。")
        await house.ask(OWNER, "/admin")
        await house.api.idle()
        house.api.press(OWNER, label=telegram_texts.TO_FAILURES)
        (page,) = await house.api.wait(1, chat=OWNER)
        assert "the file and the line" in page.text


async def test_what_is_done_is_confirmed_when_the_bot_stops(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    """Else the next start would do it again."""
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        await house.ask(MEMBER, "/topics")
        await house.stop()
        assert house.api.pending == []
        await house.start()
        await house.ask(MEMBER, ASKED)
        sent = [call for call in house.api.calls if call.method == "sendMessage"]
        assert len(sent) == 2


async def test_stopping_does_not_wait_for_telegram(tmp_path: Path, on_telegram: Assistant) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        await house.ask(MEMBER, ASKED)
        house.api.fault("delay", value=30)
        since = time.monotonic()
        await house.stop()
        assert time.monotonic() - since < runner.DRAIN + runner.CLOSE
        assert house.told[-1] == texts.STOPPED


async def test_stopping_ends_a_long_wait_and_the_question_is_answered_later(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        flood = house.api.fault("429", "sendMessage", MEMBER, value=30)
        asked = house.api.text(MEMBER, ASKED)
        done = house.api.text(OWNER, ASKED)
        await answered(house.api, 1)
        await soon(lambda: flood.struck)
        since = time.monotonic()
        await house.stop()
        assert time.monotonic() - since < runner.DRAIN
        house.api.faults.clear()
        await house.start()
        await answered(house.api, 2)
        await house.api.idle()
        questions = {(MEMBER, asked["message_id"]): 1, (OWNER, done["message_id"]): 1}
        assert answers(house.api) == questions


async def test_a_question_that_waits_longer_is_answered_later_as_well(
    tmp_path: Path, on_telegram: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.transports.telegram.polling.PATIENCE", 0.05)
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        house.api.fault("429", "sendMessage", MEMBER, value=30)
        asked = house.api.text(MEMBER, ASKED)
        await soon(lambda: house.api.recorder.counts["sendMessage"])
        await asyncio.sleep(0.2)
        await house.stop()
        house.api.faults.clear()
        await house.start()
        house.api.text(OWNER, ASKED)
        await answered(house.api, 2)
        assert answers(house.api)[MEMBER, asked["message_id"]] == 1


async def test_stopping_finishes_what_is_at_work_and_begins_nothing(
    tmp_path: Path, on_telegram: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is cut off in the middle of its call is answered twice."""
    monkeypatch.setattr(runner, "DRAIN", 0.8)
    monkeypatch.setattr(runner, "CLOSE", 0.05)
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        house.api.exchange.delay = 0.3
        for number in range(24):
            house.api.text(MEMBER + number % 6, ASKED)
        await answered(house.api, 1)
        await asyncio.sleep(0.1)  # into the middle of the next calls
        await house.stop()
        house.api.exchange.delay = 0
        await house.start()
        await answered(house.api, 24)
        await house.api.idle()
        assert set(answers(house.api).values()) == {1}
