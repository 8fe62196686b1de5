"""`run` with a token: the assistant on Telegram."""

import argparse
import asyncio
import contextlib
import datetime as dt
import gc
import sys

from bot import logs
from bot.answering.assistant import Assistant
from bot.app import NeverFitted, Watcher
from bot.cli import streams
from bot.config import Settings, writable
from bot.knowledge.folders import shipped
from bot.knowledge.problem import BrokenKnowledge
from bot.texts import cli as texts
from bot.texts.chat import TELEGRAM
from bot.transports.telegram import runner

SEARCH_AFTER = 10_000
"""New objects after which Python looks for garbage. A message makes some hundreds, hardly ever in a
cycle, and Python's own 700 takes a twentieth of all time."""


class NotReloaded(Exception):
    """The changed knowledge cannot be used; the message is its first problem."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop. Raises `GiveUp` or `StoreError`."""
    logs.configure(options.log_level)
    writable(settings.data_dir)
    gc.disable()
    watcher = Watcher(shipped(settings.knowledge_dir), dt.date.today(), TELEGRAM)
    gc.freeze()  # the knowledge stays: looking through it for garbage costs a tenth of all time
    gc.set_threshold(SEARCH_AFTER)
    gc.enable()
    if watcher.assistant.base.stale:
        streams.complain(texts.STALE)

    def reload() -> Assistant | None:
        try:
            return watcher.assistant if watcher.refresh(dt.date.today()) else None
        except BrokenKnowledge as broken:
            raise NotReloaded(str(broken.problems[0])) from broken
        except NeverFitted as never:
            raise NotReloaded(str(never)) from never

    asyncio.run(_serve(runner.Surroundings(settings, lambda: watcher.assistant, reload, _tell)))
    return 0


async def _serve(around: runner.Surroundings) -> None:
    orders = runner.Orders()
    orders.listen()
    await runner.serve(around, orders)


def _tell(sentence: str) -> None:
    with contextlib.suppress(OSError):  # nobody reads any more, or the disk is full: go on
        print(sentence, file=sys.stderr, flush=True)
