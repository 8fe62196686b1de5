"""What people do: each method puts the update that Telegram would send into the queue."""

from typing import Any

from tests.botapi import entities, media
from tests.botapi.chat import Chat
from tests.botapi.values import Json
from tests.botapi.world import World

User = int | Json
"""An id, or a User object of which fields may be left out."""


class People:
    """`chat` is a group's id; without it things happen in the private chat with the user.

    All of it reaches the bot: that groups hide messages from some bots is left to the test.
    """

    world: World

    def user(self, user_id: int, **fields: Any) -> Json:
        """Make a user known, or give one another name, username or language_code."""
        return self.world.user({"id": user_id, **fields})

    def text(
        self,
        user: User,
        text: str,
        chat: int | None = None,
        *,
        thread: int | None = None,
        reply_to: int | None = None,
        **extra: Any,
    ) -> Json:
        """A text message, with the entities that Telegram finds in it. Returns the message."""
        found = entities.found(text)
        content = {"text": text} | ({"entities": found} if found else {}) | extra
        return self.message(user, chat, thread=thread, reply_to=reply_to, **content)

    def media(
        self,
        user: User,
        kind: str,
        caption: str | None = None,
        chat: int | None = None,
        *,
        thread: int | None = None,
        reply_to: int | None = None,
        details: Json | None = None,
        **extra: Any,
    ) -> Json:
        """A message of one of `media.KINDS`; `details` go into the medium, `extra` (such as
        media_group_id) into the message.
        """
        content = media.content(kind, details or {}, self.world.rng)
        if caption is not None:
            found = entities.found(caption)
            content |= {"caption": caption} | ({"caption_entities": found} if found else {})
        return self.message(user, chat, thread=thread, reply_to=reply_to, **content | extra)

    def message(
        self,
        user: User,
        chat: int | None = None,
        *,
        thread: int | None = None,
        reply_to: int | None = None,
        **content: Any,
    ) -> Json:
        """Any other message, a service message say: `new_chat_members=[...]`."""
        sender = self.world.user(user)
        place = self.world.chat(sender["id"] if chat is None else chat)
        place.members.setdefault(sender["id"], "member")
        if thread is not None and thread not in (place.topics or {}):
            raise LookupError(f"chat {place.id} has no topic {thread}")
        if reply_to is not None and reply_to not in place.messages:
            raise LookupError(f"chat {place.id} has no message {reply_to}")
        fields = place.in_thread(thread) | place.quoted(reply_to) | content
        message = self.world.post(place, sender, fields)
        self.world.push("message", message, place.id)
        return message

    def edit(self, chat: int, message_id: int, text: str) -> Json:
        """Somebody changes the text of their message."""
        place = self.world.chats[chat]
        found = entities.found(text)
        kept = {
            key: value for key, value in place.messages[message_id].items() if key != "entities"
        }
        changed = {"text": text, "edit_date": int(self.world.clock())}
        message = kept | changed | ({"entities": found} if found else {})
        place.messages[message_id] = message
        self.world.push("edited_message", message, chat)
        return message

    def erase(self, chat: int, message_id: int) -> None:
        """Somebody deletes a message; bots are not told."""
        del self.world.chats[chat].messages[message_id]

    def press(
        self,
        user: User,
        chat: int | None = None,
        message_id: int | None = None,
        label: str = "",
        *,
        data: str | None = None,
        snapshot: Json | None = None,
    ) -> Json:
        """A button under a message is pressed, found by its label or its callback data.

        Without `message_id` it is the newest message with such a button. `snapshot` is the message
        as it was earlier: its buttons count and it is what the bot gets. `data` stands for no
        button at all, as with a forged one. Returns the callback query.
        """
        presser = self.world.user(user)
        place = self.world.chats[presser["id"] if chat is None else chat]
        if snapshot is not None:
            message_id = snapshot["message_id"]
        if message_id is None:
            message_id = _newest(place, label)
        shown = snapshot or place.messages.get(message_id)
        if data is None:
            data = _data(shown or {}, label)
        seen = snapshot or (
            place.as_seen(message_id) if shown else _inaccessible(place, message_id)
        )
        query = self.world.ask("callback_query", presser["id"], place.id)
        payload = {
            "id": query.id,
            "from": presser,
            "message": seen,
            "chat_instance": str(place.id),
            "data": data,
        }
        self.world.push("callback_query", payload, place.id)
        return payload

    def inline(self, user: User, query: str, offset: str = "", chat_type: str = "sender") -> Json:
        """Somebody types "@bot query" in any chat. Returns the inline query."""
        asker = self.world.user(user)
        asked = self.world.ask("inline_query", asker["id"], None)
        payload = {
            "id": asked.id,
            "from": asker,
            "chat_type": chat_type,
            "query": query,
            "offset": offset,
        }
        self.world.push("inline_query", payload, asker["id"])
        return payload


def _buttons(message: Json) -> list[Json]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _means(button: Json, label: str) -> bool:
    return label in {button["text"], button.get("callback_data")}


def _newest(place: Chat, label: str) -> int:
    for message_id in reversed(place.messages):
        if any(_means(button, label) for button in _buttons(place.messages[message_id])):
            return message_id
    raise LookupError(f"chat {place.id} shows no button {label!r}")


def _data(message: Json, label: str) -> str:
    buttons = _buttons(message)
    for button in buttons:
        if _means(button, label) and "callback_data" in button:
            return str(button["callback_data"])
    raise LookupError(f"no button {label!r} to press among {[b['text'] for b in buttons]}")


def _inaccessible(place: Chat, message_id: int) -> Json:
    """What the bot gets of a message that is gone."""
    return {"chat": place.public(), "message_id": message_id, "date": 0}
