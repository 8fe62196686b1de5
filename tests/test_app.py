from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.app import NeverFitted, Watcher, assistant, load_checked, weaknesses
from bot.evaluation.fit import fit
from bot.knowledge.folders import Folders
from bot.knowledge.problem import BrokenKnowledge
from bot.messages import Conversation
from bot.texts import cli as cli_texts
from bot.texts import problems as texts
from tests.conftest import NOON, TODAY, Edit

OLD, NEW = "一般每月一次。", "现在每周一次。"


def lead(helper: Assistant) -> str:
    reply, _ = helper.hear("小组会多久开一次", Conversation(), NOON)
    return reply.text.split("\n")[0]


def replace(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_small_knowledge_answers(small: Folders) -> None:
    assert lead(assistant(load_checked(small, TODAY))) == OLD


def test_no_confidence_no_assistant(small: Folders) -> None:
    (small.knowledge / "confidence.yaml").unlink()
    base = load_checked(small, TODAY)
    with pytest.raises(NeverFitted) as caught:
        assistant(base)
    assert str(caught.value) == cli_texts.NEVER_FITTED


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        pytest.param(
            "entries/meeting.yaml",
            OLD,
            "长" * 900,
            ("knowledge/entries/meeting.yaml", 3, "必须少于 900"),
            id="answer too long",
        ),
        pytest.param(
            "entries/meeting.yaml",
            "related: [who-chairs]",
            "related: [nobody]",
            ("knowledge/entries/meeting.yaml", 12, "nobody"),
            id="fault",
        ),
        pytest.param(
            "entries/meeting.yaml",
            "sources: [T1, R-T1]",
            "sources: [T1, R-T9]",
            ("knowledge/entries/meeting.yaml", 10, "R-T9"),
            id="unknown source",
        ),
        pytest.param(
            "lexicon.yaml", "[咋]", "[咋, 咋]", ("knowledge/lexicon.yaml", 3, "“咋”"), id="lexicon"
        ),
        pytest.param(
            "smalltalk.yaml",
            "多谢",
            "垫付党费",
            ("knowledge/smalltalk.yaml", 3, "垫付党费"),
            id="phrasing",
        ),
        pytest.param(
            "../seeds/regulations.yaml",
            "id: R-T1, regulation: 甲条例",
            "id: R-T1, regulation: 乙条例",
            ("seeds/regulations.yaml", 7, "乙条例"),
            id="regulation",
        ),
        pytest.param(
            "confidence.yaml",
            "  sounds: 0.25\n",
            "",
            ("knowledge/confidence.yaml", 3, "blend"),
            id="confidence without a part",
        ),
        pytest.param(
            "confidence.yaml",
            "crowd:",
            "crowdy:",
            ("knowledge/confidence.yaml", 13, "crowdy"),
            id="confidence with a wrong signal",
        ),
    ],
)
def test_knowledge_that_is_wrong_is_refused(
    small: Folders, file: str, old: str, new: str, problem: tuple[str, int, str]
) -> None:
    replace(small.knowledge / file, old, new)
    with pytest.raises(BrokenKnowledge) as caught:
        load_checked(small, TODAY)
    [found] = caught.value.problems
    assert (found.file, found.line) == problem[:2]
    assert problem[2] in found.reason


