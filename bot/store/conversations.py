"""What was last offered and answered where.

Kept in memory; what changed is written by `Store.flush`.
"""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Conversation
from bot.store.database import Database, Done, shorten
from bot.store.moment import utc
from bot.store.offered import decode, encode
from bot.store.tables import conversations

KEPT = dt.timedelta(minutes=10)
"""As long as the assistant takes a number for a pick from the last list."""

MOST = 10_000
"""More conversations are not kept; the oldest goes first."""

MOST_CHANGES = 100_000
"""More changes do not wait for a database that cannot be written; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone talks: in a group each user has a conversation. `thread_id` 0 is no thread."""

    chat_id: int
    thread_id: int
    user_id: int


class Conversations:
    """The conversations of the last ten minutes, in the order of their last change.

    If the database has a row that is younger and not kept here, its place is among the changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[Place, Conversation] = {}
        self._changed: dict[Place, None] = {}

    async def load(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Read what is still of use; a row that cannot be read is dropped."""
        young = select(conversations).where(conversations.c.at >= now - KEPT)
        newest = young.order_by(conversations.c.at.desc()).limit(MOST)
        for row in reversed((await connection.execute(newest)).all()):
            place = Place(row.chat_id, row.thread_id, row.user_id)
            buttons = decode(row.offered)
            if buttons is not None and (buttons or row.about):
                self._kept[place] = Conversation(buttons, row.at, row.about)
            else:
                self._mark(place)

    def get(self, place: Place, now: dt.datetime) -> Conversation:
        """What was last offered there; an empty conversation if that was over ten minutes ago."""
        conversation = self._kept.get(place)
        if conversation is None:
            return Conversation()
        if now - conversation.at > KEPT:
            self.drop(place)
            return Conversation()
        return conversation

    def put(self, place: Place, conversation: Conversation) -> None:
        """Replace what was offered there; a conversation of nothing is not kept.

        Raises `ValueError` if its time has no zone.
        """
        now = utc(conversation.at)
        self.drop(place)
        if conversation.offered or conversation.about:
            self._kept[place] = conversation
            self._mark(place)
        self._sweep(now)

    def drop(self, place: Place) -> None:
        """Forget what was offered there."""
        if self._kept.pop(place, None) is not None:
            self._mark(place)

    def drop_chat(self, chat_id: int) -> None:
        """Forget what was offered in a chat, in all its threads, to everyone."""
        for place in [place for place in self._kept if place.chat_id == chat_id]:
            self.drop(place)

    def _mark(self, place: Place) -> None:
        self._changed[place] = None
        shorten(self._changed, MOST_CHANGES)

    def _sweep(self, now: dt.datetime) -> None:
        """Drop what is too old or too much, the oldest first."""
        while self._kept:
            place, oldest = next(iter(self._kept.items()))
            if len(self._kept) <= MOST and now - oldest.at <= KEPT:
                break
            self.drop(place)

    def pending(self) -> bool:
        """Whether there is something to write."""
        return bool(self._changed)

    async def write(self, connection: AsyncConnection) -> Done:
        """Write what changed; call the result after the commit."""
        written = {place: self._kept.get(place) for place in self._changed}
        rows = [_row(place, kept) for place, kept in written.items() if kept is not None]
        gone = [_key(place) for place, kept in written.items() if kept is None]
        if rows:
            new = self._database.insert(conversations)
            state = {name: new.excluded[name] for name in ("offered", "about", "at")}
            upsert = new.on_conflict_do_update(index_elements=_KEY, set_=state)
            await connection.execute(upsert, rows)
        if gone:
            await connection.execute(_DELETE, gone)

        def done() -> None:
            for place, kept in written.items():
                if self._kept.get(place) is kept:
                    self._changed.pop(place, None)

        return done

    async def purge(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Delete what is over ten minutes old."""
        self._sweep(now)
        await connection.execute(delete(conversations).where(conversations.c.at < now - KEPT))

    def forget(self, chat_id: int) -> None:
        """Drop what is about a chat or a user from memory, when the rows are gone."""
        for place in [*self._kept, *self._changed]:
            if chat_id in {place.chat_id, place.user_id}:
                self._kept.pop(place, None)
                self._changed.pop(place, None)

    def move(self, old: int, new: int) -> None:
        """Give a chat another id in memory, when the rows have it. What is new there stays."""
        for place in [place for place in (*self._kept, *self._changed) if place.chat_id == old]:
            moved = replace(place, chat_id=new)
            kept = self._kept.pop(place, None)
            if kept is not None:
                self._kept.setdefault(moved, kept)
            self._changed.pop(place, None)
            self._mark(moved)


_KEY = ["chat_id", "thread_id", "user_id"]
_DELETE = delete(conversations).where(
    *(conversations.c[name] == bindparam(f"the_{name}") for name in _KEY)
)


def _key(place: Place) -> dict[str, int]:
    return {f"the_{name}": getattr(place, name) for name in _KEY}


def _row(place: Place, conversation: Conversation) -> dict[str, object]:
    return {
        "chat_id": place.chat_id,
        "thread_id": place.thread_id,
        "user_id": place.user_id,
        "offered": encode(conversation.offered),
        "about": conversation.about,
        "at": conversation.at,
    }
