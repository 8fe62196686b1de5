"""Telegram, proxies and the machine at their worst: nothing is lost, nothing leaks."""

import asyncio
import contextlib
import gc
import sqlite3
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.config import Access
from bot.texts import telegram as texts
from bot.transports.telegram import polling
from bot.transports.telegram.pool import Pool
from tests.transports.telegram.house import MEMBER, OWNER, STRANGER, House, running
from tests.transports.telegram.looking import ask, bring, last, rows, tap

pytestmark = pytest.mark.anyio

QUESTION, ANSWER, CHOICE = "小组会多久开一次", "一般每月一次", "记录"


@contextlib.contextmanager
def answering(method: str, status: int, body: bytes) -> Iterator[list[str]]:
    """What a proxy says to one call of a method; the addresses that were called so."""
    real = Pool.do_request
    hit: list[str] = []

    async def do(self: Pool, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if url.endswith(f"/{method}") and not hit:
            hit.append(url)
            return status, body.replace(b"URL", url.encode())
        return await real(self, url, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pool, "do_request", do)
        yield hit


PAGES = [
    (200, b'{"ok": true}'),
    (200, b"{}"),
    (200, b"<html>log in to the network</html>"),
    (400, b"<html>while trying to retrieve URL</html>"),
    (401, b"<html>not without a ticket</html>"),
    (403, b"<html>access denied</html>"),
    (404, b"<html>not found</html>"),
    (502, b"<html>bad gateway</html>"),
]


@pytest.mark.parametrize(("status", "body"), PAGES)
async def test_a_page_instead_of_an_answer_is_no_word_of_telegrams(
    tmp_path: Path, on_telegram: Assistant, status: int, body: bytes
) -> None:
    group = -5570
    async with running(tmp_path, on_telegram) as house:
        await house.own()
        await bring(house, group)
        with answering("sendMessage", status, body) as hit:
            assert (await ask(house, MEMBER, f"/ask {QUESTION}", group)).startswith(ANSWER)
        assert hit
        assert (await ask(house, MEMBER, f"/ask {QUESTION}", group)).startswith(ANSWER)
        await ask(house, OWNER, "/admin")
        await tap(house, OWNER, texts.TO_FAILURES)
        assert str(house.settings.token) not in last(house.api, OWNER)
        await house.api.idle()
        assert str(house.settings.token) not in str(rows(house))


@pytest.mark.parametrize("body", [b"{}", b'{"ok": true}', b'{"ok": true, "result": [7]}', b"[]"])
async def test_a_poll_that_brings_nonsense_ends_nothing(
    tmp_path: Path, on_telegram: Assistant, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.setattr(polling, "LONG_POLL", 0)
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        with answering("getUpdates", 200, body) as hit:
            async with asyncio.timeout(5):
                while not hit:
                    await asyncio.sleep(0.01)
        assert (await ask(house, MEMBER, QUESTION)).startswith(ANSWER)


async def test_an_update_that_nobody_understands_is_skipped(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        broken = {"message_id": 5, "date": 1, "chat": {"id": MEMBER, "type": "private"}}
        broken["from"] = {"id": MEMBER}
        house.api.text(STRANGER, QUESTION)
        house.api.world.updates.push("message", broken)
        assert (await ask(house, MEMBER, QUESTION)).startswith(ANSWER)
        assert last(house.api, STRANGER).startswith(ANSWER)
        await house.api.idle()
        assert house.api.pending == []


async def interrupted(house: House, method: str) -> None:
    """The next call of a method in a chat must wait, and while it does the bot is stopped."""
    fault = house.api.fault("429", method, MEMBER, value=30)
    async with asyncio.timeout(5):
        while not fault.struck:
            await asyncio.sleep(0.01)
    await house.stop()
    house.api.faults.clear()


async def test_a_number_means_the_list_that_was_seen_whatever_happens_between(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        await ask(house, MEMBER, CHOICE)
        keyboard = house.api.said(MEMBER)[-1]["reply_markup"]["inline_keyboard"]
        second = keyboard[1][0]["text"]
        house.api.text(MEMBER, "2")
        await interrupted(house, "sendMessage")
        await house.start()
        async with asyncio.timeout(5):
            while f"本条：{second}" not in last(house.api, MEMBER):
                await asyncio.sleep(0.01)


async def test_a_command_that_was_done_is_not_done_again(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with running(tmp_path, on_telegram) as house:
        await house.own()
        house.api.chat(MEMBER)
        fault = house.api.fault("429", "sendMessage", MEMBER, value=30)
        house.api.text(MEMBER, QUESTION)
        async with asyncio.timeout(5):
            while not fault.struck:
                await asyncio.sleep(0.01)
        await ask_once(house, "/invite")
        await house.stop()
        house.api.faults.clear()
        before = len(house.api.said(OWNER))
        await house.start()
        assert (await house.api.wait(1, chat=MEMBER))[0].text
        assert len(house.api.said(OWNER)) == before
        assert sum(row["created_by"] == OWNER for row in rows(house)["invites"]) == 1


async def ask_once(house: House, text: str) -> None:
    """Say something while another chat waits."""
    house.api.text(OWNER, text)
    await house.api.wait(1, chat=OWNER)
    await asyncio.sleep(0.05)


async def test_a_database_that_another_program_holds_delays_no_stop(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with running(tmp_path, on_telegram, access=Access.OPEN) as house:
        await ask(house, MEMBER, QUESTION)
        file = sqlite3.connect(
            house.settings.database, isolation_level=None, check_same_thread=False
        )
        with contextlib.closing(file) as other:
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            await house.ask(MEMBER, QUESTION)
            since = time.monotonic()
            await house.stop()
            assert time.monotonic() - since < 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_cancelled_call_leaves_no_connection_that_never_opens(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    """httpcore issue 1093: wherever the call is cancelled, the next one goes through."""
    async with running(tmp_path, on_telegram) as house:
        url = f"{house.settings.api_url}/bot{house.settings.token}/getMe"
        trusted = ssl.create_default_context()
        for steps in range(16):
            pool = Pool(1, None, trusted)
            call = asyncio.create_task(pool.do_request(url, "POST"))
            for _ in range(steps):
                await asyncio.sleep(0)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
            status, _ = await asyncio.wait_for(pool.do_request(url, "POST"), 5)
            await pool.shutdown()
            assert status == 200
    gc.collect()  # what the cancelled calls left complains here
