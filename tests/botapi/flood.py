"""Flood control: how much the bot may send where."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limit:
    """At most that many messages in that many seconds."""

    count: int
    seconds: float


@dataclass
class FloodControl:
    """Limits about as Telegram's; after a refusal a chat stays closed for the time named."""

    private: Limit = Limit(5, 5.0)
    group: Limit = Limit(20, 60.0)
    overall: Limit = Limit(30, 1.0)
    _sent: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _closed: dict[int, float] = field(default_factory=dict)

    def wait(self, chat_id: int, now: float) -> int:
        """Seconds for which one more message to the chat is refused; 0 if it may be sent."""
        closed = self._closed.get(chat_id, 0.0)
        if now < closed:
            return math.ceil(closed - now)
        limits = {chat_id: self.private if chat_id > 0 else self.group, 0: self.overall}
        seconds = max(self._left(key, limit, now) for key, limit in limits.items())
        if seconds > 0:
            whole = math.ceil(seconds)
            self._closed[chat_id] = now + whole
            return whole
        for key in limits:
            self._sent[key].append(now)
        return 0

    def _left(self, key: int, limit: Limit, now: float) -> float:
        sent = self._sent[key]
        while sent and now - sent[0] >= limit.seconds:
            sent.popleft()
        return limit.seconds - (now - sent[0]) if len(sent) >= limit.count else 0.0
