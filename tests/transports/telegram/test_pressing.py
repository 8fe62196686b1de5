"""Buttons pressed late, twice, by the wrong person or by none: words, and nothing changes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.app import assistant, load_checked
from bot.config import Access
from bot.knowledge.folders import Folders
from bot.texts import chat as chat_texts
from bot.texts import cli as cli_texts
from bot.texts import telegram as texts
from bot.texts.chat import TELEGRAM
from tests.botapi import BotApi
from tests.conftest import SMALL, TODAY
from tests.transports.telegram import phone
from tests.transports.telegram.house import SOON, STRANGER, House, running
from tests.transports.telegram.looking import calm, restart, rows

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
NUMBERS = count(1)
EXPIRED = float("-inf")
ELSEWHERE = -1_000_000_999_999
NOT_FOUND = "Bad Request: message to edit not found"

BUTTONS = {
    "an entry": ("请假", "老请假批不批"),
    "none of these": ("请假", chat_texts.NONE_OF_THESE),
    "a topic": ("小组会多久开一次", "更多：小组会怎么开"),
    "all topics": ("火星上能种土豆吗", chat_texts.ALL_TOPICS),
    "another page": ("/topics", chat_texts.MORE),
    "a thumb up": ("小组会多久开一次", texts.UP),
    "a thumb down": ("小组会多久开一次", texts.DOWN),
    "to the authors": ("火星上能种土豆吗", texts.HAND_OVER),
}
"""Each kind of button: what to ask to get one, and its label."""


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """One event loop for all tests here, which share a bot."""
    return "asyncio"


@pytest.fixture(scope="module")
async def shared(
    tmp_path_factory: pytest.TempPathFactory, on_telegram: Assistant
) -> AsyncIterator[House]:
    """A bot for everybody."""
    async with running(tmp_path_factory.mktemp("data"), on_telegram, access=Access.OPEN) as house:
        await done(house.api)
        yield house


@pytest.fixture
async def house(shared: House) -> AsyncIterator[House]:
    """The same, in which afterwards no button spins and every message is one that phones show."""
    before = len(shared.api.calls)
    yield shared
    await done(shared.api)
    assert [query for query in shared.api.unanswered if query.asked > EXPIRED] == []
    for call in shared.api.shown(after=before):
        phone.check(call.message)


@dataclass(slots=True)
class Scene:
    """A person, in private or in a group where nobody was before, and a message with buttons."""

    house: House
    user: int
    group: int | None
    message: Json = field(default_factory=dict)

    @property
    def api(self) -> BotApi:
        return self.house.api

    @property
    def chat(self) -> int:
        return self.group or self.user

    async def ask(self, text: str, **more: Any) -> Json:
        """Ask, in a group with the command; the message that the bot sent."""
        told = text.startswith("/") or self.group is None or more
        self.api.text(self.user, text if told else f"/ask {text}", self.group, **more)
        await done(self.api)
        self.message = self.api.said(self.chat)[-1]
        return self.message

    def data(self, label: str) -> str:
        """What a button of the message carries."""
        keyboard = self.message["reply_markup"]["inline_keyboard"]
        return next(str(b["callback_data"]) for row in keyboard for b in row if b["text"] == label)

    def press(self, label: str, by: int = 0, **more: Any) -> Json:
        """Press a button of the message as it was shown, whatever became of it."""
        if not more:
            more = {"snapshot": self.message}
        return self.api.press(self.user + by, self.group, label=label, **more)

    async def pressed(self, label: str, by: int = 0, **more: Any) -> Json:
        """Press it; how the bot answered, which it must have done once."""
        query = self.press(label, by, **more)
        await done(self.api)
        return self.answer(query)

    def answer(self, query: Json) -> Json:
        (answer,) = self.api.world.queries[query["id"]].answers
        return {key: value for key, value in answer.items() if key != "callback_query_id"}

    def now(self) -> Json:
        """The message as it is now."""
        return self.api.world.chats[self.chat].messages[self.message["message_id"]]

    async def everything(self) -> tuple[list[Json], Json]:
        """What stands in the chat, and every row kept."""
        return self.api.messages(self.chat), await kept(self.house)


async def done(api: BotApi) -> None:
    """Wait until the bot has handled everything: it confirms what it has handled."""
    await api.idle(quiet=0.002)


def scene(house: House, place: str = "private") -> Scene:
    number = next(NUMBERS)
    group = -1_000_000_000_000 - number if place == "group" else None
    return Scene(house, number * 1000, group)


async def kept(house: House) -> Json:
    """Every row. A batch of updates is written down while the next one is fetched."""
    house.api.text(STRANGER, "大家好", ELSEWHERE)
    await done(house.api)
    return rows(house)


def box(text: str) -> Json:
    return {"text": text, "show_alert": True}


def toast(text: str) -> Json:
    return {"text": text, "show_alert": False}


def refused_since(api: BotApi, call: int) -> list[str]:
    return [refusal.error for refusal in api.errors if refusal in api.calls[call:]]


SILENT: Json = {"show_alert": False}


Spoil = Callable[[Scene, str], Json]
"""Spoils a button of a scene's message and gives what of the press is unusual then."""


