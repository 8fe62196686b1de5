"""What all knowledge files are made of: kinds of text, and shapes that refuse unknown fields."""

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Strict, StringConstraints

ID, COMMAND, WORD = r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^/[a-z]+$", r"^\s*[^\s，、；,;][^，、；,;]*$"
"""Patterns of an id, of a typed command, and of a word (several on one line need real commas)."""
HAN, SURNAME = r"^\p{Han}+$", r"^\p{Han}{1,2}$"
"""Patterns of Chinese characters, and of a surname."""

Id = Annotated[str, StringConstraints(strict=True, pattern=ID, max_length=40)]
"""Lower-case words joined by hyphens: it travels in a Telegram button, which holds 64 bytes."""

Text = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S")]
Word = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=WORD)]
Date = Annotated[dt.date, Strict()]
Label = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=16, pattern=r"\S")]
"""Short enough for a button on a phone."""


class Shape(BaseModel):
    """Common settings: frozen, and no field that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)
