"""Small things that every module here needs."""

from typing import Any

Json = dict[str, Any]
"""A JSON object."""


def words(text: str) -> frozenset[str]:
    """A set of names, written with blanks between them."""
    return frozenset(text.split())
