"""Running commands: in this process on the small knowledge, or as a process of their own."""

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from bot.cli import main
from bot.config import NAMES
from bot.knowledge import folders
from bot.knowledge.folders import Folders

CHECKOUT = Path(__file__).resolve().parents[2]
Turns = Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind."""

    status: int | str | None
    out: str
    err: str


class Run(Protocol):
    """Run one command; `stdin` is bytes, or turns computed as they are read."""

    def __call__(
        self, *arguments: str, stdin: bytes | Turns = b"", env: Mapping[str, str] | None = None
    ) -> Outcome: ...


class Typist(io.RawIOBase):
    """Standard input whose turns are made when they are asked for, one a read."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # one kind of buffer
        turn = next(self.turns, b"")
        buffer[: len(turn)] = turn
        return len(turn)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def in_process(
        *arguments: str, stdin: bytes | Turns = b"", env: Mapping[str, str] | None = None
    ) -> Outcome:
        raw = io.BytesIO(stdin) if isinstance(stdin, bytes) else io.BufferedReader(Typist(stdin))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw, encoding="utf-8"))
        status: int | str | None
        try:
            status = main.run(arguments, {"BOT_DATA_DIR": str(tmp_path / "data"), **(env or {})})
        except SystemExit as leaving:
            status = leaving.code
        return Outcome(status, *capsys.readouterr())

    return in_process


@pytest.fixture
def on_small(small: Folders, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """The small knowledge, standing where the shipped one stands in a checkout."""
    monkeypatch.setattr(folders, "_PACKAGE", small.knowledge.parent / "bot")
    return small


@pytest.fixture
def packaged(small: Folders, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """The small knowledge as the data of an installed package."""
    data = small.knowledge.parent.rename(small.knowledge.parent.parent / "_data")
    monkeypatch.setattr(folders, "_PACKAGE", data.parent)
    return Folders(data / "knowledge", data / "seeds", packaged=True)


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file ("entries/x.yaml") into a folder to lay over; returns the folder."""

    def write(name: str, content: str) -> Path:
        folder = tmp_path / "overlay"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of real processes: no settings but a data folder, which is returned."""
    for name in (*NAMES, "PYTHONUNBUFFERED", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    data = tmp_path / "data"
    settings = {"PYTHONPATH": CHECKOUT, "BOT_DATA_DIR": data, "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    return data


def entry_file(phrasings: list[str], identity: str = "extra", lead: str = "另一个答案。") -> str:
    """A topic of one entry; its phrasings begin in line 6."""
    return "\n".join(
        [
            f"topic: {{id: {identity}, title: 另外, order: 9}}",
            "entries:",
            f"  - id: {identity}-one",
            "    title: 另一条",
            "    phrasings:",
            *(f"      - {phrasing}" for phrasing in phrasings),
            f"    lead: {lead}",
            "    sources: [practice]",
            "    reviewed: 2026-11-23",
            "",
        ]
    )
