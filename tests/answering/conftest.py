"""The small knowledge, loaded once and never changed."""

import pytest

from bot.answering.assistant import Assistant
from bot.app import assistant, load_checked
from bot.knowledge.folders import Folders
from tests.conftest import SMALL, TODAY


@pytest.fixture(scope="session")
def tiny() -> Assistant:
    """The assistant on the small knowledge."""
    return assistant(load_checked(Folders(SMALL / "knowledge", SMALL / "seeds"), TODAY))
