"""Questions handed over to the authors."""

import asyncio
import datetime as dt

import pytest

from bot.store.questions import Handed, Reason
from bot.store.store import Store
from bot.store.tables import handed_over, questions
from tests.conftest import TODAY
from tests.store.material import GROUP, USER, rows_of

pytestmark = pytest.mark.anyio
YESTERDAY = TODAY - dt.timedelta(days=1)
UNANSWERED, DISLIKED = Reason.UNANSWERED, Reason.DISLIKED


async def hand_over(
    store: Store,
    message_id: int,
    text: str = "怎么交党费",
    *,
    reason: Reason = UNANSWERED,
    entry_id: str | None = None,
    day: dt.date = TODAY,
) -> bool:
    return await store.questions.hand_over(
        GROUP, message_id, text=text, reason=reason, entry_id=entry_id, day=day
    )


async def test_what_is_handed_over_is_listed(store: Store) -> None:
    assert await hand_over(store, 1, "甲", reason=DISLIKED, entry_id="dues-rate")
    [handed] = await store.questions.page(None, 0, 10)
    assert handed == Handed(handed.id, "甲", DISLIKED, "dues-rate", TODAY)


async def test_a_message_is_handed_over_once(store: Store) -> None:
    assert await hand_over(store, 1)
    assert not await hand_over(store, 1, "别的", reason=DISLIKED, entry_id="dues-rate")
    assert await hand_over(store, 2)
    assert await store.questions.hand_over(
        USER, 1, text="怎么交党费", reason=UNANSWERED, entry_id=None, day=TODAY
    )
    assert await store.questions.count(None) == 3


async def test_a_message_that_answers_another_question_now_is_handed_over_again(
    store: Store,
) -> None:
    for message_id in (1, 2):
        await hand_over(store, message_id)
    await store.questions.reopen(GROUP, 1)
    await store.questions.reopen(USER, 2)
    again = [await hand_over(store, message_id) for message_id in (1, 1, 2)]
    assert again == [True, False, False]
    assert await store.questions.count(None) == 3


async def test_of_two_taps_one_counts(store: Store) -> None:
    taps = await asyncio.gather(*(hand_over(store, 1) for _ in range(2)))
    assert sorted(taps) == [False, True]
    assert await store.questions.count(None) == 1


async def test_pages_have_the_newest_day_first_and_miss_nothing(store: Store) -> None:
    for n in range(7):
        day = TODAY if n % 2 else YESTERDAY
        reason = DISLIKED if n == 6 else UNANSWERED
        await hand_over(store, n, str(n), reason=reason, day=day)
    pages = [await store.questions.page(UNANSWERED, offset, 4) for offset in (0, 4, 8)]
    assert [len(page) for page in pages] == [4, 2, 0]
    listed = [handed for page in pages for handed in page]
    assert sorted(handed.text for handed in listed) == ["0", "1", "2", "3", "4", "5"]
    assert [handed.day for handed in listed] == [TODAY] * 3 + [YESTERDAY] * 3
    everything = await store.questions.page(None, 0, 10)
    assert sorted(handed.text for handed in everything) == ["0", "1", "2", "3", "4", "5", "6"]


async def test_counts_by_reason(store: Store) -> None:
    for n, reason in enumerate([UNANSWERED, DISLIKED, UNANSWERED]):
        await hand_over(store, n, reason=reason)
    counts = [await store.questions.count(reason) for reason in (None, UNANSWERED, DISLIKED)]
    assert counts == [3, 2, 1]


async def test_one_is_removed_once(store: Store) -> None:
    await hand_over(store, 1, "留")
    await hand_over(store, 2, "删")
    [gone] = [each for each in await store.questions.page(None, 0, 10) if each.text == "删"]
    assert await store.questions.remove(gone.id)
    assert not await store.questions.remove(gone.id)
    assert [handed.text for handed in await store.questions.page(None, 0, 10)] == ["留"]
    assert not await hand_over(store, 2, "删")


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "", "😀" * 2000])
async def test_no_text_is_too_strange(store: Store, text: str) -> None:
    assert await hand_over(store, 1, text)
    [handed] = await store.questions.page(None, 0, 10)
    assert handed.text == text.replace("\0", "").replace("\ud800", "?")


async def test_a_question_is_tied_to_nobody(store: Store) -> None:
    for n in range(30):
        await hand_over(store, n, str(n))
    marks, kept = await rows_of(store, handed_over), await rows_of(store, questions)
    assert [mark["message_id"] for mark in marks] == list(range(30))
    assert marks[0].keys() & kept[0].keys() == {"day"}
    assert len({row["id"] for row in kept}) == 30
    # In the order of the key, which is how they are stored: by chance once in 30! times.
    assert [row["text"] for row in kept] != [str(n) for n in range(30)]
    assert not any(
        table.dialect_options["sqlite"]["with_rowid"] for table in (questions, handed_over)
    )
