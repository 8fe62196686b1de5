"""What becomes of chats: members, states, topics, a group turning into a supergroup."""

from tests.botapi import membership
from tests.botapi.chat import Chat, ChatState, TopicState
from tests.botapi.people import User
from tests.botapi.values import Json
from tests.botapi.world import World


class Groups:
    """Changes of chats; those that Telegram tells the bot of make updates."""

    world: World

    def chat(self, chat_id: int, name: str | None = None) -> Chat:
        """A chat the bot knows, without anything having been said there."""
        return self.world.chat(chat_id, name)

    def member(self, chat: int, status: str, by: User | None = None) -> Json:
        """The bot is added to a group ("member", "administrator") or put out ("kicked", "left"); a
        user blocks it ("kicked") or no longer ("member"). Returns the `my_chat_member` update.
        """
        if by is None and chat < 0:
            raise TypeError("somebody must have done it: by=")
        actor = self.world.user(chat if by is None else by)
        new = chat not in self.world.chats
        place = self.world.chat(chat)
        if new:
            place.members[self.world.bot["id"]] = "left"
        place.members.setdefault(actor["id"], "member")
        return membership.change(self.world, place, status, actor)

    def status(self, chat: int, user: User, status: str) -> None:
        """Somebody's standing in a chat ("administrator", "left" ...); bots are not told."""
        self.world.chat(chat).members[self.world.user(user)["id"]] = status

    def state(self, chat: int, state: ChatState | str) -> None:
        """Put a chat into a state without telling the bot."""
        self.world.chat(chat).state = ChatState(state)

    def migrate(self, old: int, new: int) -> None:
        """A group becomes a supergroup: the old chat tells of the new one, and it of the old."""
        before = self.world.chat(old)
        after = self.world.chat(new, before.name)
        after.members |= before.members
        people = [user_id for user_id in before.members if user_id != self.world.bot["id"]]
        by = self.world.user(people[0] if people else 1001)
        told = [(before, {"migrate_to_chat_id": new}), (after, {"migrate_from_chat_id": old})]
        for place, content in told:
            self.world.push("message", self.world.post(place, by, content), place.id)
        before.state, before.migrated_to = ChatState.MIGRATED, new

    def topic(self, chat: int, name: str, by: User = 1001) -> int:
        """A new topic of a forum (which the chat becomes). Returns its thread id."""
        place = self.world.chat(chat)
        place.topics = place.topics if place.topics is not None else {}
        message = self.world.post(
            place,
            self.world.user(by),
            {"forum_topic_created": {"name": name, "icon_color": 7322096}},
        )
        thread: int = message["message_id"]
        place.topics[thread] = TopicState.OPEN
        message |= {"message_thread_id": thread, "is_topic_message": True}
        self.world.push("message", message, chat)
        return thread

    def topic_state(self, chat: int, thread: int, state: TopicState | str, by: User = 1001) -> None:
        """A topic is closed, reopened or deleted with all that stands in it; bots are told of the
        first two.
        """
        place = self.world.chat(chat)
        assert place.topics is not None, f"chat {chat} is no forum"
        place.topics[thread] = TopicState(state)
        if state == TopicState.GONE:
            for message_id, message in list(place.messages.items()):
                if message.get("message_thread_id") == thread:
                    del place.messages[message_id]
            return
        kind = "forum_topic_closed" if state == TopicState.CLOSED else "forum_topic_reopened"
        content = {kind: {}, **place.in_thread(thread)}
        self.world.push("message", self.world.post(place, self.world.user(by), content), chat)
