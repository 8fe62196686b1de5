"""What is fetched, in what order it is confirmed, and what is left to the next process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.texts import cli as texts
from bot.transports.telegram import outage, polling
from bot.transports.telegram.lanes import LONGEST, Lanes, Slots
from bot.transports.telegram.outage import GiveUp, Outage
from bot.transports.telegram.polling import (
    FULL,
    IN_FLIGHT,
    LONG_POLL,
    MOST_OPEN,
    UNCONFIRMED,
    WINDOW,
    Poller,
    lane_of,
    until,
)
from bot.transports.telegram.sender import Bot

pytestmark = pytest.mark.anyio

SOON = 5.0
SHORT = 0.05
"""Seconds in which what must not happen would have happened."""
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"


def message(update_id: int, chat: int) -> Update:
    """Somebody writes in a private chat."""
    place = {"id": chat, "type": "private"}
    user = {"id": chat, "is_bot": False, "first_name": "x"}
    content = {"message_id": update_id, "date": 0, "chat": place, "from": user, "text": "x"}
    return Update.de_json({"update_id": update_id, "message": content}, None)


class Telegram:
    """Telegram's end of getUpdates: it keeps updates until a later offset confirms them."""

    def __init__(self) -> None:
        self.pending: list[Update] = []
        self.confirmed: list[int] = []
        self.polls = 0
        self.troubles: list[TelegramError] = []
        """What the next polls bring instead of updates."""
        self.troubles_after_confirming: list[TelegramError] = []
        """What the next polls bring that confirm and whose answer is lost."""
        self.webhooks_deleted = 0
        self.keeps_webhook = False
        self.ahead = False
        """An offset far ahead of everything counts for nothing."""
        self._news = asyncio.Event()

    def push(self, *updates: Update) -> None:
        self.pending += updates
        self._news.set()

    async def get_updates(
        self, offset: int | None, timeout: int, limit: int, **_: Any
    ) -> tuple[Update, ...]:
        self.polls += 1
        if self.troubles:
            raise self.troubles.pop(0)
        if self.ahead and self.pending and offset and offset > self.pending[-1].update_id + 10:
            offset = None
        while self.pending and offset is not None and self.pending[0].update_id < offset:
            self.confirmed.append(self.pending.pop(0).update_id)
        while timeout and not self.pending:
            self._news.clear()
            await self._news.wait()
        if self.troubles_after_confirming:
            raise self.troubles_after_confirming.pop(0)
        return tuple(self.pending[:limit])

    async def delete_webhook(self) -> bool:
        self.webhooks_deleted += 1
        if self.keeps_webhook:
            raise TimedOut
        return True


@dataclass(slots=True)
class Line:
    """A poller, what it talks to, and what became of the updates."""

    telegram: Telegram
    held: set[int] = field(default_factory=set)
    """Chats whose updates take until they are let go."""
    undone: set[int] = field(default_factory=set)
    """Updates that are left undone."""
    handled: list[tuple[int, bool]] = field(default_factory=list)
    """Number of the update, and whether it was said to come again."""
    settled: int = 0
    answers: int = 0
    told: list[str] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    lanes: Lanes = field(default_factory=lambda: Lanes(Slots(200)))
    letting_go: asyncio.Event = field(default_factory=asyncio.Event)

    def poller(self) -> Poller:
        async def handle(update: Update, *, again: bool) -> bool:
            assert update.effective_chat
            while update.effective_chat.id in self.held:
                await self.letting_go.wait()
            self.handled.append((update.update_id, again))
            return update.update_id not in self.undone

        trouble = Outage("example.org", self.told.append, proxied=False)
        return Poller(cast("Bot", self.telegram), self.lanes, handle, self, trouble)

    async def settle(self) -> None:
        """As `Books`."""
        self.settled += 1

    def heard(self) -> None:
        """As `Books`."""
        self.answers += 1

    @property
    def numbers(self) -> list[int]:
        """What was handled."""
        return [number for number, _ in self.handled]

    def let_go(self) -> None:
        """Nobody is held any more."""
        self.held.clear()
        self.letting_go.set()

    async def soon(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON):
            while not condition():
                await asyncio.sleep(0.001)


@contextlib.asynccontextmanager
async def running(line: Line, poller: Poller | None = None) -> AsyncIterator[None]:
    """The poller at work until the block ends; then it is stopped as the bot stops it."""
    poller = poller or line.poller()
    task = asyncio.create_task(poller.run(line.stopping))
    try:
        yield
    finally:
        line.stopping.set()
        await asyncio.wait_for(task, SOON)
        await line.lanes.drain(SHORT)
        await poller.confirm()


