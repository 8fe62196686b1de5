import io
import sys

import pytest

from bot.cli import streams


class Input(io.TextIOWrapper):
    """Standard input that holds those bytes, a terminal or not."""

    def __init__(self, content: bytes, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize(
    ("content", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"a\r\n\n\xff", ["a", "", "\ufffd"], id="lines"),
    ],
)
def test_input(
    monkeypatch: pytest.MonkeyPatch, content: bytes, lines: list[str], terminal: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", Input(content, terminal=terminal))
    assert streams.interactive() is terminal
    assert list(streams.input_lines()) == lines


def test_closed_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert streams.interactive() is False
    assert list(streams.input_lines()) == []


def test_json_is_utf8_at_once_whatever_the_terminal_has(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    buffered = io.BufferedWriter(raw)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffered, encoding="gbk"))
    streams.write_utf8("党费 🙂")
    assert raw.getvalue() == "党费 🙂\n".encode()


def test_a_terminal_without_a_character_gets_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raws = io.BytesIO(), io.BytesIO()
    for name, raw in zip(("stdout", "stderr"), raws, strict=True):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding="gbk", newline="\n"))
    streams.forgive_encodings()
    print("党费 🙂", flush=True)
    print("🙂", file=sys.stderr, flush=True)
    assert [raw.getvalue().decode("gbk") for raw in raws] == ["党费 ?\n", "?\n"]


@pytest.mark.parametrize("stand_in", [None, io.StringIO()], ids=["closed", "stand-in"])
def test_streams_that_are_no_streams(
    monkeypatch: pytest.MonkeyPatch, stand_in: io.StringIO | None
) -> None:
    monkeypatch.setattr(sys, "stderr", stand_in)
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    streams.forgive_encodings()
    print("党", flush=True)
    assert raw.getvalue() == b"?\n"


def test_a_closed_output_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    streams.write_utf8("党费")


def test_what_is_typed_in_another_encoding_does_not_end_the_chat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n"), encoding="utf-8"))
    streams.forgive_encodings()
    assert input() == "\ufffd\ufffd"
