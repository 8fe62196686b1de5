"""What the bot did: one record of every call, and waiting for more of them."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.botapi.params import Params
from tests.botapi.values import Json

SHOWN = frozenset(["sendMessage", "sendDocument", "editMessageText", "editMessageReplyMarkup"])


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API.

    `time` is the monotonic clock (s) when it took effect, `code` the HTTP status (0 if the
    connection was broken), `result` what the method gave; it is None and `error` says why if there
    is none. A fault that struck after the call took effect leaves both. `injected` marks faults.
    """

    seq: int
    time: float
    method: str
    chat_id: int | None
    params: Params
    code: int
    result: Any = None
    error: str = ""
    injected: bool = False

    @property
    def shown(self) -> bool:
        """Whether people saw something new in a chat."""
        return self.result is not None and self.method in SHOWN

    @property
    def message(self) -> Json:
        """The message as it was shown."""
        assert isinstance(self.result, dict), f"{self.method} showed nothing: {self.error}"
        return self.result

    @property
    def text(self) -> str:
        """Text or caption of the message shown."""
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def buttons(self) -> list[str]:
        """Labels under the message shown, row by row."""
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]


class Calls:
    """All calls, oldest first."""

    def __init__(self) -> None:
        self.records: list[Call] = []
        self.counts: Counter[str] = Counter()
        """Calls by method."""
        self.shown = 0
        """Calls that showed something."""
        self.refused: Counter[str] = Counter()
        """Refusals that no fault injected, by method and reason."""
        self.polls = 0
        """Polls received, answered or not."""
        self.under_way = 0
        """Calls received and not yet answered, polls apart."""
        self.last = time.monotonic()
        """When something last happened: any call but a poll that brought nothing."""
        self._waiting: list[asyncio.Future[None]] = []

    def add(self, call: Call) -> None:
        """Record one."""
        self.records.append(call)
        self.counts[call.method] += 1
        self.shown += call.shown
        if call.error and not call.injected:
            self.refused[f"{call.method}: {call.error}"] += 1
        if call.result != []:
            self.last = call.time
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait until the condition holds; False if it does not within that many seconds."""
        end = time.monotonic() + timeout
        while not condition():
            left = end - time.monotonic()
            if left <= 0:
                return False
            future = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await asyncio.wait([future], timeout=left)
        return True
