"""The address of a database, as an operator writes it."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreError
from bot.texts import store as texts

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
OPTIONS = {"sqlite": frozenset[str](), "postgresql": frozenset({"host", "ssl"})}
"""What may stand behind the question mark; libpq's `sslmode` is understood too."""

HIGHEST_PORT = 65535


def parse(where: str | Path) -> URL:
    """The address with the driver used here; a path is that of an SQLite file.

    Raises `StoreError` for what is no address of a database that can be kept.
    """
    if isinstance(where, Path):
        return URL.create(DRIVERS["sqlite"], database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise StoreError(texts.MALFORMED) from None  # the error may quote the password
    if url.drivername not in DRIVERS:
        raise StoreError(texts.UNKNOWN_DRIVER.format(name=url.drivername))
    url = url.set(drivername=DRIVERS[url.drivername])
    if "sslmode" in url.query:
        mode = url.query["sslmode"]
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    if unknown := sorted(set(url.query) - OPTIONS[url.get_backend_name()]):
        raise StoreError(texts.UNKNOWN_OPTION.format(names=", ".join(unknown)))
    if _misread(url):
        raise StoreError(texts.MALFORMED)
    return url


def _misread(url: URL) -> bool:
    """Whether a part is missing, or holds what belongs to a password that was not escaped."""
    if url.get_backend_name() == "sqlite":
        return bool(url.host) or url.database in {None, "", ":memory:"}
    whole = bool(url.host or "host" in url.query) and bool(url.database)
    return not whole or "@" in f"{url.host}{url.database}" or (url.port or 0) > HIGHEST_PORT
