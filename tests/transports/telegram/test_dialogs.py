"""Dialogs as phones show them: `dialogs/*.yaml`, played over real HTTP.

dialogs/README.md says how to read and write them. What a dialog does not say must not happen.
"""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering.assistant import Assistant
from bot.config import Access
from tests.botapi import BotApi
from tests.transports.telegram import phone
from tests.transports.telegram.house import House, running

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
Houses = dict[tuple[Access, bool], House]

FILES = sorted((Path(__file__).parent / "dialogs").glob("*.yaml"))
HEAD = {"name", "where", "access", "reads all", "turns"}
SAID = {"toast", "box"}
SHOWN = {"bot", "becomes", "has", "lacks", "buttons", "lists", "way in", "silence", *SAID}
QUIET = 0.002
"""Seconds without a call after which nothing more is to come."""
ANYTHING = "…"
"""In a list of rows or titles: whatever stands there."""
MOST_LISTED = 10


def dialogs() -> Iterator[Any]:
    """Every dialog with a number of its own, which keeps its people and its group apart."""
    number = 0
    for path in FILES:
        for dialog in yaml.safe_load(path.read_text(encoding="utf-8")):
            number += 1
            assert dialog.keys() <= HEAD, dialog["name"]
            yield pytest.param(number, dialog, id=f"{path.stem}: {dialog['name']}")


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """One event loop for all dialogs, which share the bots."""
    return "asyncio"


@pytest.fixture(scope="module")
async def houses(
    tmp_path_factory: pytest.TempPathFactory, on_telegram: Assistant
) -> AsyncIterator[Houses]:
    """A bot for everybody, one that reads all of a group, and one for the invited."""
    async with contextlib.AsyncExitStack() as stack:
        made: Houses = {}
        for access, reads in [(Access.OPEN, False), (Access.OPEN, True), (Access.INVITE, False)]:
            api = await stack.enter_async_context(BotApi(can_read_all_group_messages=reads))
            bot = running(tmp_path_factory.mktemp("data"), on_telegram, access=access, api=api)
            made[access, reads] = await stack.enter_async_context(bot)
        yield made


@pytest.mark.parametrize(("number", "dialog"), [*dialogs()])
async def test_dialog(number: int, dialog: Json, houses: Houses) -> None:
    api = houses[Access(dialog.get("access", "open")), dialog.get("reads all", False)].api
    await api.idle(QUIET)
    before = len(api.calls)
    scene = Scene.set(api, number, dialog.get("where", "private"))
    for turn in dialog["turns"]:
        await scene.play(turn)
    assert [call.error for call in api.errors if call in api.calls[before:]] == []
    assert api.unanswered == []
    for call in api.shown(after=before):
        phone.check(call.message)


