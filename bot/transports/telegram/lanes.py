"""Many chats at once, each in its own order.

A lane is one chat's queue: its updates are handled one after the other. Lanes run side by side, but
only as many as there are slots: with more calls in flight the HTTP pool costs more than it brings.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextvars import ContextVar

GRACE = 0.2
"""Seconds that work told to stop gets for it."""
Work = Callable[[], Awaitable[None]]

SLOTS = 16
"""Handlers at work at once. Measured best at 30 ms a call with python-telegram-bot 22."""

LONGEST = 60
"""Work that waits in one lane: nobody types so much while the bot is told to wait, and a program
that does must not stop the others."""

_holding: ContextVar[bool] = ContextVar("holding", default=False)


class Slots:
    """A number of places to work in. Whoever must wait long lends its place to others."""

    def __init__(self, count: int = SLOTS) -> None:
        self._free = asyncio.Semaphore(count)

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Work in a slot."""
        async with self._free:
            token = _holding.set(True)
            try:
                yield
            finally:
                _holding.reset(token)

    @contextlib.asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """Wait without keeping the slot, if this task holds one."""
        if not _holding.get():
            yield
            return
        self._free.release()
        try:
            yield
        finally:
            await self._free.acquire()


class Lanes:
    """Runs work: in order within a lane, side by side between lanes. Work must not raise."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._lanes: dict[Hashable, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, lane: Hashable, work: Work) -> bool:
        """Put work at the end of a lane. False if it is full, and the work is not taken."""
        queue = self._lanes.get(lane)
        if queue is not None:
            if len(queue) >= LONGEST:
                return False
            queue.append(work)
            return True
        self._lanes[lane] = deque([work])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _run(self, lane: Hashable) -> None:
        queue = self._lanes[lane]
        while queue:
            async with self._slots.held():
                await queue[0]()
            queue.popleft()
        del self._lanes[lane]

    async def drain(self, seconds: float) -> bool:
        """Wait until everything is done, at most so long, and stop the rest. True if all was."""
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=GRACE)
        return not late
