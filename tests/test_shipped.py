"""What is checked in beside the code is what the code makes."""

import runpy
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.overmatch import overmatches
from bot.evaluation.fit import fit
from bot.knowledge.base import KnowledgeBase

ROOT = Path(__file__).parent.parent


def test_the_confidence_numbers_are_those_of_this_code_and_this_knowledge(
    base: KnowledgeBase,
) -> None:
    assert fit(base) == base.confidence


def test_the_picture_in_the_readme_shows_what_the_program_says() -> None:
    drawn = runpy.run_path(str(ROOT / "docs" / "draw_dialog.py"))["draw"]()
    assert (ROOT / "docs" / "dialog.svg").read_text(encoding="utf-8") == drawn


def test_every_phrasing_finds_its_own_entry_and_no_guard_leaks(answerer: Answerer) -> None:
    assert list(overmatches(answerer)) == []


def test_there_is_enough_of_everything(base: KnowledgeBase) -> None:
    assert len(base.entries) >= 120
    assert len(base.guards) >= 150
    assert min(len(entry.phrasings) for entry in base.entries.values()) >= 30
    assert min(len(guard.phrasings) for guard in base.guards.values()) >= 15
