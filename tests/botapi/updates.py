"""Updates that wait for the bot, and who may fetch them."""

import asyncio
import itertools
from collections import deque
from collections.abc import Callable

from tests.botapi.errors import ApiError
from tests.botapi.params import Params
from tests.botapi.values import Json

_ON_REQUEST = frozenset(["chat_member", "message_reaction", "message_reaction_count"])
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_MOST, _LONGEST = 100, 50


class Updates:
    """The queue. An update stays until a later offset confirms it."""

    def __init__(self) -> None:
        self.pending: deque[Json] = deque()
        self.withheld: list[Json] = []
        """What the bot did not allow (`allowed_updates`)."""
        self.allowed: list[str] = []
        """Kinds asked for; empty for all but those that must be asked for."""
        self._ids = itertools.count(100_000_001)
        self._poll: asyncio.Future[bool] | None = None

    def push(self, kind: str, payload: Json) -> None:
        """Append an update, if the bot wants its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        if not wanted:
            self.withheld.append({kind: payload})
            return
        self.pending.append({"update_id": next(self._ids), kind: payload})
        self.end_poll(replaced=False)

    def confirm(self, offset: int) -> None:
        """Forget what came before the offset; a negative one keeps only that many."""
        while self.pending and (
            len(self.pending) > -offset if offset < 0 else self.pending[0]["update_id"] < offset
        ):
            self.pending.popleft()

    def end_poll(self, *, replaced: bool) -> None:
        """End the poll that waits, if any: with what there is, or with a conflict."""
        if self._poll and not self._poll.done():
            self._poll.set_result(replaced)

    async def fetch(self, params: Params, alive: Callable[[], bool]) -> list[Json]:
        """`getUpdates`. Of two that wait the older one is refused, as with Telegram, unless nobody
        is there any more to be refused (`alive`).
        """
        offset, limit = _whole(params, "offset", 0), _whole(params, "limit", _MOST)
        seconds = min(max(_whole(params, "timeout", 0), 0), _LONGEST)
        limit = min(max(limit, 1), _MOST)
        if "allowed_updates" in params:
            self.allowed = list(params["allowed_updates"])
        self.confirm(offset)
        if not self.pending and seconds:
            self.end_poll(replaced=True)
            self._poll = mine = asyncio.get_running_loop().create_future()
            await asyncio.wait([mine], timeout=seconds)
            if mine.done() and mine.result() and alive():
                raise ApiError(409, _CONFLICT)
        return list(itertools.islice(self.pending, limit))


def _whole(params: Params, name: str, default: int) -> int:
    value = params.get(name, default)
    return value if isinstance(value, int) else default
