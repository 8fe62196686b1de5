"""Faults on the way between bot and server, by rules that tests set."""

import random
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Kind = Literal["429", "500", "502", "badjson", "delay", "drop", "reset"]


@dataclass
class Fault:
    """A rule, and how often it may still strike.

    429: with `retry_after` of `value` seconds. 500: as Telegram words it; 502: with an HTML body.
    badjson: status 200, cut off. delay: `value` seconds before the call takes effect. reset: RST,
    the call does not take effect. drop: it does, then the connection ends without an answer.
    """

    kind: Kind
    method: str = "*"
    """A pattern: "send*". `getUpdates` matches "*" too."""
    chat: int | None = None
    probability: float = 1.0
    count: int | None = None
    """How often it strikes; None for ever."""
    skip: int = 0
    """How many calls that match pass first."""
    value: float = 1.0
    struck: int = 0

    def strikes(self, method: str, chat_id: object, rng: random.Random) -> bool:
        """Whether it strikes this call; counts if so."""
        spent = self.count is not None and self.struck >= self.count
        here = self.chat is None or self.chat == chat_id
        if spent or not here or not fnmatchcase(method, self.method):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.probability < 1 and rng.random() >= self.probability:
            return False
        self.struck += 1
        return True


def struck(
    rules: list[Fault], method: str, chat_id: object, rng: random.Random
) -> tuple[float, Fault | None]:
    """Seconds of all delays that strike this call, and the first other rule that does."""
    seconds, fault = 0.0, None
    for rule in rules:
        if rule.kind != "delay" and fault is not None:
            continue
        if rule.strikes(method, chat_id, rng):
            if rule.kind == "delay":
                seconds += rule.value
            else:
                fault = rule
    return seconds, fault
