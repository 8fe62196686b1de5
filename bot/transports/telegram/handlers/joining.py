"""Who comes in: /start with and without an invitation, groups, and who left."""

import logging

from telegram import KeyboardButton, Message, ReplyKeyboardMarkup

from bot.config import Access
from bot.store.invites import Outcome
from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.events import Command, Membership, Moved, Press, Spot
from bot.transports.telegram.handlers.asking import command, hear, remember
from bot.transports.telegram.menus import set_administrator_menu
from bot.transports.telegram.presses import Admit
from bot.transports.telegram.render import Shown, button, plain, show

log = logging.getLogger(__name__)

WAY_IN = "inline"
"""What /start carries when somebody comes from an inline query; it is no invitation."""
KEYBOARD = ReplyKeyboardMarkup(
    [[KeyboardButton(label) for label in row] for row in texts.KEYS],
    resize_keyboard=True,
    is_persistent=True,
    input_field_placeholder=texts.KEYS_HINT,
)
_REFUSED = {
    Outcome.UNKNOWN: texts.CODE_UNKNOWN,
    Outcome.EXPIRED: texts.CODE_EXPIRED,
    Outcome.REVOKED: texts.CODE_REVOKED,
    Outcome.USED_UP: texts.CODE_USED,
}


async def start(desk: Desk, event: Command) -> None:
    """Let in whoever has a good code, and greet whoever is in."""
    spot = event.spot
    if not spot.private:
        if desk.role(spot) is Role.STRANGER or not _at_home(desk, spot):
            await desk.sender.send(spot, _admit_ask(), event.message_id)
        else:
            await command(desk, Command(spot, event.message_id, "help"))
        return
    code = "" if event.rest == WAY_IN else event.rest
    said = await _redeem(desk, spot, code) if code else None
    if desk.role(spot) is Role.STRANGER:
        await desk.sender.send(spot, plain(said or texts.GATE))
        return
    await desk.store.chats.back(spot.chat_id, spot.kind, desk.clock())
    if said is None and spot.user_id in desk.settings.admins:
        await set_administrator_menu(desk.sender.bot, spot.user_id)  # refused until now: no chat
        said = texts.WELCOME_ADMIN
    await _greet(desk, spot, said)


async def admit(desk: Desk, event: Press, message: Message) -> None:
    """An administrator lets a group in."""
    await _admit(desk, event.spot)
    await desk.sender.edit(event.spot, message.message_id, plain(texts.WELCOME_GROUP))
    await desk.sender.answer_press(event.spot, event.query_id, texts.ADMITTED)


async def membership(desk: Desk, event: Membership) -> None:
    """The bot was added somewhere or thrown out."""
    spot, now = event.spot, desk.clock()
    if event.standing == "lost":
        log.info("chat lost", extra={"chat_kind": spot.kind})
        await desk.store.chats.lost(spot.chat_id, spot.kind, now)
        return
    log.info("chat joined", extra={"chat_kind": spot.kind})
    await desk.store.chats.back(spot.chat_id, spot.kind, now)
    if spot.private:
        return
    if desk.role(spot) is Role.ADMIN or desk.settings.access is Access.OPEN:
        await _admit(desk, spot)
        await desk.sender.send(spot, plain(texts.WELCOME_GROUP))
    elif not desk.store.chats.admitted(spot.chat_id):
        await desk.sender.send(spot, _admit_ask())


async def moved(desk: Desk, event: Moved) -> None:
    """A group became a supergroup: everything kept about it follows."""
    await desk.store.move(event.spot.chat_id, event.new_chat_id)


def _at_home(desk: Desk, spot: Spot) -> bool:
    return desk.settings.access is Access.OPEN or desk.store.chats.admitted(spot.chat_id)


async def _admit(desk: Desk, spot: Spot) -> None:
    await desk.store.chats.admit(spot.chat_id, spot.kind, desk.clock())


def _admit_ask() -> Shown:
    return plain(texts.ADMIT_ASK, [(button(texts.ADMIT, Admit()),)])


async def _redeem(desk: Desk, spot: Spot, code: str) -> str | None:
    """Try an invitation; what to say about it."""
    before = desk.role(spot)
    redemption = await desk.store.invites.redeem(code, spot.user_id, desk.clock())
    match redemption.outcome:
        case Outcome.ACCEPTED if redemption.role is Role.ADMIN:
            log.info("administrator joined")
            await set_administrator_menu(desk.sender.bot, spot.user_id)
            return texts.WELCOME_ADMIN
        case Outcome.ACCEPTED:
            log.info("member joined")
            return texts.WELCOME_MEMBER
        case Outcome.ALREADY:
            return texts.ALREADY
    if redemption.outcome is Outcome.UNKNOWN and before is not Role.STRANGER:
        return None  # an old link, or a word of somebody's own
    return _REFUSED[redemption.outcome]


async def _greet(desk: Desk, spot: Spot, said: str | None) -> None:
    """Greet, put the keyboard in place, say what is kept, and open the topics."""
    greeting, _ = hear(desk, spot, "/start")
    privacy, _ = hear(desk, spot, "/privacy")
    lines = [said, greeting.text, privacy.text]
    await desk.sender.send(spot, plain("\n\n".join(line for line in lines if line)), keys=KEYBOARD)
    topics, following = hear(desk, spot, "/topics")
    await desk.sender.send(spot, show(topics))
    remember(desk, spot, following)
