"""The server as tests use it, in their own event loop."""

import random
from typing import Self

from tests.botapi.control import Control
from tests.botapi.exchange import Exchange
from tests.botapi.faults import Fault, Kind
from tests.botapi.flood import FloodControl
from tests.botapi.groups import Groups
from tests.botapi.http_server import HttpServer
from tests.botapi.observing import Observing
from tests.botapi.people import People
from tests.botapi.world import World

TOKEN = "123456789:TEST-abcdefghijklmnopqrstuvwxyz012345"


class BotApi(People, Groups, Observing):
    """One bot's server, its people and its records: `async with BotApi() as api`.

    `delay` (s) comes before every call takes effect. `query_seconds` is how long a pressed button
    or an inline query may be answered. Chance (faults, ids, dice) follows `seed`. Without `flood`
    there is no flood control. `exchange.delay` and `exchange.flood` may be changed at any time.
    """

    def __init__(
        self,
        port: int = 0,
        token: str = TOKEN,
        *,
        username: str = "zuzhang_test_bot",
        first_name: str = "组长助手",
        can_read_all_group_messages: bool = False,
        supports_inline_queries: bool = True,
        delay: float = 0.0,
        query_seconds: float = 60.0,
        seed: int = 0,
        flood: FloodControl | None = None,
    ) -> None:
        bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": first_name,
            "username": username,
        }
        me = bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": can_read_all_group_messages,
            "supports_inline_queries": supports_inline_queries,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        self.token = token
        self.world = World(bot, random.Random(seed), query_seconds)
        self.exchange = Exchange(self.world, token, me, delay, flood)
        self.recorder = self.exchange.calls
        self._server = HttpServer(self.exchange, Control(self), port)

    @property
    def url(self) -> str:
        """The root address; the library's base_url is this and "/bot"."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def faults(self) -> list[Fault]:
        """The rules in force; a test may change the list."""
        return self.exchange.faults

    def fault(
        self,
        kind: Kind,
        method: str = "*",
        chat: int | None = None,
        *,
        probability: float = 1.0,
        count: int | None = None,
        skip: int = 0,
        value: float = 1.0,
    ) -> Fault:
        """Add a rule (see `Fault`) and return it."""
        rule = Fault(kind, method, chat, probability, count, skip, value)
        self.faults.append(rule)
        return rule

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()
