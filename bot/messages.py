"""Values that cross the seam between a transport and the assistant.

A transport turns what a user did into text or an `Action`, hands it to the assistant and shows the
`Reply` that comes back. Nothing here knows of a terminal, of Telegram or of the knowledge base.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What kind of reply it is; the outside contract names these words."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Show one entry's answer."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """Show one page of the list of topics, counted from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """Show one page of a topic's entries, counted from 0."""

    topic_id: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """None of the entries offered was meant."""


Action = ShowEntry | ShowTopics | ShowTopic | NoneOfThese


@dataclass(frozen=True, slots=True)
class Button:
    """Something the user may pick: a short label and what it does."""

    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that came near a question. `score` is its likeness, 0 to 100; a pick has 100."""

    id: str
    title: str
    score: float
    sources: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the assistant says. The first line of `text` is the answer itself.

    `candidates` are the entries nearest to a question, best first, at most three, whatever the
    verdict; of a pick, the entry picked; of a command or a menu, none. `about` is the entry that
    the next text may go on about although this is a choice.
    """

    verdict: Verdict
    text: str
    buttons: tuple[Button, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    about: str = ""


NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was last offered in a chat, and when (aware, UTC). Kept by the caller.

    `about` is the entry answered last, on which the next question may lean; empty if there is none.
    """

    offered: tuple[Button, ...] = ()
    at: dt.datetime = NEVER
    about: str = ""
