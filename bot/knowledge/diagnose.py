"""What an author probably mistyped where a YAML parser only says that it cannot go on."""

import re
from collections.abc import Sequence

from bot.texts import problems as texts

_SLIPS = (
    (re.compile(r"\s*(- )?[\w-]+："), texts.CHINESE_COLON),
    (re.compile(r" *\t"), texts.TAB),
    (re.compile(r"[ \t]*[\u00a0\u3000]"), texts.WIDE_SPACE),
    (re.compile(r"\s*-[^\s-]"), texts.DASH_WITHOUT_SPACE),
    (re.compile(r"\s*[—－]"), texts.WRONG_DASH),
    (re.compile(r"\s*(- )?[a-z_]+:[^\s]"), texts.COLON_WITHOUT_SPACE),
    (re.compile(r"[^\"']*[【［]"), texts.WIDE_BRACKET),
    (re.compile(r"\s*(- )?[a-z_]+: [^\"'\[{|>]*: "), texts.COLON_IN_VALUE),
)
_LOST_COMMENT = re.compile(r"[^#\"'\s][^#\"']*\s#[^\s#]")


def diagnose(lines: Sequence[str], at: int) -> tuple[int, str]:
    """Line (counted from 1) and reason, looking at the line the parser names and the one before."""
    for number in (at, at - 1):
        if 1 <= number <= len(lines):
            for pattern, reason in _SLIPS:
                if pattern.match(lines[number - 1]):
                    return number, reason
    return min(at, len(lines)) or 1, texts.NOT_YAML


def lost_comments(lines: Sequence[str]) -> list[int]:
    """Lines (counted from 1) whose text after " #" YAML drops though it reads like text."""
    return [n for n, line in enumerate(lines, start=1) if _LOST_COMMENT.match(line.lstrip())]
