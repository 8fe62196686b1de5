"""What the operator is told when Telegram cannot be reached."""

import httpcore
import pytest
from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.texts import cli as texts
from bot.transports.telegram.outage import BACKOFF, GiveUp, Outage

HOST = "api.example.org"


def caused(cause: Exception) -> NetworkError:
    error = NetworkError("secret")
    error.__cause__ = cause
    return error


def outage(told: list[str], *, proxied: bool = False) -> Outage:
    return Outage(HOST, told.append, proxied=proxied)


@pytest.mark.parametrize(
    ("error", "proxied", "sentence"),
    [
        (Conflict("x"), False, texts.SECOND_POLLER),
        (RetryAfter(3), False, texts.FLOOD),
        (caused(httpcore.ConnectError("x")), False, texts.NO_NETWORK.format(host=HOST)),
        (caused(httpcore.ConnectTimeout("x")), False, texts.NO_NETWORK.format(host=HOST)),
        (caused(httpcore.ConnectError("x")), True, texts.NO_PROXY),
        (caused(httpcore.ProxyError("403 Forbidden")), True, texts.PROXY_REFUSES),
        (caused(httpcore.ReadError("x")), False, texts.TELEGRAM_TROUBLE.format(host=HOST)),
        (TimedOut(), False, texts.TELEGRAM_TROUBLE.format(host=HOST)),
        (TelegramError("Invalid server response"), False,
         texts.TELEGRAM_TROUBLE.format(host=HOST)),
    ],
)  # fmt: skip
def test_what_may_pass_is_told_once_and_retried(
    error: TelegramError, proxied: bool, sentence: str
) -> None:
    told: list[str] = []
    trouble = outage(told, proxied=proxied)
    for _ in range(3):
        assert trouble.wait_after(error) > 0
    assert told == [sentence]
    trouble.over()
    trouble.over()
    assert told == [sentence, texts.CONNECTED_AGAIN]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InvalidToken("secret"), texts.TOKEN_REFUSED),
        (
            caused(httpcore.ProxyError("407 Proxy Authentication Required")),
            texts.PROXY_WANTS_PASSWORD,
        ),
        (caused(httpcore.ProxyError("Username/password required")), texts.PROXY_WANTS_PASSWORD),
    ],
)
def test_where_nothing_can_work_it_gives_up(error: TelegramError, sentence: str) -> None:
    told: list[str] = []
    with pytest.raises(GiveUp) as caught:
        outage(told, proxied=True).wait_after(error)
    assert str(caught.value) == sentence
    assert told == []


@pytest.mark.parametrize("error", [InvalidToken("Not Found"), Forbidden("Forbidden")])
def test_a_page_that_is_no_answer_of_the_api_is_trouble(error: TelegramError) -> None:
    """The library says so by the cause: the page was no JSON."""
    error.__cause__ = TelegramError("Invalid server response")
    told: list[str] = []
    outage(told).wait_after(error)
    assert told == [texts.TELEGRAM_TROUBLE.format(host=HOST)]
    outage(told, proxied=True).wait_after(error)
    assert told[1:] == [texts.PROXY_REFUSES]


def test_a_proxy_is_blamed_until_telegram_was_reached_through_it() -> None:
    told: list[str] = []
    trouble = outage(told, proxied=True)
    trouble.wait_after(caused(httpcore.RemoteProtocolError("x")))
    trouble.over()
    trouble.wait_after(caused(httpcore.RemoteProtocolError("x")))
    assert told == [
        texts.PROXY_REFUSES,
        texts.CONNECTED_AGAIN,
        texts.TELEGRAM_TROUBLE.format(host=HOST),
    ]


def test_waits_grow_to_the_longest_and_start_again() -> None:
    trouble = outage([])
    waits = [trouble.wait_after(TimedOut()) for _ in range(len(BACKOFF) + 2)]
    assert waits == [*BACKOFF, BACKOFF[-1], BACKOFF[-1]]
    trouble.over()
    assert trouble.wait_after(TimedOut()) == BACKOFF[0]


def test_a_flood_limit_is_waited_as_told() -> None:
    assert outage([]).wait_after(RetryAfter(17)) == 17


def test_another_cause_is_told_too() -> None:
    told: list[str] = []
    trouble = outage(told)
    trouble.wait_after(Conflict("x"))
    trouble.wait_after(caused(httpcore.ConnectError("x")))
    assert told == [texts.SECOND_POLLER, texts.NO_NETWORK.format(host=HOST)]
