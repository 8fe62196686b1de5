"""Moments and texts as every database keeps them."""

import datetime as dt

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


def utc(moment: dt.datetime) -> dt.datetime:
    """The same moment in UTC. Raises `ValueError` for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(dt.UTC)


def clean(text: str) -> str:
    """The text without what some database refuses: NUL, and halves of a surrogate pair."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Moment(TypeDecorator[dt.datetime]):
    """An aware datetime, which comes back in UTC. Its order is that of time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: dt.datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> dt.datetime | None:
        """SQLite drops the zone, so it must be UTC by then."""
        return None if value is None else utc(value)

    def process_result_value(
        self,
        value: dt.datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> dt.datetime | None:
        """SQLite gives no zone, PostgreSQL gives UTC."""
        return None if value is None else value.replace(tzinfo=dt.UTC)
