"""What questions said when they were last heard: Telegram also calls it an edit when only the
preview of a link came in. Hashes, in memory only.
"""

from collections import OrderedDict

MOST = 10_000
"""So many questions are remembered."""


class Heard:
    """The last questions."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[int, int], int] = OrderedDict()

    def is_new(self, chat_id: int, message_id: int, text: str) -> bool:
        """Whether this is not what the message said before; remembers it."""
        where, said = (chat_id, message_id), hash(text)
        new = self._last.get(where) != said
        self._last[where] = said
        self._last.move_to_end(where)
        if len(self._last) > MOST:
            self._last.popitem(last=False)
        return new
