"""For the operator: /admin and /invite, in a private chat."""

import datetime as dt

from telegram import InlineKeyboardButton, Message

from bot.store.invites import Invite as StoredInvite
from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.events import Command, Press
from bot.transports.telegram.handlers import report
from bot.transports.telegram.presses import Administer, Invite, Revoke
from bot.transports.telegram.render import Shown, button, plain
from bot.transports.telegram.sender import Edit

LASTS = dt.timedelta(days=7)
ADMINISTRATOR_LASTS = dt.timedelta(days=1)


async def admin(desk: Desk, event: Command) -> None:
    """/admin: how the bot is used."""
    if not event.spot.private:
        await desk.sender.send(event.spot, plain(texts.ONLY_PRIVATE), event.message_id)
        return
    await desk.sender.send(event.spot, await report.page(desk, Administer("use")))


async def administer(desk: Desk, event: Press, message: Message, pressed: Administer) -> None:
    """Another page of the same."""
    if _shows_a_link(desk, message):
        await desk.sender.buttons(event.spot, message.message_id, message.text or "", None)
        await desk.sender.send(event.spot, await _invites(desk))
        await desk.sender.answer_press(event.spot, event.query_id)
        return
    shown = await (_invites(desk) if pressed.page == "invites" else report.page(desk, pressed))
    await _edit(desk, event, message, shown)


async def invite(desk: Desk, event: Command) -> None:
    """/invite: a new link for members."""
    if not event.spot.private:
        await desk.sender.send(event.spot, plain(texts.ONLY_PRIVATE), event.message_id)
        return
    await desk.sender.send(event.spot, await _made(desk, event.spot.user_id, Role.MEMBER))


async def invite_more(desk: Desk, event: Press, message: Message, pressed: Invite) -> None:
    """Another link, below: the message pressed keeps the link it shows."""
    role = Role.ADMIN if pressed.administrator else Role.MEMBER
    await desk.sender.buttons(event.spot, message.message_id, message.text or "", None)
    await desk.sender.send(event.spot, await _made(desk, event.spot.user_id, role))
    await desk.sender.answer_press(event.spot, event.query_id)


async def revoke(desk: Desk, event: Press, message: Message, pressed: Revoke) -> None:
    """Make a link useless; those who came by it stay unless told otherwise, and asked once."""
    if pressed.members and not pressed.sure:
        await _edit(desk, event, message, await _asked(desk, pressed))
        return
    revoked = await desk.store.invites.revoke(pressed.invite_id, desk.clock())
    said = texts.REVOKED if revoked else texts.REVOKED_BEFORE
    if pressed.members:
        count = await desk.store.show_out(pressed.invite_id)
        said = texts.REVOKED_MEMBERS.format(count=count) if count else said
    await desk.sender.edit(event.spot, message.message_id, await _invites(desk))
    await desk.sender.answer_press(event.spot, event.query_id, said, alert=True)


async def _edit(desk: Desk, event: Press, message: Message, shown: Shown) -> None:
    outcome = await desk.sender.edit(event.spot, message.message_id, shown)
    said = {Edit.DONE: "", Edit.SAME: texts.SHOWN, Edit.GONE: texts.OLD_COMMAND}[outcome]
    await desk.sender.answer_press(event.spot, event.query_id, said)


async def _made(desk: Desk, by: int, role: Role) -> Shown:
    """Make an invitation and show its link: the only time it can be seen."""
    now, code = desk.clock(), desk.make_code()
    administrator = role is Role.ADMIN
    until = now + (ADMINISTRATOR_LASTS if administrator else LASTS)
    await desk.store.invites.create(
        code,
        role,
        created_by=by,
        now=now,
        expires_at=until,
        most_uses=1 if administrator else None,
    )
    link = texts.INVITE_LINK.format(bot=desk.me.username, code=code)
    text = texts.INVITED_ADMIN if administrator else texts.INVITED
    rows = [(button(texts.TO_INVITES, Administer("invites")),), _more()]
    return plain(text.format(link=link, until=_day(desk, until)), rows)


async def _invites(desk: Desk) -> Shown:
    now = desk.clock()
    standing = await desk.store.invites.standing(now)
    lines, rows = [texts.INVITES_LIVE if standing else texts.INVITES_NONE], []
    for number, one in enumerate(standing, start=1):
        until = _day(desk, one.expires_at) if one.expires_at else ""
        line = texts.INVITE_LINE_ADMIN if one.role is Role.ADMIN else texts.INVITE_LINE
        line = line if one.live(now) else texts.INVITE_LINE_OVER
        made = _moment(desk, one.created_at)
        lines.append(line.format(number=number, made=made, until=until, uses=one.uses))
        came = await desk.store.members.invited(one.id)
        rows.append(_revoking(one, number, live=one.live(now), with_members=bool(came)))
    back = (button(texts.TO_USE, Administer("use")),)
    return plain("\n".join(lines), [*rows, _more(), back])


async def _asked(desk: Desk, pressed: Revoke) -> Shown:
    """Whether to show people out, which cannot be undone."""
    invite = await desk.store.invites.get(pressed.invite_id)
    if invite is None:
        return await _invites(desk)
    came = await desk.store.members.invited(invite.id)
    text = texts.REVOKE_ASK.format(made=_moment(desk, invite.created_at), count=len(came))
    sure = button(texts.REVOKE_SURE, Revoke(invite.id, members=True, sure=True))
    return plain(text, [(sure,), (button(texts.TO_USE, Administer("invites")),)])


def _revoking(
    one: StoredInvite, number: int, *, live: bool, with_members: bool
) -> tuple[InlineKeyboardButton, ...]:
    alone = button(texts.REVOKE.format(number=number), Revoke(one.id))
    together = button(texts.REVOKE_MEMBERS.format(number=number), Revoke(one.id, members=True))
    return (*((alone,) if live else ()), *((together,) if with_members else ()))


def _shows_a_link(desk: Desk, message: Message) -> bool:
    """Whether the message shows an invitation, which can be seen only there."""
    return texts.INVITE_LINK.format(bot=desk.me.username, code="") in (message.text or "")


def _more() -> tuple[InlineKeyboardButton, ...]:
    return (
        button(texts.INVITE_MORE, Invite(administrator=False)),
        button(texts.INVITE_ADMIN, Invite(administrator=True)),
    )


def _moment(desk: Desk, moment: dt.datetime) -> str:
    return moment.astimezone(desk.settings.timezone).strftime(texts.MOMENT)


def _day(desk: Desk, moment: dt.datetime) -> str:
    return texts.DAY.format(moment.astimezone(desk.settings.timezone))
