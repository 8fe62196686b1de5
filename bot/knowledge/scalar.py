"""Scalars that mean what they say, and why others are refused.

`kind` is what YAML 1.1 takes an unquoted text for: str, int, float, bool, null, timestamp.
"""

import contextlib
import datetime as dt
import re

import yaml

from bot.texts import problems as texts

MOST_QUOTED = 30
"""Characters of a refused value that are shown."""
_PLAIN_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_PLAIN_FLOAT = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}(e-?[0-9]{1,2})?\Z")
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def plain(text: str, kind: str) -> str | int | float | bool | dt.date | None:
    """The value of a scalar that means what it says; None for any other."""
    match kind:
        case "str":
            return text
        case "bool" if text in ("true", "false"):
            return text == "true"
        case "int" if _PLAIN_INT.match(text):
            return int(text)
        case "float" if _PLAIN_FLOAT.match(text):
            return float(text)
        case "timestamp" if _PLAIN_DATE.match(text):
            with contextlib.suppress(ValueError):
                return dt.date.fromisoformat(text)
    return None


def refusal(text: str, kind: str) -> str:
    """Why a scalar that `plain` does not read is refused."""
    text = text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…"
    match kind:
        case "null":
            return texts.EMPTY_VALUE
        case "timestamp":
            return texts.BAD_DATE.format(text=text)
        case "int" | "float" | "bool":
            with contextlib.suppress(ValueError):
                return texts.MISREAD.format(text=text, read=yaml.safe_load(text))
    return texts.QUOTE_IT.format(text=text)
