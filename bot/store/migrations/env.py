"""Alembic's entry: it works on the connection, and within the transaction, of its caller."""

from alembic import context

from bot.store.migrate import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
