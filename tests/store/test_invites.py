"""Invitations, and what becomes of a code."""

import asyncio
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.errors import StoreError
from bot.store.invites import Invite, Outcome, Redemption
from bot.store.members import Role
from bot.store.store import Store
from bot.store.tables import invites, members
from tests.conftest import NOON
from tests.store.conftest import Fresh
from tests.store.material import OTHER, USER, opened, rows_of

pytestmark = pytest.mark.anyio
HOUR = dt.timedelta(hours=1)
CODE = "Zx81-secret"


async def create(
    store: Store,
    code: str = CODE,
    role: Role = Role.MEMBER,
    *,
    expires_at: dt.datetime | None = None,
    most_uses: int | None = None,
    created_by: int | None = OTHER,
) -> Invite:
    return await store.invites.create(
        code, role, created_by=created_by, now=NOON, expires_at=expires_at, most_uses=most_uses
    )


async def test_what_is_created_is_got(store: Store, where: str | Path) -> None:
    made = await create(store, expires_at=NOON + HOUR, most_uses=3)
    expected = Invite(made.id, Role.MEMBER, NOON, NOON + HOUR, 3, 0, None, OTHER)
    async with opened(where) as again:
        assert made == expected == await again.invites.get(made.id)
        assert await again.invites.get(made.id + 1) is None


async def test_the_code_itself_is_not_kept(store: Store) -> None:
    await create(store)
    [row] = await rows_of(store, invites)
    assert CODE not in str(row)
    assert len(str(row["code_hash"])) == 64


async def test_a_code_is_not_given_twice_and_the_error_names_nobody(store: Store) -> None:
    await create(store)
    with pytest.raises(StoreError) as caught:
        await create(store)
    assert "invites" in str(caught.value.__cause__)
    assert str(OTHER) not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize(
    ("code", "redemption"),
    [
        pytest.param("open", Redemption(Outcome.ACCEPTED, Role.MEMBER), id="accepted"),
        pytest.param("admin", Redemption(Outcome.ACCEPTED, Role.ADMIN), id="accepted as admin"),
        pytest.param("OPEN", Redemption(Outcome.UNKNOWN, Role.STRANGER), id="unknown"),
        pytest.param("\ud800", Redemption(Outcome.UNKNOWN, Role.STRANGER), id="no text at all"),
        pytest.param("over", Redemption(Outcome.EXPIRED, Role.STRANGER), id="expires this moment"),
        pytest.param("young", Redemption(Outcome.ACCEPTED, Role.MEMBER), id="expires just after"),
        pytest.param("revoked", Redemption(Outcome.REVOKED, Role.STRANGER), id="revoked"),
        pytest.param("used", Redemption(Outcome.USED_UP, Role.STRANGER), id="used up"),
    ],
)
async def test_redemption(
    store: Store, where: str | Path, code: str, redemption: Redemption
) -> None:
    later = NOON + HOUR
    await create(store, "open")
    await create(store, "admin", Role.ADMIN, most_uses=1)
    await create(store, "over", expires_at=later)
    await create(store, "young", expires_at=later + dt.timedelta(microseconds=1))
    await create(store, "used", most_uses=1)
    await store.invites.redeem("used", OTHER, NOON)
    revoked = await create(store, "revoked", expires_at=later)
    await store.invites.revoke(revoked.id, NOON)
    assert await store.invites.redeem(code, USER, later) == redemption
    async with opened(where) as again:
        assert store.members.role(USER) is again.members.role(USER) is redemption.role


@pytest.mark.parametrize(
    ("held", "offered", "outcome", "uses"),
    [
        (Role.MEMBER, Role.MEMBER, Outcome.ALREADY, 0),
        (Role.ADMIN, Role.MEMBER, Outcome.ALREADY, 0),
        (Role.ADMIN, Role.ADMIN, Outcome.ALREADY, 0),
        (Role.MEMBER, Role.ADMIN, Outcome.ACCEPTED, 1),
    ],
)
async def test_who_has_the_role_uses_nothing(
    store: Store, held: Role, offered: Role, outcome: Outcome, uses: int
) -> None:
    await store.members.add(USER, held, NOON)
    made = await create(store, role=offered)
    redemption = await store.invites.redeem(CODE, USER, NOON)
    assert redemption == Redemption(outcome, max(held, offered))
    found = await store.invites.get(made.id)
    assert found is not None
    assert found.uses == uses


