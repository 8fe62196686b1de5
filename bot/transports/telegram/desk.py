"""What every handler works with."""

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from telegram import User

from bot.answering.assistant import Assistant
from bot.answering.masking import Mask
from bot.config import Access, Settings
from bot.messages import Button, ShowEntry
from bot.store.conversations import Place
from bot.store.members import Role
from bot.store.store import Store
from bot.transports.telegram.events import Spot
from bot.transports.telegram.heard import Heard
from bot.transports.telegram.sender import Sender


def _code() -> str:
    return secrets.token_urlsafe(12)


@dataclass(slots=True)
class Desk:
    """The bot at work. `assistant` is replaced whole when the knowledge changes (`learn`)."""

    me: User
    sender: Sender
    store: Store
    settings: Settings
    assistant: Assistant
    clock: Callable[[], dt.datetime]
    make_code: Callable[[], str] = field(default=_code)
    heard: Heard = field(default_factory=Heard)
    _mask: Mask | None = None

    def learn(self, assistant: Assistant) -> None:
        """From now on, answer from this knowledge."""
        self.assistant, self._mask = assistant, None

    def masked(self, text: str) -> str:
        """A question without what may tell of a person."""
        if self._mask is None:  # made when first needed: it takes 0.1 s
            self._mask = Mask(self.assistant.base)
        return self._mask(text)

    def role(self, spot: Spot) -> Role:
        """What somebody may do there: in a group that was let in, everybody is at home."""
        if spot.user_id in self.settings.admins:
            return Role.ADMIN
        role = self.store.members.role(spot.user_id)
        if role is Role.ADMIN:
            return role
        if self.settings.access is Access.OPEN:
            return Role.MEMBER
        if spot.private:
            return role
        return Role.MEMBER if self.store.chats.admitted(spot.chat_id) else Role.STRANGER

    def today(self) -> dt.date:
        """The date in the operator's time zone."""
        return self.clock().astimezone(self.settings.timezone).date()

    def count(self, kind: str, subject: str = "") -> None:
        """Count something that was done."""
        self.store.tallies.add(self.today(), kind, subject)

    def count_rejected(self, offered: Sequence[Button]) -> None:
        """Count that none of these was meant, under the entry that was offered first."""
        entries = (b.action.entry_id for b in offered if isinstance(b.action, ShowEntry))
        self.count("rejected", next(entries, ""))


def place(spot: Spot) -> Place:
    """Where a conversation is kept."""
    return Place(spot.chat_id, spot.thread_id, spot.user_id)
