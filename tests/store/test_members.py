"""Who may use the bot."""

from pathlib import Path

import pytest

from bot.store.members import Role
from bot.store.store import Store
from tests.conftest import NOON
from tests.store.material import OTHER, USER, opened

pytestmark = pytest.mark.anyio
STRANGER, MEMBER, ADMIN = Role.STRANGER, Role.MEMBER, Role.ADMIN


async def invited(store: Store, code: str) -> int:
    return (await store.invites.create(code, MEMBER, created_by=None, now=NOON)).id


@pytest.mark.parametrize(
    ("added", "role"),
    [
        pytest.param([], STRANGER, id="nobody"),
        pytest.param([MEMBER], MEMBER, id="member"),
        pytest.param([MEMBER, ADMIN], ADMIN, id="raised"),
        pytest.param([ADMIN, MEMBER], ADMIN, id="never lowered"),
    ],
)
async def test_roles(store: Store, where: str | Path, added: list[Role], role: Role) -> None:
    for each in added:
        await store.members.add(USER, each, NOON)
    assert store.members.role(USER) is role
    async with opened(where) as again:
        assert again.members.role(USER) is role
        assert again.members.role(OTHER) is STRANGER


async def test_a_stranger_is_not_added(store: Store) -> None:
    with pytest.raises(ValueError, match="stranger"):
        await store.members.add(USER, STRANGER, NOON)
    assert store.members.role(USER) is STRANGER


async def test_the_forgotten_are_strangers(store: Store, where: str | Path) -> None:
    for user_id in (USER, OTHER):
        await store.members.add(user_id, ADMIN, NOON)
    await store.forget(USER)
    await store.forget(USER + 100)
    async with opened(where) as again:
        for each in (store, again):
            assert each.members.role(USER) is STRANGER
            assert each.members.admins() == (OTHER,)


async def test_counts_and_admins(store: Store) -> None:
    for user_id, role in [(9, ADMIN), (3, MEMBER), (5, ADMIN), (4, MEMBER), (1, MEMBER)]:
        await store.members.add(user_id, role, NOON)
    assert store.members.admins() == (5, 9)
    assert [store.members.count(role) for role in Role] == [0, 3, 2]


async def test_those_who_came_by_an_invite_are_removed_together(
    store: Store, where: str | Path
) -> None:
    first, second = await invited(store, "a"), await invited(store, "b")
    for user_id, invite_id in [(1, first), (2, first), (3, second), (4, None), (5, first)]:
        await store.members.add(user_id, MEMBER, NOON, invite_id)
    await store.members.add(5, ADMIN, NOON, first)
    assert await store.show_out(first) == 2
    assert await store.show_out(first) == 0
    async with opened(where) as again:
        for each in (store, again):
            roles = [each.members.role(user_id) for user_id in range(1, 6)]
            assert roles == [STRANGER, STRANGER, MEMBER, MEMBER, ADMIN]


async def test_who_was_a_member_before_did_not_come_by_the_invite(store: Store) -> None:
    invite = await invited(store, "a")
    await store.members.add(USER, MEMBER, NOON)
    await store.members.add(USER, MEMBER, NOON, invite)
    assert await store.show_out(invite) == 0
    assert store.members.role(USER) is MEMBER
