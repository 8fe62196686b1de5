"""The whole bot in a test: real HTTP to the test server, a real database, the real knowledge."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.answering.assistant import Assistant
from bot.config import DATABASE_FILE, Access, Settings
from bot.transports.telegram.runner import Orders, Surroundings, serve
from tests.botapi import BotApi

OWNER, MEMBER, STRANGER = 1001, 1002, 1003
"""People of the tests; the owner is the administrator."""
SOON = 5.0


class Clock:
    """A clock that a test may put forward."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta()

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.ahead


@dataclass(slots=True)
class House:
    """A running bot, the server it talks to, and what it told its operator."""

    api: BotApi
    settings: Settings
    assistant: Assistant
    told: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    orders: Orders = field(default_factory=Orders)
    reloaded: list[Assistant | Exception] = field(default_factory=list)
    """What reloading the knowledge brings, the next first; nothing when empty."""
    _life: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        """Start the bot and wait until it is polling, or has given up."""
        self.orders = Orders()
        polls = self.api.recorder.polls
        around = Surroundings(
            self.settings, lambda: self.assistant, self._reload, self.told.append, self.clock
        )
        self._life = asyncio.create_task(serve(around, self.orders))
        async with asyncio.timeout(SOON):
            while self.api.recorder.polls == polls:
                if self._life.done():
                    return
                await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Tell the bot to stop, and wait until it has. Raises what ended it."""
        self.orders.stop.set()
        if self._life is not None:
            await asyncio.wait_for(self._life, SOON)

    def _reload(self) -> Assistant | None:
        outcome = self.reloaded.pop(0) if self.reloaded else None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @property
    def code(self) -> str:
        """The one-time code last printed."""
        line = next(line for line in reversed(self.told) if "start=" in line)
        return line.split("start=")[1].split()[0]

    async def own(self) -> None:
        """Make OWNER the administrator with the printed code."""
        self.api.text(OWNER, f"/start {self.code}")
        await self.api.wait(2, chat=OWNER)

    async def ask(self, user: int, text: str, chat: int | None = None) -> str:
        """Say something; the text of what the bot then shows in that chat."""
        self.api.text(user, text, chat)
        shown = await self.api.wait(1, chat=chat or user)
        return shown[0].text or ""


@contextlib.asynccontextmanager
async def running(
    data_dir: Path,
    assistant: Assistant,
    *,
    access: Access = Access.INVITE,
    admins: tuple[int, ...] = (),
    api: BotApi | None = None,
) -> AsyncIterator[House]:
    """A bot that runs until the block ends. By default, only the invited may use it."""
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(BotApi()) if api is None else api
        settings = Settings(
            data_dir=data_dir,
            database=data_dir / DATABASE_FILE,
            token=server.token,
            api_url=server.url,
            access=access,
            admins=frozenset(admins),
        )
        house = House(server, settings, assistant)
        await house.start()
        try:
            yield house
        finally:
            await house.stop()


def with_settings(house: House, **changes: object) -> None:
    """Change settings before the next start."""
    house.settings = replace(house.settings, **changes)  # type: ignore[arg-type]
