"""A sign of life: a file whose time says when Telegram last answered."""

import time
from pathlib import Path

ALIVE_FILE = "alive"
"""In the data folder."""


def sign(data_dir: Path) -> None:
    """Telegram answered just now. Raises `OSError`."""
    (data_dir / ALIVE_FILE).touch()


def stopped(data_dir: Path) -> None:
    """The bot runs no more. Raises `OSError`."""
    (data_dir / ALIVE_FILE).unlink(missing_ok=True)


def seconds_since(data_dir: Path) -> float | None:
    """How long ago Telegram last answered the bot of this data folder; None if it never did."""
    try:
        return max(0.0, time.time() - (data_dir / ALIVE_FILE).stat().st_mtime)
    except OSError:
        return None
