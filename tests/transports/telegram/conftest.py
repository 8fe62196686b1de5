"""What the tests on Telegram share."""

import pytest

from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.texts.chat import TELEGRAM


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def on_telegram(answerer: Answerer) -> Assistant:
    """The assistant on the shipped knowledge, worded for Telegram."""
    return Assistant(answerer, TELEGRAM)