def nothing(_: Scene, __: str) -> Json:
    return {}


def unseen(one: Scene, label: str) -> Json:
    """Telegram keeps the message but shows it no more to bots."""
    hidden = {"message_id": one.message["message_id"], "date": 0, "chat": one.message["chat"]}
    return {"snapshot": hidden, "data": one.data(label)}


def erased(one: Scene, label: str) -> Json:
    data = one.data(label)
    one.api.erase(one.chat, one.message["message_id"])
    return {"message_id": one.message["message_id"], "data": data}


def without_question(one: Scene, _: str) -> Json:
    one.api.erase(one.chat, one.message["reply_to_message"]["message_id"])
    return {"message_id": one.message["message_id"]}


@dataclass(frozen=True, slots=True)
class Stale:
    """A way for a button to be of no use. `by`: who presses, 0 the one who asked."""

    place: str
    spoil: Spoil
    says: str | None
    by: int = 0


STALE = {
    "somebody else's": Stale("group", nothing, texts.NOT_YOURS, by=1),
    "of a message no longer accessible": Stale("private", unseen, texts.OLD),
    "of a message no longer accessible, in a group": Stale("group", unseen, texts.OLD),
    "of a message that was deleted": Stale("private", erased, texts.OLD),
    "of a message that was deleted, in a group": Stale("group", erased, texts.OLD),
    "of somebody else's whose question was deleted": Stale("group", without_question, None, by=1),
    "of one whose question was deleted": Stale("group", without_question, None),
}


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("why", STALE)
async def test_a_stale_button_says_so_and_changes_nothing(
    house: House, button: str, why: str
) -> None:
    (asked, label), stale = BUTTONS[button], STALE[why]
    one = scene(house, stale.place)
    await one.ask(asked)
    unusual = stale.spoil(one, label)
    before, call = await one.everything(), len(one.api.calls)
    answer = await one.pressed(label, stale.by, **unusual)
    assert answer == box(stale.says or answer["text"])
    assert await one.everything() == before
    assert refused_since(one.api, call) == []


FORGED = {
    texts.FOREIGN: ["", "x", "e:", "e:党费", "t:dues", "T:-1", "f:maybe", "+:../../etc", "\0"],
    texts.CHANGED: ["e:no-such-entry", "t:no-such-topic:0"],
    texts.MOVED_ON: ["+:no-such-entry", "-:no-such-entry"],
    texts.ONLY_ADMIN: ["let:in", "r:1", "R:1", "i:a", "a:use.0", "a:invites.0"],
}


@pytest.mark.parametrize("says", FORGED)
@pytest.mark.parametrize("place", ["private", "group"])
async def test_forged_data_says_so_and_changes_nothing(house: House, place: str, says: str) -> None:
    one = scene(house, place)
    await one.ask("小组会多久开一次")
    before, call = await one.everything(), len(one.api.calls)
    for data in FORGED[says]:
        answer = await one.pressed("", message_id=one.message["message_id"], data=data)
        assert answer == box(says), data
        assert await one.everything() == before, data
    assert refused_since(one.api, call) == []


async def test_a_question_that_was_deleted_cannot_be_handed_over(house: House) -> None:
    one = scene(house)
    asked = await one.ask("火星上能种土豆吗")
    one.api.erase(one.user, asked["reply_to_message"]["message_id"])
    before = await one.everything()
    lost = one.pressed(texts.HAND_OVER, message_id=one.message["message_id"])
    assert await lost == box(texts.QUESTION_LOST)
    assert await one.everything() == before


async def test_a_question_that_was_deleted_has_an_answer_to_rate(house: House) -> None:
    one = scene(house)
    asked = await one.ask("小组会多久开一次")
    one.api.erase(one.user, asked["reply_to_message"]["message_id"])
    down = one.pressed(texts.DOWN, message_id=one.message["message_id"])
    assert await down == toast(texts.RATED_UP)
    assert texts.HAND_OVER not in phone.rows(one.now())


