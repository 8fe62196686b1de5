import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.folders import Folders
from bot.texts import cli as cli_texts
from bot.texts import problems as texts
from tests.cli.conftest import Outcome, Run, entry_file

NEW = [f"完全另外的第{n}种说法" for n in "一二三四五六七八九十"]
NO_TAG = texts.UNCOVERED_TAG.partition("{tag}")[2]
"""The small knowledge leaves most tags unused."""


def problems(outcome: Outcome, *but: str) -> list[str]:
    """Lines that name a place, without those of unused tags and those that hold `but`."""
    lines = [line for line in outcome.out.splitlines() if re.search(r"\.ya?ml:\d+: ", line)]
    return [line for line in lines if not any(part in line for part in (NO_TAG, *but))]


def test_shipped_knowledge_is_fine(run: Run) -> None:
    outcome = run("check", "--claims")
    counts, cover, *claims, last = outcome.out.splitlines()
    assert (outcome.status, outcome.err, last) == (0, "", texts.REPORT_FINE)
    assert counts.startswith("条目 ")
    assert "25/25" in cover
    assert len(claims) == 25
    assert [line for line in claims if " 0 个条目" in line] == []


def test_small_knowledge_only_lacks_tags(run: Run, on_small: Folders) -> None:
    outcome = run("check")
    summary, cover, *rest, last = outcome.out.splitlines()
    assert (outcome.status, outcome.err) == (1, "")
    assert summary == "条目 3，问法 36，护栏 2（问法 12），话题 2"
    assert cover == "文章主张覆盖 1/1，规章引用 2/3，标签 1/14"
    assert [line for line in rest if NO_TAG not in line] == []
    assert last == texts.REPORT_PROBLEMS.format(count=13)
    assert on_small.overlay is None


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(("options", "lines"), [(["--claims"], 1), ([], 0)], ids=["on", "off"])
def test_claims(run: Run, options: list[str], lines: int) -> None:
    out = run("check", *options).out.splitlines()
    wanted = texts.REPORT_CLAIM_LINE.format(id="T1", count=1, entries="how-often")
    assert out.count(wanted) == lines


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        pytest.param(
            "entries/x.yaml",
            entry_file([*NEW, "小组会谁来主持大局", *NEW[:1]][:11]),
            [
                "entries/x.yaml:6: extra-one 只有 11 条问法",
                "entries/x.yaml:16: 问“小组会谁来主持大局”，程序会先答 who-chairs",
            ],
            id="stolen phrasing and one too few",
        ),
        pytest.param(
            "entries/x.yaml",
            entry_file([*NEW, "最后的另一种说法", "怎么也说不完的说法"]),
            [],
            id="twelve are enough",
        ),
        pytest.param(
            "guards/x.yaml",
            "guards:\n  - id: g\n    title: 食堂\n    scope: out\n    phrasings: [食堂几点开饭]\n",
            ["guards/x.yaml:5: g 只有 1 条问法"],
            id="guard with too few",
        ),
        pytest.param(
            "entries/x.yaml",
            entry_file([*NEW, "最后的另一种说法", "怎么也说不完的说法"], lead="长" * 600),
            ["entries/x.yaml:3: extra-one 的答案在手机上要 "],
            id="longer than a screen",
        ),
    ],
)
def test_weaknesses(
    run: Run, overlay: Callable[[str, str], Path], name: str, content: str, wanted: list[str]
) -> None:
    folder = overlay(name, content)
    outcome = run("check", env={"BOT_KNOWLEDGE_DIR": str(folder)})
    found = problems(outcome, texts.STALE_CONFIDENCE)
    assert outcome.status == 1
    for line, part in zip(found, wanted, strict=True):
        assert line.startswith(f"{folder}/{part}")


