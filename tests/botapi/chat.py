"""A chat as the server holds it: its state, its members, its topics, what stands in it."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from tests.botapi.errors import ApiError, bad_request, forbidden, need
from tests.botapi.values import Json

SUPERGROUPS_BELOW = -(10**12)
GENERAL_TOPIC = 1
Access = Literal["read", "edit", "send"]


class ChatState(StrEnum):
    """What stands between the bot and a chat."""

    OK = "ok"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    LEFT = "left"
    MIGRATED = "migrated"
    RESTRICTED = "restricted"


class TopicState(StrEnum):
    """What became of a forum topic."""

    OPEN = "open"
    CLOSED = "closed"
    GONE = "gone"


_FORBIDDEN = {
    ChatState.BLOCKED: "bot was blocked by the user",
    ChatState.DEACTIVATED: "user is deactivated",
    ChatState.KICKED: "bot was kicked from the {type} chat",
    ChatState.LEFT: "bot is not a member of the {type} chat",
}


@dataclass(eq=False)
class Chat:
    """A private chat has its user's id; a group has a negative one, a supergroup < -10**12."""

    id: int
    name: str
    """First name of the user, or title."""
    username: str | None = None
    state: ChatState = ChatState.OK
    migrated_to: int = 0
    members: dict[int, str] = field(default_factory=dict)
    """Status by user id."""
    messages: dict[int, Json] = field(default_factory=dict)
    """By id, oldest first. A message is never changed, only replaced."""
    uneditable: set[int] = field(default_factory=set)
    """Ids of the bot's messages that carried a reply keyboard."""
    keyboard: list[list[str]] = field(default_factory=list)
    topics: dict[int, TopicState] | None = None
    """By thread id; None if this is no forum."""
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(2), repr=False)
    """Of messages to come. A supergroup's first is its creation, which is General's thread."""

    @property
    def type(self) -> str:
        """As Telegram names it; channels are not modelled."""
        if self.id > 0:
            return "private"
        return "supergroup" if self.id < SUPERGROUPS_BELOW else "group"

    def public(self) -> Json:
        """The Chat object of messages."""
        names = {"first_name" if self.id > 0 else "title": self.name}
        known: Json = {"id": self.id, "type": self.type, **names}
        known |= {"username": self.username} if self.username else {}
        return known | ({"is_forum": True} if self.topics is not None else {})

    def open_for(self, access: Access) -> None:
        """Refuse what this chat does not let the bot do."""
        error = self._refusal(access)
        if error:
            raise error

    def _refusal(self, access: Access) -> ApiError | None:
        if access == "read" and self.id > SUPERGROUPS_BELOW:
            return None
        match self.state:
            case ChatState.MIGRATED:
                text = "group chat was upgraded to a supergroup chat"
                return bad_request(text, migrate_to_chat_id=self.migrated_to)
            case ChatState.RESTRICTED if access == "send":
                return bad_request("not enough rights to send text messages to the chat")
        why = _FORBIDDEN.get(self.state)
        return forbidden(why.format(type=self.type)) if why else None

    def thread_for(self, thread: int | None, replied: Json | None) -> int | None:
        """The topic that a message of the bot goes to: the one given, else that of the message
        replied to. None is General, or a chat without topics.
        """
        if self.topics is None:
            need(self.id < 0 or not thread, "message thread not found")
            return None
        if not thread:
            thread = (replied or {}).get("message_thread_id")
        if thread is None:
            return None
        state = self.topics.get(thread, TopicState.GONE)
        need(state != TopicState.GONE and thread != GENERAL_TOPIC, "message thread not found")
        need(state == TopicState.OPEN, "TOPIC_CLOSED")
        return thread

    def message(self, message_id: object, what: str) -> Json:
        """A message by id; `what` names it in the refusal ("message to edit")."""
        found = self.messages.get(message_id) if isinstance(message_id, int) else None
        if found is None:
            raise bad_request(f"{what} not found")
        return found

    def as_seen(self, message_id: int) -> Json:
        """A message with what it replies to as that is now, one level deep."""
        message = self.messages[message_id]
        replied = message.get("reply_to_message")
        if replied is None:
            return message
        rest = {key: value for key, value in message.items() if key != "reply_to_message"}
        return rest | self.quoted(replied["message_id"])

    def quoted(self, message_id: int | None) -> Json:
        """`reply_to_message` with that message; nothing if it is not there."""
        quoted = self.messages.get(message_id or 0)
        if quoted is None:
            return {}
        flat = {key: value for key, value in quoted.items() if key != "reply_to_message"}
        return {"reply_to_message": flat}

    def in_thread(self, thread: int | None) -> Json:
        """Fields of a message in a topic, which replies to the topic's first message."""
        if thread is None:
            return {}
        return {"message_thread_id": thread, "is_topic_message": True, **self.quoted(thread)}