async def test_the_asker_of_a_deleted_question_is_not_told_that_somebody_else_asked(
    house: House,
) -> None:
    one = scene(house, "group")
    await one.ask("请假")
    answer = await one.pressed("老请假批不批", **without_question(one, ""))
    assert answer == box(texts.QUESTION_GONE)


TWICE: dict[str, tuple[Json, dict[str, int], dict[str, int]]] = {
    "an entry": (toast(texts.SHOWN), {"picked": 1}, {}),
    "none of these": (toast(texts.SHOWN), {"rejected": 1}, {}),
    "a topic": (toast(texts.SHOWN), {}, {}),
    "all topics": (toast(texts.SHOWN), {}, {}),
    "another page": (toast(texts.SHOWN), {}, {}),
    "a thumb up": (toast(texts.RATED_BEFORE), {"up": 1}, {"ratings": 1}),
    "to the authors": (box(texts.HANDED_BEFORE), {}, {"questions": 1, "handed_over": 1}),
}
"""By button: what the second press is told, and for both what is counted and what is written."""


def grown(before: Json, after: Json) -> tuple[dict[str, int], dict[str, int]]:
    """What was counted meanwhile by kind, and how many rows came to other tables."""
    counts = Counter[str]()
    for sign, found in ((1, after), (-1, before)):
        for row in found["tallies"]:
            counts[row["kind"]] += sign * row["count"]
    written = {
        name: len(found) - len(before[name])
        for name, found in after.items()
        if name not in {"tallies", "conversations", "exchanges"} and len(found) != len(before[name])
    }
    return {kind: number for kind, number in counts.items() if number}, written


@pytest.mark.parametrize("button", [*TWICE])
async def test_pressed_twice_in_the_same_moment(house: House, button: str) -> None:
    asked, label = BUTTONS[button]
    says, counted, written = TWICE[button]
    once, twice = scene(house), scene(house)
    for one in (once, twice):
        await one.ask(asked)
    await once.pressed(label)
    before, call = await kept(house), len(twice.api.calls)
    queries = [twice.press(label), twice.press(label)]
    await done(twice.api)
    assert twice.answer(queries[1]) == says
    assert phone.screen(twice.now()) == phone.screen(once.now())
    assert len(twice.api.said(twice.chat)) == 1
    assert refused_since(twice.api, call) == []
    assert grown(before, await kept(house)) == (counted, written)


async def test_a_thumb_down_pressed_twice_still_offers_the_way_to_the_authors(
    house: House,
) -> None:
    one = scene(house)
    await one.ask("小组会多久开一次")
    queries = [one.press(texts.DOWN), one.press(texts.DOWN)]
    await done(one.api)
    assert one.answer(queries[0]) == toast(texts.RATED_DOWN)
    assert one.answer(queries[1]) == toast(texts.RATED_BEFORE)
    assert phone.rows(one.now())[-1] == texts.HAND_OVER


@pytest.mark.parametrize(
    ("first", "second"), [(texts.UP, texts.DOWN), (texts.DOWN, texts.UP), (texts.UP, texts.UP)]
)
async def test_an_answer_is_rated_once(house: House, first: str, second: str) -> None:
    """Even if it is opened again from another entry, with new thumbs."""
    one = scene(house)
    await one.ask("请假")
    before = await kept(house)
    for label in ("老请假批不批", first, "请假跟谁请怎么请", "老请假批不批"):
        await one.pressed(label)
        one.message = one.now()
    assert phone.rows(one.message)[-1] == f"{texts.UP} | {texts.DOWN}"
    assert await one.pressed(second) == toast(texts.RATED_BEFORE)
    assert texts.UP not in phone.screen(one.now())
    kind = "up" if first == texts.UP else "down"
    counted, written = grown(before, await kept(house))
    assert counted == {kind: 1, "picked": 3}
    assert written == {"ratings": 1}


async def test_a_thumb_pressed_right_after_another_button_leaves_what_that_opened(
    house: House,
) -> None:
    one, calm_one = scene(house), scene(house)
    for each in (one, calm_one):
        await each.ask("小组会多久开一次")
        each.press("定在几号什么时候")
    one.press(texts.UP)
    await done(one.api)
    assert phone.screen(one.now()) == phone.screen(calm_one.now())


@pytest.mark.parametrize("data", ["+:dues-use", "-:dues-use", "h:", "h:dues-use"])
async def test_data_of_a_button_that_the_message_never_had_changes_nothing(
    house: House, data: str
) -> None:
    one = scene(house)
    await one.ask("小组会多久开一次")
    before = await one.everything()
    answer = await one.pressed("", message_id=one.message["message_id"], data=data)
    assert answer == box(texts.MOVED_ON)
    assert await one.everything() == before


