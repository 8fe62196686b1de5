"""Bringing a database to the tables of this version, whole or not at all.

The steps stand in `migrations/versions/`, numbered without a gap. SQLite checks foreign keys all
the while: a table that others refer to may be added to, but not built anew.
"""

from sqlalchemy import Connection, column, func, inspect, select, table

from bot.store.database import Database
from bot.store.errors import StoreError, place
from bot.store.tables import metadata
from bot.texts import store as texts

HEAD = "0002"
"""The newest step. Known here because loading Alembic costs more than opening the database."""

VERSION_TABLE = "schema_version"
SCRIPTS = "bot.store:migrations"

_VERSIONS = table(VERSION_TABLE, column("version_num"))

LOCK = 7262147
"""Any number, the same in every process that migrates on PostgreSQL."""


async def migrate(database: Database) -> None:
    """Do the steps that are missing. Raises `StoreError`."""
    async with database.reading() as connection:
        revision = await connection.run_sync(_revision)
    if revision != HEAD:
        async with database.writing() as connection:
            if database.kind == "postgresql":  # where beginning to write does not keep others out
                await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
            await connection.run_sync(_upgrade, place(database.url))


def _revision(connection: Connection) -> str | None:
    """The last step done; None in a database without any."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.execute(select(_VERSIONS.c.version_num)).scalar()
    return version


def _upgrade(connection: Connection, where: str) -> None:
    """Run Alembic within the caller's transaction."""
    revision = _revision(connection)  # again: another process may have been faster
    if revision is not None and revision > HEAD:
        raise StoreError(texts.NEWER.format(place=where))
    if revision is None and not metadata.tables.keys().isdisjoint(
        inspect(connection).get_table_names()
    ):
        raise StoreError(texts.FOREIGN.format(place=where))

    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", SCRIPTS)
    command.upgrade(config, "head")
