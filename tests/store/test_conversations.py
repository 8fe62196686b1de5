"""What was last offered where."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.answering.assistant import MEMORY
from bot.messages import Conversation
from bot.store import conversations as module
from bot.store.conversations import KEPT, Place
from bot.store.store import Store
from bot.store.tables import conversations
from tests.conftest import NOON
from tests.store.conftest import Fresh
from tests.store.material import GROUP, OFFERED, OTHER, USER, opened, rows_of, when_written
from tests.store.test_offered import BUTTONS

pytestmark = pytest.mark.anyio
HERE = Place(GROUP, 0, USER)
NOTHING = Conversation()
SECOND = dt.timedelta(seconds=1)


def at(now: dt.datetime) -> Conversation:
    return Conversation(OFFERED, now)


def test_a_list_is_kept_as_long_as_the_assistant_remembers_it() -> None:
    assert KEPT == MEMORY


@pytest.mark.parametrize(
    ("place", "age", "found"),
    [
        pytest.param(HERE, 0 * SECOND, True, id="at once"),
        pytest.param(HERE, KEPT, True, id="just within"),
        pytest.param(HERE, KEPT + SECOND, False, id="over"),
        pytest.param(Place(GROUP, 0, OTHER), 0 * SECOND, False, id="somebody else"),
        pytest.param(Place(GROUP, 1, USER), 0 * SECOND, False, id="another thread"),
        pytest.param(Place(USER, 0, USER), 0 * SECOND, False, id="another chat"),
    ],
)
async def test_what_is_put_is_got(
    store: Store, where: str | Path, place: Place, age: dt.timedelta, found: bool
) -> None:
    store.conversations.put(HERE, at(NOON))
    await store.flush()
    expected = at(NOON) if found else NOTHING
    async with opened(where, NOON + age) as again:
        assert again.conversations.get(place, NOON + age) == expected
    assert store.conversations.get(place, NOON + age) == expected


@settings(max_examples=25, deadline=None)
@given(
    puts=st.dictionaries(
        st.builds(Place, st.integers(-5, 5), st.integers(0, 2), st.integers(1, 5)),
        st.builds(Conversation, BUTTONS, st.integers(0, 599).map(lambda n: NOON - n * SECOND)),
        max_size=8,
    )
)
def test_what_is_put_is_got_after_reopening(fresh: Fresh, puts: dict[Place, Conversation]) -> None:
    async def scenario(where: str | Path) -> None:
        async with opened(where) as store:
            for place, conversation in puts.items():
                store.conversations.put(place, conversation)
        async with opened(where) as again:
            for place, conversation in puts.items():
                expected = conversation if conversation.offered else NOTHING
                assert again.conversations.get(place, NOON) == expected

    with fresh() as where:
        asyncio.run(scenario(where))


async def test_a_time_in_another_zone_is_the_same_moment(store: Store, where: str | Path) -> None:
    shanghai = NOON.astimezone(dt.timezone(dt.timedelta(hours=8)))
    store.conversations.put(HERE, at(shanghai))
    await store.flush()
    async with opened(where) as again:
        assert again.conversations.get(HERE, NOON) == at(NOON)


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.conversations.put(HERE, at(NOON.replace(tzinfo=None)))


@pytest.mark.parametrize("how", ["drop", "put nothing", "asked for too late", "over time"])
async def test_what_is_dropped_is_gone_from_the_database(store: Store, how: str) -> None:
    store.conversations.put(HERE, at(NOON))
    await store.flush()
    assert len(await rows_of(store, conversations)) == 1
    match how:
        case "drop":
            store.conversations.drop(HERE)
        case "put nothing":
            store.conversations.put(HERE, Conversation((), NOON))
        case "asked for too late":
            store.conversations.get(HERE, NOON + KEPT + SECOND)
        case _:
            store.conversations.put(Place(USER, 0, USER), at(NOON + KEPT + SECOND))
            store.conversations.drop(Place(USER, 0, USER))
    await store.flush()
    assert await rows_of(store, conversations) == []


async def test_what_was_never_offered_is_not_written(store: Store) -> None:
    store.conversations.put(HERE, NOTHING)
    store.conversations.drop(HERE)
    assert not store.conversations.pending()


async def test_beyond_the_most_the_oldest_goes(
    store: Store, where: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    places = [Place(n, 0, n) for n in range(5)]
    for place in places:
        store.conversations.put(place, at(NOON))
        await store.flush()
    store.conversations.put(places[2], at(NOON))
    store.conversations.put(Place(9, 0, 9), at(NOON))
    await store.flush()
    async with opened(where) as again:
        for each in (store, again):
            kept = [bool(each.conversations.get(place, NOON).offered) for place in places]
            assert kept == [False, False, True, False, True]


async def test_opening_loads_the_newest(
    store: Store, where: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        store.conversations.put(Place(n, 0, n), at(NOON + n * SECOND))
    await store.flush()
    monkeypatch.setattr(module, "MOST", 2)
    async with opened(where, NOON + 4 * SECOND) as again:
        kept = [bool(again.conversations.get(Place(n, 0, n), NOON).offered) for n in range(4)]
        assert kept == [False, False, True, True]
        again.conversations.put(Place(7, 0, 7), at(NOON + 5 * SECOND))
        assert again.conversations.get(Place(2, 0, 2), NOON) == NOTHING


async def test_changes_that_cannot_be_written_do_not_pile_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_CHANGES", 3)
    for n in range(5):
        store.conversations.put(Place(n, 0, n), at(NOON))
    await store.flush()
    assert [row["chat_id"] for row in await rows_of(store, conversations)] == [2, 3, 4]
    assert store.conversations.get(Place(0, 0, 0), NOON) == at(NOON)


async def test_a_row_that_cannot_be_read_is_dropped(store: Store, where: str | Path) -> None:
    store.conversations.put(HERE, at(NOON))
    await store.flush()
    async with store._database.writing() as connection:
        await connection.execute(update(conversations).values(offered='[["?", "later"]]'))
    async with opened(where) as again:
        assert again.conversations.get(HERE, NOON) == NOTHING
    assert await rows_of(store, conversations) == []


async def test_what_changes_while_it_is_written_is_written_next(
    store: Store, where: str | Path
) -> None:
    other = Place(USER, 0, USER)
    for place in (HERE, other):
        store.conversations.put(place, at(NOON))

    def change() -> None:
        store.conversations.put(HERE, at(NOON + SECOND))
        store.conversations.drop(other)

    when_written(store, conversations, change)
    await store.flush()
    assert len(await rows_of(store, conversations)) == 2
    await store.flush()
    assert not store.conversations.pending()
    async with opened(where) as again:
        assert again.conversations.get(HERE, NOON) == at(NOON + SECOND)
        assert again.conversations.get(other, NOON) == NOTHING