@pytest.mark.parametrize(
    ("button", "says"),
    [
        ("an entry", box(texts.OLD)),
        ("none of these", box(texts.OLD)),
        ("a topic", box(texts.OLD)),
        ("all topics", box(texts.OLD)),
        ("another page", box(texts.OLD)),
        ("a thumb up", toast(texts.RATED_UP)),
        ("a thumb down", toast(texts.RATED_DOWN)),
        ("to the authors", box(texts.HANDED.format(text="火星上能种土豆吗"))),
    ],
)
async def test_pressed_and_then_deleted_before_the_bot_heard_of_it(
    house: House, button: str, says: Json
) -> None:
    """Nothing new is sent; what was said by pressing counts."""
    asked, label = BUTTONS[button]
    one = scene(house)
    await one.ask(asked)
    query, call = one.press(label), len(one.api.calls)
    one.api.erase(one.chat, one.message["message_id"])
    await done(one.api)
    assert one.answer(query) == says
    assert one.api.said(one.chat) == []
    assert refused_since(one.api, call) == [NOT_FOUND]


async def test_too_late_to_answer_a_press_is_no_failure(house: House) -> None:
    one = scene(house)
    await one.ask("请假")
    before = rows(house)["failures"]
    one.press("老请假批不批")
    one.api.expire()
    await done(one.api)
    assert "本条：老请假批不批" in one.now()["text"]
    assert (await kept(house))["failures"] == before


CHANGED = {
    "an entry": box(texts.CHANGED),
    "a topic": box(texts.CHANGED),
    "a thumb up": box(texts.CHANGED),
    "a thumb down": box(texts.CHANGED),
}


async def reload(house: House) -> None:
    """The knowledge becomes the small one: none of the entries and topics shown is there."""
    folders = Folders(SMALL / "knowledge", SMALL / "seeds")
    house.reloaded.append(assistant(load_checked(folders, TODAY), TELEGRAM))
    house.orders.reload.set()
    async with asyncio.timeout(SOON):
        while cli_texts.RELOADED not in house.told:
            await asyncio.sleep(0.005)


