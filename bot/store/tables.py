"""The tables. A column `chat_id` or `user_id` says whom a row is about: forgetting, exporting and
moving a chat go by these names (bot/store/about.py).

Chat, user and message ids are Telegram's, of up to 52 bits. A private chat has its user's id.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

from bot.store.moment import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

invites = Table(
    "invites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("role", SmallInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", BigInteger),
    Column("expires_at", Moment),
    Column("most_uses", Integer),
    Column("uses", Integer, nullable=False),
    Column("revoked_at", Moment),
    CheckConstraint("role IN (1, 2)", name="role"),
    sqlite_autoincrement=True,  # an id is never used again: old buttons carry it
)

members = Table(
    "members",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", SmallInteger, nullable=False),
    Column("since", Moment, nullable=False),
    Column("invite_id", Integer, ForeignKey("invites.id", ondelete="SET NULL"), index=True),
    CheckConstraint("role IN (1, 2)", name="role"),
)

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("admitted", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("offered", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answer_id", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    sqlite_with_rowid=False,
)

ratings = Table(
    "ratings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", String, primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("up", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# Without rowids neither table keeps the order in which rows came, which would tie one to the other.
questions = Table(
    "questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("text", Text, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("entry_id", String),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)

handed_over = Table(
    "handed_over",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)

tallies = Table(
    "tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("count", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

failures = Table(
    "failures",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
