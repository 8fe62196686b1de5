"""When Telegram cannot be reached: what to tell the operator, how long to wait, when to give up."""

from collections.abc import Callable

import httpcore
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.mistake import OperatorMistake
from bot.texts import cli as texts
from bot.transports.telegram.calls import told_to_wait

BACKOFF = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between tries; the last one for ever."""


class GiveUp(OperatorMistake):
    """Nothing can work until the operator changes something; the message says what."""


class Outage:
    """Tells of trouble once, and once more when its cause changes. One per process."""

    def __init__(self, host: str, tell: Callable[[str], None], *, proxied: bool) -> None:
        self._host, self._tell, self._proxied = host, tell, proxied
        self._told: str | None = None
        self._tries = 0
        self._reached = False

    def wait_after(self, error: TelegramError) -> float:
        """Seconds to wait before the next try. Raises `GiveUp`."""
        sentence = self._sentence(error)
        if sentence != self._told:
            self._tell(sentence)
            self._told = sentence
        if isinstance(error, RetryAfter):
            return told_to_wait(error)
        wait = BACKOFF[min(self._tries, len(BACKOFF) - 1)]
        self._tries += 1
        return wait

    def over(self) -> None:
        """Telegram answered."""
        if self._told is not None:
            self._tell(texts.CONNECTED_AGAIN)
        self._told, self._tries, self._reached = None, 0, True

    def _sentence(self, error: TelegramError) -> str:
        cause = _cause(error)
        a_page = type(cause) is TelegramError  # no JSON: not what the API sends
        if isinstance(error, InvalidToken) and not a_page:
            raise GiveUp(texts.TOKEN_REFUSED) from error
        if isinstance(error, Conflict):
            return texts.SECOND_POLLER
        if isinstance(error, RetryAfter):
            return texts.FLOOD
        if isinstance(cause, httpcore.ConnectError | httpcore.ConnectTimeout):
            return texts.NO_PROXY if self._proxied else texts.NO_NETWORK.format(host=self._host)
        if self._proxied and _wants_password(error, cause):
            raise GiveUp(texts.PROXY_WANTS_PASSWORD) from error
        if self._proxied and (
            isinstance(cause, httpcore.ProxyError) or a_page or not self._reached
        ):
            return texts.PROXY_REFUSES
        return texts.TELEGRAM_TROUBLE.format(host=self._host)


def _cause(error: TelegramError) -> BaseException | None:
    """What an error comes from; the library wraps a refused token once more."""
    cause = error.__cause__
    while isinstance(cause, InvalidToken):
        cause = cause.__cause__
    return cause


def _wants_password(error: TelegramError, cause: BaseException | None) -> bool:
    if isinstance(cause, httpcore.ProxyError):
        return any(word in str(cause).casefold() for word in ("407", "auth", "username"))
    return error.message.startswith("Proxy Authentication Required (407)")
