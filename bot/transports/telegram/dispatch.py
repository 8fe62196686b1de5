"""Which handler an event gets."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Message, Update

from bot.store.errors import StoreError
from bot.store.exchanges import NO_ANSWER
from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram import refusals
from bot.transports.telegram.albums import Albums
from bot.transports.telegram.calls import Stopping, kind
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.events import (
    Command,
    Event,
    Inline,
    Membership,
    Moved,
    NoText,
    Press,
    Question,
)
from bot.transports.telegram.handlers import (
    administering,
    asking,
    inline,
    joining,
    keeping,
    pressing,
)
from bot.transports.telegram.presses import (
    Administer,
    Admit,
    Forget,
    HandOver,
    Invite,
    Pressed,
    Rate,
    Revoke,
    decode,
)
from bot.transports.telegram.reading import read
from bot.transports.telegram.render import plain

log = logging.getLogger(__name__)

AGAIN_AFTER = (1.0, 5.0, 15.0)
"""Seconds."""
E = TypeVar("E", Membership, Moved)
Commanded = Callable[[Desk, Command], Awaitable[None]]

COMMANDS: dict[str, tuple[Role, Commanded]] = {
    "start": (Role.STRANGER, joining.start),
    "help": (Role.STRANGER, asking.command),
    "topics": (Role.MEMBER, asking.command),
    "privacy": (Role.MEMBER, asking.command),
    "ask": (Role.MEMBER, asking.how_to_ask),
    "cancel": (Role.MEMBER, keeping.cancel),
    "forget": (Role.MEMBER, keeping.ask_to_forget),
    "export": (Role.MEMBER, keeping.export),
    "invite": (Role.ADMIN, administering.invite),
    "admin": (Role.ADMIN, administering.admin),
}


class Dispatcher:
    """Handles one update after the other of a chat; several chats may be in it at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._albums = Albums()

    async def handle(self, update: Update, *, again: bool) -> bool:
        """Handle an update. False if the bot was stopped before it was done; never raises.

        `again`: it may have been handled before the bot was last stopped.
        """
        event = None
        try:
            event = read(update, self._desk.me)
            if event is not None and not (again and await self._answered(event)):
                await self._handle(event)
        except Stopping:
            return False
        except Exception as error:  # noqa: BLE001 - one broken update must not end the others
            await self._broke(event, error)
        return True

    async def _answered(self, event: Event) -> bool:
        """Whether a question has its answer already."""
        if not isinstance(event, Question | NoText | Command):
            return False
        if isinstance(event, Question) and event.edited:
            return False
        return await asking.is_done(self._desk, event)

    async def _handle(self, event: Event) -> None:
        await self._heard_of(event)
        match event:
            case Question():
                self._albums.is_new(event.album)
                if await self._may(event, Role.MEMBER):
                    await asking.question(self._desk, event)
            case Command():
                await self._command(event)
            case NoText():
                if self._albums.is_new(event.album) and await self._may(event, Role.MEMBER):
                    await asking.no_text(self._desk, event)
            case Press():
                await self._press(event)
            case Inline():
                await inline.inline(self._desk, event)
            case Membership():
                await insist(joining.membership, self._desk, event)
            case Moved():
                await insist(joining.moved, self._desk, event)

    async def _heard_of(self, event: Event) -> None:
        """Whoever writes can be reached again."""
        spot, chats = event.spot, self._desk.store.chats
        if isinstance(event, Question | Command | NoText) and not chats.reachable(spot.chat_id):
            await chats.back(spot.chat_id, spot.kind, self._desk.clock())

    async def _command(self, event: Command) -> None:
        known = COMMANDS.get(event.name)
        if known is None and not event.addressed:
            return  # another bot's command in a group
        needed, handler = known or (Role.MEMBER, asking.command)
        if needed is Role.ADMIN and not event.addressed and self._desk.role(event.spot) < needed:
            return  # perhaps meant for another bot in the group
        if await self._may(event, needed):
            await handler(self._desk, event)
            desk = self._desk
            if event.spot.private and desk.role(event.spot) is not Role.STRANGER:
                now = desk.clock()
                desk.store.exchanges.note(event.spot.chat_id, event.message_id, NO_ANSWER, now)

    async def _may(self, event: Question | Command | NoText, needed: Role) -> bool:
        """Whether the sender may; says so if not."""
        said = refusals.of_message(self._desk, event.spot, needed)
        if said is not None:
            quoting = None if event.spot.private else event.message_id
            await self._desk.sender.send(event.spot, plain(said), quoting)
        return said is None

    async def _press(self, event: Press) -> None:
        pressed = decode(event.data)
        refusal = await refusals.of_press(self._desk, event, pressed)
        if refusal is not None or event.message is None or pressed is None:
            said = refusal or refusals.too_old(pressed)
            await self._desk.sender.answer_press(event.spot, event.query_id, said, alert=True)
            return
        await self._pressed(event, event.message, pressed)

    async def _pressed(self, event: Press, message: Message, pressed: Pressed) -> None:
        desk = self._desk
        match pressed:
            case Rate():
                await pressing.rate(desk, event, message, pressed)
            case HandOver():
                await pressing.hand_over(desk, event, message, pressed)
            case Admit():
                await joining.admit(desk, event, message)
            case Forget():
                await keeping.forget(desk, event, message, pressed)
            case Administer():
                await administering.administer(desk, event, message, pressed)
            case Invite():
                await administering.invite_more(desk, event, message, pressed)
            case Revoke():
                await administering.revoke(desk, event, message, pressed)
            case _:
                await pressing.open_action(desk, event, message, pressed)

    async def _broke(self, event: Event | None, error: Exception) -> None:
        """A mistake of ours: the administrator sees it, the user gets one sentence."""
        where = type(event).__name__
        log.error("handler broke", extra={"handled": where, "error": kind(error), "at": _at(error)})
        self._desk.store.failures.note(kind(error), f"{where} {_at(error)}", self._desk.clock())
        try:
            if isinstance(event, Press):
                sender = self._desk.sender
                await sender.answer_press(event.spot, event.query_id, texts.BROKE, alert=True)
            elif isinstance(event, Inline):
                await self._desk.sender.answer_inline(event.spot, event.query_id, [], seconds=0)
            elif isinstance(event, Question | Command | NoText):
                await self._desk.sender.send(event.spot, plain(texts.BROKE), event.message_id)
        except Exception as again:  # noqa: BLE001 - what broke may have broken this too
            log.error("could not say so", extra={"error": kind(again)})


async def insist(do: Callable[[Desk, E], Awaitable[None]], desk: Desk, event: E) -> None:
    """Do what Telegram says only once: while the database takes nothing, try again."""
    for seconds in AGAIN_AFTER:
        try:
            return await do(desk, event)
        except StoreError:
            await asyncio.sleep(seconds)
    return await do(desk, event)


def _at(error: Exception) -> str:
    """File and line of our own code where an error came from, without any text of it."""
    place, trace = "", error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("bot."):
            place = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
