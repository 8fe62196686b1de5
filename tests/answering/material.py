"""What the tests of answering feed it: characters, scripts, hostile texts, matches made by hand."""

import time
from collections.abc import Callable, Sequence
from functools import cache

import opencc
from hypothesis import strategies as st

from bot.answering.assistant import Assistant
from bot.answering.index import Kind, Match
from bot.knowledge.folders import shipped
from bot.messages import Action, Button, Conversation, Reply, Verdict
from tests.conftest import NOON

SCRIPTS = ("s2t", "s2tw", "s2hk")
QUICK = 0.05
"""Seconds of CPU that any reply may take."""

CHARACTERS = "".join(
    sorted(
        {
            character
            for path in shipped().listing().values()
            for character in path.read_text(encoding="utf-8")
            if "\u4e00" <= character <= "\u9fff"
        }
    )
)
"""Every Chinese character of the shipped knowledge and seeds."""

NASTY = (
    "\0\t\n _。，？<>&;/\"'\u200b\u200d\u202e\ufeff\u00ad\ud800\udfff\ufdfa\u0301\u0307\u0308"
    "aZ9ＡǚÜİßﬁ½①㍿Ⅳ٣ΐŐ한\u1100\u1161か\u3099臺著薴𠮷😀党小组会费"
)


def hostile() -> st.SearchStrategy[str]:
    """Any text at all, surrogates included, with a liking for what breaks programs."""
    anything = st.text(st.characters(exclude_categories=()), max_size=200)
    nasty = st.text(st.sampled_from(NASTY), max_size=200)
    pieces = st.sampled_from(
        [
            "<b>党费</b>",
            "/help",
            "小组会",
            "咋",
            "领导干部",
            "2",
            "都不是",
            "dǎngfèi",
            "\0",
            "\ud83d",
        ]
    )
    return anything | nasty | st.lists(pieces | anything, max_size=6).map("".join)


def chinese(max_size: int = 40) -> st.SearchStrategy[str]:
    """Text over the characters used in the knowledge."""
    return st.text(st.sampled_from(CHARACTERS), max_size=max_size)


@cache
def converter(script: str) -> opencc.OpenCC:
    """From simplified script to another."""
    return opencc.OpenCC(script)


def convert(text: str, script: str) -> str:
    """The text as it is written in another script."""
    return str(converter(script).convert(text))


def cpu_seconds(action: Callable[[], object]) -> float:
    """CPU time of the action, best of three."""

    def once() -> float:
        start = time.process_time()
        action()
        return time.process_time() - start

    return min(once() for _ in range(3))


def match(identity: str, likeness: float, kind: Kind = Kind.ENTRY, wording: float = 50.0) -> Match:
    """A match as the index would report it."""
    return Match(
        identity, kind, likeness, likeness, likeness, likeness, wording, wording, 0, holds=False
    )


def press(helper: Assistant, action: Action, offered: Sequence[Button] = ()) -> Reply:
    """The reply to a pressed button; what it offers is what the conversation remembers."""
    reply, conversation = helper.press(action, offered, NOON)
    about = reply.candidates[0].id if reply.verdict is Verdict.ANSWER else ""
    assert conversation == Conversation(reply.buttons, NOON, about)
    return reply
