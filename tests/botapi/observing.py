"""What can be seen from outside: calls, chats as people see them, answers, what still waits."""

import time

from tests.botapi import commands
from tests.botapi.call import Call, Calls
from tests.botapi.values import Json
from tests.botapi.world import Query, World


class Observing:
    """Looks and waits; changes nothing."""

    world: World
    recorder: Calls

    @property
    def calls(self) -> list[Call]:
        """All calls, oldest first."""
        return self.recorder.records

    @property
    def errors(self) -> list[Call]:
        """Every 4xx answered that no fault injected."""
        return [call for call in self.calls if 400 <= call.code < 500 and not call.injected]

    @property
    def pending(self) -> list[Json]:
        """Updates that the bot has not confirmed."""
        return list(self.world.updates.pending)

    @property
    def answers(self) -> list[Json]:
        """Parameters of `answerCallbackQuery`, in order of the queries."""
        queries = self.world.queries.values()
        return [a for query in queries if query.kind == "callback_query" for a in query.answers]

    @property
    def unanswered(self) -> list[Query]:
        """Queries without an answer, whose button still spins."""
        return [query for query in self.world.queries.values() if not query.answers]

    def messages(self, chat: int) -> list[Json]:
        """What stands in a chat now."""
        return list(self.world.chats[chat].messages.values())

    def said(self, chat: int) -> list[Json]:
        """What stands there from the bot."""
        own = self.world.bot["id"]
        return [message for message in self.messages(chat) if message["from"]["id"] == own]

    def keyboard(self, chat: int) -> list[list[str]]:
        """Labels of the reply keyboard; empty if there is none."""
        return self.world.chats[chat].keyboard

    def menu(self, user: int, chat: int | None = None) -> list[Json]:
        """The commands that a person is offered in a chat."""
        return commands.seen(self.world, user, user if chat is None else chat)

    def file(self, file_id: str) -> bytes:
        """Content of a file that the bot sent."""
        return self.world.files[file_id].content

    def shown(self, chat: int | None = None, after: int = 0) -> list[Call]:
        """Messages and edits that people saw after the call with that number."""
        return [call for call in self.calls[after:] if call.shown and chat in {None, call.chat_id}]

    async def wait(
        self, n: int = 1, chat: int | None = None, timeout: float = 5.0, after: int | None = None
    ) -> list[Call]:
        """All that was shown in a chat (or anywhere), as soon as it is at least `n`.

        Counts from when somebody last did something there, or from the call with the number
        `after`. TimeoutError if it stays less.
        """
        if after is None:
            marks = self.world.marks
            after = max(marks.values(), default=0) if chat is None else marks.get(chat, 0)
        start = after
        if not await self.recorder.until(lambda: len(self.shown(chat, start)) >= n, timeout):
            seen = [call.text for call in self.shown(chat, start)]
            raise TimeoutError(f"{len(seen)} of {n} shown in {timeout} s: {seen}")
        return self.shown(chat, start)

    async def answered(self, query: Json, timeout: float = 5.0) -> Json:
        """The first answer to a query that `press` or `inline` returned."""
        asked = self.world.queries[query["id"]]
        if not await self.recorder.until(lambda: bool(asked.answers), timeout):
            raise TimeoutError(f"{asked.kind} not answered in {timeout} s")
        return asked.answers[0]

    async def idle(self, quiet: float = 0.05, timeout: float = 5.0) -> None:
        """Return when all updates are confirmed, no call is under way, and nothing but polls that
        brought nothing happened for `quiet` seconds. TimeoutError if it does not come to that.
        """
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            busy = self.world.updates.pending or self.recorder.under_way
            rest = quiet if busy else self.recorder.last + quiet - time.monotonic()
            if rest <= 0:
                return
            await self.recorder.until(lambda: False, min(rest, left))
        waiting, open_calls = len(self.world.updates.pending), self.recorder.under_way
        raise TimeoutError(f"{waiting} updates and {open_calls} calls open after {timeout} s")

    def expire(self) -> None:
        """Every query open now becomes too old to be answered."""
        for query in self.world.queries.values():
            query.asked = float("-inf")

    def counters(self) -> Json:
        """Numbers for a benchmark."""
        return {
            "calls": dict(self.recorder.counts),
            "refused": dict(self.recorder.refused),
            "shown": self.recorder.shown,
            "polls": self.recorder.polls,
            "pending": len(self.world.updates.pending),
            "seq": self.world.seq,
        }