@pytest.fixture
def line() -> Line:
    return Line(Telegram())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PATIENCE", SHORT)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "BACKOFF", (0.001,))


async def test_a_batch_is_confirmed_when_all_of_it_is_done() -> None:
    line = Line(Telegram(), held={2})
    line.telegram.push(message(1, 1), message(2, 2), message(3, 3))
    async with running(line):
        await line.soon(lambda: len(line.handled) == 2)
        await asyncio.sleep(SHORT)
        assert line.telegram.polls == 1
        line.let_go()
        await line.soon(lambda: line.telegram.confirmed == [1, 2, 3])
    assert line.telegram.polls >= 2


async def test_what_was_handled_is_written_down() -> None:
    line = Line(Telegram())
    async with running(line):
        await line.soon(lambda: line.settled == 1 and line.telegram.polls == 1)
        line.telegram.push(message(1, 1))
        await line.soon(lambda: line.settled == 2)
    assert line.settled == 2


@pytest.mark.usefixtures("impatient")
async def test_a_stuck_chat_does_not_hold_the_others() -> None:
    line = Line(Telegram(), held={1})
    line.telegram.push(message(1, 1))
    async with running(line):
        await line.soon(lambda: line.telegram.polls == 1)
        line.telegram.push(message(2, 2), message(3, 1))
        await line.soon(lambda: line.numbers == [2])
        line.let_go()
        await line.soon(lambda: line.numbers == [2, 1, 3])


@pytest.mark.usefixtures("impatient")
async def test_a_stuck_chat_is_not_confirmed() -> None:
    line = Line(Telegram(), held={1})
    line.telegram.push(message(1, 1))
    async with running(line):
        line.telegram.push(message(2, 2))
        await line.soon(lambda: 2 in line.numbers)
        await line.soon(lambda: line.telegram.polls > 1)
        assert line.telegram.confirmed == []
    assert [update.update_id for update in line.telegram.pending][:1] == [1]


async def test_in_a_burst_the_next_are_fetched_a_little_earlier() -> None:
    stuck = set(range(1, IN_FLIGHT + 2))
    line = Line(Telegram(), held=set(stuck))
    line.telegram.push(*(message(number, number) for number in range(1, FULL + 2)))
    async with running(line):
        await line.soon(lambda: len(line.handled) == FULL - IN_FLIGHT - 1)
        await asyncio.sleep(SHORT)
        assert line.telegram.polls == 1
        line.held.remove(1)
        line.letting_go.set()
        line.letting_go = asyncio.Event()
        await line.soon(lambda: line.telegram.polls == 2)
        assert FULL + 1 not in line.numbers[: FULL - IN_FLIGHT]
        line.let_go()
        await line.soon(lambda: len(line.handled) == FULL + 1)


@pytest.mark.usefixtures("impatient")
async def test_there_is_a_limit_to_what_is_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "MOST_OPEN", 3)
    line = Line(Telegram(), held={1, 2, 3, 4})
    line.telegram.push(*(message(number, number) for number in (1, 2, 3, 4)))
    async with running(line):
        await line.soon(lambda: line.telegram.polls == 1)
        await asyncio.sleep(3 * SHORT)
        assert line.telegram.polls == 1
        line.held.remove(2)
        line.letting_go.set()
        line.letting_go = asyncio.Event()
        await line.soon(lambda: line.telegram.polls == 2)
        line.let_go()


@pytest.mark.usefixtures("impatient")
async def test_what_is_stuck_is_confirmed_before_telegram_shows_nothing_new() -> None:
    line = Line(Telegram(), held={1})
    line.telegram.push(*(message(number, number) for number in range(1, WINDOW)))
    async with running(line):
        await line.soon(lambda: len(line.handled) == WINDOW - 2)
        await line.soon(lambda: line.telegram.polls > 1)
        assert line.telegram.confirmed == []
        line.telegram.push(message(WINDOW, WINDOW))
        await line.soon(lambda: line.telegram.confirmed == list(range(1, WINDOW + 1)))
        line.telegram.push(message(WINDOW + 1, 7))
        await line.soon(lambda: WINDOW + 1 in line.numbers)
        line.let_go()
        await line.soon(lambda: 1 in line.numbers)
    assert sorted(line.numbers) == list(range(1, WINDOW + 2))


