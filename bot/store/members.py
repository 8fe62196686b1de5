"""Who may use the bot. Kept in memory as well, for every message asks."""

import datetime as dt
from enum import IntEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.tables import members


class Role(IntEnum):
    """What a user may do; a higher role may do everything a lower one may."""

    STRANGER = 0
    MEMBER = 1
    ADMIN = 2


class Members:
    """The members by user id. Changes are written at once; they raise `StoreError`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._roles: dict[int, Role] = {}

    async def load(self, connection: AsyncConnection) -> None:
        """Read everything into memory."""
        rows = await connection.execute(select(members.c.user_id, members.c.role))
        self._roles = {user_id: Role(role) for user_id, role in rows}

    def role(self, user_id: int) -> Role:
        """The user's role; that of someone unknown is STRANGER."""
        return self._roles.get(user_id, Role.STRANGER)

    def admins(self) -> tuple[int, ...]:
        """The user ids of the administrators, in order."""
        return tuple(sorted(u for u, role in self._roles.items() if role is Role.ADMIN))

    def count(self, role: Role) -> int:
        """How many have exactly this role; strangers are not counted."""
        return sum(1 for each in self._roles.values() if each is role)

    async def add(
        self, user_id: int, role: Role, now: dt.datetime, invite_id: int | None = None
    ) -> None:
        """Give a user a role. A role is never lowered, and one held already stays as it came.

        Raises `ValueError` for STRANGER.
        """
        async with self._database.writing() as connection:
            await self.write(connection, user_id, role, now, invite_id)
        self.remember(user_id, role)

    async def write(
        self,
        connection: AsyncConnection,
        user_id: int,
        role: Role,
        now: dt.datetime,
        invite_id: int | None,
    ) -> None:
        """The part of `add` within a transaction; `remember` is the part after it."""
        if role is Role.STRANGER:
            raise ValueError("a stranger is no member")
        new = self._database.insert(members).values(
            user_id=user_id, role=role, since=now, invite_id=invite_id
        )
        kept = {name: new.excluded[name] for name in ("role", "since", "invite_id")}
        higher = members.c.role < new.excluded.role
        await connection.execute(
            new.on_conflict_do_update(index_elements=["user_id"], set_=kept, where=higher)
        )

    def remember(self, user_id: int, role: Role) -> None:
        """What was written, in memory."""
        self._roles[user_id] = max(role, self.role(user_id))

    async def invited(self, invite_id: int) -> tuple[int, ...]:
        """Who came by an invite and is no administrator."""
        came = select(members.c.user_id).where(
            members.c.invite_id == invite_id, members.c.role < Role.ADMIN
        )
        async with self._database.reading() as connection:
            return tuple((await connection.execute(came)).scalars().all())

    def forget(self, user_id: int) -> None:
        """Drop a user from memory."""
        self._roles.pop(user_id, None)
