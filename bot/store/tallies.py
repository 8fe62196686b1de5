"""Counts by day, and nothing else. Written by `Store.flush`."""

import datetime as dt
from collections import Counter

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, Done
from bot.store.moment import clean, utc
from bot.store.tables import tallies

KEPT = dt.timedelta(days=400)
"""A year, and the month to compare it with."""


class Tallies:
    """How often a kind of thing happened to a subject on a day."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: Counter[tuple[dt.date, str, str]] = Counter()

    def add(self, day: dt.date, kind: str, subject: str = "") -> None:
        """Count one."""
        self._pending[day, kind, clean(subject)] += 1

    async def totals(self, since: dt.date) -> dict[tuple[str, str], int]:
        """The counts by kind and subject, from this day on. Raises `StoreError`."""
        statement = (
            select(tallies.c.kind, tallies.c.subject, func.sum(tallies.c.count))
            .where(tallies.c.day >= since)
            .group_by(tallies.c.kind, tallies.c.subject)
        )
        async with self._database.reading_alone() as connection:
            rows = (await connection.execute(statement)).all()
            found = Counter({(kind, subject): int(count) for kind, subject, count in rows})
            for (day, kind, subject), count in self._pending.items():
                if day >= since:
                    found[kind, subject] += count
        return dict(found)

    def pending(self) -> bool:
        """Whether there is something to write."""
        return bool(self._pending)

    async def write(self, connection: AsyncConnection) -> Done:
        """Write what is pending; call the result after the commit."""
        written = Counter(self._pending)
        if written:
            new = self._database.insert(tallies)
            state = {"count": tallies.c.count + new.excluded.count}
            upsert = new.on_conflict_do_update(index_elements=_KEY, set_=state)
            rows = [
                {"day": day, "kind": kind, "subject": subject, "count": count}
                for (day, kind, subject), count in written.items()
            ]
            await connection.execute(upsert, rows)

        def done() -> None:
            self._pending -= written

        return done

    async def purge(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Delete what is over 400 days old."""
        limit = (utc(now) - KEPT).date()
        await connection.execute(delete(tallies).where(tallies.c.day < limit))


_KEY = ["day", "kind", "subject"]
