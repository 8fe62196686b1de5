from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.config import NAMES
from bot.knowledge.folders import Folders
from bot.texts import chat as chat_texts
from bot.texts import cli as texts
from tests.cli.conftest import Run, entry_file

LEAD = "一般每月一次。"


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("stdin", "heard", "not_heard"),
    [
        pytest.param("", [], [LEAD], id="nothing"),
        pytest.param("小组会多久开一次", [LEAD], [], id="one line"),
        pytest.param("谁主持\r\n1\r\n", ["组长主持。", "[1] 多久开一次", LEAD], [], id="number"),
        pytest.param("你好\n1\n1\n", ["你好。", "[2] 党费", "[2] 谁主持", LEAD], [], id="menu"),
        pytest.param("谁主持\n/quit\n党费\n", ["组长主持。"], ["不能垫。"], id="quit"),
        pytest.param("谁主持\n /EXIT \n党费\n", ["组长主持。"], ["不能垫。"], id="exit"),
        pytest.param("\n谁主持\n", [chat_texts.EMPTY, "组长主持。"], [], id="blank line"),
        pytest.param("\udcff\udcfe\n谁主持\n", [chat_texts.EMPTY, "组长主持。"], [], id="bytes"),
        pytest.param("会" * 50_000 + "\n谁主持\n", ["组长主持。"], [], id="long line"),
    ],
)
def test_piped(run: Run, stdin: str, heard: list[str], not_heard: list[str]) -> None:
    outcome = run("chat", stdin=stdin.encode("utf-8", "surrogateescape"))
    assert (outcome.status, outcome.err) == (0, "")
    position = 0
    for part in heard:
        position = outcome.out.index(part, position)
    for part in (*not_heard, chat_texts.WELCOME, chat_texts.PROMPT, chat_texts.GOODBYE):
        assert part not in outcome.out


@pytest.mark.usefixtures("on_small")
def test_run_without_a_token_is_a_chat(run: Run) -> None:
    empty = dict.fromkeys(set(NAMES) - {"BOT_DATA_DIR"}, "")
    chat = run("chat", stdin="谁主持\n".encode())
    assert run("run", stdin="谁主持\n".encode(), env=empty) == chat
    assert "组长主持。" in chat.out


@pytest.mark.usefixtures("on_small")
def test_a_pipe_leaves_no_history(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    run("chat", stdin="谁主持\n".encode(), env={"BOT_DATA_DIR": str(data)})
    assert (data.is_dir(), list(data.iterdir())) == (True, [])


@pytest.mark.parametrize("below", ["file", "file/data", "file/deep/data"])
@pytest.mark.parametrize("command", ["run", "chat"])
def test_unusable_data_folder(run: Run, tmp_path: Path, command: str, below: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    outcome = run(command, stdin=b"a\n", env={"BOT_DATA_DIR": str(tmp_path / below)})
    start, end = texts.DATA_DIR_UNUSABLE.format(path=tmp_path / below, reason="|").split("|")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(start)
    assert outcome.err.endswith(end + "\n")
    assert outcome.err.count("\n") == 1
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_changed_knowledge_is_read_anew(run: Run, on_small: Folders) -> None:
    entries = on_small.knowledge / "entries"
    meeting = (entries / "meeting.yaml").read_text(encoding="utf-8")

    def turns() -> Iterator[bytes]:
        yield "小组会多久开一次\n".encode()
        (entries / "meeting.yaml").write_text(
            meeting.replace(LEAD, "现在改成每周一次。"), encoding="utf-8"
        )
        yield "小组会多久开一次\n".encode()
        yield "小组会多久开一次\n".encode()

    outcome = run("chat", stdin=turns())
    said = [line for line in outcome.out.splitlines() if line]
    told = [line for line in said if line in (LEAD, "现在改成每周一次。", chat_texts.RELOADED)]
    assert (outcome.status, outcome.err) == (0, "")
    assert told == [LEAD, chat_texts.RELOADED, "现在改成每周一次。", "现在改成每周一次。"]


@pytest.mark.usefixtures("on_small")
def test_an_added_file_is_read(run: Run, overlay: Callable[[str, str], Path]) -> None:
    folder = overlay("entries/first.yaml", entry_file(["班车几点发车"], "first", "七点发车。"))

    def turns() -> Iterator[bytes]:
        yield "食堂几点开饭\n".encode()
        overlay("entries/second.yaml", entry_file(["食堂几点开饭"], "second", "十一点开饭。"))
        yield "食堂几点开饭\n".encode()

    out = run("chat", stdin=turns(), env={"BOT_KNOWLEDGE_DIR": str(folder)}).out
    before, after = out.split(chat_texts.RELOADED)
    assert "十一点开饭。" not in before
    assert "十一点开饭。" in after


BROKEN = [
    pytest.param("entries/bad.yaml", "topic: [\n", "entries/bad.yaml:2: ", id="not YAML"),
    pytest.param("entries/bad.yaml", "", "entries/bad.yaml:1: ", id="empty"),
    pytest.param("stray.yaml", "a: b\n", "stray.yaml:1: ", id="stray"),
    pytest.param(
        "entries/bad.yaml", entry_file(["小组会多久开一次"]), "entries/bad.yaml:6", id="taken"
    ),
]


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(("name", "content", "place"), BROKEN)
def test_broken_knowledge_is_refused_and_the_old_goes_on(
    run: Run, overlay: Callable[[str, str], Path], name: str, content: str, place: str
) -> None:
    folder = overlay("guards/more.yaml", GUARDS)

    def turns() -> Iterator[bytes]:
        yield "谁主持\n".encode()
        overlay(name, content)
        yield "谁主持\n".encode()
        yield "谁主持\n".encode()
        (folder / name).unlink()
        yield "谁主持\n".encode()

    outcome = run("chat", stdin=turns(), env={"BOT_KNOWLEDGE_DIR": str(folder)})
    start, _ = chat_texts.NOT_RELOADED.split("{problem}")
    told = [line for line in outcome.out.splitlines() if line.startswith(start)]
    assert outcome.status == 0
    assert len(told) == 1
    assert place in told[0]
    assert outcome.out.count("组长主持。") == 4
    assert outcome.out.count(chat_texts.RELOADED) == 1
    assert outcome.out.index(told[0]) < outcome.out.index(chat_texts.RELOADED)


def test_confidence_taken_away_while_chatting(run: Run, on_small: Folders) -> None:
    def turns() -> Iterator[bytes]:
        yield "谁主持\n".encode()
        (on_small.knowledge / "confidence.yaml").unlink()
        yield "谁主持\n".encode()

    out = run("chat", stdin=turns()).out
    assert out.count(chat_texts.NOT_RELOADED.format(problem=texts.NEVER_FITTED)) == 1
    assert out.count("组长主持。") == 2


GUARDS = """guards:
  - id: canteen
    title: 食堂
    phrasings: [饭堂有什么菜]
    scope: out
"""
