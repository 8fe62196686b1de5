"""Every call of the Bot API goes through here: it waits as told, and tries again where that helps.

A call whose fate is unknown (a dropped reply, 502) is made again, so an answer may come twice but
is not lost: Telegram offers no way to tell.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.transports.telegram.lanes import Slots

log = logging.getLogger(__name__)

BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, *[60.0] * 9)
"""Seconds between tries of one call while the network fails. After ten minutes it is given up, for
a call that fails while others succeed may fail for ever."""
HURRIED = {"answerCallbackQuery": 2, "answerInlineQuery": 2, "getMe": 0, "getUpdates": 0}
"""Calls that are worth nothing later, or whose caller tries again: so many more tries at most."""

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Stopping(TelegramError):
    """The bot is stopping; the call was not made, or made again no more."""

    def __init__(self) -> None:
        super().__init__("stopping")


class Patience(BaseRateLimiter[None]):
    """Waits out flood limits and short outages of the network. One per process."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._stopping = asyncio.Event()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Wait for nothing any more."""
        self.hurry()

    def hurry(self) -> None:
        """End all waiting: whoever waits now, or would wait from now on, gets `Stopping`."""
        self._stopping.set()

    async def process_request(  # noqa: PLR0917 - PTB's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],  # noqa: ARG002
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Make the call. Raises `Stopping`, or what the last try raised."""
        waits = list(BACKOFF[: HURRIED.get(endpoint, len(BACKOFF))])
        while True:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                seconds = told_to_wait(flood)
                log.info("flood limit", extra={"endpoint": endpoint, "seconds": seconds})
            except TelegramError as error:
                if not passing(error) or not waits:
                    raise
                seconds = waits.pop(0)
                log.info("call failed", extra={"endpoint": endpoint, "error": kind(error)})
            except (KeyError, TypeError) as error:  # JSON, but not the Bot API's
                if not waits:
                    raise NetworkError(kind(error)) from error
                seconds = waits.pop(0)
                log.info("call failed", extra={"endpoint": endpoint, "error": kind(error)})
            await self._wait(seconds)

    async def _wait(self, seconds: float) -> None:
        async with self._slots.lent():
            try:
                await asyncio.wait_for(self._stopping.wait(), seconds)
            except TimeoutError:
                return
        raise Stopping


def is_page(error: BaseException) -> bool:
    """Whether no JSON came, but a page of some proxy: not Telegram's word, and its text may quote
    the address with the token.
    """
    return type(error) is TelegramError or type(error.__cause__) is TelegramError


def passing(error: TelegramError) -> bool:
    """Whether the same call may well succeed in a moment."""
    if is_page(error):
        return True
    if isinstance(error, BadRequest):  # PTB makes it a network error
        return False
    return isinstance(error, NetworkError)


def kind(error: BaseException) -> str:
    """What to call an error in logs: without any of its text."""
    cause = error.__cause__
    return type(error).__name__ + (f"/{type(cause).__name__}" if cause else "")


def told_to_wait(flood: RetryAfter) -> float:
    """Seconds."""
    told = flood.retry_after
    return told if isinstance(told, int) else told.total_seconds()
