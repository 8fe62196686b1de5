import builtins
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answering.assistant import MEMORY, Assistant
from bot.app import assistant, load_checked
from bot.knowledge.folders import Folders
from bot.messages import Button, NoneOfThese, Reply, ShowTopics, Verdict
from bot.texts import chat as texts
from bot.transports.console import HISTORY_LENGTH, converse, render, typed_lines
from tests.conftest import NOON, SMALL, TODAY

Said = str | type[BaseException]


@pytest.fixture(scope="module")
def few() -> Assistant:
    return assistant(load_checked(Folders(SMALL / "knowledge", SMALL / "seeds"), TODAY))


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        pytest.param(Reply(Verdict.UNKNOWN, "不知道。"), "不知道。", id="no buttons"),
        pytest.param(
            Reply(
                Verdict.SUGGEST,
                "哪一个？\n看看。",
                (Button("话题", ShowTopics()), Button("都不是", NoneOfThese())),
            ),
            "哪一个？\n看看。\n\n  [1] 话题\n  [2] 都不是",
            id="buttons",
        ),
    ],
)
def test_render(reply: Reply, shown: str) -> None:
    assert render(reply) == shown


def ticking(step: dt.timedelta) -> Callable[[], dt.datetime]:
    """A clock that is that much later at each look."""
    times = (NOON + n * step for n in range(100))
    return lambda: next(times)


@pytest.mark.parametrize(
    ("lines", "minutes", "leads"),
    [
        pytest.param([], 0, [], id="nothing"),
        pytest.param(["谁主持\n", "1\n"], 0, ["组长主持。", "一般每月一次。"], id="number"),
        pytest.param(["谁主持", "1"], 10, ["组长主持。", "一般每月一次。"], id="just in time"),
        pytest.param(["谁主持", "1"], 10.1, ["组长主持。", texts.UNKNOWN], id="too late"),
        pytest.param(["谁主持", "/quit", "1"], 0, ["组长主持。"], id="quit"),
        pytest.param([" /Exit\r\n", "1"], 0, [], id="exit at once"),
        pytest.param(["/quit不", "谢谢"], 0, [None, "不客气。"], id="not a command"),
    ],
)
def test_converse(
    few: Assistant, lines: list[str], minutes: float, leads: list[str | None]
) -> None:
    said: list[str] = []
    converse(lines, said.append, lambda: few, ticking(dt.timedelta(minutes=minutes)))
    assert dt.timedelta(minutes=10) == MEMORY
    assert all(text.startswith("\n") and text.endswith("\n") for text in said)
    heard = [text.strip().split("\n")[0] for text in said]
    assert len(heard) == len(leads)
    assert [h for h, lead in zip(heard, leads, strict=True) if lead not in (None, h)] == []


def test_the_assistant_is_asked_for_anew_each_line(few: Assistant, helper: Assistant) -> None:
    said: list[str] = []
    assistants = iter([few, helper, few])
    converse(["多久开一次"] * 3, said.append, lambda: next(assistants), lambda: NOON)
    assert said[0] == said[2] != said[1]
    assert next(assistants, None) is None


def keyboard(monkeypatch: pytest.MonkeyPatch, *said: Said) -> list[str]:
    """Type that, or raise it, at the prompts; returns the prompts shown."""
    prompts: list[str] = []
    turns = iter(said)

    def read(prompt: str) -> str:
        prompts.append(prompt)
        turn = next(turns)
        if isinstance(turn, str):
            return turn
        raise turn

    monkeypatch.setattr(builtins, "input", read)
    return prompts


@pytest.mark.parametrize(
    ("said", "written"),
    [
        pytest.param([EOFError], [""], id="end at once"),
        pytest.param(["a", "", EOFError], [""], id="lines"),
        pytest.param(
            ["a", KeyboardInterrupt, "b", KeyboardInterrupt, EOFError],
            [f"\n{texts.INTERRUPTED}", f"\n{texts.INTERRUPTED}", ""],
            id="interrupted",
        ),
    ],
)
@pytest.mark.parametrize("history", ["kept", "no readline"])
def test_typed_lines(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: list[Said],
    written: list[str],
    history: str,
) -> None:
    if history == "no readline":
        monkeypatch.setitem(sys.modules, "readline", None)
    prompts = keyboard(monkeypatch, *said)
    shown: list[str] = []
    lines = list(typed_lines(tmp_path / "history", shown.append))
    assert lines == [turn for turn in said if isinstance(turn, str)]
    assert shown == written
    assert prompts == [texts.PROMPT] * len(said)
    assert (tmp_path / "history").exists() == (history == "kept")


def one_session(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard(monkeypatch, EOFError)
    shown: list[str] = []
    assert list(typed_lines(history, shown.append)) == []


@pytest.fixture
def no_history() -> Iterator[None]:
    """The history belongs to the process: leave none behind."""
    import readline

    readline.clear_history()
    yield
    readline.clear_history()


@pytest.mark.usefixtures("no_history")
def test_history_is_kept_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history = tmp_path / "history"
    old = [f"question {n}" for n in range(HISTORY_LENGTH + 100)]
    history.write_text("\n".join([*old, ""]), encoding="utf-8")
    one_session(history, monkeypatch)
    assert history.read_text(encoding="utf-8").split() == " ".join(old[100:]).split()


@pytest.mark.usefixtures("no_history")
@pytest.mark.parametrize("name", ["folder", "missing/history"])
def test_a_history_that_cannot_be_kept_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    one_session(tmp_path / name, monkeypatch)
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "folder"]


@pytest.mark.usefixtures("no_history")
def test_history_is_kept_when_the_chat_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: Assistant
) -> None:
    history = tmp_path / "history"
    keyboard(monkeypatch, "/quit")
    said: list[str] = []
    converse(typed_lines(history, said.append), said.append, lambda: few, lambda: NOON)
    assert (history.exists(), said) == (True, [])
