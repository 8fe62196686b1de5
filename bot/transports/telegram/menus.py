"""The command menus that Telegram shows, in Chinese, for each kind of chat."""

import logging
from collections.abc import Iterable, Mapping

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.texts import telegram as texts
from bot.transports.telegram.calls import kind
from bot.transports.telegram.sender import Bot

log = logging.getLogger(__name__)


async def set_menus(bot: Bot, administrators: Iterable[int]) -> None:
    """Set every menu. What Telegram refuses is logged: the bot works without."""
    await _set(bot, texts.MENU_PRIVATE, BotCommandScopeAllPrivateChats())
    await _set(bot, texts.MENU_GROUP, BotCommandScopeAllGroupChats())
    for administrator in administrators:
        await set_administrator_menu(bot, administrator)


async def set_administrator_menu(bot: Bot, user_id: int) -> None:
    """Give one administrator's private chat a menu of its own."""
    await _set(bot, texts.MENU_PRIVATE | texts.MENU_ADMIN, BotCommandScopeChat(user_id))


async def drop_menu(bot: Bot, user_id: int) -> None:
    """Take back the menu of one private chat."""
    try:
        await bot.delete_my_commands(BotCommandScopeChat(user_id))
    except TelegramError as error:
        log.info("menu not dropped", extra={"error": kind(error)})


async def _set(bot: Bot, menu: Mapping[str, str], scope: BotCommandScope) -> None:
    commands = [BotCommand(name, description) for name, description in menu.items()]
    try:
        await bot.set_my_commands(commands, scope)
    except TelegramError as error:  # an administrator who never wrote has no chat yet
        log.info("menu not set", extra={"scope": scope.type, "error": kind(error)})
