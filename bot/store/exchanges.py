"""Which message answered which question: numbers only. Written by `Store.flush`."""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, Done, shorten
from bot.store.moment import utc
from bot.store.tables import exchanges

KEPT = dt.timedelta(hours=48)
"""As long as Telegram lets a question be edited, and the bot its answer."""

MOST_PENDING = 100_000
"""More do not wait for a database that cannot be written; the oldest goes first."""

NO_ANSWER = 0
"""In place of an answer, for what was done and has none that could be edited."""

Question = tuple[int, int]
Answer = tuple[int, dt.datetime]


class Exchanges:
    """Questions, by chat and message, and the messages that answered them last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: dict[Question, Answer] = {}

    def note(self, chat_id: int, question_id: int, answer_id: int, now: dt.datetime) -> None:
        """A message was answered by another. Raises `ValueError` for a time without a zone."""
        self._pending[chat_id, question_id] = (answer_id, utc(now))
        shorten(self._pending, MOST_PENDING)

    async def answer_of(self, chat_id: int, question_id: int) -> int | None:
        """The message that answered this one; None if there is none. Raises `StoreError`."""
        if pending := self._pending.get((chat_id, question_id)):
            return pending[0]
        statement = select(exchanges.c.answer_id).where(
            exchanges.c.chat_id == chat_id, exchanges.c.question_id == question_id
        )
        async with self._database.reading() as connection:
            found: int | None = (await connection.execute(statement)).scalar()
        return found

    def pending(self) -> bool:
        """Whether there is something to write."""
        return bool(self._pending)

    async def write(self, connection: AsyncConnection) -> Done:
        """Write what is pending; call the result after the commit."""
        written = dict(self._pending)
        if written:
            new = self._database.insert(exchanges)
            state = {"answer_id": new.excluded.answer_id, "at": new.excluded.at}
            upsert = new.on_conflict_do_update(index_elements=_KEY, set_=state)
            await connection.execute(upsert, [_row(*item) for item in written.items()])

        def done() -> None:
            for question, answer in written.items():
                if self._pending.get(question) is answer:
                    del self._pending[question]

        return done

    async def purge(self, connection: AsyncConnection, now: dt.datetime) -> None:
        """Delete what is over 48 hours old."""
        await connection.execute(delete(exchanges).where(exchanges.c.at < now - KEPT))

    def forget(self, chat_id: int) -> None:
        """Drop what is about a chat from memory, when the rows are gone."""
        for question in [question for question in self._pending if question[0] == chat_id]:
            del self._pending[question]


_KEY = ["chat_id", "question_id"]


def _row(question: Question, answer: Answer) -> dict[str, object]:
    return {
        "chat_id": question[0],
        "question_id": question[1],
        "answer_id": answer[0],
        "at": answer[1],
    }
