"""Recent errors, for the administrator. Written by `Store.flush`."""

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, Done
from bot.store.moment import clean, utc
from bot.store.tables import failures

KEPT = dt.timedelta(days=30)
"""How long after it happened last a failure is kept."""

MOST = 1000
"""More different failures neither wait to be written nor survive a purge."""

LONGEST = 1000
"""More characters of a detail are not kept."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed, how often, and when first and last, UTC."""

    kind: str
    detail: str
    count: int
    first_at: dt.datetime
    last_at: dt.datetime


class Failures:
    """The failures; those of the same kind and detail are one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: dict[str, Failure] = {}

    def note(self, kind: str, detail: str, now: dt.datetime) -> None:
        """Something failed. Raises `ValueError` for a time without a zone."""
        once = Failure(kind, clean(detail)[:LONGEST], 1, utc(now), utc(now))
        key = hashlib.sha256(f"{once.kind}\0{once.detail}".encode()).hexdigest()
        if key in self._pending or len(self._pending) < MOST:
            self._pending[key] = _together(self._pending.get(key), once)

    async def recent(self, limit: int) -> list[Failure]:
        """The failures, that of which the last is newest first. Raises `StoreError`."""
        async with self._database.reading_alone() as connection:
            pending = dict(self._pending)
            wanted = or_(failures.c.id.in_(_newest(limit)), failures.c.id.in_(list(pending)))
            rows = (await connection.execute(select(failures).where(wanted))).mappings().all()
        found = {row["id"]: Failure(**{name: row[name] for name in _FIELDS}) for row in rows}
        for key, failure in pending.items():
            found[key] = _together(found.get(key), failure)
        return sorted(found.values(), key=lambda failure: failure.last_at, reverse=True)[:limit]

    def pending(self) -> bool:
        """Whether there is something to write."""
        return bool(self._pending)

    async def write(self, connection: AsyncConnection) -> Done:
        """Write what is pending; call the result after the commit."""
        written = dict(self._pending)
        if written:
            new = self._database.insert(failures)
            state = {
                "count": failures.c.count + new.excluded.count,
                "last_at": new.excluded.last_at,
            }
            upsert = new.on_conflict_do_update(index_elements=["id"], set_=state)
            rows = [{"id": key, **asdict(failure)} for key, failure in written.items()]
            await connection.execute(upsert, rows)

        def done() -> None:
            for key, failure in written.items():
                more = self._pending[key].count - failure.count
                if more:
                    self._pending[key] = replace(self._pending[key], count=more)
                else:
                    del self._pending[key]

        return done

    async def purge(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Delete what is over 30 days old, and of the others all but the newest 1000."""
        await connection.execute(delete(failures).where(failures.c.last_at < now - KEPT))
        await connection.execute(delete(failures).where(failures.c.id.not_in(_newest(MOST))))


_FIELDS = tuple(Failure.__dataclass_fields__)


def _newest(limit: int) -> Select[tuple[str]]:
    return select(failures.c.id).order_by(failures.c.last_at.desc(), failures.c.id).limit(limit)


def _together(before: Failure | None, after: Failure) -> Failure:
    if before is None:
        return after
    count = before.count + after.count
    return replace(before, count=count, last_at=max(before.last_at, after.last_at))
