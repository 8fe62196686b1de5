"""Pictures sent together are one thing said: they get one reply."""

from collections import OrderedDict

MOST = 1_000
"""So many albums are remembered."""


class Albums:
    """Which albums were seen."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    def is_new(self, album: str | None) -> bool:
        """Whether this is the first of its album; what is in none is always new."""
        if album is None:
            return True
        new = album not in self._seen
        self._seen[album] = None
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return new
