"""What `knowledge/` holds: topics and their entries, guards, smalltalk, synonyms."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt, StrictStr, StringConstraints

from bot.knowledge.shape import COMMAND, Date, Id, Label, Shape, Text, Word

Tag = Literal[
    "group-meeting", "branch-meeting", "committee-meeting", "party-lecture", "theme-day",
    "org-life-meeting", "democratic-review", "heart-talk", "dues", "leader-selection",
    "dual-life", "minutes", "attendance", "member-development",
]  # fmt: skip

PRACTICE = "practice"
"""The source of what is common usage and settled by no text."""


class Topic(Shape):
    """A group of entries, as a user browses them; `order` sorts the topics.

    `subjects`: what its entries are about. A question that names no topic's subjects may lean on
    the answer before it.
    """

    id: Id
    title: Label
    order: StrictInt
    subjects: tuple[Word, ...] = ()


class Entry(Shape):
    """One need of a group leader and its answer."""

    id: Id
    title: Label
    phrasings: tuple[Text, ...] = Field(min_length=1)
    keywords: tuple[Word, ...] = ()
    lead: Text
    steps: tuple[Text, ...] = ()
    unit: Text | None = None
    sources: tuple[StrictStr, ...] = Field(min_length=1)
    tags: tuple[Tag, ...] = Field(default=(), max_length=1)
    related: tuple[Id, ...] = ()
    reviewed: Date
    scope: Literal["in"] = "in"


class Guard(Shape):
    """A neighbouring subject that the bot must not answer; `reply` says where to go instead."""

    id: Id
    title: Text
    phrasings: tuple[Text, ...] = Field(min_length=1)
    keywords: tuple[Word, ...] = ()
    reply: Text | None = None
    scope: Literal["out"]


class Smalltalk(Shape):
    """Courtesies and questions about the bot itself. `commands` are typed words such as /help;
    `on_telegram` is said there instead of `reply`. `opens`: the list of topics, also as a question
    asked back (`choice`); after an answer, that answer in short (`again`), or the way to others.
    """

    id: Id
    title: Text
    phrasings: tuple[Text, ...] = Field(min_length=1)
    commands: tuple[Annotated[str, StringConstraints(pattern=COMMAND)], ...] = ()
    reply: Text
    on_telegram: Text | None = None
    opens: Literal["topics", "choice", "again", "others"] | None = None


class TopicFile(Shape):
    """`knowledge/entries/*.yaml`."""

    topic: Topic
    entries: tuple[Entry, ...] = Field(min_length=1)


class GuardFile(Shape):
    """`knowledge/guards/*.yaml`."""

    guards: tuple[Guard, ...] = Field(min_length=1)


class SmalltalkFile(Shape):
    """`knowledge/smalltalk.yaml`."""

    smalltalk: tuple[Smalltalk, ...] = Field(min_length=1)


class LexiconFile(Shape):
    """`knowledge/lexicon.yaml`: the word used in phrasings -> other words for the same, and words
    kept apart from those of ours that they look like.
    """

    synonyms: dict[Word, Annotated[tuple[Word, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    apart: tuple[Word, ...] = ()
