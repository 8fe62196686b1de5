"""A test server and a bot as processes of their own, as benchmarks need them."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.botapi.api import TOKEN

PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
"""The interpreter of both bots: one without the development tools is what users have."""
OURS = [PYTHON, "-m", "bot", "--log-level", "error", "run"]
ECHO = [PYTHON, "-m", "tests.bench.echo"]


@dataclass(frozen=True, slots=True)
class Server:
    """The server's address, and what it can be asked."""

    url: str

    def ask(self, name: str, **arguments: Any) -> Any:
        """POST /control/NAME."""
        request = urllib.request.Request(
            f"{self.url}/control/{name}",
            json.dumps(arguments).encode(),
            {"Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as response:
            body = json.load(response)
        return body.get("result", body) if isinstance(body, dict) else body

    def polled(self) -> int:
        """How often getUpdates was called."""
        return int(self.ask("counters")["polls"])

    def wait_shown(self, count: int, seconds: float) -> int:
        """Wait until so many messages were shown; how many were when the time was over."""
        end = time.monotonic() + seconds
        while (shown := int(self.ask("counters")["shown"])) < count and time.monotonic() < end:
            time.sleep(0.05)
        return shown


@contextlib.contextmanager
def server(delay: float, seed: int = 0) -> Iterator[Server]:
    """A server that waits `delay` seconds before every call."""
    command = [sys.executable, "-m", "tests.botapi", "--delay", str(delay), "--seed", str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Server(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait(10)


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot's process."""

    process: "subprocess.Popen[bytes]"
    first_poll: float
    """Seconds from the start of the process to its first call of getUpdates."""

    def resident(self) -> float:
        """Resident memory, MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def busy(self) -> float:
        """Processor seconds used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def bot(command: list[str], at: Server) -> Iterator[Bot]:
    """A bot that has begun to poll. Ours lets everybody in; the echo bot gets its arguments."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "BOT_TOKEN": TOKEN, "BOT_API_URL": at.url, "BOT_ACCESS": "open"}
        environ["BOT_DATA_DIR"] = folder
        arguments = [*command, at.url, TOKEN] if command is ECHO else command
        before, began = at.polled(), time.monotonic()
        process = subprocess.Popen(arguments, env=environ, stderr=subprocess.DEVNULL)
        try:
            while at.polled() == before:
                assert process.poll() is None, "the bot ended"
                assert time.monotonic() < began + 20, "the bot never polled"
                time.sleep(0.005)
            yield Bot(process, time.monotonic() - began)
        finally:
            process.terminate()
            process.wait(10)
