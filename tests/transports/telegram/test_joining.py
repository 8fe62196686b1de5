"""How people and groups come in, and how they are lost again."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.config import Access
from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram.handlers.administering import ADMINISTRATOR_LASTS, LASTS
from tests.botapi import ChatState
from tests.transports.telegram.house import MEMBER, OWNER, STRANGER, House, running
from tests.transports.telegram.looking import (
    ask,
    bring,
    calm,
    check,
    code_in,
    done,
    invited,
    last,
    let_in,
    restart,
    rows,
    tap,
)

pytestmark = pytest.mark.anyio

ASK, ANSWER = "/ask 小组会多久开一次", "一般每月一次"
HELLO = "你好，我是组长助手"
A_MOMENT = dt.timedelta(seconds=5)
MIGRATED = "Bad Request: group chat was upgraded to a supergroup chat"
BLOCKED = "Forbidden: bot was blocked by the user"
KICKED = "Forbidden: bot was kicked from the group chat"


# The first administrator.


def printed(house: House) -> list[str]:
    """The codes told to the operator so far."""
    return [code_in(line) for line in house.told if "start=" in line]


async def test_of_two_who_open_the_printed_code_one_becomes_administrator(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram) as house:
        (code,) = printed(house)
        for person in (OWNER, STRANGER):
            house.api.text(person, f"/start {code}")
        await done(house.api)
        lines = {house.api.said(person)[0]["text"].split("\n")[0] for person in (OWNER, STRANGER)}
        assert lines == {texts.WELCOME_ADMIN, texts.CODE_USED}
        assert [row["role"] for row in rows(house)["members"]] == [Role.ADMIN]


async def test_the_code_is_new_at_each_start_until_it_is_used(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram) as house:
        await restart(house)
        old, new = printed(house)
        assert old != new
        assert await ask(house, STRANGER, f"/start {old}") == texts.CODE_UNKNOWN
        assert (await ask(house, OWNER, f"/start {new}")).startswith(texts.WELCOME_ADMIN)
        assert await ask(house, STRANGER, f"/start {new}") == texts.CODE_USED
        assert (await ask(house, OWNER, f"/start {new}")).startswith(texts.ALREADY)
        await restart(house)
        assert len(printed(house)) == 2
        assert (await ask(house, OWNER, "/admin")).startswith(texts.USE)


async def test_the_last_administrator_gone_a_code_is_printed_again(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram) as house:
        await house.own()
        await ask(house, OWNER, "/forget")
        await tap(house, OWNER, texts.FORGET_YES)
        await restart(house)
        assert len(printed(house)) == 2
        assert (await ask(house, STRANGER, f"/start {house.code}")).startswith(texts.WELCOME_ADMIN)


async def test_no_code_is_printed_where_the_settings_name_an_administrator(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, admins=(OWNER,)) as house:
        assert printed(house) == []
        assert (await ask(house, OWNER, "/admin")).startswith(texts.USE)


async def test_an_administrator_by_settings_is_told_so_and_gets_the_menu(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    """Before they first write, no menu can be set for them."""
    async with running(tmp_path, on_telegram, admins=(OWNER,)) as house:
        said = await ask(house, OWNER, "/start")
        await done(house.api)
        assert "/admin" in said
        assert "admin" in {command["command"] for command in house.api.menu(OWNER)}


# Invitations.


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """The house of this module lives as long as it."""
    return "asyncio"


@pytest.fixture(scope="module")
async def owned(
    tmp_path_factory: pytest.TempPathFactory, on_telegram: Assistant
) -> AsyncIterator[House]:
    """A house with an administrator, in which nothing is refused; each test has its own people."""
    async with calm(tmp_path_factory.mktemp("owned"), on_telegram) as house:
        await house.own()
        yield house


@pytest.fixture
async def home(owned: House) -> AsyncIterator[House]:
    """The same with its clock put right, and its errors seen, after every test."""
    yield owned
    owned.clock.ahead = dt.timedelta()
    await done(owned.api)
    check(owned.api)


async def administrator_code(house: House) -> str:
    """A link for an administrator, made with the button below another link."""
    await ask(house, OWNER, "/invite")
    await tap(house, OWNER, texts.INVITE_ADMIN)
    assert last(house.api, OWNER).startswith("管理员邀请，")
    return code_in(last(house.api, OWNER))


async def test_an_invitation_lets_any_number_in(home: House) -> None:
    code = await invited(home)
    for person in (5001, 5002, 5003):
        assert (await ask(home, person, f"/start {code}")).startswith(texts.WELCOME_MEMBER)
        assert (await ask(home, person, "小组会多久开一次")).startswith(ANSWER)
    assert (await ask(home, 5001, f"/start {code}")).startswith(texts.ALREADY)
    assert (await ask(home, OWNER, f"/start {code}")).startswith(texts.ALREADY)
    assert (await ask(home, OWNER, "/admin")).startswith(texts.USE)  # no role is ever lowered


async def test_an_invitation_without_a_link_is_typed(home: House) -> None:
    code = await invited(home)
    assert await ask(home, 5010, "/start") == texts.GATE
    assert await ask(home, 5010, code) == texts.GATE
    assert (await ask(home, 5010, f"/start   {code} ")).startswith(texts.WELCOME_MEMBER)


@pytest.mark.parametrize(
    ("person", "code"), [(5020, "nosuch"), (5021, "党"), (5022, "a" * 64), (5023, "' OR 1=1 --")]
)
async def test_a_code_that_nobody_made(home: House, person: int, code: str) -> None:
    assert await ask(home, person, f"/start {code}") == texts.CODE_UNKNOWN
    assert await ask(home, person, "你好") == texts.GATE


@pytest.mark.parametrize(("person", "by_button"), [(5030, False), (5031, True)])
async def test_an_invitation_ends_when_it_says(home: House, person: int, by_button: bool) -> None:
    code = await (administrator_code if by_button else invited)(home)
    lasts = ADMINISTRATOR_LASTS if by_button else LASTS
    until = (home.clock() + lasts).astimezone(home.settings.timezone)
    assert f"{until.month}月{until.day}日" in last(home.api, OWNER)
    home.clock.ahead = lasts + A_MOMENT
    assert await ask(home, person, f"/start {code}") == texts.CODE_EXPIRED
    home.clock.ahead = lasts - A_MOMENT - A_MOMENT
    welcome = texts.WELCOME_ADMIN if by_button else texts.WELCOME_MEMBER
    assert (await ask(home, person, f"/start {code}")).startswith(welcome)


async def test_an_administrator_link_is_for_one(home: House) -> None:
    code = await administrator_code(home)
    for person in (5040, 5041):
        home.api.text(person, f"/start {code}")
    await done(home.api)
    lines = {home.api.said(person)[0]["text"].split("\n")[0] for person in (5040, 5041)}
    assert lines == {texts.WELCOME_ADMIN, texts.CODE_USED}
    assert await ask(home, 5042, f"/start {code}") == texts.CODE_USED


async def test_a_member_becomes_administrator(home: House) -> None:
    await let_in(home, 5050)
    assert await ask(home, 5050, "/admin") == texts.ONLY_ADMIN
    assert "admin" not in {command["command"] for command in home.api.menu(5050)}
    said = await ask(home, 5050, f"/start {await administrator_code(home)}")
    assert said.startswith(texts.WELCOME_ADMIN)
    assert (await ask(home, 5050, "/admin")).startswith(texts.USE)
    assert "admin" in {command["command"] for command in home.api.menu(5050)}


async def test_codes_are_nowhere_written_down(home: House) -> None:
    codes = [home.code, await invited(home), await administrator_code(home)]
    await ask(home, 5060, f"/start {codes[1]}")
    written = repr(rows(home)).casefold()
    assert [code for code in codes if code.casefold() in written] == []


async def revoking(house: House, code: str, member: int) -> None:
    """Open the list of invitations, on which the last one stands lowest."""
    await ask(house, member, f"/start {code}")
    await ask(house, OWNER, "/admin")
    await tap(house, OWNER, texts.TO_INVITES)


async def test_live_invitations_are_listed_each_with_its_buttons(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram) as house:
        await house.own()
        await ask(house, OWNER, "/admin")
        await tap(house, OWNER, texts.TO_INVITES)
        assert last(house.api, OWNER) == texts.INVITES_NONE
        first = await invited(house)
        house.clock.ahead = dt.timedelta(days=3)
        second = await invited(house)
        for person in (MEMBER, STRANGER):
            await ask(house, person, f"/start {second}")
        zone = house.settings.timezone
        made = [
            dt.datetime.fromisoformat(str(row["created_at"]))
            .replace(tzinfo=dt.UTC)
            .astimezone(zone)
            for row in rows(house)["invites"][-2:]
        ]
        days = []
        for days_on in (7, 10):
            until = house.clock() - house.clock.ahead + dt.timedelta(days=days_on)
            days.append(texts.DAY.format(until.astimezone(house.settings.timezone)))
        await ask(house, OWNER, "/admin")
        await tap(house, OWNER, texts.TO_INVITES)
        assert last(house.api, OWNER).split("\n") == [
            texts.INVITES_LIVE,
            texts.INVITE_LINE.format(
                number=1, made=made[0].strftime(texts.MOMENT), until=days[0], uses=0
            ),
            texts.INVITE_LINE.format(
                number=2, made=made[1].strftime(texts.MOMENT), until=days[1], uses=2
            ),
        ]
        keyboard = house.api.said(OWNER)[-1]["reply_markup"]["inline_keyboard"]
        revoking = [[b for b in row if b["callback_data"][0] in "rR"] for row in keyboard]
        assert [len(row) for row in revoking if row] == [1, 2]  # nobody to show out by the first
        labels = [button["text"] for row in keyboard for button in row]
        assert len(set(labels)) == len(labels)
        house.clock.ahead = LASTS + A_MOMENT
        await tap(house, OWNER, texts.TO_USE)
        await tap(house, OWNER, texts.TO_INVITES)
        assert last(house.api, OWNER).count("\n") == 1  # its members are there all the same
        assert await ask(house, 5001, f"/start {first}") == texts.CODE_EXPIRED


async def test_an_administrator_link_can_be_revoked(home: House) -> None:
    """It went to the wrong person, say."""
    code = await administrator_code(home)
    await ask(home, OWNER, "/admin")
    await tap(home, OWNER, texts.TO_INVITES)
    assert await tap(home, OWNER, buttons(home, "r:")[-1]) == texts.REVOKED
    assert await ask(home, 5075, f"/start {code}") == texts.CODE_REVOKED


async def test_a_revoked_link_is_dead_and_who_came_by_it_stays(home: House) -> None:
    code = await invited(home)
    await revoking(home, code, 5070)
    earlier = home.api.said(OWNER)[-1]["message_id"]
    await revoking(home, code, 5070)
    button = buttons(home, "r:")[-1]
    assert await tap(home, OWNER, button) == texts.REVOKED
    assert await ask(home, 5071, f"/start {code}") == texts.CODE_REVOKED
    assert (await ask(home, 5070, "小组会多久开一次")).startswith(ANSWER)
    assert await tap(home, OWNER, button, message_id=earlier) == texts.REVOKED_BEFORE


async def test_a_link_revoked_with_those_who_came_by_it(home: House) -> None:
    staying, code = await invited(home), await invited(home)
    await ask(home, 5080, f"/start {staying}")
    await ask(home, 5081, f"/start {code}")
    await revoking(home, code, 5082)
    await tap(home, OWNER, buttons(home, "R:")[-1])
    assert (await ask(home, 5081, "小组会多久开一次")).startswith(ANSWER)  # only asked so far
    assert await tap(home, OWNER, texts.REVOKE_SURE) == texts.REVOKED_MEMBERS.format(count=2)
    for person in (5081, 5082):
        assert await ask(home, person, "小组会多久开一次") == texts.GATE
        assert await ask(home, person, f"/start {code}") == texts.CODE_REVOKED
    assert (await ask(home, 5080, "小组会多久开一次")).startswith(ANSWER)
    assert (await ask(home, 5081, f"/start {staying}")).startswith(texts.WELCOME_MEMBER)


def buttons(house: House, code: str) -> list[str]:
    """What the buttons carry that begin with a code, in the last message to the owner."""
    rows = house.api.said(OWNER)[-1]["reply_markup"]["inline_keyboard"]
    found = [button["callback_data"] for row in rows for button in row]
    return [data for data in found if data.startswith(code)]


async def test_another_link_leaves_the_first_in_sight(home: House) -> None:
    first = await ask(home, OWNER, "/invite")
    message = home.api.said(OWNER)[-1]
    await tap(home, OWNER, texts.INVITE_MORE)
    assert last(home.api, OWNER) != first
    (kept,) = [m for m in home.api.said(OWNER) if m["message_id"] == message["message_id"]]
    assert kept["text"] == first
    assert "reply_markup" not in kept


async def test_an_administrator_link_outlives_a_restart(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram) as house:
        await house.own()
        code = await administrator_code(house)
        await restart(house)
        assert (await ask(house, MEMBER, f"/start {code}")).startswith(texts.WELCOME_ADMIN)


async def test_a_member_is_told_why_an_administrator_link_does_nothing(home: House) -> None:
    code = await administrator_code(home)
    await let_in(home, 5090)
    home.clock.ahead = ADMINISTRATOR_LASTS + A_MOMENT
    assert (await ask(home, 5090, f"/start {code}")).startswith(texts.CODE_EXPIRED)


async def test_the_way_in_from_inline_is_no_wrong_invitation(home: House) -> None:
    answer = await home.api.answered(home.api.inline(5100, "小组会"))
    parameter = answer["button"]["start_parameter"]
    assert await ask(home, 5100, f"/start {parameter}") == texts.GATE


# Groups.


async def test_a_group_that_an_administrator_brings_is_let_in(home: House) -> None:
    home.api.member(-6001, "member", by=OWNER)
    (shown,) = await home.api.wait(1, chat=-6001)
    assert (shown.text, shown.buttons) == (texts.WELCOME_GROUP, [])
    assert (await ask(home, 6101, ASK, -6001)).startswith(ANSWER)


async def test_a_group_that_somebody_brings_waits_for_an_administrator(home: House) -> None:
    home.api.member(-6002, "member", by=6102)
    (asking,) = await home.api.wait(1, chat=-6002)
    assert (asking.text, asking.buttons) == (texts.ADMIT_ASK, [texts.ADMIT])
    await let_in(home, 6103)
    for person in (6102, 6103):
        assert await tap(home, person, texts.ADMIT, -6002) == texts.ONLY_ADMIN
        assert await ask(home, person, ASK, -6002) == texts.GATE_GROUP
    assert await tap(home, OWNER, texts.ADMIT, -6002) == texts.ADMITTED
    assert home.api.said(-6002)[0]["text"] == texts.WELCOME_GROUP
    assert "reply_markup" not in home.api.said(-6002)[0]
    assert (await ask(home, 6102, ASK, -6002)).startswith(ANSWER)


async def test_an_administrator_lets_a_group_in_with_start(home: House) -> None:
    """As the refusal in a group says."""
    home.api.chat(-6003).members[home.api.world.bot["id"]] = "member"
    assert await ask(home, 6104, ASK, -6003) == texts.GATE_GROUP
    assert "/start" in texts.GATE_GROUP
    assert await ask(home, OWNER, "/start", -6003) == texts.ADMIT_ASK
    assert await tap(home, OWNER, texts.ADMIT, -6003) == texts.ADMITTED
    assert (await ask(home, 6104, ASK, -6003)).startswith(ANSWER)


@pytest.mark.parametrize(
    ("group", "how", "by", "said", "then"),
    [
        (-6021, "kicked", OWNER, texts.WELCOME_GROUP, ANSWER),
        (-6022, "left", OWNER, texts.WELCOME_GROUP, ANSWER),
        (-6023, "kicked", 6105, texts.ADMIT_ASK, texts.GATE_GROUP),
        (-6024, "left", 6105, texts.ADMIT_ASK, texts.GATE_GROUP),
    ],
    ids=["kicked, by us", "left, by us", "kicked, by others", "left, by others"],
)
async def test_a_group_that_put_the_bot_out_is_let_in_anew(
    home: House, *, group: int, how: str, by: int, said: str, then: str
) -> None:
    await bring(home, group)
    home.api.member(group, how, by=6106)
    await done(home.api)
    kept = {row["chat_id"]: row for row in rows(home)["chats"]}[group]
    assert (kept["admitted"], kept["reachable"]) == (0, 0)
    home.api.member(group, "member", by=by)
    (shown,) = await home.api.wait(1, chat=group)
    assert shown.text == said
    assert (await ask(home, 6106, ASK, group)).startswith(then)


async def test_what_changes_but_membership_says_nothing(home: House) -> None:
    await bring(home, -6006)
    home.api.member(-6006, "administrator", by=6107)
    home.api.member(-6006, "member", by=6107)
    await done(home.api)
    assert len(home.api.said(-6006)) == 1
    assert (await ask(home, 6107, ASK, -6006)).startswith(ANSWER)


async def test_a_group_that_becomes_a_supergroup_stays_let_in(home: House) -> None:
    old, new = -6007, -1_000_000_006_007
    await bring(home, old)
    await ask(home, 6108, "/ask 记录", old)
    offered = home.api.said(old)[-1]["reply_markup"]["inline_keyboard"][0][0]["text"]
    home.api.migrate(old, new)
    await done(home.api)
    assert offered in await ask(home, 6108, "/ask 1", new)  # the open list moves with it
    assert (await ask(home, 6109, ASK, new)).startswith(ANSWER)
    await done(home.api)
    assert {row["chat_id"] for row in rows(home)["chats"]} & {old, new} == {new}
    assert old not in {row["chat_id"] for row in rows(home)["conversations"]}


async def test_telegram_puts_the_bot_into_the_supergroup_after_the_move(home: House) -> None:
    """As Telegram does, and in the name of whoever turned the group into one."""
    old, new = -6008, -1_000_000_006_008
    await bring(home, old)
    home.api.migrate(old, new)
    home.api.chat(new).members[home.api.world.bot["id"]] = "left"
    home.api.member(new, "member", by=6110)
    await done(home.api)
    assert home.api.said(new) == []
    assert (await ask(home, 6110, ASK, new)).startswith(ANSWER)


async def test_a_question_right_after_the_move_is_answered(home: House) -> None:
    old, new = -6009, -1_000_000_006_009
    await bring(home, old)
    home.api.migrate(old, new)
    assert (await ask(home, 6111, ASK, new)).startswith(ANSWER)


async def test_an_answer_follows_a_group_that_moved_meanwhile(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    """The bot learns of the move by the refusal of its answer."""
    async with calm(tmp_path, on_telegram, refused=(MIGRATED,)) as house:
        await house.own()
        old, new = -6010, -1_000_000_006_010
        await bring(house, old)
        house.api.chat(new)
        place = house.api.chat(old)
        place.state, place.migrated_to = ChatState.MIGRATED, new
        house.api.text(STRANGER, ASK, old)
        (shown,) = await house.api.wait(1, chat=new, after=0)
        assert shown.text.startswith(ANSWER)
        assert (await ask(house, STRANGER, ASK, new)).startswith(ANSWER)
        await done(house.api)
        assert {row["chat_id"] for row in rows(house)["chats"]} & {old, new} == {new}


# People and groups that are lost, and come back.


def reachable(house: House, chat: int) -> object:
    (kept,) = [row for row in rows(house)["chats"] if row["chat_id"] == chat]
    return kept["reachable"]


async def test_a_user_who_blocks_the_bot_and_comes_back(home: House) -> None:
    await let_in(home, 7001)
    home.api.member(7001, "kicked")
    await done(home.api)
    assert reachable(home, 7001) == 0
    assert texts.LOST_CHATS.format(count=1) in await ask(home, OWNER, "/admin")
    home.api.member(7001, "member")
    await done(home.api)
    assert reachable(home, 7001) == 1
    assert texts.LOST_CHATS[:5] not in await ask(home, OWNER, "/admin")
    assert (await ask(home, 7001, "小组会多久开一次")).startswith(ANSWER)


async def test_a_chat_found_shut_when_answering_is_recorded(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, refused=(BLOCKED, KICKED)) as house:
        await house.own()
        await let_in(house, MEMBER)
        group = -6011
        await bring(house, group)
        house.api.text(MEMBER, "小组会多久开一次")
        house.api.state(MEMBER, "blocked")
        await done(house.api)
        house.api.text(MEMBER, ASK, group)
        house.api.state(group, "kicked")
        await done(house.api)
        assert [reachable(house, MEMBER), reachable(house, group)] == [0, 0]
        assert rows(house)["failures"] == []
        house.api.state(MEMBER, "ok")
        house.api.state(group, "ok")
        house.api.chat(group).members[house.api.world.bot["id"]] = "kicked"
        house.api.member(group, "member", by=STRANGER)
        (shown,) = await house.api.wait(1, chat=group)
        assert shown.text == texts.ADMIT_ASK  # a group must be let in anew
        assert (await ask(house, MEMBER, "/start")).startswith(HELLO)
        await done(house.api)
        assert [reachable(house, MEMBER), reachable(house, group)] == [1, 1]


# Where everybody may.


async def test_with_open_access_nobody_needs_an_invitation(
    tmp_path: Path, on_telegram: Assistant
) -> None:
    async with calm(tmp_path, on_telegram, access=Access.OPEN) as house:
        assert (await ask(house, STRANGER, "/start")).startswith(HELLO)
        house.api.member(-6012, "member", by=STRANGER)
        (shown,) = await house.api.wait(1, chat=-6012)
        assert shown.text == texts.WELCOME_GROUP
        assert await ask(house, STRANGER, "/admin") == texts.ONLY_ADMIN
        await house.own()
        assert (await ask(house, OWNER, "/admin")).startswith(texts.USE)
