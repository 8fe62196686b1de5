"""Fetches updates, and confirms them to Telegram only when they are handled and written down.

python-telegram-bot's Updater confirms what it fetched at once, so a crash loses it. Here a batch is
confirmed by the next call, which waits until the batch is done. Two things are confirmed earlier
and so are at risk in a crash: in a burst, the last `IN_FLIGHT` updates of a full batch; and what a
chat was told to wait for while `WINDOW` others came after it. What was done is written down while
that call goes out: a crash just then loses which answer belongs to which question, no answer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Hashable
from typing import Protocol, TypeVar

from telegram import Update
from telegram.error import Conflict, TelegramError

from bot.transports.telegram.lanes import Lanes
from bot.transports.telegram.outage import Outage
from bot.transports.telegram.piecemeal import one_by_one
from bot.transports.telegram.sender import Bot

log = logging.getLogger(__name__)
T = TypeVar("T")

LONG_POLL, MARGIN = 30, 10
"""Seconds that Telegram holds a call while there is nothing new, and how much later its answer may
come."""
FULL = 100
"""Updates in a full batch: there are probably more."""
IN_FLIGHT = 32
PATIENCE = 1.0
"""Seconds for which a batch keeps the next one waiting: a chat told to wait must not hold all.
Until that chat is done, Telegram is asked once in so many seconds; it does not like being asked the
same more often."""
WINDOW = 90
"""Updates taken and not confirmed at which the oldest is confirmed though it is not done: beyond a
hundred, Telegram would show nothing new."""
MOST_OPEN = 4 * FULL
"""Updates in hand at which no more are fetched: enough for several chats told to wait."""
WEBHOOKS = 3
"""A webhook that is there so often belongs to another program."""
UNCONFIRMED = 2 * FULL
"""So many updates at most can have been handled and not confirmed when the bot was last stopped."""
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


class Books(Protocol):
    """Where is written down what was done."""

    async def settle(self) -> None:
        """Write it down."""

    def heard(self) -> None:
        """Telegram answered."""


class Poller:
    """The one caller of getUpdates."""

    def __init__(
        self, bot: Bot, lanes: Lanes, handle: Handle, books: Books, outage: Outage
    ) -> None:
        self._bot, self._lanes, self._handle, self._books = bot, lanes, handle, books
        self._outage = outage
        self._stopping = asyncio.Event()
        self._next: int | None = None
        """The first id not seen yet."""
        self._taken: set[int] = set()
        """Seen and not confirmed."""
        self._open: set[int] = set()
        """Taken and not done."""
        self._undone: set[int] = set()
        self._room, self._most = asyncio.Event(), 0
        self._count = 0
        """Updates taken since the start."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Fetch and hand out updates until told to stop. Raises `GiveUp`."""
        self._stopping = stopping
        backlog = True  # until all that was waiting at the start has been fetched
        settling = asyncio.ensure_future(self._books.settle())
        while (updates := await self._fetch(stopping)) is not None:
            self._books.heard()
            for update in updates:
                if update.update_id not in self._taken:
                    self._take(update, again=backlog and self._count < UNCONFIRMED)
                    self._count += 1
            if updates:
                self._next = (
                    updates[-1].update_id + 1
                )  # may fall: after a quiet week ids start anew
            backlog = backlog and len(updates) >= FULL
            await self._wait(IN_FLIGHT if len(updates) >= FULL else 0, stopping)
            await until(stopping, settling)
            settling = asyncio.ensure_future(self._books.settle())  # while the next are fetched

    async def confirm(self) -> None:
        """Tell Telegram what is done; the rest will be sent again to the next process."""
        undone = self._undone | self._open
        offset = min(undone, default=self._next)
        if offset is not None:
            try:
                await self._bot.get_updates(offset=offset, limit=1, timeout=0)
            except TelegramError:
                log.info("not confirmed")

    def _offset(self) -> int | None:
        """What to ask for, which confirms what comes before it.

        What is not done is not confirmed, while Telegram still shows what comes after it.
        """
        waiting = self._open & self._taken
        return min(waiting) if waiting and len(self._taken) < WINDOW else self._next

    def _take(self, update: Update, *, again: bool) -> None:
        async def work() -> None:
            # What has not begun when the bot stops is left to the next process.
            if self._stopping.is_set() or not await self._handle(update, again=again):
                self._undone.add(update.update_id)
            self._open.remove(update.update_id)
            if len(self._open) <= self._most:
                self._room.set()

        self._taken.add(update.update_id)
        self._open.add(update.update_id)
        if not self._lanes.submit(lane_of(update), work):
            self._open.remove(update.update_id)
            log.warning("dropped: too much waits in one chat")

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
        webhooks = 0
        while not stopping.is_set():
            try:
                updates = await until(stopping, self._get_updates())
            except Conflict as conflict:
                webhook = "webhook" in conflict.message
                webhooks += webhook
                if webhook and webhooks < WEBHOOKS:
                    wait = 0.0 if await self._drop_webhook() else PATIENCE
                else:
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
        offset = self._offset()
        try:
            updates = await self._bot.get_updates(
                offset=offset,
                timeout=LONG_POLL,
                limit=FULL,
                read_timeout=MARGIN,  # the library adds the poll itself
                allowed_updates=WANTED,
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            updates = await one_by_one(self._bot, offset, FULL)
        if offset is not None:
            self._taken = {taken for taken in self._taken if taken >= offset}
        return updates

    async def _drop_webhook(self) -> bool:
        """Delete a webhook that somebody set; whether that worked."""
        try:
            return await self._bot.delete_webhook()
        except TelegramError:
            log.info("webhook not deleted")
            return False


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