async def test_what_may_have_been_handled_before_is_said_to_come_again() -> None:
    """As much as can be left unconfirmed by a crash."""
    line = Line(Telegram())
    line.telegram.push(*(message(number, number) for number in range(1, UNCONFIRMED + 3)))
    async with running(line):
        await line.soon(lambda: len(line.handled) == UNCONFIRMED + 2)
    assert [again for _, again in line.handled] == [True] * UNCONFIRMED + [False] * 2
    assert UNCONFIRMED > WINDOW + FULL - 1


async def test_ids_may_begin_anew_and_lower() -> None:
    """As they do after a week without updates; an offset far ahead shows what there is."""
    line = Line(Telegram())
    line.telegram.push(message(9_000_000, 1))
    async with running(line):
        await line.soon(lambda: line.telegram.confirmed == [9_000_000])
        line.telegram.ahead = True
        line.telegram.push(message(50, 1), message(51, 2))
        await line.soon(lambda: line.telegram.confirmed == [9_000_000, 50, 51])
        await asyncio.sleep(SHORT)
    assert line.numbers == [9_000_000, 50, 51]


async def test_a_poll_that_fails_brings_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PATIENCE", SHORT)
    monkeypatch.setattr(outage, "BACKOFF", (0.01,))
    line = Line(Telegram(), held={1})
    line.telegram.push(message(1, 1), *(message(n, n) for n in range(2, WINDOW + 2)))
    async with running(line):
        await line.soon(lambda: len(line.handled) == WINDOW)
        line.telegram.troubles += [NetworkError("reset")]
        line.telegram.troubles_after_confirming += [NetworkError("reset")]
        line.telegram.push(message(200, 200))
        await line.soon(lambda: 200 in line.numbers)
        line.let_go()
        await line.soon(lambda: 1 in line.numbers)
        await asyncio.sleep(SHORT)
    assert len(line.numbers) == len(set(line.numbers))
    assert set(line.telegram.confirmed) == {*range(1, WINDOW + 2), 200}


async def test_a_chat_that_floods_while_it_waits_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(polling, "PATIENCE", 0.01)
    line = Line(Telegram(), held={1})
    line.telegram.push(*(message(n, 1) for n in range(1, MOST_OPEN + 200)))
    async with running(line):
        await line.soon(lambda: len(line.telegram.confirmed) > MOST_OPEN)
        line.telegram.push(message(5_000, 2))
        await line.soon(lambda: line.numbers == [5_000])
        line.let_go()
        await line.soon(lambda: len(line.numbers) == LONGEST + 1)
    assert "dropped" in caplog.text


async def test_what_is_undone_is_given_to_the_next_process() -> None:
    line = Line(Telegram(), held={3}, undone={2})
    line.telegram.push(*(message(number, number) for number in (1, 2, 3, 4)))
    async with running(line):
        await line.soon(lambda: len(line.handled) == 3)
    assert line.telegram.confirmed == [1]
    following = Line(line.telegram)
    async with running(following):
        await following.soon(lambda: len(following.handled) == 3)
        line.telegram.push(message(5, 5))
        await following.soon(lambda: len(following.handled) == 4)
    assert following.handled[:3] == [(2, True), (3, True), (4, True)]
    assert line.telegram.confirmed == [1, 2, 3, 4, 5]


async def test_stopping_confirms_what_is_done() -> None:
    line = Line(Telegram(), held={1})
    line.telegram.push(message(1, 1), message(2, 2))
    async with running(line):
        await line.soon(lambda: len(line.handled) == 1)
        line.let_go()
        line.stopping.set()
    assert line.telegram.confirmed == [1, 2]


async def test_where_nothing_came_nothing_is_confirmed() -> None:
    line = Line(Telegram())
    async with running(line):
        await line.soon(lambda: line.telegram.polls == 1)
    assert line.telegram.polls == 1


async def test_telegram_may_be_gone_when_the_bot_stops() -> None:
    line = Line(Telegram())
    line.telegram.push(message(1, 1))
    async with running(line):
        await line.soon(lambda: line.telegram.confirmed == [1])
        line.telegram.troubles.append(NetworkError("gone"))
    assert line.telegram.troubles == []


