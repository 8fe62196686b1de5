"""What many tests share: the shipped knowledge, loaded once, and a small one of their own."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.app import assistant, load_checked
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import Folders, shipped

TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
SMALL = Path(__file__).parent / "small"
"""A knowledge folder of a few entries, with a folder of seeds beside it."""

Edit = Callable[[str, str], Folders]


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """The shipped knowledge, which authors go on reviewing: as of the day the tests run."""
    return load_checked(shipped(), dt.date.today())


@pytest.fixture(scope="session")
def helper(base: KnowledgeBase) -> Assistant:
    """The assistant on the shipped knowledge."""
    return assistant(base)


@pytest.fixture(scope="session")
def answerer(helper: Assistant) -> Answerer:
    """The answerer on the shipped knowledge."""
    return helper.answerer


@pytest.fixture
def small(tmp_path: Path) -> Folders:
    """A copy of the small knowledge that a test may change."""
    shutil.copytree(SMALL, tmp_path / "small")
    return Folders(tmp_path / "small" / "knowledge", tmp_path / "small" / "seeds")


@pytest.fixture
def with_file(small: Folders) -> Edit:
    """Write a file ("knowledge/entries/x.yaml") into the small knowledge and return its folders."""

    def write(name: str, content: str) -> Folders:
        path = small.knowledge.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return small

    return write
