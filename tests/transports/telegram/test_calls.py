"""Calls wait as told and try again where that helps; sleeping is not needed to prove it."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transports.telegram import calls
from bot.transports.telegram.calls import Patience, Stopping, kind
from bot.transports.telegram.lanes import Slots


def make(outcomes: Sequence[Exception | bool], endpoint: str = "sendMessage") -> tuple[Any, int]:
    """Make a call that has these outcomes, one after the other; what came of it, after how many."""
    made = 0

    async def callback() -> bool:
        nonlocal made
        made += 1
        outcome = outcomes[made - 1]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def scene() -> Any:
        patience = Patience(Slots())
        await patience.initialize()
        try:
            return await patience.process_request(callback, (), {}, endpoint, {}, None)
        except TelegramError as error:
            return error
        finally:
            await patience.shutdown()

    return asyncio.run(scene()), made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same tries with hardly a wait between them."""
    monkeypatch.setattr(calls, "BACKOFF", (0.001,) * 7)


@pytest.mark.parametrize(
    "error", [NetworkError("x"), TimedOut(), TelegramError("Invalid server response")]
)
def test_a_passing_trouble_is_tried_again(error: TelegramError) -> None:
    assert make([error, error, True]) == (True, 3)
    result, made = make([error] * 9)
    assert result is error
    assert made == 8


@pytest.mark.parametrize(
    "error", [BadRequest("x"), Forbidden("x"), ChatMigrated(-100), InvalidToken("x")]
)
def test_a_refusal_is_not(error: TelegramError) -> None:
    assert make([error, True]) == (error, 1)


def test_a_flood_limit_is_waited_out_however_often(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def wait(_: Patience, seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(Patience, "_wait", wait)
    floods = [RetryAfter(n) for n in range(3, 15)]
    assert make([*floods, True]) == (True, 13)
    assert waited == [float(n) for n in range(3, 15)]


@pytest.mark.parametrize(("endpoint", "tries"), [("answerCallbackQuery", 3), ("getMe", 1)])
def test_some_calls_are_worth_fewer_tries(endpoint: str, tries: int) -> None:
    assert make([NetworkError("x")] * 9, endpoint)[1] == tries


def test_stopping_ends_a_wait_and_every_later_one() -> None:
    async def flooded() -> bool:
        raise RetryAfter(3600)

    async def scene() -> None:
        patience = Patience(Slots())
        call = patience.process_request(flooded, (), {}, "sendMessage", {}, None)
        waiting = asyncio.create_task(call)
        await asyncio.sleep(0.01)
        assert not waiting.done()
        patience.hurry()
        for _ in range(2):
            with pytest.raises(Stopping):
                await waiting
            again = patience.process_request(flooded, (), {}, "sendMessage", {}, None)
            waiting = asyncio.create_task(again)
        with pytest.raises(Stopping):
            await waiting

    asyncio.run(asyncio.wait_for(scene(), 5))


def test_an_error_is_named_without_its_text() -> None:
    error = NetworkError("secret")
    error.__cause__ = OSError("secret")
    assert kind(error) == "NetworkError/OSError"
    assert kind(BadRequest("secret")) == "BadRequest"
