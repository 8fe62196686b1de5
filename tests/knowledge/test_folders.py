"""Where the knowledge files are, how they are called, and whether they changed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge import folders as folders_module
from bot.knowledge.folders import Folders, shipped
from tests.conftest import Edit
from tests.knowledge import (
    CONFIDENCE,
    DOCUMENT,
    DUES,
    GUARDS,
    LEXICON,
    MASKING,
    MEETING,
    REGULATIONS,
    SMALLTALK,
)

CHECKOUT = Path(__file__).parent.parent.parent
ALL = [CONFIDENCE, DUES, MEETING, GUARDS, LEXICON, MASKING, SMALLTALK, DOCUMENT, REGULATIONS]


def overlaid(small: Folders, overlay: Path) -> Folders:
    return Folders(small.knowledge, small.seeds, overlay)


def test_listing_names_every_file_in_order(small: Folders) -> None:
    assert list(small.listing()) == ALL
    assert small.listing()[DUES] == small.knowledge / "entries" / "dues.yaml"


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        pytest.param("knowledge/entries/x.yml", True, id="yml"),
        pytest.param("knowledge/entries/a/b/x.yaml", True, id="nested"),
        pytest.param("knowledge/x.yaml", True, id="out of place"),
        pytest.param("seeds/x.yaml", True, id="seeds"),
        pytest.param("knowledge/entries/.x.yaml", False, id="hidden"),
        pytest.param("knowledge/entries/x.yaml~", False, id="backup"),
        pytest.param("knowledge/entries/x.md", False, id="other kind"),
        pytest.param("elsewhere/x.yaml", False, id="other folder"),
    ],
)
def test_listing_holds_yaml_only(with_file: Edit, name: str, listed: bool) -> None:
    assert (name in with_file(name, "a: 1").listing()) is listed


def test_an_overlay_replaces_and_adds(small: Folders, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "entries").mkdir(parents=True)
    (own / "entries" / "dues.yaml").touch()
    (own / "entries" / "zeal.yaml").touch()
    listing = overlaid(small, own).listing()
    assert listing[DUES] == own / "entries" / "dues.yaml"
    assert listing[MEETING] == small.knowledge / "entries" / "meeting.yaml"
    assert set(listing) == {*ALL, "knowledge/entries/zeal.yaml"}


def test_an_overlay_that_does_not_exist_changes_nothing(small: Folders, tmp_path: Path) -> None:
    assert overlaid(small, tmp_path / "none").listing() == small.listing()


def test_problems_name_the_operators_own_files_by_their_path(
    small: Folders, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    folders = overlaid(small, own)
    assert folders.named(DUES, own / "entries" / "dues.yaml") == str(own / "entries" / "dues.yaml")
    assert folders.named(DUES, small.knowledge / "entries" / "dues.yaml") == DUES
    assert small.named(DUES, small.knowledge / "entries" / "dues.yaml") == DUES


def write(path: Path) -> None:
    """More, at what the clock says is the same moment."""
    before = path.stat()
    path.write_text("longer than before\n" * 100, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def write_as_much(path: Path) -> None:
    """As many bytes, a second later."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000_000))


def add(path: Path) -> None:
    (path.parent / "new.yaml").touch()


def remove(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.parent / "renamed.yaml")


@pytest.mark.parametrize("change", [write, write_as_much, add, remove, rename])
@pytest.mark.parametrize("where", ["knowledge", "seeds", "own"])
def test_the_fingerprint_changes_with_the_files(
    small: Folders, tmp_path: Path, change: Callable[[Path], None], where: str
) -> None:
    own = tmp_path / "own" / "entries" / "own.yaml"
    own.parent.mkdir(parents=True)
    own.touch()
    files = {
        "knowledge": small.knowledge / "lexicon.yaml",
        "seeds": small.seeds / "document.yaml",
        "own": own,
    }
    folders = overlaid(small, tmp_path / "own")
    before = folders.fingerprint()
    change(files[where])
    assert folders.fingerprint() != before


def test_the_fingerprint_stays_while_nothing_changes(small: Folders) -> None:
    before = small.fingerprint()
    assert len(before) == len(ALL)
    (small.knowledge / "notes.txt").touch()
    assert small.fingerprint() == before


def test_the_fingerprint_leaves_out_a_file_that_went_away(small: Folders) -> None:
    before = small.fingerprint()
    (small.knowledge / "gone.yaml").symlink_to(small.knowledge / "nowhere.yaml")
    assert "knowledge/gone.yaml" in small.listing()
    assert small.fingerprint() == before


def test_shipped_are_the_folders_of_the_checkout() -> None:
    assert shipped() == Folders(CHECKOUT / "knowledge", CHECKOUT / "seeds")
    assert {DOCUMENT, REGULATIONS, LEXICON} <= set(shipped().listing())


def test_shipped_with_an_overlay(tmp_path: Path) -> None:
    assert shipped(tmp_path) == Folders(CHECKOUT / "knowledge", CHECKOUT / "seeds", tmp_path)


def test_shipped_in_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(folders_module, "_PACKAGE", tmp_path)
    data, own = tmp_path / "_data", tmp_path / "own"
    assert shipped(own) == Folders(data / "knowledge", data / "seeds", own, packaged=True)


def test_a_pipe_and_what_is_hidden_are_left_alone(small: Folders) -> None:
    os.mkfifo(small.knowledge / "entries" / "pipe.yaml")
    (small.knowledge / ".git").mkdir()
    (small.knowledge / ".git" / "config.yaml").write_text("a: b\n", encoding="utf-8")
    assert not [name for name in small.listing() if "pipe" in name or ".git" in name]
