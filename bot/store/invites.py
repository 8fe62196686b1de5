"""Invitations: codes that make whoever redeems them a member. Only their hashes are kept."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, Select, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.members import Members, Role
from bot.store.tables import invites, members

KEPT = dt.timedelta(days=30)
"""How long an invite is kept after it expired or was revoked."""


@dataclass(frozen=True, slots=True)
class Invite:
    """An invite without its code. None means without end, without limit, not, unknown."""

    id: int
    role: Role
    created_at: dt.datetime
    expires_at: dt.datetime | None
    most_uses: int | None
    uses: int
    revoked_at: dt.datetime | None
    created_by: int | None

    @property
    def used_up(self) -> bool:
        """Whether it was redeemed as often as it may be."""
        return self.most_uses is not None and self.uses >= self.most_uses

    def live(self, now: dt.datetime) -> bool:
        """Whether it can be redeemed."""
        return self.revoked_at is None and not self.used_up and not self.expired(now)

    def expired(self, now: dt.datetime) -> bool:
        """Whether its time is over; at the moment of expiry it is."""
        return self.expires_at is not None and self.expires_at <= now


class Outcome(StrEnum):
    """What became of a code."""

    ACCEPTED = "accepted"
    ALREADY = "already"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED_UP = "used up"


@dataclass(frozen=True, slots=True)
class Redemption:
    """What became of a code, and the role its user has afterwards."""

    outcome: Outcome
    role: Role


class Invites:
    """The invites. Everything is written and read at once, and raises `StoreError`."""

    def __init__(self, database: Database, members: Members) -> None:
        self._database = database
        self._members = members

    async def create(
        self,
        code: str,
        role: Role,
        *,
        created_by: int | None,
        now: dt.datetime,
        expires_at: dt.datetime | None = None,
        most_uses: int | None = None,
    ) -> Invite:
        """A new invite for a code that nobody can guess."""
        columns = {
            "code_hash": _hash(code),
            "role": role,
            "created_at": now,
            "created_by": created_by,
            "expires_at": expires_at,
            "most_uses": most_uses,
            "uses": 0,
        }
        statement = self._database.insert(invites).values(columns).returning(*_COLUMNS)
        async with self._database.writing() as connection:
            return _invite((await connection.execute(statement)).mappings().one())

    async def redeem(self, code: str, user_id: int, now: dt.datetime) -> Redemption:
        """Make a user a member by a code. Of all who hold a code for one, one is let in."""
        async with self._database.writing() as connection:
            redemption = await self._redeem(connection, code, user_id, now)
        if redemption.role is not Role.STRANGER:
            self._members.remember(user_id, redemption.role)
        return redemption

    async def _redeem(
        self, connection: AsyncConnection, code: str, user_id: int, now: dt.datetime
    ) -> Redemption:
        # Where writers are not alone, the row is locked until the use is counted.
        chosen = _select().where(invites.c.code_hash == _hash(code)).with_for_update()
        found = (await connection.execute(chosen)).mappings().one_or_none()
        held = await connection.execute(select(members.c.role).where(members.c.user_id == user_id))
        role = Role(held.scalar() or Role.STRANGER)
        invite = _invite(found) if found else None
        outcome = _outcome(invite, role, now)
        if invite is None or outcome is not Outcome.ACCEPTED:
            return Redemption(outcome, role)
        counted = update(invites).where(invites.c.id == invite.id).values(uses=invite.uses + 1)
        await connection.execute(counted)
        await self._members.write(connection, user_id, invite.role, now, invite.id)
        return Redemption(outcome, invite.role)

    async def standing(self, now: dt.datetime) -> list[Invite]:
        """The invites made by somebody that can be redeemed, or by which somebody came who is still
        a member and no administrator; oldest first.
        """
        live = and_(
            invites.c.revoked_at.is_(None),
            or_(invites.c.expires_at.is_(None), invites.c.expires_at > now),
            or_(invites.c.most_uses.is_(None), invites.c.uses < invites.c.most_uses),
        )
        came = select(members.c.invite_id).where(members.c.role < Role.ADMIN)
        statement = _select().where(
            invites.c.created_by.is_not(None), or_(live, invites.c.id.in_(came))
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(statement.order_by(invites.c.id))
            return [_invite(row) for row in rows.mappings()]

    async def get(self, invite_id: int) -> Invite | None:
        """One invite; None if there is none of this id."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_select().where(invites.c.id == invite_id))
            row = rows.mappings().one_or_none()
        return _invite(row) if row else None

    async def revoke(self, invite_id: int, now: dt.datetime) -> bool:
        """End an invite; False if it is unknown or was revoked before."""
        this = (invites.c.id == invite_id, invites.c.revoked_at.is_(None))
        async with self._database.writing() as connection:
            done = await connection.execute(update(invites).where(*this).values(revoked_at=now))
        return done.rowcount > 0

    async def withdraw(self, role: Role) -> None:
        """Delete the unused codes for this role that the program itself made."""
        unused = (invites.c.role == role, invites.c.uses == 0, invites.c.created_by.is_(None))
        async with self._database.writing() as connection:
            await connection.execute(delete(invites).where(*unused))

    async def purge(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Delete what ended long ago. Who came by it stays."""
        limit = now - KEPT
        over = or_(invites.c.expires_at < limit, invites.c.revoked_at < limit)
        await connection.execute(delete(invites).where(over))


_COLUMNS = [invites.c[name] for name in Invite.__dataclass_fields__]


def _select() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def _invite(row: RowMapping) -> Invite:
    return Invite(**{**row, "role": Role(row["role"])})


def _outcome(invite: Invite | None, role: Role, now: dt.datetime) -> Outcome:
    if invite is None:
        return Outcome.UNKNOWN
    if role >= invite.role:
        return Outcome.ALREADY
    if invite.revoked_at is not None:
        return Outcome.REVOKED
    if invite.expired(now):
        return Outcome.EXPIRED
    return Outcome.USED_UP if invite.used_up else Outcome.ACCEPTED