async def test_a_member_is_told_so_even_when_the_code_is_over(store: Store) -> None:
    await create(store, expires_at=NOON)
    await store.members.add(USER, Role.MEMBER, NOON)
    assert (await store.invites.redeem(CODE, USER, NOON)).outcome is Outcome.ALREADY


@pytest.mark.parametrize(("most", "racing"), [(1, 2), (1, 20), (3, 8)])
async def test_of_all_who_race_as_many_win_as_there_are_uses(
    store: Store, where: str | Path, most: int, racing: int
) -> None:
    made = await create(store, most_uses=most)
    async with opened(where) as other_process:
        stores = [store, other_process]
        redeemed = await asyncio.gather(
            *(stores[n % 2].invites.redeem(CODE, 1000 + n, NOON) for n in range(racing))
        )
    outcomes = Counter(redemption.outcome for redemption in redeemed)
    assert outcomes == {Outcome.ACCEPTED: most, Outcome.USED_UP: racing - most}
    assert len(await rows_of(store, members)) == most
    found = await store.invites.get(made.id)
    assert found is not None
    assert found.uses == most


async def test_one_who_taps_twice_uses_one(store: Store) -> None:
    made = await create(store, most_uses=2)
    both = await asyncio.gather(*(store.invites.redeem(CODE, USER, NOON) for _ in range(2)))
    assert {each.outcome for each in both} == {Outcome.ACCEPTED, Outcome.ALREADY}
    found = await store.invites.get(made.id)
    assert found is not None
    assert found.uses == 1


@settings(max_examples=25, deadline=None)
@given(most=st.integers(1, 4), users=st.lists(st.integers(1, 6), max_size=12))
def test_uses_are_the_members_who_came_by_it(fresh: Fresh, most: int, users: list[int]) -> None:
    async def scenario(where: str | Path) -> None:
        async with opened(where) as store:
            made = await create(store, most_uses=most)
            for user_id in users:
                await store.invites.redeem(CODE, user_id, NOON)
            let_in = list(dict.fromkeys(users))[:most]
            found = await store.invites.get(made.id)
            assert found is not None
            assert found.uses == len(let_in) == await store.show_out(made.id)

    with fresh() as where:
        asyncio.run(scenario(where))


async def test_those_standing_can_be_redeemed_or_have_members(store: Store) -> None:
    later = NOON + HOUR
    first = await create(store, "a", expires_at=later + HOUR, most_uses=2)
    await create(store, "b", Role.ADMIN, created_by=None)
    await create(store, "c", expires_at=later)
    used = await create(store, "d", most_uses=1)
    await store.invites.redeem("d", USER, NOON)
    risen = await create(store, "g", Role.ADMIN, most_uses=1)
    await store.invites.redeem("g", OTHER, NOON)
    gone = await create(store, "e")
    await store.invites.revoke(gone.id, NOON)
    last = await create(store, "f", Role.ADMIN)
    standing = await store.invites.standing(later)
    assert [one.id for one in standing] == [first.id, used.id, last.id]
    assert [one.live(later) for one in standing] == [True, False, True]
    assert risen.id not in {one.id for one in standing}


async def test_revoking(store: Store) -> None:
    made = await create(store)
    assert await store.invites.revoke(made.id, NOON + HOUR)
    assert not await store.invites.revoke(made.id, NOON + 2 * HOUR)
    assert not await store.invites.revoke(made.id + 1, NOON)
    found = await store.invites.get(made.id)
    assert found is not None
    assert found.revoked_at == NOON + HOUR


async def test_withdrawing_takes_the_unused_codes_of_the_program(store: Store) -> None:
    await create(store, "unused", Role.ADMIN, most_uses=1, created_by=None)
    await create(store, "used", Role.ADMIN, most_uses=1, created_by=None)
    await create(store, "somebody's", Role.ADMIN, most_uses=1)
    await create(store, "member", created_by=None)
    await store.invites.redeem("used", OTHER, NOON)
    await store.invites.withdraw(Role.ADMIN)
    outcomes = [
        (await store.invites.redeem(code, USER, NOON)).outcome
        for code in ("unused", "used", "member", "somebody's")
    ]
    expected = [Outcome.UNKNOWN, Outcome.USED_UP, Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert outcomes == expected


async def test_a_number_is_never_given_again(store: Store) -> None:
    withdrawn = await create(store, created_by=None)
    await store.invites.withdraw(Role.MEMBER)
    assert (await create(store)).id > withdrawn.id
