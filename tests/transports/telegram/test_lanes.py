"""Chats side by side, each in its own order."""

import asyncio
from collections.abc import Awaitable, Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.transports.telegram.lanes import Lanes, Slots


def note(log: list[str], name: str, pause: float = 0.0) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        log.append(f"+{name}")
        await asyncio.sleep(pause)
        log.append(f"-{name}")

    return work


def test_one_lane_keeps_its_order_and_others_go_on() -> None:
    log: list[str] = []

    async def scene() -> None:
        lanes = Lanes(Slots(4))
        lanes.submit(1, note(log, "slow", 0.05))
        lanes.submit(1, note(log, "after"))
        lanes.submit(2, note(log, "other"))
        await asyncio.sleep(0.02)
        assert "-other" in log
        assert "-slow" not in log
        assert await lanes.drain(5)

    asyncio.run(scene())
    assert [line for line in log if "other" not in line] == ["+slow", "-slow", "+after", "-after"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=30), st.integers(1, 4))
def test_order_within_lanes_and_never_more_at_once_than_slots(
    items: list[tuple[int, int]], count: int
) -> None:
    done: dict[int, list[int]] = {}
    at_work = most = 0

    async def scene() -> None:
        nonlocal at_work, most
        lanes = Lanes(Slots(count))

        def work(lane: int, number: int, turns: int) -> Callable[[], Awaitable[None]]:
            async def run() -> None:
                nonlocal at_work, most
                at_work += 1
                most = max(most, at_work)
                for _ in range(turns):
                    await asyncio.sleep(0)
                at_work -= 1
                done.setdefault(lane, []).append(number)

            return run

        for number, (lane, turns) in enumerate(items):
            lanes.submit(lane, work(lane, number, turns))
        assert await lanes.drain(5)

    asyncio.run(scene())
    for lane, numbers in done.items():
        assert numbers == [n for n, (one, _) in enumerate(items) if one == lane]
    assert sum(map(len, done.values())) == len(items)
    assert most <= count


def test_a_lent_slot_lets_others_work() -> None:
    log: list[str] = []

    async def scene() -> None:
        slots = Slots(1)
        lanes = Lanes(slots)

        async def waits() -> None:
            log.append("waits")
            async with slots.lent():
                await asyncio.sleep(0.02)
            log.append("back")

        lanes.submit(1, waits)
        lanes.submit(2, note(log, "other"))
        assert await lanes.drain(5)

    asyncio.run(scene())
    assert log == ["waits", "+other", "-other", "back"]


def test_lending_without_holding_is_nothing() -> None:
    async def scene() -> None:
        slots = Slots(1)
        async with slots.lent(), slots.held():
            pass

    asyncio.run(scene())


def test_what_takes_too_long_is_stopped() -> None:
    log: list[str] = []

    async def scene() -> None:
        lanes = Lanes(Slots(2))
        lanes.submit(1, note(log, "long", 30))
        lanes.submit(1, note(log, "never"))
        await asyncio.sleep(0)
        assert not await lanes.drain(0.02)

    asyncio.run(scene())
    assert log == ["+long"]
