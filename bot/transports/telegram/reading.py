"""What an update means to the assistant: one small value, or nothing at all.

Pure: Telegram's objects in, our values out. In a group only what is meant for the bot counts:
a command, a reply to it, and a mention where the operator turned privacy mode off.
"""

import re
from dataclasses import replace

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bot.store.chats import Kind
from bot.transports.telegram.events import (
    Command,
    Event,
    Inline,
    Membership,
    Moved,
    NoText,
    Press,
    Question,
    Spot,
)

_COMMAND = re.compile(
    r"\s*[/／](?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?![A-Za-z0-9_@/])(?P<rest>.*)",
    re.DOTALL,
)
"""What follows may follow at once: people write /ask小组会 as well."""
_GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


def read(update: Update, me: User) -> Event | None:
    """What the update means; None if it is not for us. `me` is the bot itself."""
    if update.message:
        return _message(update.message, me, edited=False)
    if update.edited_message:
        return _message(update.edited_message, me, edited=True)
    if update.callback_query:
        return _press(update.callback_query)
    if query := update.inline_query:
        return Inline(Spot(query.from_user.id, query.from_user.id), query.id, query.query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    return None


def _message(message: Message, me: User, *, edited: bool) -> Event | None:
    spot = _spot(message)
    if moved := _moved(message, spot):
        return moved
    if not _from_a_person(message, me):
        return None
    text = message.text or message.caption
    if text is None:
        return None if edited else _without_text(message, spot)
    if match := _COMMAND.fullmatch(text):
        return _command(message, match, me, edited=edited)
    if spot.private or _addressed(message, me):
        return _asked(message, _unmentioned(text, me), edited=edited)
    return None


def _moved(message: Message, spot: Spot) -> Moved | None:
    """A group's move, told in the old chat or in the new one."""
    if message.migrate_to_chat_id:
        return Moved(spot, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Moved(replace(spot, chat_id=message.migrate_from_chat_id), spot.chat_id)
    return None


def _asked(message: Message, text: str, *, edited: bool) -> Event | None:
    spot = _spot(message)
    if text or spot.private:
        return Question(spot, message.message_id, text, edited, message.media_group_id)
    return None if edited else Command(spot, message.message_id, "ask")  # called, nothing said


def _from_a_person(message: Message, me: User) -> bool:
    """Not from a bot, and not our own inline answer come back; anonymous administrators count."""
    sender = message.from_user
    if sender is None or (sender.is_bot and not message.sender_chat):
        return False
    return message.via_bot is None or message.via_bot.id != me.id


def _addressed(message: Message, me: User) -> bool:
    """Whether a text in a group is meant for the bot."""
    mentioned = bool(me.can_read_all_group_messages) and _mentions(message, me)
    return mentioned or _replies_to(message, me)


def _command(message: Message, match: re.Match[str], me: User, *, edited: bool) -> Event | None:
    spot, name, rest = _spot(message), match["name"].lower(), match["rest"].strip()
    if match["bot"] and match["bot"].casefold() != (me.username or "").casefold():
        return None
    if name == "ask" and (asked := rest or _quoted(message, me)):
        album = message.media_group_id
        return Question(spot, message.message_id, asked, edited, album, borrowed=not rest)
    addressed = spot.private or match["bot"] is not None
    return None if edited else Command(spot, message.message_id, name, rest, addressed)


def asked_in(text: str) -> str:
    """The question in a text that may begin with /ask."""
    match = _COMMAND.fullmatch(text)
    return match["rest"].strip() if match and match["name"].lower() == "ask" else text


def _quoted(message: Message, me: User) -> str:
    """The text a bare /ask replies to: somebody else's question."""
    quoted = message.reply_to_message
    if quoted is None or (quoted.from_user and quoted.from_user.id == me.id):
        return ""
    return quoted.text or quoted.caption or ""


def _without_text(message: Message, spot: Spot) -> NoText | None:
    if not spot.private or message.effective_attachment is None:
        return None  # groups go on without us; service messages are no questions
    return NoText(spot, message.message_id, message.media_group_id)


def _press(query: CallbackQuery) -> Press | None:
    if query.data is None or query.message is None:
        return None  # a game, or a button of an inline message: we make neither
    # PTB makes a Message even of one that Telegram shows no more; its date tells.
    seen = isinstance(query.message, Message) and query.message.is_accessible
    message = query.message if seen and isinstance(query.message, Message) else None
    chat = query.message.chat
    thread = message.message_thread_id if message and message.is_topic_message else None
    spot = Spot(chat.id, query.from_user.id, thread or 0, Kind(chat.type))
    return Press(spot, query.id, query.data, message)


def _membership(change: ChatMemberUpdated) -> Membership | None:
    if change.chat.type == ChatType.CHANNEL:
        return None
    spot = Spot(change.chat.id, change.from_user.id, 0, Kind(change.chat.type))
    was, is_ = change.old_chat_member.status in _GONE, change.new_chat_member.status in _GONE
    if was == is_:
        return None
    return Membership(spot, "lost" if is_ else "joined")


def _spot(message: Message) -> Spot:
    thread = message.message_thread_id if message.is_topic_message else None
    user = message.from_user.id if message.from_user else message.chat.id
    return Spot(message.chat.id, user, thread or 0, Kind(message.chat.type))


def _replies_to(message: Message, me: User) -> bool:
    quoted = message.reply_to_message
    if quoted is None or quoted.from_user is None or quoted.from_user.id != me.id:
        return False
    return quoted.forum_topic_created is None  # in a topic that the bot opened, all reply to that


def _mentions(message: Message, me: User) -> bool:
    wanted = f"@{me.username}".casefold()
    kinds: list[str | None] = [MessageEntityType.MENTION]
    found = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    return any(text.casefold() == wanted for text in found.values())


def _unmentioned(text: str, me: User) -> str:
    return re.sub(rf"@{re.escape(me.username or '')}\b", " ", text, flags=re.IGNORECASE).strip()
