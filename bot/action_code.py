"""Actions as short texts and back: what a button carries where it cannot carry a value.

A code has at most 64 bytes, which is what Telegram allows: ids are ASCII of at most 40 characters.
"""

import re

from bot.messages import Action, NoneOfThese, ShowEntry, ShowTopic, ShowTopics

MOST_BYTES = 64
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CODE = re.compile(
    rf"(?:e:(?P<entry>{_ID})|t:(?P<topic>{_ID}):(?P<at>\d{{1,3}})|T:(?P<page>\d{{1,3}})|(?P<none>n))"
)


def encode(action: Action) -> str:
    """The code of an action."""
    match action:
        case ShowEntry(entry_id):
            return f"e:{entry_id}"
        case ShowTopic(topic_id, page):
            return f"t:{topic_id}:{page}"
        case ShowTopics(page):
            return f"T:{page}"
        case NoneOfThese():
            return "n"


def decode(code: str) -> Action | None:
    """The action of a code; None if the text is no code of ours. Never raises."""
    found = _CODE.fullmatch(code) if code.isascii() and len(code) <= MOST_BYTES else None
    if found is None:
        return None
    if entry := found["entry"]:
        return ShowEntry(entry)
    if topic := found["topic"]:
        return ShowTopic(topic, int(found["at"]))
    if page := found["page"]:
        return ShowTopics(int(page))
    return NoneOfThese()
