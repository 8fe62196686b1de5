"""`make bench-telegram`: the bot on Telegram beside a bare echo bot, on this machine, in one run.

Both are processes of their own and talk to the same test server, which waits 0 or 30 ms before
every call; 16 updates are handled at once. Every update of ours is answered by the real matcher;
questions are the development set. The rounds take turns, so that what else the machine does hits
both. Latency is taken with a message every 20 ms, each in a chat of its own.
"""

import argparse
import itertools
import os
import platform
import statistics
import subprocess
import time
from pathlib import Path

import yaml

from tests.bench.processes import ECHO, OURS, PYTHON, Server, bot, server
from tests.bench.soak import soak

QUESTIONS = Path(__file__).parent.parent / "questions" / "development.yaml"
DELAYS = (0.0, 0.03)
ROUNDS = 3
BURST, CHATS, WARM = 6_000, 300, 500
LATENCIES, EVERY = 500, 0.02
IDLE = 3.0
STEPS = {
    "Python": "sys",
    "PyYAML, pydantic": "yaml, pydantic",
    "RapidFuzz": "rapidfuzz.fuzz, rapidfuzz.process",
    "opencc": "opencc",
    "pypinyin": "pypinyin",
    "python-telegram-bot, httpx": "telegram.ext, telegram.request",
    "SQLAlchemy, aiosqlite": "sqlalchemy.ext.asyncio, sqlalchemy.dialects.sqlite.aiosqlite",
    "alembic (only while a database is made or upgraded)": "alembic.command",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.telegram", description=__doc__)
    parser.add_argument("--soak", type=int, default=20_000, help="mixed updates; 0 for none")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")
    libraries()
    questions = [
        item["q"] for item in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    ]
    for delay in DELAYS:
        compare(delay, questions, options.rounds)
    if options.soak:
        soak(options.soak, questions)


def compare(delay: float, questions: list[str], rounds: int) -> None:
    """Throughput of both and latency of ours at one delay."""
    rates: dict[str, list[float]] = {"ours": [], "echo": []}
    latencies: dict[str, list[float]] = {"ours": [], "echo": []}
    starts, idle = [], []
    for _ in range(rounds):
        for name, command in (("ours", OURS), ("echo", ECHO)):
            with server(delay) as at, bot(command, at) as process:
                if name == "ours":
                    starts.append(process.first_poll)
                    time.sleep(IDLE)
                    idle.append(process.resident())
                rates[name].append(throughput(at, questions))
                latencies[name] += latency(at, questions)
    ours, echo = statistics.median(rates["ours"]), statistics.median(rates["echo"])
    print(f"\nAPI delay {delay * 1000:.0f} ms, {rounds} rounds of {BURST} updates")
    print(f"  updates a second: ours {_spread(rates['ours'])}, echo {_spread(rates['echo'])}")
    print(f"  ours / echo: {ours / echo:.2f}")
    for name, times in latencies.items():
        cuts = statistics.quantiles(times, n=100)
        print(
            f"  message to answer, {name}: p50 {cuts[49] * 1e3:.1f} ms, p99 {cuts[98] * 1e3:.1f} ms"
        )
    print(f"  start to first poll: {_spread(starts, 2)} s")
    print(f"  idle: {_spread(idle)} MiB")


def throughput(at: Server, questions: list[str]) -> float:
    """Updates answered a second, after some to warm up."""
    asked = itertools.cycle(questions)
    _burst(at, WARM, asked)
    began = time.monotonic()
    last = _burst(at, BURST, asked)
    return BURST / (last - began)


def _burst(at: Server, count: int, asked: "itertools.cycle[str]") -> float:
    """Ask so many questions at once; when the last answer was shown (monotonic clock)."""
    seen = max((record[0] for record in at.ask("sent")[-1:]), default=0)
    before = int(at.ask("counters")["shown"])
    things = [["text", {"user": 5000 + n % CHATS, "text": next(asked)}] for n in range(count)]
    at.ask("do", things=things)
    shown = at.wait_shown(before + count, 120)
    assert shown >= before + count, f"{shown - before} of {count} answered"
    return float(at.ask("sent", after=seen)[-1][1])


def latency(at: Server, questions: list[str]) -> list[float]:
    """Seconds from each message to its answer, one message every 20 ms."""
    seen, before = at.ask("sent")[-1][0], int(at.ask("counters")["shown"])
    asked = {}
    for n in range(LATENCIES):
        user = 100_000 + n
        asked[user] = time.monotonic()
        question = questions[n % len(questions)]
        at.ask("do", things=[["text", {"user": user, "text": question}]])
        time.sleep(max(0.0, asked[user] + EVERY - time.monotonic()))
    at.wait_shown(before + LATENCIES, 30)
    answered = {record[3]: record[1] for record in at.ask("sent", after=seen)}
    return [answered[user] - moment for user, moment in asked.items()]


def libraries() -> None:
    """What each library costs in memory and time, imported in this order in a fresh process."""
    lines = ["import time, importlib", "before = 0.0"]
    for label, modules in STEPS.items():
        lines += [
            "began = time.perf_counter()",
            *(f"importlib.import_module({name.strip()!r})" for name in modules.split(",")),
            "took = time.perf_counter() - began",
            "status = open('/proc/self/status').read()",
            "now = int(status.split('VmRSS:')[1].split()[0]) / 1024",
            f"print(f'  {label}: {{now - before:.1f}} MiB, {{took * 1000:.0f}} ms')",
            "before = now",
        ]
    print("resident memory, each on top of those before it:", flush=True)
    environ = {**os.environ, "PYPINYIN_NO_PHRASES": "1"}
    subprocess.run([PYTHON, "-c", "\n".join(lines)], check=True, env=environ)


def _spread(values: list[float], digits: int = 0) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


if __name__ == "__main__":
    main()
