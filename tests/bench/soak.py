"""Many mixed updates with a fault on one call in twenty: errors, what is lost, memory growth."""

import random
import time
from typing import Any

from tests.bench.processes import OURS, Bot, Server, bot, server

BATCH = 500
PEOPLE = range(7000, 7200)
GROUPS = range(-100_700_000_020, -100_700_000_000)
FAULTS = ("500", "502", "badjson", "drop", "reset")


def soak(count: int, questions: list[str]) -> None:
    """Run it and print."""
    rng = random.Random(20_261_123)
    with server(0.0, seed=1) as at, bot(OURS, at) as process:
        for user in PEOPLE:
            at.ask("do", things=[["text", {"user": user, "text": "/start"}]])
        at.wait_shown(2 * len(PEOPLE), 60)
        for kind in FAULTS:
            share = 1 / (20 * len(FAULTS))
            rule = {"kind": kind, "probability": share}
            at.ask("do", things=[["fault", rule]])
        began, memory, asked = time.monotonic(), [process.resident()], 0
        for start in range(0, count, BATCH):
            things = [_something(rng, questions) for _ in range(min(BATCH, count - start))]
            asked += sum(_wants_an_answer(thing) for thing in things)
            at.ask("do", things=things)
            _settle(at)
            memory.append(process.resident())
        seconds = time.monotonic() - began
        print(f"\nsoak: {count} mixed updates, a fault on one call in twenty, {seconds:.0f} s")
        _report(at, process, asked, memory)


def _something(rng: random.Random, questions: list[str]) -> list[Any]:
    """What somebody does: mostly questions."""
    user, question = rng.choice(PEOPLE), rng.choice(questions)
    kind = rng.random()
    if kind < 0.70:
        return ["text", {"user": user, "text": question}]
    if kind < 0.80:
        return ["text", {"user": user, "chat": rng.choice(GROUPS), "text": f"/ask {question}"}]
    if kind < 0.85:
        return ["text", {"user": user, "chat": rng.choice(GROUPS), "text": question}]
    if kind < 0.92:
        return ["inline", {"user": user, "query": question[:20]}]
    if kind < 0.96:
        return ["media", {"user": user, "kind": rng.choice(["voice", "sticker", "location"])}]
    return ["text", {"user": user, "text": rng.choice(["/topics", "/help", "/privacy", "/cancel"])}]


def _wants_an_answer(thing: list[Any]) -> bool:
    """Whether a message must come back: not for an inline query, nor for talk in a group."""
    name, given = thing
    return name != "inline" and not (
        given.get("chat", 0) in GROUPS and not given["text"].startswith("/ask")
    )


def _settle(at: Server) -> None:
    """Wait until nothing is pending."""
    for _ in range(1200):
        if at.ask("counters")["pending"] == 0:
            return
        time.sleep(0.05)


def _report(at: Server, process: Bot, asked: int, memory: list[float]) -> None:
    time.sleep(3)
    counters = at.ask("counters")
    shown = counters["shown"] - 2 * len(PEOPLE)
    middle = len(memory) // 10
    print(f"  wanted an answer {asked}, shown {shown} (a call whose fate is unknown is repeated)")
    print(f"  refusals not injected: {counters['refused'] or 'none'}")
    print(
        f"  memory: {memory[middle]:.0f} MiB after a tenth, {memory[-1]:.0f} MiB at the end, "
        f"{process.resident():.0f} MiB idle again"
    )
