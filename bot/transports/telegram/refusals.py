"""Who may do what, and what is said to whoever may not. None stands for: go on."""

from telegram import Message

from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.events import Press, Spot
from bot.transports.telegram.handlers.pressing import carries
from bot.transports.telegram.presses import (
    Administer,
    Admit,
    Forget,
    HandOver,
    Invite,
    Pressed,
    Rate,
    Revoke,
)

FOR_ADMINISTRATORS = (Admit, Administer, Invite, Revoke)


def of_message(desk: Desk, spot: Spot, needed: Role) -> str | None:
    """Whether what was written may be done."""
    role = desk.role(spot)
    if role >= needed:
        return None
    if role is not Role.STRANGER:
        return texts.ONLY_ADMIN
    return texts.GATE if spot.private else texts.GATE_GROUP


async def of_press(desk: Desk, event: Press, pressed: Pressed | None) -> str | None:
    """Whether a button may be pressed; `pressed` is None for one that nobody knows."""
    role = desk.role(event.spot)
    if isinstance(pressed, FOR_ADMINISTRATORS):
        return _of_operator(event, role, pressed)
    own = isinstance(pressed, Forget) and event.spot.private  # at any time, by anybody
    if role < Role.MEMBER and not own:
        return texts.GATE_BUTTON
    if pressed is None:
        return texts.FOREIGN
    if event.message is None:
        return too_old(pressed)
    if isinstance(pressed, Rate | HandOver) and not carries(event.message, event.data):
        return texts.MOVED_ON
    return await _not_theirs(desk, event, event.message)


def too_old(pressed: Pressed | None) -> str:
    """What to say under a message that Telegram shows no more."""
    by_command = isinstance(pressed, (*FOR_ADMINISTRATORS, Forget))
    return texts.OLD_COMMAND if by_command else texts.OLD


def _of_operator(event: Press, role: Role, pressed: Pressed) -> str | None:
    """What is the administrator's own does not happen before a whole group."""
    if role < Role.ADMIN:
        return texts.ONLY_ADMIN
    return None if event.spot.private or isinstance(pressed, Admit) else texts.ONLY_PRIVATE


async def _not_theirs(desk: Desk, event: Press, message: Message) -> str | None:
    """In a group, only who asked may press under the answer."""
    if event.spot.private:
        return None
    asked = message.reply_to_message
    if asked is None:
        return texts.QUESTION_GONE
    if asked.sender_chat is not None:  # an administrator who asked without his name
        theirs = await desk.sender.is_group_admin(event.spot)
    else:
        theirs = asked.from_user is not None and asked.from_user.id == event.spot.user_id
    return None if theirs else texts.NOT_YOURS
