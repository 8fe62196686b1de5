"""What messages show now, as far as we changed them: an edit that changes nothing is an error.

A button pressed twice in a moment brings the message as it was before the first press.
"""

from collections import OrderedDict

from telegram import InlineKeyboardMarkup

MOST = 1_000


class Showing:
    """Remembers the last so many edits."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[int, int], int] = OrderedDict()

    def is_same(
        self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Whether the message is known to show just this."""
        return self._last.get((chat_id, message_id)) == hash((text, keyboard))

    def is_other(
        self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Whether the message is known to show something else."""
        known = self._last.get((chat_id, message_id))
        return known is not None and known != hash((text, keyboard))

    def note(
        self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """The message shows this now."""
        self._last[chat_id, message_id] = hash((text, keyboard))
        self._last.move_to_end((chat_id, message_id))
        if len(self._last) > MOST:
            self._last.popitem(last=False)
