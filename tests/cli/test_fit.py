import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.cli import fit
from bot.evaluation.fit import TooLittle
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.confidence import ConfidenceFile
from bot.knowledge.folders import Folders
from bot.knowledge.load import load
from bot.texts import cli as texts
from tests.cli.conftest import Run, entry_file


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*.yaml")}


@pytest.mark.parametrize("before", ["fitted", "stale", "never", "another version"])
def test_writes_beside_the_knowledge(run: Run, on_small: Folders, before: str) -> None:
    target = on_small.knowledge / "confidence.yaml"
    old = target.read_text(encoding="utf-8")
    if before == "stale":
        target.write_text(old.replace("fitted_on: ", "fitted_on: x"), encoding="utf-8")
    if before == "another version":
        target.write_text(old.replace("  odds: 0.1\n", ""), encoding="utf-8")
    if before == "never":
        target.unlink()
    outcome = run("fit")
    written = target.read_text(encoding="utf-8")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == texts.FITTED.format(path=target) + "\n"
    assert written.startswith(f"# {texts.CONFIDENCE_HEADER}\n")
    assert yaml.safe_load(written)["fitted_on"] == load(on_small).digest
    assert not load(on_small).stale
    assert run("ask", "谁主持").err == ""


def test_the_same_knowledge_gives_the_same_file(run: Run, on_small: Folders) -> None:
    target = on_small.knowledge / "confidence.yaml"
    target.unlink()
    run("fit")
    first = target.read_bytes()
    run("fit")
    assert target.read_bytes() == first


@pytest.mark.usefixtures("on_small")
def test_an_overlay_keeps_its_own_numbers(
    run: Run, on_small: Folders, overlay: Callable[[str, str], Path]
) -> None:
    before = files(on_small.knowledge)
    folder = overlay("entries/x.yaml", entry_file(["另外的说法", "还有一种"]))
    settings = {"BOT_KNOWLEDGE_DIR": str(folder)}
    assert run("ask", "谁主持", env=settings).err == texts.STALE + "\n"
    outcome = run("fit", env=settings)
    assert outcome.status == 0
    assert outcome.out == texts.FITTED.format(path=folder / "confidence.yaml") + "\n"
    assert run("ask", "谁主持", env=settings).err == ""
    assert files(on_small.knowledge) == before


def test_an_installed_package_is_not_written_to(run: Run, packaged: Folders) -> None:
    before = files(packaged.knowledge)
    outcome = run("fit")
    assert (outcome.status, outcome.out, outcome.err) == (2, "", texts.FIT_NOWHERE + "\n")
    assert files(packaged.knowledge) == before


def test_an_overlay_on_an_installed_package(
    run: Run, packaged: Folders, overlay: Callable[[str, str], Path]
) -> None:
    before = files(packaged.knowledge)
    folder = overlay("entries/x.yaml", entry_file(["另外的说法"]))
    assert run("fit", env={"BOT_KNOWLEDGE_DIR": str(folder)}).status == 0
    assert (folder / "confidence.yaml").is_file()
    assert files(packaged.knowledge) == before


def test_a_target_that_cannot_be_written(
    run: Run, on_small: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = load(on_small).confidence
    assert numbers

    def folder_goes_away(base: KnowledgeBase) -> ConfidenceFile:
        assert base.entries
        shutil.rmtree(on_small.knowledge)
        return numbers

    monkeypatch.setattr(fit, "fit", folder_goes_away)
    outcome = run("fit")
    target = on_small.knowledge / "confidence.yaml"
    start = texts.FIT_UNWRITABLE.format(path=target, reason="|").partition("|")[0]
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(start)
    assert outcome.err.count("\n") == 1


def test_broken_knowledge_is_not_fitted(run: Run, on_small: Folders) -> None:
    (on_small.knowledge / "lexicon.yaml").write_text("synonyms: 1\n", encoding="utf-8")
    before = files(on_small.knowledge)
    outcome = run("fit")
    assert outcome.status == 2
    assert outcome.err.splitlines()[0] == texts.BROKEN_KNOWLEDGE
    assert files(on_small.knowledge) == before


def test_too_little_knowledge_gets_a_sentence(
    run: Run, on_small: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_little(_: KnowledgeBase) -> ConfidenceFile:
        raise TooLittle

    monkeypatch.setattr(fit, "fit", too_little)
    outcome = run("fit")
    assert (outcome.status, outcome.out, outcome.err) == (2, "", texts.TOO_LITTLE + "\n")
    assert on_small.knowledge.joinpath("confidence.yaml").exists()