@pytest.mark.usefixtures("on_small")
def test_stale_confidence_is_a_weakness(run: Run, overlay: Callable[[str, str], Path]) -> None:
    folder = overlay("entries/x.yaml", entry_file(["另外的说法"]))
    found = problems(run("check", env={"BOT_KNOWLEDGE_DIR": str(folder)}), str(folder))
    assert found == [f"knowledge/confidence.yaml:1: {texts.STALE_CONFIDENCE}"]


def test_never_fitted_is_a_weakness(run: Run, on_small: Folders) -> None:
    (on_small.knowledge / "confidence.yaml").unlink()
    outcome = run("check")
    assert outcome.status == 1
    assert problems(outcome) == [f"knowledge/confidence.yaml:1: {cli_texts.NEVER_FITTED}"]


def changed(old: str, new: str) -> str:
    return entry_file(["另外的说法"]).replace(old, new)


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("place", "content", "reason"),
    [
        pytest.param("entries/x.yaml:2", "a: [\n", "YAML 写法不对", id="not YAML"),
        pytest.param("entries/x.yaml:1", "", texts.EMPTY_FILE, id="empty file"),
        pytest.param("other.yaml:1", "a: b\n", texts.UNEXPECTED_FILE, id="unexpected file"),
        pytest.param(
            "entries/x.yaml:7", entry_file(["另外", "垫付党费"]), "垫付党费", id="claimed twice"
        ),
        pytest.param(
            "entries/x.yaml:7", entry_file(["另外", "？！"]), "什么都不剩", id="blank phrasing"
        ),
        pytest.param("entries/x.yaml:4", changed("title", "titel"), "“titel”", id="unknown field"),
        pytest.param("entries/x.yaml:9", changed("2026-", "2999-"), "还没到", id="future review"),
        pytest.param("entries/x.yaml:8", changed("practice", "R-T3"), "low", id="low source"),
        pytest.param("entries/x.yaml:8", changed("practice", "X1"), "X1", id="unknown source"),
        pytest.param(
            "entries/x.yaml:3", changed("另一个答案。", "长" * 900), "必须少于 900", id="too long"
        ),
        pytest.param(
            "entries/x.yaml:3", changed("extra-one", "how-often"), "how-often", id="id in use"
        ),
        pytest.param(
            "lexicon.yaml:3", "synonyms:\n  会: [会议]\n  议: [会]\n", "“会”", id="chained synonym"
        ),
    ],
)
def test_faults(
    run: Run, overlay: Callable[[str, str], Path], place: str, content: str, reason: str
) -> None:
    folder = overlay(place.partition(":")[0], content)
    outcome = run("check", env={"BOT_KNOWLEDGE_DIR": str(folder)})
    found = problems(outcome)
    assert (outcome.status, outcome.err) == (1, "")
    assert [line for line in found if line.startswith(f"{folder}/{place}: ")]
    assert reason in outcome.out
    assert outcome.out.endswith(texts.REPORT_PROBLEMS.format(count=len(found)) + "\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("smalltalk.yaml", f"knowledge/smalltalk.yaml:1: {texts.MISSING_FILE}"),
        ("entries", f"knowledge/entries:1: {texts.NO_ENTRIES}"),
    ],
    ids=["a file", "all entries"],
)
def test_missing_files(run: Run, on_small: Folders, name: str, said: str) -> None:
    (on_small.knowledge / name).rename(on_small.knowledge.parent / "elsewhere")
    outcome = run("check")
    assert outcome.status == 1
    assert said in outcome.out.splitlines()


@pytest.mark.usefixtures("on_small")
def test_a_second_lexicon_adds_and_a_stray_file_is_told(
    run: Run, overlay: Callable[[str, str], Path]
) -> None:
    folder = overlay("lexicon-ours.yaml", "synonyms:\n  班车: [通勤车]\n")
    (folder / "notes.docx").write_bytes(b"")
    found = run("check", env={"BOT_KNOWLEDGE_DIR": str(folder)}).out.splitlines()
    assert f"{folder / 'notes.docx'}:1: {texts.STRAY_FILE}" in found
    assert not [line for line in found if "lexicon-ours" in line]
