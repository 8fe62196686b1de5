"""Writes down what was handled, after each batch."""

from collections.abc import Callable
from pathlib import Path

from bot.store.errors import StoreError
from bot.store.store import Store
from bot.texts import cli as texts
from bot.transports.telegram import alive


class StoreBooks:
    """Writes it to the store, and marks that Telegram answered. Trouble is told once."""

    def __init__(self, store: Store, data_dir: Path, tell: Callable[[str], None]) -> None:
        self._store, self._data_dir, self._tell = store, data_dir, tell
        self._failing: set[str] = set()

    async def settle(self) -> None:
        """Write it down; what cannot be written is kept for the next time."""
        try:
            await self._store.flush()
        except StoreError as error:
            self._failed("store", str(error))
        else:
            self._failing.discard("store")

    def heard(self) -> None:
        """Telegram answered."""
        try:
            alive.sign(self._data_dir)
        except OSError as error:
            self._failed("alive", error.strerror or type(error).__name__)
        else:
            self._failing.discard("alive")

    def _failed(self, what: str, reason: str) -> None:
        if not self._failing:  # a full disk is told of once
            self._tell(texts.WRITE_FAILED.format(reason=reason))
        self._failing.add(what)