@pytest.mark.parametrize(
    "trouble", [NetworkError("x"), TimedOut(), Conflict("terminated by other"), TelegramError("x")]
)
async def test_trouble_passes(trouble: TelegramError) -> None:
    line = Line(Telegram())
    line.telegram.troubles += [trouble] * 3
    line.telegram.push(message(1, 1))
    async with running(line):
        await line.soon(lambda: line.telegram.confirmed == [1])
    assert len(line.told) == 2
    assert line.told[1] == texts.CONNECTED_AGAIN
    assert line.telegram.webhooks_deleted == 0


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("keeps", [False, True], ids=["deleted", "not at once"])
async def test_a_webhook_is_deleted(keeps: bool) -> None:
    line = Line(Telegram())
    line.telegram.troubles.append(Conflict(WEBHOOK))
    line.telegram.keeps_webhook = keeps
    line.telegram.push(message(1, 1))
    async with running(line):
        await line.soon(lambda: line.telegram.confirmed == [1])
    assert line.telegram.webhooks_deleted == 1
    assert line.told == []


async def test_a_second_poller_behind_a_webhook_is_told_of() -> None:
    line = Line(Telegram())
    line.telegram.troubles += [Conflict(WEBHOOK), *[Conflict("terminated by other")] * 20]
    line.telegram.push(message(1, 1))
    async with running(line):
        await line.soon(lambda: line.telegram.confirmed == [1])
    assert line.telegram.webhooks_deleted == 1
    assert line.told == [texts.SECOND_POLLER, texts.CONNECTED_AGAIN]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("keeps", [False, True], ids=["comes back", "cannot be deleted"])
async def test_a_webhook_that_stays_is_told_of(keeps: bool) -> None:
    line = Line(Telegram())
    line.telegram.keeps_webhook = keeps
    line.telegram.troubles += [Conflict(WEBHOOK)] * 50
    line.telegram.push(message(1, 1))
    async with running(line):
        await line.soon(lambda: line.telegram.confirmed == [1])
    assert line.told == [texts.SECOND_POLLER, texts.CONNECTED_AGAIN]


async def test_it_gives_up_where_nothing_can_work() -> None:
    line = Line(Telegram())
    line.telegram.troubles.append(InvalidToken("x"))
    with pytest.raises(GiveUp):
        await line.poller().run(line.stopping)


async def test_stopping_ends_the_wait_after_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "BACKOFF", (3600.0,))
    line = Line(Telegram())
    line.telegram.troubles.append(NetworkError("x"))
    async with running(line):
        await line.soon(lambda: bool(line.told))
    assert line.telegram.polls == 1


class Recorder(BaseRequest):
    """A connection that keeps how long it was told to wait, and ends the bot."""

    def __init__(self, stopping: asyncio.Event) -> None:
        self.read: list[object] = []
        self._stopping = stopping

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: Any, **given: Any) -> tuple[int, bytes]:
        self.read.append(given["read_timeout"])
        self._stopping.set()
        return 200, b'{"ok":true,"result":[]}'


async def test_a_dead_line_is_noticed_soon_after_the_poll_should_have_ended() -> None:
    line = Line(Telegram())
    recorder = Recorder(line.stopping)
    real: Bot = ExtBot("123:x", request=recorder, get_updates_request=recorder)
    trouble = Outage("example.org", line.told.append, proxied=False)

    async def handle(update: Update, *, again: bool) -> bool:
        raise AssertionError(update, again)

    await Poller(real, line.lanes, handle, line, trouble).run(line.stopping)
    assert recorder.read == [LONG_POLL + 10]


def test_an_update_belongs_to_its_chat_or_its_sender() -> None:
    user = {"id": 7, "is_bot": False, "first_name": "x"}
    query = {"id": "1", "from": user, "query": "x", "offset": ""}
    inline = Update.de_json({"update_id": 1, "inline_query": query}, None)
    assert lane_of(message(3, 7)) == 7
    assert lane_of(inline) == ("inline", 7)
    assert lane_of(Update(2)) == ("inline", 0)


async def test_waiting_until_told_to_stop() -> None:
    stopping = asyncio.Event()

    async def result() -> int:
        return 1

    async def trouble() -> int:
        raise TimedOut

    assert await until(stopping, result()) == 1
    with pytest.raises(TimedOut):
        await until(stopping, trouble())
    late = asyncio.create_task(asyncio.sleep(3600, 1))
    asyncio.get_running_loop().call_soon(stopping.set)
    assert await until(stopping, late) is None
    assert late.cancelled()
