"""Updates read one by one, for when python-telegram-bot cannot make sense of one of a batch."""

import logging
from typing import Any, cast
from urllib.parse import urlencode

from telegram import Update
from telegram.error import NetworkError

from bot.transports.telegram.sender import Bot

log = logging.getLogger(__name__)


async def one_by_one(bot: Bot, offset: int | None, limit: int) -> tuple[Update, ...]:
    """What waits from `offset` on, at once; an update that cannot be read comes empty.

    Raises `TelegramError`, also for an answer that is not the Bot API's.
    """
    asked = {"limit": limit, "timeout": 0} | ({} if offset is None else {"offset": offset})
    try:
        found = await bot.request.post(f"{bot.base_url}/getUpdates?{urlencode(asked)}")
        return tuple(_read(raw, bot) for raw in cast("list[dict[str, Any]]", found))
    except (KeyError, TypeError) as error:
        raise NetworkError(type(error).__name__) from error


def _read(raw: dict[str, Any], bot: Bot) -> Update:
    try:
        return Update.de_json(raw, bot)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        log.error("update not understood", extra={"error": type(error).__name__})
        return Update(raw["update_id"])
