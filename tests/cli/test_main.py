import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import __version__
from bot.config import NAMES
from bot.knowledge.folders import Folders
from bot.texts import cli as texts
from bot.texts import problems
from tests.cli.conftest import CHECKOUT, Outcome, Run

COMMANDS = ["run", "chat", "ask", "check", "fit", "health"]
SECRET = "hidden"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--help"], texts.PROGRAM, id="program"),
        pytest.param(["-h"], texts.HELP_FIT, id="short"),
        pytest.param(["run", "--help"], texts.HELP_RUN, id="run"),
        pytest.param(["chat", "--help"], texts.HELP_CHAT, id="chat"),
        pytest.param(["ask", "--help"], texts.HELP_ASK_DIALOG, id="ask"),
        pytest.param(["check", "--help"], texts.HELP_CHECK_CLAIMS, id="check"),
        pytest.param(["fit", "--help"], texts.HELP_FIT, id="fit"),
        pytest.param(["health", "--help"], texts.HELP_HEALTH, id="health"),
        pytest.param(["run", "--help"], texts.HELP_LOG_LEVEL, id="log level of run"),
        pytest.param(["--help"], texts.HELP_LOG_LEVEL, id="log level"),
    ],
)
def test_help_is_chinese(run: Run, arguments: list[str], said: str) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{texts.USAGE}python -m bot")
    assert said in outcome.out.replace("\n", "")
    assert re.search("usage|options|arguments|show", outcome.out) is None
    assert texts.HELP_HELP in outcome.out


def test_version(run: Run) -> None:
    outcome = run("--version")
    assert (outcome.status, outcome.out) == (0, f"zuzhang {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["nope"], id="unknown command"),
        pytest.param(["--nope"], id="unknown option"),
        pytest.param(["ask", "--nope", "在吗"], id="unknown option of ask"),
        pytest.param(["ask", "在吗", "在吗"], id="two questions"),
        pytest.param(["check", "all"], id="argument of check"),
        pytest.param(["fit", "--claims"], id="option of another command"),
        pytest.param(["--log-level", "loud", "run"], id="no such level"),
        pytest.param(["run", "--log-level", "loud"], id="no such level of run"),
        pytest.param(["chat", "--log-level", "debug"], id="level after a command without logs"),
    ],
)
def test_wrong_command_lines(run: Run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    start, end = texts.BAD_USAGE.split("{message}")
    assert outcome.err.startswith(start)
    assert outcome.err.count("\n") == 1
    assert end.partition("{prog}")[2] in outcome.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_setting_stops_every_command(run: Run, command: str) -> None:
    outcome = run(command, env={"BOT_ACCESS": "nobody"})
    assert outcome == Outcome(2, "", texts.BAD_ACCESS + "\n")


@pytest.mark.usefixtures("on_small")
def test_empty_settings_are_not_set(run: Run) -> None:
    outcome = run("ask", "谁主持", env=dict.fromkeys(NAMES, ""))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("组长主持。")


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["BOT_TOKENS"], ["BOT_TOKEN"]),
        (["BOT_DATABASE"], ["BOT_DATABASE_URL"]),
        (["BOT_ADMIN"], ["BOT_ADMINS"]),
        (["BOT_TOKEN_PATH", "BOT_PROXY_URL"], ["BOT_PROXY", "BOT_TOKEN"]),
        (["BOT_"], ["BOT_TOKEN"]),
    ],
    ids=",".join,
)
@pytest.mark.usefixtures("on_small")
def test_a_setting_nobody_knows_is_told_of(run: Run, names: list[str], meant: list[str]) -> None:
    outcome = run("ask", "谁主持", env=dict.fromkeys(names, SECRET))
    told = zip(sorted(names), meant, strict=True)
    hints = [texts.UNKNOWN_SETTING.format(name=name, meant=near) for name, near in told]
    assert outcome.err.splitlines() == hints
    assert SECRET not in outcome.err
    assert (outcome.status, outcome.out[:5]) == (0, "组长主持。")


def test_settings_of_others_are_left_alone(run: Run) -> None:
    outcome = run("health", env={"ROBOT_TOKEN": "x", "bot_token": "x", "BOTTLE": "x"})
    assert outcome.err == texts.NEVER_ALIVE + "\n"


