"""What is kept of a chat: shown, deleted, and the conversation dropped."""

import json

from telegram import Message
from telegram.constants import ChatID

from bot.config import Access
from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk, place
from bot.transports.telegram.events import Command, Press, Spot
from bot.transports.telegram.menus import drop_menu
from bot.transports.telegram.presses import Forget
from bot.transports.telegram.render import button, plain


async def ask_to_forget(desk: Desk, event: Command) -> None:
    """/forget: ask once, for it cannot be undone."""
    if not await _may(desk, event.spot):
        await desk.sender.send(event.spot, plain(texts.ONLY_CHAT_ADMIN), event.message_id)
        return
    text = _what_goes(desk, event.spot) if event.spot.private else texts.FORGET_ASK_GROUP
    choice = (
        button(texts.FORGET_YES, Forget(sure=True)),
        button(texts.FORGET_NO, Forget(sure=False)),
    )
    await desk.sender.send(event.spot, plain(text, [choice]), event.message_id)


def _what_goes(desk: Desk, spot: Spot) -> str:
    """What somebody loses, so far as there is anything to lose."""
    lines, admins = [texts.FORGET_ASK], desk.store.members.admins()
    if desk.store.members.role(spot.user_id) is not Role.STRANGER:
        if desk.settings.access is Access.INVITE and spot.user_id not in desk.settings.admins:
            lines.append(texts.FORGET_LOSES)
        if admins == (spot.user_id,) and not desk.settings.admins:
            lines.append(texts.FORGET_LAST)
    return "\n".join([*lines, texts.FORGET_HANDED])


async def forget(desk: Desk, event: Press, message: Message, pressed: Forget) -> None:
    """Delete everything of the chat at once, or nothing."""
    spot, text = event.spot, texts.NOT_FORGOTTEN
    if pressed.sure:
        if not await _may(desk, spot):
            await desk.sender.answer_press(spot, event.query_id, texts.ONLY_CHAT_ADMIN, alert=True)
            return
        await desk.store.forget(spot.chat_id)
        if spot.private and desk.role(spot) is not Role.ADMIN:
            await drop_menu(desk.sender.bot, spot.chat_id)
        text = texts.FORGOTTEN if spot.private else texts.FORGOTTEN_GROUP
    await desk.sender.edit(spot, message.message_id, plain(text))
    await desk.sender.answer_press(spot, event.query_id)


async def export(desk: Desk, event: Command) -> None:
    """/export: everything kept about the chat, as a file."""
    if not await _may(desk, event.spot):
        await desk.sender.send(event.spot, plain(texts.ONLY_CHAT_ADMIN), event.message_id)
        return
    kept = await desk.store.export(event.spot.chat_id)
    if not event.spot.private:
        kept = {name: _unnamed(rows) for name, rows in kept.items()}
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    await desk.sender.document(event.spot, content, texts.EXPORT_FILE, texts.EXPORTED)


def _unnamed(rows: object) -> object:
    """Without the numbers of people: a group's file is seen by all of it."""
    if isinstance(rows, list):
        return [_unnamed(row) for row in rows]
    if isinstance(rows, dict):
        return {name: value for name, value in rows.items() if name != "user_id"}
    return rows


async def cancel(desk: Desk, event: Command) -> None:
    """/cancel: forget what was offered last."""
    where = place(event.spot)
    open_list = desk.store.conversations.get(where, desk.clock()).offered
    desk.store.conversations.drop(where)
    if event.spot.private:
        text = texts.CANCELLED if open_list else texts.NOTHING_TO_CANCEL
    else:
        text = texts.CANCELLED_GROUP if open_list else texts.NOTHING_TO_CANCEL_GROUP
    await desk.sender.send(event.spot, plain(text), event.message_id)


async def _may(desk: Desk, spot: Spot) -> bool:
    """In a group only an administrator, ours or the group's own, speaks for the chat."""
    return (
        spot.private
        or spot.user_id == ChatID.ANONYMOUS_ADMIN  # only an administrator can hide his name
        or desk.role(spot) is Role.ADMIN
        or await desk.sender.is_group_admin(spot)
    )
