"""What a button of a Telegram message does, as the text it carries and back.

The assistant's own actions keep their code; these are the buttons that only Telegram has.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from bot import action_code
from bot.messages import Action

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
AdminPage = Literal["use", "unanswered", "disliked", "failures", "invites"]
_PAGES: dict[str, AdminPage] = {name: name for name in get_args(AdminPage)}


@dataclass(frozen=True, slots=True)
class Rate:
    """Say whether an answer was of use."""

    entry_id: str
    up: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand the question to the authors; `disliked` is the entry that was no answer to it."""

    disliked: str | None = None


@dataclass(frozen=True, slots=True)
class Admit:
    """Let this group in."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything kept about this chat, or leave it."""

    sure: bool


@dataclass(frozen=True, slots=True)
class Revoke:
    """Make an invitation useless; with `members` ask whether to show out those who came by it as
    well, and if `sure` do so.
    """

    invite_id: int
    members: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Invite:
    """Make one more invitation, for members or for an administrator."""

    administrator: bool


@dataclass(frozen=True, slots=True)
class Administer:
    """Show one page of what the administrator may see, counted from 0."""

    page: AdminPage
    at: int = 0


Pressed = Action | Rate | HandOver | Admit | Forget | Revoke | Invite | Administer


def encode(pressed: Pressed) -> str:
    """At most 64 bytes that `decode` turns back."""
    match pressed:
        case Rate(entry_id, up):
            code = f"{'+' if up else '-'}:{entry_id}"
        case HandOver(disliked):
            code = f"h:{disliked or ''}"
        case Admit():
            code = "let:in"
        case Forget(sure):
            code = f"f:{'y' if sure else 'n'}"
        case Revoke(invite_id, members, sure):
            code = f"{('S' if sure else 'R') if members else 'r'}:{invite_id}"
        case Invite(administrator):
            code = f"i:{'a' if administrator else 'm'}"
        case Administer(page, at):
            code = f"a:{page}.{at}"
        case _:
            code = action_code.encode(pressed)
    return code


def decode(data: str) -> Pressed | None:
    """What a button means; None if it is none of ours. Never raises."""
    if (action := action_code.decode(data)) is not None or not data.isascii():
        return action
    kind, _, rest = data.partition(":")
    reader = _READERS.get(kind)
    return reader(rest) if reader else None


def _rate(entry_id: str, *, up: bool) -> Rate | None:
    return Rate(entry_id, up) if _ID.fullmatch(entry_id) else None


def _hand_over(entry_id: str) -> HandOver | None:
    return HandOver(entry_id or None) if not entry_id or _ID.fullmatch(entry_id) else None


def _revoke(number: str, *, members: bool, sure: bool = False) -> Revoke | None:
    return Revoke(int(number), members, sure) if re.fullmatch(r"\d{1,9}", number) else None


def _administer(rest: str) -> Administer | None:
    name, _, at = rest.partition(".")
    page = _PAGES.get(name)
    return Administer(page, int(at)) if page and re.fullmatch(r"\d{1,4}", at) else None


_READERS: dict[str, Callable[[str], Pressed | None]] = {
    "+": lambda rest: _rate(rest, up=True),
    "-": lambda rest: _rate(rest, up=False),
    "h": _hand_over,
    "let": {"in": Admit()}.get,
    "f": {"y": Forget(sure=True), "n": Forget(sure=False)}.get,
    "r": lambda rest: _revoke(rest, members=False),
    "R": lambda rest: _revoke(rest, members=True),
    "S": lambda rest: _revoke(rest, members=True, sure=True),
    "i": {"a": Invite(administrator=True), "m": Invite(administrator=False)}.get,
    "a": _administer,
}
