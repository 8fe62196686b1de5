"""Messages out. What Telegram refuses is told apart here, so that handlers need not know.

Nothing raises but `Stopping`: a chat that cannot be reached is recorded, any other refusal is noted
for the administrator.
"""

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from telegram import (
    ForceReply,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.store.store import Store
from bot.transports.telegram.calls import Stopping, is_page, kind
from bot.transports.telegram.events import Spot
from bot.transports.telegram.render import Shown
from bot.transports.telegram.showing import Showing

log = logging.getLogger(__name__)
T = TypeVar("T")
Bot = ExtBot[None]

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UNCHANGED = "message is not modified"
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_TOPIC_GONE = "message thread not found"
_TOO_LATE = ("query is too old", "query id is invalid")
_SHUT = (
    "topic_closed",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat not found",
    "peer_id_invalid",
    "group chat was deactivated",
)
"""What is no mistake of ours: the chat is closed to the bot for now."""


class Edit(Enum):
    """What became of an edit."""

    DONE = "done"
    SAME = "same"
    GONE = "gone"


class Sender:
    """Sends and edits messages of one bot."""

    def __init__(self, bot: Bot, store: Store, clock: Callable[[], dt.datetime]) -> None:
        self.bot = bot
        self._store = store
        self._clock = clock
        self._showing = Showing()

    async def send(
        self,
        spot: Spot,
        shown: Shown,
        quoting: int | None = None,
        keys: ReplyKeyboardMarkup | ForceReply | None = None,
    ) -> int | None:
        """Send a message, quoting another if asked to. Its id, or None if it could not be sent."""
        quote = ReplyParameters(quoting, allow_sending_without_reply=True) if quoting else None

        async def call(there: Spot) -> int:
            message = await self.bot.send_message(
                there.chat_id,
                shown.text,
                entities=shown.entities,
                reply_markup=shown.keyboard or keys,
                reply_parameters=quote,
                message_thread_id=there.thread_id or None,
                link_preview_options=NO_PREVIEW,
            )
            return message.message_id

        return await self._attempt(spot, call)

    async def document(self, spot: Spot, content: bytes, name: str, caption: str) -> bool:
        """Send a file. Whether it was sent."""

        async def call(there: Spot) -> bool:
            thread = there.thread_id or None
            await self.bot.send_document(
                there.chat_id, content, caption, filename=name, message_thread_id=thread
            )
            return True

        return bool(await self._attempt(spot, call))

    async def edit(
        self, spot: Spot, message_id: int, shown: Shown, *, surely: bool = False
    ) -> Edit:
        """Make a message of ours show something else. `surely`: it may have been deleted, so ask
        Telegram even where nothing would change.
        """
        now = (spot.chat_id, message_id, shown.text, shown.keyboard)
        if not surely and self._showing.is_same(*now):
            return Edit.SAME

        async def call(there: Spot) -> Edit:
            await self.bot.edit_message_text(
                shown.text,
                there.chat_id,
                message_id,
                entities=shown.entities,
                reply_markup=shown.keyboard,
                link_preview_options=NO_PREVIEW,
            )
            return Edit.DONE

        outcome = await self._edit(spot, call)
        if outcome is not Edit.GONE:
            self._showing.note(*now)
        return outcome

    def has_moved_on(self, message: Message) -> bool:
        """Whether a message has been changed since Telegram sent it along with a button."""
        now = (message.chat.id, message.message_id, message.text or "", message.reply_markup)
        return self._showing.is_other(*now)

    async def buttons(
        self, spot: Spot, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> Edit:
        """Give a message of ours other buttons under the text it has."""
        if self._showing.is_same(spot.chat_id, message_id, text, keyboard):
            return Edit.SAME

        async def call(there: Spot) -> Edit:
            await self.bot.edit_message_reply_markup(
                there.chat_id, message_id, reply_markup=keyboard
            )
            return Edit.DONE

        outcome = await self._edit(spot, call)
        if outcome is not Edit.GONE:
            self._showing.note(spot.chat_id, message_id, text, keyboard)
        return outcome

    async def answer_press(
        self, spot: Spot, query_id: str, text: str = "", *, alert: bool = False
    ) -> None:
        """End the waiting of a button; say something, in a box to be tapped away if `alert`."""

        async def call(_there: Spot) -> bool:
            return await self.bot.answer_callback_query(query_id, text or None, show_alert=alert)

        await self._attempt(spot, call)

    async def answer_inline(
        self,
        spot: Spot,
        query_id: str,
        results: Sequence[InlineQueryResult],
        way_in: InlineQueryResultsButton | None = None,
        *,
        seconds: int,
    ) -> None:
        """Answer an inline query; the answer holds for this user, for so many seconds."""

        async def call(_there: Spot) -> bool:
            return await self.bot.answer_inline_query(
                query_id, results, cache_time=seconds, is_personal=True, button=way_in
            )

        await self._attempt(spot, call)

    async def is_group_admin(self, spot: Spot) -> bool:
        """Whether Telegram has this user down as an administrator of the group."""

        async def call(there: Spot) -> bool:
            member = await self.bot.get_chat_member(there.chat_id, there.user_id)
            return member.status in (member.OWNER, member.ADMINISTRATOR)

        return bool(await self._attempt(spot, call))

    async def _edit(self, spot: Spot, call: Callable[[Spot], Awaitable[Edit]]) -> Edit:
        async def edit(there: Spot) -> Edit:
            try:
                return await call(there)
            except BadRequest as refusal:
                said = refusal.message.casefold()
                if _UNCHANGED in said:
                    return Edit.SAME
                if any(reason in said for reason in _UNEDITABLE):
                    return Edit.GONE
                raise

        return await self._attempt(spot, edit) or Edit.GONE

    async def _attempt(self, spot: Spot, call: Callable[[Spot], Awaitable[T]]) -> T | None:
        """Make a call, again if the chat or the topic moved; None if it is refused for good."""
        try:
            try:
                return await call(spot)
            except ChatMigrated as moved:
                await self._store.move(spot.chat_id, moved.new_chat_id)
                spot = replace(spot, chat_id=moved.new_chat_id)
                return await call(spot)
            except BadRequest as refusal:
                if _TOPIC_GONE not in refusal.message.casefold():
                    raise
                return await call(replace(spot, thread_id=0))
        except Stopping:
            raise
        except Forbidden as refusal:
            if is_page(refusal):
                self._refused(refusal)
                return None
            log.info("chat lost", extra={"chat_kind": spot.kind})
            await self._store.chats.lost(spot.chat_id, spot.kind, self._clock())
        except TelegramError as error:
            self._refused(error)
        return None

    def _refused(self, error: TelegramError) -> None:
        said = "" if is_page(error) else error.message.casefold()
        if isinstance(error, BadRequest) and any(reason in said for reason in (*_SHUT, *_TOO_LATE)):
            log.info("refused", extra={"reason": error.message})
            return
        log.warning("call given up", extra={"error": kind(error)})
        detail = error.message if isinstance(error, BadRequest) and not is_page(error) else ""
        self._store.failures.note(kind(error), detail, self._clock())
