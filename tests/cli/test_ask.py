import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.answering.compose import ANSWER_LIMIT
from bot.cli.ask import answer_lines
from bot.knowledge.folders import Folders
from bot.knowledge.load import load
from bot.texts import chat as chat_texts
from bot.texts import cli as texts
from tests.cli.conftest import Run

LONG = "小组会" * 16_667
"""50,001 characters."""
QUESTIONS = ["小组会多久开一次", "党费", "开会", "小组会", "怎么办", "量子力学", "你好", "", "1"]


def objects(out: str) -> list[Any]:
    return [json.loads(line) for line in out.split("\n")[:-1]]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_contract_holds_on_the_shipped_knowledge(helper: Assistant, question: str) -> None:
    [line] = answer_lines(helper, [question], dialog=False)
    said = json.loads(line)
    assert list(said) == ["question", "verdict", "entries", "text"]
    assert said["question"] == question
    assert said["verdict"] in {"answer", "suggest", "unknown", "smalltalk"}
    assert said["text"].strip()
    assert len(said["text"]) < ANSWER_LIMIT
    assert len(said["entries"]) <= 3
    for entry in said["entries"]:
        assert list(entry) == ["id", "title", "score", "sources", "tags"]
        assert entry["id"] in helper.base.entries
        assert entry["title"] == helper.base.entries[entry["id"]].title
        assert entry["sources"] == list(helper.base.entries[entry["id"]].sources)
        assert entry["tags"] == list(helper.base.entries[entry["id"]].tags)
        assert 0 < entry["score"] <= 100
    scores = [entry["score"] for entry in said["entries"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("question", "verdict", "first"),
    [
        pytest.param("小组会多久开一次", "answer", "how-often", id="answer"),
        pytest.param("垫付党费", "answer", "dues-advance", id="another"),
        pytest.param("团费怎么交", "unknown", "dues-advance", id="guard"),
        pytest.param("你好", "smalltalk", None, id="smalltalk"),
        pytest.param("/start", "smalltalk", None, id="command"),
        pytest.param("  ？！", "unknown", None, id="nothing but marks"),
        pytest.param("", "unknown", None, id="empty"),
    ],
)
def test_verdicts(run: Run, question: str, verdict: str, first: str | None) -> None:
    outcome = run("ask", "--json", question)
    [said] = objects(outcome.out)
    assert (outcome.status, outcome.err) == (0, "")
    assert (said["question"], said["verdict"]) == (question, verdict)
    assert next((entry["id"] for entry in said["entries"]), None) == first
    assert outcome.out == run("ask", "--json", "-", stdin=f"{question}\n".encode()).out


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("stdin", "questions"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"a\nb\nc\n", ["a", "b", "c"], id="in order"),
        pytest.param(b"a\nb", ["a", "b"], id="last line unfinished"),
        pytest.param(b"\na\n\n\n", ["", "a", "", ""], id="blank lines"),
        pytest.param(b" \n\t\n", [" ", "\t"], id="lines of blanks"),
        pytest.param(b"a\r\n\r\nb\r\n", ["a", "", "b"], id="CRLF"),
        pytest.param(b"\xff\xfea\n", ["\ufffd\ufffda"], id="not UTF-8"),
        pytest.param(b"\xe5\xb0\nb\n", ["\ufffd", "b"], id="cut character"),
        pytest.param("党小组会".encode("gbk") + b"\nb\n", None, id="GBK"),
        pytest.param(b"\xed\xa0\x80\n", ["\ufffd" * 3], id="surrogate"),
        pytest.param(b"\0a\x1b[2J\n", ["\0a\x1b[2J"], id="control characters"),
        pytest.param("a\u2028b\u0085c\x0bd\n".encode(), ["a\u2028b\u0085c\x0bd"], id="other ends"),
        pytest.param(b'"\\"\n', ['"\\"'], id="quotes"),
        pytest.param(f"{LONG}\nb\n".encode(), [LONG, "b"], id="50,000 characters"),
        pytest.param(b"?" * 50_000 + b"\n", ["?" * 50_000], id="50,000 marks"),
        pytest.param(b"--help\n-\n", ["--help", "-"], id="looks like an option"),
    ],
)
def test_one_object_a_line(run: Run, stdin: bytes, questions: list[str] | None) -> None:
    outcome = run("ask", "--json", "-", stdin=stdin)
    said = objects(outcome.out)
    assert (outcome.status, outcome.err) == (0, "")
    assert len(said) == (len(questions) if questions is not None else 2)
    if questions is not None:
        assert [one["question"] for one in said] == questions
    assert all(set(one) == {"question", "verdict", "entries", "text"} for one in said)


@pytest.mark.usefixtures("on_small")
def test_json_is_readable_and_on_one_line(run: Run) -> None:
    out = run("ask", "--json", "小组会多久开一次").out
    assert out.count("\n") == 1
    assert "一般每月一次。\\n\\n1. 看倒班表定日子。" in out


