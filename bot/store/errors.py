"""What went wrong with the database, in one sentence for the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.mistake import OperatorMistake
from bot.texts import store as texts

SQLITE = {
    "SQLITE_BUSY": texts.LOCKED,
    "SQLITE_LOCKED": texts.LOCKED,
    "SQLITE_FULL": texts.FULL,
    "SQLITE_NOTADB": texts.NOT_A_DATABASE,
    "SQLITE_CORRUPT": texts.DAMAGED,
    "SQLITE_CANTOPEN": texts.UNWRITABLE,
    "SQLITE_READONLY": texts.UNWRITABLE,
    "SQLITE_PERM": texts.UNWRITABLE,
    "SQLITE_IOERR": texts.UNWRITABLE,
}
"""By the start of the name of SQLite's error; extended names begin with the plain one."""

POSTGRESQL = {
    "42501": texts.NOT_ALLOWED,
    "53100": texts.FULL,
    "08": texts.UNREACHABLE,
    "28": texts.UNREACHABLE,
    "3D": texts.UNREACHABLE,
    "53": texts.UNREACHABLE,
    "57P": texts.UNREACHABLE,
}
"""By the start of the SQLSTATE, the most particular first."""

LONGEST_REASON = 200


class StoreError(OperatorMistake):
    """The database cannot be used; the message is one sentence for the operator."""


def place(url: URL) -> str:
    """How a database is called in sentences: its file, or server and name. No user, no password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    host = url.host or str(url.query.get("host", ""))
    port = f":{url.port}" if url.port else ""
    return f"{host}{port}/{url.database or ''}"


def sentence(error: Exception, url: URL) -> str:
    """What went wrong and what to do about it."""
    cause = getattr(error, "orig", None) or error
    name = str(getattr(cause, "sqlite_errorname", ""))
    state = str(getattr(cause, "sqlstate", None) or "")
    known = [text for start, text in SQLITE.items() if name.startswith(start)]
    known += [text for start, text in POSTGRESQL.items() if state.startswith(start)]
    if getattr(error, "connection_invalidated", False) or isinstance(cause, OSError):
        known.append(texts.UNREACHABLE)
    return (known or [texts.FAILED])[0].format(place=place(url), reason=_reason(cause))


def _reason(cause: BaseException) -> str:
    """The first line of what the driver says: the others may quote what is stored."""
    said = str(cause).strip().partition("\n")[0]
    return (said or type(cause).__name__)[:LONGEST_REASON]


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the errors of a database into `StoreError`."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(sentence(error, url)) from error