async def test_what_the_knowledge_lost_is_not_shown_nor_rated(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        scenes = {button: scene(house, "group") for button in CHANGED}
        for button, one in scenes.items():
            await one.ask(BUTTONS[button][0])
        typed = scene(house)
        await typed.ask("请假")
        await reload(house)
        for button, one in scenes.items():
            before = await one.everything()
            assert await one.pressed(BUTTONS[button][1]) == CHANGED[button]
            assert await one.everything() == before
        gone = await typed.ask("2")
        assert gone["text"] == chat_texts.GONE
        assert phone.rows(gone) == [chat_texts.ALL_TOPICS]


async def test_what_is_left_after_the_knowledge_changed_works(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        none, topics, over = (scene(house) for _ in range(3))
        await none.ask("请假")
        await topics.ask("/topics")
        await over.ask("火星上能种土豆吗")
        await reload(house)
        assert await none.pressed(chat_texts.NONE_OF_THESE) == SILENT
        assert phone.rows(none.now()) == [chat_texts.ALL_TOPICS, texts.HAND_OVER]
        assert await topics.pressed(chat_texts.MORE) == SILENT
        assert phone.rows(topics.now()) == ["开会 | 党费"]
        assert await over.pressed(texts.HAND_OVER) == box(
            texts.HANDED.format(text="火星上能种土豆吗")
        )


async def test_buttons_outlive_the_program(tmp_path: Path, on_telegram: Assistant) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        scenes = {button: scene(house) for button in BUTTONS}
        for button, one in scenes.items():
            await one.ask(BUTTONS[button][0])
        await restart(house)
        for button, one in scenes.items():
            before = phone.screen(one.now())
            await one.pressed(BUTTONS[button][1])
            assert phone.screen(one.now()) != before, button


async def test_who_was_not_let_in_presses_in_vain(tmp_path: Path, on_telegram: Assistant) -> None:
    async with calm(tmp_path, on_telegram, access=Access.INVITE) as house:
        one = scene(house)
        await one.ask("小组会多久开一次")
        assert "buttons" not in one.message
        for data in ("e:dues-use", "+:dues-use", "h:", "n", "zzz"):
            before = await one.everything()
            answer = await one.pressed("", message_id=one.message["message_id"], data=data)
            assert answer == box(texts.GATE_BUTTON)
            assert await one.everything() == before


async def test_a_question_handed_over_is_masked_and_tied_to_nobody(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        one = scene(house, "group")
        await one.ask("赵铁柱13800000000火星种土豆")
        said = await one.pressed(texts.HAND_OVER)
        found = await kept(house)
        (question,) = found["questions"]
        assert said == box(texts.HANDED.format(text=question["text"]))
        assert question["text"] == "某某#火星种土豆"
        assert question["reason"] == "unanswered"
        assert question["entry_id"] is None
        numbers = {str(number) for number in (one.user, one.group, one.message["message_id"])}
        values = {str(value) for value in question.values()}
        assert not numbers & values
        assert question.keys() == {"id", "text", "reason", "entry_id", "day"}
        rest = str({name: found[name] for name in found if name != "questions"})
        assert question["text"] not in rest
        assert question["id"] not in rest
        for file in tmp_path.iterdir():  # nor does it stand anywhere unmasked
            content = file.read_bytes()
            assert "赵铁柱".encode() not in content, file.name
            assert b"13800000000" not in content, file.name


async def test_a_disliked_answer_is_handed_over_with_its_entry(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        one = scene(house)
        await one.ask("小组会多久开一次")
        await one.pressed(texts.DOWN)
        one.message = one.now()
        await one.pressed(texts.HAND_OVER)
        (question,) = (await kept(house))["questions"]
        assert question["reason"] == "disliked"
        assert question["entry_id"] == "group-meeting-frequency"
        assert question["text"] == "小组会多久开一次"


async def test_a_long_question_is_kept_as_far_as_it_is_kept_and_shown_as_far_as_a_box_goes(
    house: House,
) -> None:
    one = scene(house)
    await one.ask("火星上的土豆" * 80)
    answer = await one.pressed(texts.HAND_OVER)
    assert answer["text"].startswith("已交给编写者：“火星上的土豆")
    assert texts.ELLIPSIS + "”" in answer["text"]
    assert len(answer["text"]) == 200


@pytest.mark.parametrize(
    "text",
    [
        "/ask 火星上能种土豆吗",
        "/ask  火星上能种土豆吗",
        "/ASK@zuzhang_test_bot 火星上能种土豆吗",
        "/ask\n火星上能种土豆吗",
        "/ask　火星上能种土豆吗",
    ],
)
async def test_the_command_is_no_part_of_what_is_handed_over(house: House, text: str) -> None:
    one = scene(house, "group")
    await one.ask(text)
    said = await one.pressed(texts.HAND_OVER)
    assert said == box(texts.HANDED.format(text="火星上能种土豆吗"))


@pytest.mark.parametrize(
    "text",
    [
        "一三八零零一三八零零",
        "赵铁柱",
        "@qwerty",
        "xyz qqq",
    ],
)
async def test_a_question_of_which_the_mask_leaves_nothing_is_not_kept(
    house: House, text: str
) -> None:
    one = scene(house)
    await one.ask(text)
    before = await one.everything()
    assert await one.pressed(texts.HAND_OVER) == box(texts.NOTHING_LEFT)
    assert await one.everything() == before


async def test_what_a_bare_ask_under_a_message_offers_can_be_done(house: House) -> None:
    one = scene(house, "group")
    said = one.api.text(one.user + 1, "火星上能种土豆吗", one.group)
    shown = await one.ask("/ask", reply_to=said["message_id"])
    if texts.HAND_OVER in phone.screen(shown):
        answer = await one.pressed(texts.HAND_OVER)
        assert answer != box(texts.QUESTION_LOST)


async def test_another_question_in_the_same_message_is_handed_over_as_well(
    house: House,
) -> None:
    one = scene(house)
    question = (await one.ask("火星上能种土豆吗"))["reply_to_message"]
    await one.pressed(texts.HAND_OVER)
    one.api.edit(one.user, question["message_id"], "月亮上能种白菜吗")
    await done(one.api)
    answer = await one.pressed(texts.HAND_OVER, message_id=one.message["message_id"])
    assert answer == box(texts.HANDED.format(text="月亮上能种白菜吗"))


async def test_an_anonymous_administrator_may_press_what_he_asked_for(house: House) -> None:
    one = scene(house, "group")
    group = {"id": one.group, "type": "supergroup", "title": "班组"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    one.api.text(anonymous, "/ask 请假", one.group, sender_chat=group)
    await done(one.api)
    one.message = one.api.said(one.chat)[-1]
    one.api.status(one.chat, one.user, "administrator")
    assert await one.pressed("老请假批不批") == SILENT


async def test_presses_of_one_chat_keep_their_order(house: House) -> None:
    one = scene(house)
    await one.ask("请假")
    for label in ("请假跟谁请怎么请", "应到实到怎么算", "老请假批不批"):
        one.press(label)
    await done(one.api)
    assert "本条：老请假批不批" in one.now()["text"]
