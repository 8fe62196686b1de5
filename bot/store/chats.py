"""The chats the bot has met: whether it serves them, and whether it can write to them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, Done
from bot.store.tables import chats


class Kind(StrEnum):
    """The kinds of chat, in Telegram's words."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """`admitted`: an administrator lets the bot serve it. `since`: when it was met first, UTC."""

    chat_id: int
    kind: Kind
    admitted: bool
    reachable: bool
    since: dt.datetime


class Chats:
    """The chats by id, in memory as well. Changes are written at once; they raise `StoreError`."""

    def __init__(self, database: Database, drop_conversations: Callable[[int], None]) -> None:
        self._database = database
        self._drop_conversations = drop_conversations
        self._chats: dict[int, Chat] = {}

    async def load(self, connection: AsyncConnection) -> None:
        """Read everything into memory."""
        rows = (await connection.execute(select(chats))).mappings()
        self._chats = {r["chat_id"]: Chat(**{**r, "kind": Kind(r["kind"])}) for r in rows}

    def get(self, chat_id: int) -> Chat | None:
        """What is known of a chat."""
        return self._chats.get(chat_id)

    def admitted(self, chat_id: int) -> bool:
        """Whether the bot may serve this chat; one it has not met it may not."""
        chat = self._chats.get(chat_id)
        return chat is not None and chat.admitted

    def reachable(self, chat_id: int) -> bool:
        """Whether the bot can write there; it can until it finds out that it cannot."""
        chat = self._chats.get(chat_id)
        return chat is None or chat.reachable

    def count(
        self, *kinds: Kind, admitted: bool | None = None, reachable: bool | None = None
    ) -> int:
        """How many chats are of one of these kinds (none named: any) and in this state."""
        return sum(
            (not kinds or chat.kind in kinds)
            and admitted in {None, chat.admitted}
            and reachable in {None, chat.reachable}
            for chat in self._chats.values()
        )

    async def admit(self, chat_id: int, kind: Kind, now: dt.datetime) -> None:
        """Let the bot serve a chat."""
        await self._set(chat_id, kind, now, admitted=True, reachable=True)

    async def expel(self, chat_id: int) -> None:
        """Let the bot serve a chat no longer."""
        if met := self._chats.get(chat_id):
            await self._set(chat_id, met.kind, met.since, admitted=False)

    async def lost(self, chat_id: int, kind: Kind, now: dt.datetime) -> None:
        """The bot was blocked or removed. A group must be admitted anew when the bot returns."""
        if kind is Kind.PRIVATE:
            await self._set(chat_id, kind, now, reachable=False)
        else:
            await self._set(chat_id, kind, now, reachable=False, admitted=False)
        self._drop_conversations(chat_id)

    async def back(self, chat_id: int, kind: Kind, now: dt.datetime) -> None:
        """The bot can write there (again)."""
        await self._set(chat_id, kind, now, reachable=True)

    async def _set(self, chat_id: int, kind: Kind, now: dt.datetime, **state: bool) -> None:
        """Change what is named, and leave the rest as it is by then."""
        async with self._database.writing() as connection:
            met = self._chats.get(chat_id)
            before = met or Chat(chat_id, kind, False, True, now)
            chat = Chat(**{**asdict(before), "kind": kind, **state})
            if chat != met:
                await self._write(connection, chat)
        self._chats[chat_id] = chat

    async def _write(self, connection: AsyncConnection, chat: Chat) -> None:
        new = self._database.insert(chats).values(asdict(chat))
        state = {name: new.excluded[name] for name in ("kind", "admitted", "reachable", "since")}
        await connection.execute(new.on_conflict_do_update(index_elements=["chat_id"], set_=state))

    async def move(self, connection: AsyncConnection, old: int, new: int) -> Done:
        """Merge a group into the supergroup it became; call the result after the commit."""
        gone, there = self._chats.get(old), self._chats.get(new)
        if gone is None:
            return lambda: None
        merged = Chat(
            new,
            Kind.SUPERGROUP,
            gone.admitted or self.admitted(new),
            there.reachable if there else gone.reachable,
            gone.since,
        )
        await self._write(connection, merged)
        await connection.execute(delete(chats).where(chats.c.chat_id == old))

        def done() -> None:
            self._chats[new] = merged
            self.forget(old)

        return done

    def forget(self, chat_id: int) -> None:
        """Drop a chat from memory."""
        self._chats.pop(chat_id, None)
