"""All that the server knows: people, chats, files, questions put to the bot."""

import itertools
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.botapi.chat import SUPERGROUPS_BELOW, Access, Chat
from tests.botapi.errors import bad_request, forbidden, need
from tests.botapi.params import Params, Upload
from tests.botapi.updates import Updates
from tests.botapi.values import Json


@dataclass
class Query:
    """A button pressed or an inline query, and how the bot answered (parameters of its calls)."""

    id: str
    kind: str
    user_id: int
    chat_id: int | None
    asked: float
    answers: list[Json] = field(default_factory=list)


@dataclass
class World:
    """`clock` gives wall time for dates; `query_seconds` is how long a query may be answered."""

    bot: Json
    rng: random.Random
    query_seconds: float = 60.0
    clock: Callable[[], float] = time.time
    users: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    seq: int = 0
    """Number of calls answered so far."""
    marks: dict[int, int] = field(default_factory=dict)
    """By chat: the number of calls answered when somebody last did something there."""
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1), repr=False)

    def user(self, user: int | Json) -> Json:
        """A user by id, made up if never met; with an object, its fields replace the known."""
        fields = {"id": user} if isinstance(user, int) else user
        made_up = {
            "is_bot": False,
            "first_name": f"用户{fields['id']}",
            "language_code": "zh-hans",
        }
        known = self.users.get(fields["id"], made_up)
        self.users[fields["id"]] = known | fields
        return self.users[fields["id"]]

    def chat(self, chat_id: int, name: str | None = None) -> Chat:
        """A chat by id, opened if it is new. Outside supergroups ids of messages never repeat."""
        if chat_id not in self.chats:
            user = self.user(chat_id) if chat_id > 0 else {}
            members = {self.bot["id"]: "member"} | ({chat_id: "member"} if user else {})
            title = name or user.get("first_name", f"群{-chat_id}")
            chat = Chat(chat_id, title, user.get("username"), members=members)
            if chat_id >= SUPERGROUPS_BELOW:
                chat.ids = self._ids
            self.chats[chat_id] = chat
        return self.chats[chat_id]

    def named(self, params: Params, access: Access) -> Chat:
        """The chat that a call names, if the bot may do that there."""
        chat_id = params.get("chat_id")
        need(chat_id, "chat_id is empty")
        known: int = chat_id if isinstance(chat_id, int) else 0
        chat = self.chats.get(known)
        if chat is None and access == "send" and known in self.users:
            raise forbidden("bot can't initiate conversation with a user")
        if chat is None:
            raise bad_request("chat not found")
        chat.open_for(access)
        return chat

    def post(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A new message in a chat."""
        message: Json = {
            "message_id": next(chat.ids),
            "from": sender,
            "chat": chat.public(),
            "date": int(self.clock()),
            **content,
        }
        chat.messages[message["message_id"]] = message
        return message

    def push(self, kind: str, payload: Json, chat_id: int) -> None:
        """Put an update in the queue; `chat_id` is where somebody did something."""
        self.marks[chat_id] = self.seq
        self.updates.push(kind, payload)

    def ask(self, kind: str, user_id: int, chat_id: int | None) -> Query:
        """Open a query of the kind "callback_query" or "inline_query"."""
        query = Query(str(self.rng.getrandbits(62)), kind, user_id, chat_id, time.monotonic())
        self.queries[query.id] = query
        return query
