"""What happens to the bot, as the handlers see it: one small value for each kind of update."""

from dataclasses import dataclass
from typing import Literal

from telegram import Message

from bot.store.chats import Kind

Standing = Literal["joined", "lost"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was said: a chat, the forum topic in it (0: none), and by whom."""

    chat_id: int
    user_id: int
    thread_id: int = 0
    kind: Kind = Kind.PRIVATE

    @property
    def private(self) -> bool:
        """Whether the bot and one person are alone there."""
        return self.kind is Kind.PRIVATE


@dataclass(frozen=True, slots=True)
class Question:
    """A text meant for the assistant. `edited`: it was asked before, in other words; `album` is
    shared by the pictures of one album, of which one carries the text; `borrowed`: the text stands
    in the message that this one replies to.
    """

    spot: Spot
    message_id: int
    text: str
    edited: bool = False
    album: str | None = None
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name without the slash, lower case, and the rest. `addressed`: certainly for
    this bot, not for another one in the same group.
    """

    spot: Spot
    message_id: int
    name: str
    rest: str = ""
    addressed: bool = True


@dataclass(frozen=True, slots=True)
class NoText:
    """Something in a private chat that holds no text: a voice, a photo, a place."""

    spot: Spot
    message_id: int
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed. `message` is as Telegram held it then; None if it is too old to be seen."""

    spot: Spot
    query_id: str
    data: str
    message: Message | None


@dataclass(frozen=True, slots=True)
class Inline:
    """Somebody types "@bot …" in any chat."""

    spot: Spot
    query_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was added to a group or unblocked, or it was removed or blocked."""

    spot: Spot
    standing: Standing


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and has another id now."""

    spot: Spot
    new_chat_id: int


Event = Question | Command | NoText | Press | Inline | Membership | Moved
