"""What only a process of its own can show: pipes that close, a terminal, files that change."""

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import __main__ as entry_point
from bot.texts import chat as texts
from bot.texts import cli as cli_texts
from tests.cli.conftest import CHECKOUT, entry_file

PATIENCE = 20.0
"""Seconds until a process that says nothing has failed."""
CTRL_C, CTRL_D, DELETE = b"\x03", b"\x04", b"\x7f"


class Terminal:
    """A chat in a pseudo-terminal."""

    def __init__(self) -> None:
        self.screen, device = pty.openpty()
        # The shell leads a session of its own, so the first terminal it opens controls it.
        command = 'exec "$0" -m bot chat <"$1" >"$1" 2>&1'
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", command, sys.executable, os.ttyname(device)], start_new_session=True
        )
        self.seen = ""
        try:
            self.expect(texts.PROMPT)
        finally:
            os.close(device)

    def type(self, keys: bytes) -> None:
        os.write(self.screen, keys)

    def expect(self, text: str, again: bytes = b"") -> None:
        """Read until that text is shown; press `again` each second until then: a signal that comes
        just before the prompt waits for a key is only noticed at the next one.
        """
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < deadline, f"{text!r} never came, but {self.seen!r}"
            self.type(again)
            if select.select([self.screen], [], [], 1.0)[0]:
                self.seen += os.read(self.screen, 65536).decode("utf-8", "replace")
        self.seen = self.seen.partition(text)[2]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.screen)


@pytest.fixture(params=["C.UTF-8", "C"])
def terminal(
    surroundings: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Terminal]:
    monkeypatch.setenv("LC_ALL", request.param)
    assert not surroundings.exists()
    opened = Terminal()
    yield opened
    opened.close()


def test_a_chat_in_a_terminal(terminal: Terminal, surroundings: Path) -> None:
    terminal.type("小组会多久开一次\n".encode())
    terminal.expect("一般每月一次")
    terminal.expect(texts.PROMPT)
    terminal.type(b"half a question")
    terminal.expect("question")
    terminal.expect(texts.INTERRUPTED, again=CTRL_C)
    terminal.expect(texts.PROMPT)
    terminal.type("你好\n".encode())
    terminal.expect("[1]")
    terminal.expect(texts.PROMPT)
    terminal.type(CTRL_D)
    terminal.expect(texts.GOODBYE)
    assert terminal.process.wait(PATIENCE) == 0
    history = (surroundings / "chat_history").read_text(encoding="utf-8")
    assert history == "小组会多久开一次\n你好\n"


@pytest.mark.parametrize("terminal", ["C.UTF-8"], indirect=True)
def test_delete_takes_a_whole_character(terminal: Terminal, surroundings: Path) -> None:
    terminal.type("你好吗".encode() + DELETE + b"\n")
    terminal.expect("[1]")
    terminal.expect(texts.PROMPT)
    terminal.type(CTRL_D)
    assert terminal.process.wait(PATIENCE) == 0
    assert (surroundings / "chat_history").read_text(encoding="utf-8") == "你好\n"


def test_quit_in_a_terminal(terminal: Terminal) -> None:
    terminal.type(b"/quit\n")
    terminal.expect(texts.GOODBYE)
    assert terminal.process.wait(PATIENCE) == 0


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("arguments", [["ask", "--json", "-"], ["chat"]], ids=str)
def test_a_reader_that_leaves_ends_it_quietly(arguments: list[str], tmp_path: Path) -> None:
    questions = tmp_path / "questions"
    questions.write_text("小组会多久开一次\n" * 200, encoding="utf-8")
    with (
        questions.open("rb") as stdin,
        subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == b""


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("arguments", [["--help"], ["ask", "在吗"], ["ask", "--help"]], ids=str)
def test_a_reader_that_never_reads_ends_it_quietly(arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == b""


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize(
    ("streams", "arguments", "status", "said"),
    [
        pytest.param("<&-", ["chat"], 0, "", id="no input for a chat"),
        pytest.param("<&-", ["ask", "--json", "-"], 0, "", id="no input for questions"),
        pytest.param(">&-", ["ask", "--json", "在吗"], 0, "", id="no output"),
        pytest.param(">/dev/full", ["ask", "在吗"], 2, cli_texts.SYSTEM_REFUSES, id="full disk"),
    ],
)
def test_closed_and_full_streams(
    streams: str, arguments: list[str], status: int, said: str
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m bot "$@" {streams}', sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith(said.partition("{reason}")[0])
    assert done.stderr.count("\n") == (1 if said else 0)


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("elsewhere", [False, True], ids=["checkout", "elsewhere"])
def test_it_runs_from_any_folder(tmp_path: Path, elsewhere: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", "小组会多久开一次"],
        cwd=tmp_path if elsewhere else CHECKOUT,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["entries"][0]["id"] == "group-meeting-frequency"
    assert done.stderr == b""


def test_files_changed_by_others_while_chatting(
    surroundings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = tmp_path / "overlay" / "entries"
    overlay.mkdir(parents=True)
    file = overlay / "tram.yaml"
    file.write_text(entry_file(["有轨电车几点发车"], "tram", "七点发车。"), encoding="utf-8")
    monkeypatch.setenv("BOT_KNOWLEDGE_DIR", str(overlay.parent))
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as chat:
        assert chat.stdin
        assert chat.stdout

        def hear() -> list[str]:
            """Ask and say thanks; what is said until the thanks are answered."""
            assert chat.stdin
            assert chat.stdout
            chat.stdin.write("有轨电车几点发车\n谢谢\n".encode())
            chat.stdin.flush()
            lines = (line.decode().strip() for line in chat.stdout)
            return [line for line in iter(lines.__next__, "不客气，有事再问。") if line]

        assert "七点发车。" in hear()
        file.write_text(entry_file(["有轨电车几点发车"], "tram", "八点半发车。"), encoding="utf-8")
        assert {texts.RELOADED, "八点半发车。"} <= set(hear())
        file.write_text("topic: [\n", encoding="utf-8")
        refusal, *answer = hear()
        assert refusal.startswith(texts.NOT_RELOADED.partition("{problem}")[0])
        assert f"{file}:2: " in refusal
        assert "八点半发车。" in answer
        assert hear() == answer
        with contextlib.suppress(BrokenPipeError):
            chat.stdin.close()
        assert chat.wait(PATIENCE) == 0
    assert list(surroundings.iterdir()) == []


def test_ctrl_c_while_it_still_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(name: str, *_: object) -> object:
        raise KeyboardInterrupt(name)

    monkeypatch.delitem(sys.modules, "bot.cli.main")
    monkeypatch.setattr("builtins.__import__", interrupted)
    assert entry_point.main() == 130
