"""The bot's life on Telegram: start, poll, reload, stop."""

import asyncio
import contextlib
import datetime as dt
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.answering.assistant import Assistant
from bot.config import Settings
from bot.store.errors import StoreError
from bot.store.members import Role
from bot.store.store import Store
from bot.texts import cli as texts
from bot.texts import telegram as telegram_texts
from bot.transports.telegram import alive
from bot.transports.telegram.books import StoreBooks
from bot.transports.telegram.calls import Patience
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.dispatch import Dispatcher
from bot.transports.telegram.lanes import SLOTS, Lanes, Slots
from bot.transports.telegram.menus import set_menus
from bot.transports.telegram.outage import Outage
from bot.transports.telegram.polling import Books, Poller, until
from bot.transports.telegram.pool import Pool
from bot.transports.telegram.sender import Bot, Sender

log = logging.getLogger(__name__)

DRAIN = 1.5
"""Seconds for what is at work when the bot is told to stop; then it is left to the next start."""
CLOSE = 0.5
EXPECTED = (TelegramError, StoreError)
"""What closing may come to: it was told of before."""
PURGE_EVERY = 3600.0

Clock = Callable[[], dt.datetime]
Reload = Callable[[], Assistant | None]
"""Gives a new assistant if the knowledge changed. Raises with one sentence if it is broken."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the bot gets from the process it runs in."""

    settings: Settings
    assistant: Callable[[], Assistant]
    """The knowledge as it is at the start."""
    reload: Reload
    tell: Callable[[str], None]
    """Says a sentence to the operator."""
    clock: Clock = lambda: dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Orders:
    """What the process is told while it runs."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    reload: asyncio.Event = field(default_factory=asyncio.Event)

    def listen(self) -> None:
        """SIGTERM and Ctrl-C stop the bot, SIGHUP reloads the knowledge."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop.set)
        loop.add_signal_handler(signal.SIGHUP, self.reload.set)


async def serve(around: Surroundings, orders: Orders) -> None:
    """Run until told to stop. Raises `GiveUp` or `StoreError`, each with one sentence."""
    settings = around.settings
    slots = Slots()
    patience = Patience(slots)
    store = await Store.open(settings.database, around.clock())
    bot = make_bot(settings, patience)
    host = urlsplit(settings.api_url).hostname or settings.api_url
    outage = Outage(host, around.tell, proxied=settings.proxy is not None)
    try:
        if await _connect(bot, outage, orders.stop):
            desk = _desk(around, bot, store)
            around.tell(texts.STARTED.format(bot=desk.me.username))
            await _offer_administration(desk, around.tell)
            books = StoreBooks(store, settings.data_dir, around.tell)
            books.heard()
            lanes = Lanes(slots)
            poller = Poller(bot, lanes, Dispatcher(desk).handle, books, outage)
            async with _beside(desk, around, orders):
                await _poll(poller, lanes, patience, books, orders.stop)
            around.tell(texts.STOPPED)
    finally:
        with contextlib.suppress(OSError):
            alive.stopped(settings.data_dir)
        patience.hurry()
        await _quietly(bot.shutdown())
        await _quietly(store.close())


def make_bot(settings: Settings, patience: Patience) -> Bot:
    """The client of the Bot API, with one pool for polling and one for all else."""
    trusted = httpx.create_ssl_context()
    return ExtBot(
        settings.token or "",
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=Pool(SLOTS, settings.proxy, trusted),
        get_updates_request=Pool(1, settings.proxy, trusted),
        rate_limiter=patience,
    )


async def _connect(bot: Bot, outage: Outage, stopping: asyncio.Event) -> bool:
    """Ask Telegram who we are, as long as it takes. False if told to stop. Raises `GiveUp`."""
    while not stopping.is_set():
        try:
            await until(stopping, bot.initialize())
        except TelegramError as error:
            await until(stopping, asyncio.sleep(outage.wait_after(error)))
            continue
        if stopping.is_set():
            break
        outage.over()
        return True
    return False


def _desk(around: Surroundings, bot: Bot, store: Store) -> Desk:
    return Desk(
        me=bot.bot,
        sender=Sender(bot, store, around.clock),
        store=store,
        settings=around.settings,
        assistant=around.assistant(),
        clock=around.clock,
    )


async def _poll(
    poller: Poller, lanes: Lanes, patience: Patience, books: Books, stop: asyncio.Event
) -> None:
    """Poll until told to stop; then finish what is at work, and leave the rest to Telegram."""
    try:
        await poller.run(stop)
    finally:
        patience.hurry()
        await lanes.drain(DRAIN)
        await _quietly(books.settle())
        await _quietly(poller.confirm())


@contextlib.asynccontextmanager
async def _beside(desk: Desk, around: Surroundings, orders: Orders) -> AsyncIterator[None]:
    """What goes on beside polling."""
    administrators = {*desk.store.members.admins(), *around.settings.admins}
    tasks = [
        asyncio.create_task(set_menus(desk.sender.bot, sorted(administrators))),
        asyncio.create_task(_reload_when_told(desk, around, orders.reload)),
        asyncio.create_task(_purge(desk)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _offer_administration(desk: Desk, tell: Callable[[str], None]) -> None:
    """While there is no administrator, print a code that makes one: a new one at each start."""
    await desk.store.invites.withdraw(Role.ADMIN)
    if desk.settings.admins or desk.store.members.admins():
        return
    code = desk.make_code()
    await desk.store.invites.create(
        code, Role.ADMIN, created_by=None, now=desk.clock(), most_uses=1
    )
    tell(telegram_texts.ADMIN_CODE.format(bot=desk.me.username, code=code))


async def _reload_when_told(desk: Desk, around: Surroundings, reloading: asyncio.Event) -> None:
    while await reloading.wait():
        reloading.clear()
        try:
            assistant = await asyncio.to_thread(around.reload)
        except Exception as broken:  # noqa: BLE001 - the old knowledge goes on
            around.tell(texts.NOT_RELOADED.format(problem=broken))
            desk.store.failures.note("knowledge", str(broken), desk.clock())
            continue
        if assistant is not None:
            desk.learn(assistant)
        around.tell(texts.RELOADED if assistant else texts.RELOADED_SAME)


async def _purge(desk: Desk) -> None:
    """Delete what is over its time, at the start and every hour."""
    while True:
        try:
            await desk.store.purge(desk.clock())
        except StoreError as error:
            log.warning("not purged", extra={"error": type(error).__name__})
        await asyncio.sleep(PURGE_EVERY)


async def _quietly(closing: Awaitable[None]) -> None:
    """Close something; if that takes too long or fails, go on."""
    task = asyncio.ensure_future(closing)
    await asyncio.wait([task], timeout=CLOSE)  # does not wait for one that cannot be stopped
    if not task.done():
        task.cancel()
    elif (error := task.exception()) is not None and not isinstance(error, EXPECTED):
        raise error
