"""The bot as a process of its own, and what it says."""

import asyncio
import concurrent.futures
import contextlib
import logging
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Self, TypeVar

from bot.config import NAMES
from bot.texts import cli as texts
from tests.botapi import BotApi

CHECKOUT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0
"""Seconds until a process that does not say what it should has failed."""
RUNNING = texts.STARTED.partition("@")[0]
T = TypeVar("T")


class Process:
    """`python -m bot …` within an `async with`, which kills it in the end."""

    def __init__(self, *arguments: str, **settings: object) -> None:
        """The settings are those of the bot, "data_dir" for BOT_DATA_DIR."""
        self.lines: list[str] = []
        """What it said on standard error."""
        self._arguments = arguments
        self._environ = {name: value for name, value in os.environ.items() if name not in NAMES}
        self._environ |= {"PYTHONPATH": str(CHECKOUT), "LC_ALL": "C.UTF-8"}
        self._environ |= {f"BOT_{name.upper()}": str(value) for name, value in settings.items()}
        self._said = asyncio.Event()
        self._status: asyncio.Task[int] | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *self._arguments, env=self._environ,
            stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._status = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self.ended()

    async def _read(self) -> int:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self.lines.append(line.decode().rstrip("\n"))
            self._said.set()
        return await self._process.wait()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def tell(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    async def says(self, text: str, times: int = 1) -> str:
        """Wait until that many lines hold the text; gives the last of them."""
        async with asyncio.timeout(PATIENCE):
            while len(found := [line for line in self.lines if text in line]) < times:
                assert self._status is not None
                assert not self._status.done(), f"no {text!r} among {self.lines}"
                self._said.clear()
                ears = asyncio.create_task(self._said.wait())
                await asyncio.wait([ears, self._status], return_when=asyncio.FIRST_COMPLETED)
                ears.cancel()
        return found[times - 1]

    async def ended(self) -> int:
        """Wait for its end: the exit status, or minus the signal that killed it."""
        assert self._status is not None
        return await asyncio.wait_for(asyncio.shield(self._status), PATIENCE)


@contextlib.contextmanager
def beside(thing: contextlib.AbstractAsyncContextManager[T]) -> Iterator[T]:
    """Something asynchronous that runs in a thread while this one is busy, a server say."""
    started: concurrent.futures.Future[T] = concurrent.futures.Future()
    stopping = asyncio.Event()

    async def life() -> None:
        async with thing as entered:
            started.set_result(entered)
            await stopping.wait()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(life()))
    thread.start()
    try:
        yield started.result(PATIENCE)
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join()
        loop.close()


@contextlib.contextmanager
def same_logging() -> Iterator[None]:
    """Whatever is done to the logging within: in the end it is as it was."""
    root = logging.getLogger()
    handlers, levels = list(root.handlers), {one: one.level for one in _loggers()}
    yield
    root.handlers[:] = handlers
    for logger in _loggers():
        logger.setLevel(levels.get(logger, logging.NOTSET))


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logging.root, *(one for one in known if isinstance(one, logging.Logger))]


def answers(api: BotApi) -> Counter[tuple[int, int]]:
    """How often each question, by chat and message, was answered with a new message."""
    sent = [call for call in api.calls if call.method == "sendMessage" and call.result is not None]
    quoted = [(call.chat_id, call.params.get("reply_parameters")) for call in sent]
    return Counter((chat, quote["message_id"]) for chat, quote in quoted if chat and quote)


async def answered(api: BotApi, count: int) -> None:
    """Wait until so many different questions are answered."""
    if not await api.recorder.until(lambda: len(answers(api)) >= count, PATIENCE):
        raise TimeoutError(f"{len(answers(api))} of {count} questions answered")
