"""`make bench-chat`: start-up, memory and time of one question, on this machine.

Start-up is the wall time of a whole `python -m bot chat` that is asked one question; memory the
most that process ever had resident. Questions are the development set, each judged in this process.
"""

import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import yaml

from bot.app import assistant, load_checked
from bot.knowledge.folders import shipped

RUNS = 7
ROUNDS = 5
QUESTIONS = Path(__file__).parent.parent / "questions" / "development.yaml"


def start_up() -> tuple[float, float]:
    """Wall seconds and peak MiB of one chat with one question."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "BOT_DATA_DIR": ".tmp/bench"},
    )
    assert process.stdin is not None
    process.stdin.write("小组会谁主持\n".encode())
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, status
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    Path(".tmp").mkdir(exist_ok=True)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")
    runs = [start_up() for _ in range(RUNS)]
    walls, peaks = sorted(r[0] for r in runs), sorted(r[1] for r in runs)
    print(
        f"chat, one question: {statistics.median(walls):.2f} s ({walls[0]:.2f} to {walls[-1]:.2f})"
    )
    print(f"peak memory: {statistics.median(peaks):.0f} MiB")

    base = load_checked(shipped(), dt.date.today())
    began = time.perf_counter()
    answerer = assistant(base).answerer
    print(f"building the index: {time.perf_counter() - began:.2f} s")
    questions = [
        item["q"] for item in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    ]
    for question in questions:
        answerer.judge(question)
    times = []
    for question in questions * ROUNDS:
        began = time.perf_counter()
        answerer.judge(question)
        times.append(time.perf_counter() - began)
    cuts = statistics.quantiles(times, n=100)
    print(
        f"one question, {len(times)} asked: "
        f"p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms"
    )


if __name__ == "__main__":
    main()