def test_a_command_loads_only_what_it_needs() -> None:
    """Neither Telegram nor a database for who asks in a terminal, and next to nothing for health,
    which a container calls every minute.
    """
    program = """
import sys
from bot.cli.main import run
def loaded(*names):
    return [name for name in names if name in sys.modules]
print(loaded("bot.answering", "asyncio", "yaml", "pypinyin"))
run(["health"], {"BOT_DATA_DIR": "/nowhere"})
print(loaded("bot.answering", "asyncio", "telegram", "sqlalchemy"))
run(["ask", "小组会多久开一次"], {})
print(loaded("bot.cli.serve", "telegram", "httpx", "sqlalchemy", "alembic"))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    first, second, *_, last = done.stdout.splitlines()
    assert (first, second, last) == ("[]", "[]", "[]")
    assert done.stderr == texts.NEVER_ALIVE + "\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_missing_knowledge_folder(run: Run, tmp_path: Path, command: str) -> None:
    missing = tmp_path / "nowhere"
    outcome = run(command, env={"BOT_KNOWLEDGE_DIR": str(missing)})
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == texts.NO_KNOWLEDGE_DIR.format(path=missing) + "\n"


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("arguments", [["run"], ["chat"], ["ask", "谁主持"], ["fit"]], ids=str)
def test_broken_knowledge_is_refused(
    run: Run, overlay: Callable[[str, str], Path], arguments: list[str]
) -> None:
    folder = overlay("entries/bad.yaml", "topic: {id: bad\nentries: [\n")
    outcome = run(*arguments, env={"BOT_KNOWLEDGE_DIR": str(folder)})
    first, second = outcome.err.splitlines()
    assert (outcome.status, outcome.out) == (2, "")
    assert first == texts.BROKEN_KNOWLEDGE
    assert second.startswith(f"{folder}/entries/bad.yaml:2: ")


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("count", "shown", "more"),
    [(10, 10, []), (11, 10, [1]), (25, 10, [15])],
    ids=["ten", "eleven", "many"],
)
def test_long_lists_of_problems_are_cut(
    run: Run, overlay: Callable[[str, str], Path], count: int, shown: int, more: list[int]
) -> None:
    for n in range(count):
        folder = overlay(f"stray{n:02}.yaml", "a: b\n")
    outcome = run("ask", "谁主持", env={"BOT_KNOWLEDGE_DIR": str(folder)})
    lines = outcome.err.splitlines()[1:]
    assert [problems.UNEXPECTED_FILE in line for line in lines[:shown]] == [True] * shown
    assert lines[shown:] == [texts.MORE_PROBLEMS.format(count=n) for n in more]


@pytest.mark.parametrize("arguments", [["run"], ["chat"], ["ask", "谁主持"]], ids=str)
def test_never_fitted_knowledge_says_so(run: Run, on_small: Folders, arguments: list[str]) -> None:
    (on_small.knowledge / "confidence.yaml").unlink()
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == texts.NEVER_FITTED + "\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["ask", "谁主持"], "组长主持。", id="ask"),
        pytest.param(["ask", "--explain", "谁主持"], "who-chairs", id="explain"),
        pytest.param(["chat"], "组长主持。", id="chat"),
    ],
)
def test_stale_confidence_warns_and_goes_on(
    run: Run, on_small: Folders, arguments: list[str], said: str
) -> None:
    lexicon = on_small.knowledge / "lexicon.yaml"
    lexicon.write_text(lexicon.read_text(encoding="utf-8") + "  领导: [头儿]\n", encoding="utf-8")
    outcome = run(*arguments, stdin="谁主持\n".encode())
    assert (outcome.status, outcome.err) == (0, texts.STALE + "\n")
    assert said in outcome.out


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("arguments", [["ask", "--json", "-"], ["chat"]], ids=str)
def test_interrupt_keeps_what_was_answered(run: Run, arguments: list[str]) -> None:
    def turns() -> Iterator[bytes]:
        yield "谁主持\n".encode()
        raise KeyboardInterrupt

    outcome = run(*arguments, stdin=turns())
    assert (outcome.status, outcome.err) == (130, "")
    assert "组长主持。" in outcome.out


@pytest.mark.usefixtures("on_small")
def test_an_overlay_adds_and_replaces(run: Run, overlay: Callable[[str, str], Path]) -> None:
    overlay("entries/dues.yaml", entry_of_dues("新的说法。"))
    folder = overlay("guards/more.yaml", GUARDS)
    answers = [
        json.loads(run("ask", "--json", question, env={"BOT_KNOWLEDGE_DIR": str(folder)}).out)[
            "text"
        ]
        for question in ("党费我先垫上行不行", "食堂几点开饭", "谁主持")
    ]
    assert [text.split("\n")[0] for text in answers] == [
        "新的说法。",
        "食堂的事问后勤。",
        "组长主持。",
    ]


GUARDS = """guards:
  - id: canteen
    title: 食堂
    phrasings: [食堂几点开饭]
    scope: out
    reply: 食堂的事问后勤。
"""


def entry_of_dues(lead: str) -> str:
    return f"""topic: {{id: dues, title: 党费, order: 2}}
entries:
  - id: dues-advance
    title: 能不能先垫
    phrasings: [党费我先垫上行不行, 组员没带钱我替他交, 垫付党费]
    lead: {lead}
    sources: [practice]
    reviewed: 2026-11-23
"""