@pytest.mark.usefixtures("on_small")
def test_each_answer_comes_before_the_next_question(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[str] = []

    def turns() -> Iterator[bytes]:
        yield "谁主持\n".encode()
        heard.append(capsys.readouterr().out)
        yield b"b\n"

    outcome = run("ask", "--json", "-", stdin=turns())
    assert [one["question"] for one in objects(heard[0])] == ["谁主持"]
    assert [one["question"] for one in objects(outcome.out)] == ["b"]


@pytest.mark.usefixtures("on_small")
def test_an_argument_that_is_not_utf8(run: Run) -> None:
    [said] = objects(run("ask", "--json", "小组会\udcff多久开一次").out)
    assert said["question"] == "小组会\ufffd多久开一次"


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("options", "lines", "verdicts", "first"),
    [
        pytest.param(
            ["--dialog"], ["你好", "1", "2"], "smalltalk smalltalk answer", "who-chairs", id="menu"
        ),
        pytest.param(
            ["--dialog"], ["谁主持", "1"], "answer answer", "how-often", id="related entry"
        ),
        pytest.param(
            ["--dialog"], ["谁主持", " 1 "], "answer answer", "how-often", id="number with blanks"
        ),
        pytest.param(
            ["--dialog"], ["谁主持", "多久开一次"], "answer answer", "how-often", id="label"
        ),
        pytest.param(["--dialog"], ["谁主持", "2"], "answer smalltalk", None, id="no such number"),
        pytest.param([], ["谁主持", "1"], "answer unknown", None, id="no dialog"),
    ],
)
def test_dialogs(
    run: Run, options: list[str], lines: list[str], verdicts: str, first: str | None
) -> None:
    outcome = run("ask", "--json", *options, "-", stdin="\n".join(lines).encode())
    said = objects(outcome.out)
    assert [one["question"] for one in said] == lines
    assert [one["verdict"] for one in said] == verdicts.split()
    assert next((entry["id"] for entry in said[-1]["entries"]), None) == first


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("blank", ["", " \t", "\r"], ids=repr)
def test_a_blank_line_ends_a_dialog(run: Run, blank: str) -> None:
    lines = ["谁主持", blank, "1", "谁主持", "1"]  # the first 1 has nothing to pick from
    outcome = run("ask", "--json", "--dialog", "-", stdin="\n".join(lines).encode())
    leads = [one["text"].split("\n")[0] for one in objects(outcome.out)]
    assert len(leads) == 5
    assert [n for n, lead in enumerate(leads) if lead == "一般每月一次。"] == [4]
    assert leads[2] == chat_texts.UNKNOWN


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("小组会多久开一次", ["一般每月一次。", "出处：", "  [1] 谁主持"], id="answer"),
        pytest.param("你好", ["你好。", "  [1] 开会", "  [2] 党费"], id="smalltalk"),
        pytest.param("团费怎么交", ["团费问团支部书记。", chat_texts.ALL_TOPICS], id="guard"),
        pytest.param("", [chat_texts.EMPTY], id="empty"),
    ],
)
def test_without_json_the_answer_is_text(run: Run, question: str, said: list[str]) -> None:
    outcome = run("ask", question)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(said[0])
    assert [part for part in said if part not in outcome.out] == []


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param(
            "组会 多久开一次？",
            ["组会 多久开一次？", "党小组会多久开一次", "how-often", "who-chairs"],
            id="answer",
        ),
        pytest.param("团费怎么交", ["league-dues", "团费"], id="guard"),
        pytest.param("你好", ["打招呼"], id="smalltalk"),
    ],
)
def test_explain(run: Run, question: str, said: list[str]) -> None:
    outcome = run("ask", "--explain", question)
    assert (outcome.status, outcome.err) == (0, "")
    assert question in outcome.out.splitlines()[0]
    assert [part for part in said if part not in outcome.out] == []


@pytest.mark.parametrize("question", ["", "……", "\u200b"], ids=["empty", "marks", "invisible"])
def test_explain_nothing(run: Run, on_small: Folders, question: str) -> None:
    outcome = run("ask", "--explain", question)
    assert (outcome.status, outcome.err) == (0, "")
    assert len(outcome.out.splitlines()) == 2
    assert [identity for identity in load(on_small).entries if identity in outcome.out] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], texts.ASK_NEEDS_TEXT, id="no question"),
        pytest.param(["--json"], texts.ASK_NEEDS_TEXT, id="no question for json"),
        pytest.param(["-"], texts.ASK_DASH_NEEDS_JSON, id="lines without json"),
        pytest.param(["--explain", "-"], texts.ASK_DASH_NEEDS_JSON, id="explain lines"),
        pytest.param(["--json", "--explain", "在吗"], texts.ASK_JSON_EXPLAIN, id="both"),
        pytest.param(["--dialog", "在吗"], texts.ASK_DIALOG_NEEDS_LINES, id="dialog of one"),
        pytest.param(["--json", "--dialog", "在吗"], texts.ASK_DIALOG_NEEDS_LINES, id="json too"),
    ],
)
def test_options_that_do_not_go_together(run: Run, arguments: list[str], said: str) -> None:
    outcome = run("ask", *arguments, stdin=b"a\n")
    assert (outcome.status, outcome.out, outcome.err) == (2, "", said + "\n")


def test_asking_writes_nothing(run: Run, on_small: Folders) -> None:
    root = on_small.knowledge.parent.parent
    before = sorted(root.rglob("*"))
    assert run("ask", "谁主持").status == 0
    assert sorted(root.rglob("*")) == before