@dataclass(slots=True)
class Scene:
    """Where a dialog is played, and what was last said by whom."""

    api: BotApi
    number: int
    group: int | None = None
    thread: int | None = None
    people: dict[str, int] = field(default_factory=dict)
    last: dict[str, Json] = field(default_factory=dict)

    @classmethod
    def set(cls, api: BotApi, number: int, where: str) -> "Scene":
        """A place that nobody was in before."""
        group = None if where == "private" else -1_000_000_000_000 - number
        thread = api.topic(group, "值班") if group and where == "topic" else None
        return cls(api, number, group, thread)

    async def play(self, turn: Json) -> None:
        """Do what somebody does, and hold what the phones show against the turn."""
        (deed, what), *rest = turn.items()
        name, _, verb = deed.partition(" ")
        expected = dict(rest)
        caption = expected.pop("caption", None)
        assert expected, f"{deed}: {what} - and then?"
        assert expected.keys() <= SHOWN
        user = self.people.setdefault(name, self.number * 1000 + len(self.people))
        chat = self.api.chat(self.group or user)
        before, after = dict(chat.messages), len(self.api.calls)
        made = self._do(name, verb.split(), what, caption)
        await self.api.idle(QUIET)
        shown = [call.message for call in self.api.shown(after=after)]
        seen = "\n\n".join([f"{deed}: {what}", *map(phone.screen, shown)])
        assert [message["chat"]["id"] for message in shown] == [chat.id] * len(shown)
        self._check_answer(expected, made)
        _check_shown(expected, shown, before, seen)
        if "bot" in expected:
            self._check_place(shown[0], made)
        if shown:
            self.last["bot"] = shown[-1]

    def _do(self, name: str, verb: list[str], what: Any, caption: str | None) -> Json:
        """Put the update of a deed into the queue; the message or query it made."""
        user = self.people[name]
        place: Json = {"chat": self.group, "thread": self.thread}
        match verb:
            case []:
                made = self.api.text(user, what, **place)
            case ["replies", *to]:
                quoted = self.last[to[-1] if to else "bot"]["message_id"]
                made = self.api.text(user, what, **place, reply_to=quoted)
            case ["repeats", times, "times"]:
                made = self.api.text(user, what * int(times), **place)
            case ["edits"]:
                made = self.api.edit(self.group or user, self.last[name]["message_id"], what)
            case ["presses"]:
                return self.api.press(user, self.group, label=what)
            case ["searches"]:
                return self.api.inline(user, what)
            case ["sends"] if what == "album":
                made = self._album(user, caption)
            case ["sends"]:
                made = self.api.media(user, what, caption, **place)
            case ["moves"]:
                made = self._moved(self.last[name])
            case _:
                raise AssertionError(f"nobody can {verb}")
        self.last[name] = made
        return made

    def _album(self, user: int, caption: str | None) -> Json:
        """Three pictures; the caption stands under the first."""
        album: Json = {"media_group_id": str(user)}
        first = self.api.media(user, "photo", caption, self.group, **album)
        for _ in range(2):
            self.api.media(user, "photo", None, self.group, **album)
        return first

    def _moved(self, message: Json) -> Json:
        """A live location goes on."""
        place = message["location"] | {"latitude": message["location"]["latitude"] + 0.01}
        moved = message | {"location": place, "edit_date": message["date"] + 1}
        chat = self.api.world.chats[message["chat"]["id"]]
        chat.messages[message["message_id"]] = moved
        self.api.world.push("edited_message", moved, chat.id)
        return moved

    def _check_answer(self, expected: Json, made: Json) -> None:
        """A button or a search is answered once: as the turn says, or without a word."""
        if "message_id" in made:
            assert not expected.keys() & {*SAID, "lists", "way in"}
            return
        (answer,) = self.api.world.queries[made["id"]].answers
        if "results" in answer:
            _check_articles(answer["results"], expected["lists"])
            assert answer.get("button", {}).get("text") == expected.get("way in")
            return
        kind = "box" if answer["show_alert"] else "toast"
        said = {kind: answer["text"]} if "text" in answer else {}
        assert said == {kind: words for kind, words in expected.items() if kind in SAID}

    def _check_place(self, shown: Json, asked: Json) -> None:
        """What the bot says stays in its topic; in a group it quotes what it replies to."""
        assert shown.get("message_thread_id") == self.thread
        quoted = shown.get("reply_to_message", {}).get("message_id")
        assert quoted == asked["message_id"] or (quoted is None and self.group is None)


def _check_articles(results: list[Json], expected: list[str]) -> None:
    """What a search lists, each with a message to send."""
    titles = [result["title"] for result in results]
    assert _agree(titles, expected), titles
    assert len(results) <= MOST_LISTED
    for result in results:
        content = result["input_message_content"]
        phone.check({"text": content["message_text"], "entities": content["entities"]})
        assert content["message_text"].startswith(result["description"])


def _check_shown(expected: Json, shown: list[Json], before: dict[int, Json], seen: str) -> None:
    """One new message, one change of an old one, or nothing."""
    changes = expected.keys() & {"bot", "becomes", "buttons"}
    assert len(shown) == bool(changes), seen
    assert not (changes and expected.get("silence"))
    for message in shown:
        old = before.get(message["message_id"])
        assert (old is None) == ("bot" in expected), seen
        first = expected.get("bot", expected.get("becomes"))
        if first is None:
            assert old is not None
            assert message["text"] == old["text"], seen
        else:
            assert message["text"].split("\n")[0].startswith(first), seen
        assert all(words in message["text"] for words in expected.get("has", [])), seen
        assert not any(words in message["text"] for words in expected.get("lacks", [])), seen
        assert "buttons" not in expected or _agree(phone.rows(message), expected["buttons"]), seen


def _agree(lines: list[str], expected: list[str]) -> bool:
    """Whether the lines are those expected, of which one may stand for any number of lines."""
    if ANYTHING not in expected:
        return lines == expected
    at = expected.index(ANYTHING)
    first, last = expected[:at], expected[at + 1 :]
    end = len(lines) - len(last)
    return end >= at and lines[:at] == first and lines[end:] == last