def test_all_kinds_of_faults_are_told_at_once(small: Folders) -> None:
    replace(small.knowledge / "entries/meeting.yaml", "[T1, R-T1]", "[T9, R-T1]")
    replace(small.knowledge / "lexicon.yaml", "[咋]", "[咋, 咋]")
    replace(small.knowledge / "smalltalk.yaml", "多谢", "垫付党费")
    with pytest.raises(BrokenKnowledge) as caught:
        load_checked(small, TODAY)
    assert [problem.file for problem in caught.value.problems] == [
        "knowledge/entries/meeting.yaml",
        "knowledge/lexicon.yaml",
        "knowledge/smalltalk.yaml",
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda _: None, None, id="as it is"),
        pytest.param(
            lambda k: replace(k / "entries/meeting.yaml", OLD, "长" * 600), "超过一屏", id="screen"
        ),
        pytest.param(
            lambda k: replace(k / "entries/dues.yaml", "title: 党费", "title: 开会"),
            "选的时候分不清",
            id="twin titles",
        ),
        pytest.param(
            lambda k: replace(k / "entries/meeting.yaml", "多久开一次", "多久开会一次"),
            texts.STALE_CONFIDENCE,
            id="stale",
        ),
        pytest.param(
            lambda k: (k / "confidence.yaml").unlink(), cli_texts.NEVER_FITTED, id="never fitted"
        ),
    ],
)
def test_weaknesses(small: Folders, change: Callable[[Path], None], reason: str | None) -> None:
    change(small.knowledge)
    found = weaknesses(load_checked(small, TODAY))
    no_tag = texts.UNCOVERED_TAG.partition("{tag}")[2]
    others = [problem.reason for problem in found if no_tag not in problem.reason]
    assert len(others) == (1 if reason else 0)
    assert all(reason and reason in other for other in others)
    assert found == sorted(found)


def test_refit_belongs_to_the_knowledge(small: Folders) -> None:
    first = fit(load_checked(small, TODAY))
    replace(small.knowledge / "lexicon.yaml", "[咋]", "[咋, 咋样]")
    changed = load_checked(small, TODAY)
    assert fit(changed).fitted_on == changed.digest != first.fitted_on


@pytest.fixture
def watcher(small: Folders) -> Watcher:
    return Watcher(small, TODAY)


def test_nothing_changed(watcher: Watcher) -> None:
    before = watcher.assistant
    assert [watcher.refresh(TODAY) for _ in range(3)] == [False] * 3
    assert watcher.assistant is before


def test_a_change_is_taken_once(watcher: Watcher) -> None:
    replace(watcher.folders.knowledge / "entries/meeting.yaml", OLD, NEW)
    assert lead(watcher.assistant) == OLD
    assert [watcher.refresh(TODAY) for _ in range(2)] == [True, False]
    assert lead(watcher.assistant) == NEW


@pytest.mark.parametrize(
    ("break_it", "refusal"),
    [
        pytest.param(
            lambda k: (k / "lexicon.yaml").write_text("[", encoding="utf-8"),
            BrokenKnowledge,
            id="not YAML",
        ),
        pytest.param(lambda k: (k / "lexicon.yaml").unlink(), BrokenKnowledge, id="file gone"),
        pytest.param(
            lambda k: replace(k / "smalltalk.yaml", "多谢", "垫付党费"),
            BrokenKnowledge,
            id="phrasing claimed twice",
        ),
        pytest.param(lambda k: (k / "confidence.yaml").unlink(), NeverFitted, id="never fitted"),
    ],
)
def test_a_broken_change_is_told_once_and_the_old_stays(
    watcher: Watcher, break_it: Callable[[Path], None], refusal: type[Exception]
) -> None:
    before, knowledge = watcher.assistant, watcher.folders.knowledge
    kept = {path: path.read_bytes() for path in knowledge.rglob("*.yaml")}
    break_it(knowledge)
    with pytest.raises(refusal):
        watcher.refresh(TODAY)
    assert watcher.refresh(TODAY) is False
    assert watcher.assistant is before
    for path, content in kept.items():
        path.write_bytes(content)
    replace(knowledge / "entries/meeting.yaml", OLD, NEW)
    assert watcher.refresh(TODAY) is True
    assert lead(watcher.assistant) == NEW


def test_a_broken_change_is_not_half_taken(watcher: Watcher, with_file: Edit) -> None:
    with_file("knowledge/stray.yaml", "a: b\n")
    replace(watcher.folders.knowledge / "entries/meeting.yaml", OLD, NEW)
    with pytest.raises(BrokenKnowledge):
        watcher.refresh(TODAY)
    assert lead(watcher.assistant) == OLD
