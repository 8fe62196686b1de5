"""Fetches updates, and confirms them to Telegram only when they are handled and written down.

python-telegram-bot's Updater confirms what it fetched at once, so a crash loses it. Here a batch is
confirmed by the next call, which waits until the batch is done. Under a burst, when the batch was
full, that call is made a little earlier: the last `IN_FLIGHT` updates are then at risk in a crash.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable
from typing import Protocol, TypeVar

from telegram import Update
from telegram.error import Conflict, TelegramError

from bot.transports.telegram.lanes import Lanes
from bot.transports.telegram.outage import Outage
from bot.transports.telegram.sender import Bot

log = logging.getLogger(__name__)
T = TypeVar("T")

LONG_POLL = 30
"""Seconds that Telegram holds a call while there is nothing new."""
FULL = 100
"""Updates in a full batch: there are probably more."""
IN_FLIGHT = 32
PATIENCE = 1.0
"""Seconds for which a batch keeps the next one waiting: a chat told to wait must not hold all."""
MOST_OPEN = 1_000
"""Updates in hand at which no more are fetched."""
WANTED = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]


class Handle(Protocol):
    """Handles one update; False if it was left undone because the bot is stopping."""

    def __call__(self, update: Update, *, again: bool) -> Awaitable[bool]:
        """Handle it. `again`: it may have been handled before the bot was last stopped."""


class Poller:
    """The one caller of getUpdates."""

    def __init__(
        self,
        bot: Bot,
        lanes: Lanes,
        handle: Handle,
        settle: Callable[[], Awaitable[None]],
        outage: Outage,
    ) -> None:
        """`settle` writes down what was handled; it is called before that is confirmed."""
        self._bot, self._lanes, self._handle, self._settle = bot, lanes, handle, settle
        self._outage = outage
        self._offset: int | None = None
        self._open: set[int] = set()
        self._room, self._most = asyncio.Event(), 0
        self._undone: set[int] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Fetch and hand out updates until told to stop. Raises `GiveUp`."""
        first = True
        settling = asyncio.ensure_future(self._settle())
        while (updates := await self._fetch(stopping)) is not None:
            for update in updates:
                self._take(update, again=first)
            if updates:
                self._offset = updates[-1].update_id + 1
                first = False
            await self._wait(IN_FLIGHT if len(updates) >= FULL else 0, stopping)
            await settling
            settling = asyncio.ensure_future(self._settle())  # while the next are fetched
        await settling

    async def confirm(self) -> None:
        """Tell Telegram what is done; the rest will be sent again to the next process."""
        undone = self._undone | self._open
        offset = min(undone, default=self._offset)
        if offset is not None:
            try:
                await self._bot.get_updates(offset=offset, limit=1, timeout=0)
            except TelegramError:
                log.info("not confirmed")

    def _take(self, update: Update, *, again: bool) -> None:
        async def work() -> None:
            if not await self._handle(update, again=again):
                self._undone.add(update.update_id)
            self._open.remove(update.update_id)
            if len(self._open) <= self._most:
                self._room.set()

        self._open.add(update.update_id)
        self._lanes.submit(lane_of(update), work)

    async def _wait(self, most: int, stopping: asyncio.Event) -> None:
        """Wait until few enough updates are in hand; in the end only until not too many are."""
        try:
            async with asyncio.timeout(PATIENCE):
                await until(stopping, self._at_most(most))
        except TimeoutError:
            await until(stopping, self._at_most(MOST_OPEN))

    async def _at_most(self, most: int) -> None:
        while len(self._open) > most:
            self._most = most
            self._room.clear()
            await self._room.wait()

    async def _fetch(self, stopping: asyncio.Event) -> tuple[Update, ...] | None:
        """The next updates; None when told to stop."""
        while not stopping.is_set():
            try:
                updates = await until(stopping, self._get_updates())
            except Conflict as conflict:
                if "webhook" in conflict.message:
                    await self._drop_webhook()
                wait = self._outage.wait_after(conflict)
            except TelegramError as error:
                wait = self._outage.wait_after(error)
            else:
                if updates is not None:
                    self._outage.over()
                return updates
            await until(stopping, asyncio.sleep(wait))
        return None

    async def _get_updates(self) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            offset=self._offset,
            timeout=LONG_POLL,
            limit=FULL,
            read_timeout=LONG_POLL + 10,
            allowed_updates=WANTED,
        )

    async def _drop_webhook(self) -> None:
        try:
            await self._bot.delete_webhook()
        except TelegramError:
            log.info("webhook not deleted")


async def until(stopping: asyncio.Event, call: Awaitable[T]) -> T | None:
    """Await the call, or None as soon as the event is set."""
    task = asyncio.ensure_future(call)
    stop = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait([task, stop], return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for future in (task, stop):
            future.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)


def lane_of(update: Update) -> Hashable:
    """Whose order an update must keep: its chat's, or for inline queries its sender's."""
    if update.effective_chat:
        return update.effective_chat.id
    return ("inline", update.effective_user.id if update.effective_user else 0)
