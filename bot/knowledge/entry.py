"""The shapes of what the knowledge files hold. Everything is frozen; unknown fields are refused."""

import datetime as dt
import math
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StrictFloat,
    StrictInt,
    StrictStr,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

ID, COMMAND, WORD = r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^/[a-z]+$", r"^\s*[^\s，、；,;][^，、；,;]*$"
"""Patterns of an id, of a typed command, and of a word (several on one line need real commas)."""

Id = Annotated[str, StringConstraints(strict=True, pattern=ID, max_length=40)]
"""Lower-case words joined by hyphens: it travels in a Telegram button, which holds 64 bytes."""

Text = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=r"\S")]
Word = Annotated[str, StringConstraints(strict=True, min_length=1, pattern=WORD)]
Date = Annotated[dt.date, Strict()]
Label = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=16, pattern=r"\S")]
"""Short enough for a button on a phone."""

Tag = Literal[
    "group-meeting", "branch-meeting", "committee-meeting", "party-lecture", "theme-day",
    "org-life-meeting", "democratic-review", "heart-talk", "dues", "leader-selection",
    "dual-life", "minutes", "attendance", "member-development",
]  # fmt: skip
Confidence = Literal["high", "medium", "low"]

PRACTICE = "practice"
"""The source of what is common usage and settled by no text."""


class Shape(BaseModel):
    """Common settings: frozen, and no field that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Topic(Shape):
    """A group of entries, as a user browses them; `order` sorts the topics."""

    id: Id
    title: Label
    order: StrictInt


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
    """Courtesies and questions about the bot itself. `commands` are typed words such as /help."""

    id: Id
    title: Text
    phrasings: tuple[Text, ...] = Field(min_length=1)
    commands: tuple[Annotated[str, StringConstraints(pattern=COMMAND)], ...] = ()
    reply: Text
    opens: Literal["topics"] | None = None


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
    """`knowledge/lexicon.yaml`: the word used in phrasings -> other words for the same."""

    synonyms: dict[Word, Annotated[tuple[Word, ...], Field(min_length=1)]]


Part = Literal["chars", "sounds", "wording", "reading"]
"""What the likeness of a candidate is blended from (`bot.answering.index`)."""
Signal = Literal["likeness", "lead", "crowd", "ahead_of_guard", "length"]
"""What confidence is judged by (`bot.answering.verdict`)."""


class Logistic(Shape):
    """A fitted probability: 1 / (1 + exp(-(bias + sum of weight * signal)))."""

    bias: StrictFloat
    weights: dict[Signal, StrictFloat]


class ConfidenceFile(Shape):
    """`knowledge/confidence.yaml`: numbers fitted on the knowledge, never written by hand.

    `blend` turns the four likenesses of a candidate into one (the weights sum to 1). `answer` is
    the probability that the nearest entry is right, `offer` that the right one is among three;
    `answer_at` and `offer_at` are the least probabilities at which the bot does either.
    """

    fitted_on: StrictStr
    blend: dict[Part, StrictFloat] = Field(min_length=4)
    answer: Logistic
    offer: Logistic
    answer_at: StrictFloat
    offer_at: StrictFloat

    @model_validator(mode="after")
    def _blend_is_an_average(self) -> Self:
        if not math.isclose(sum(self.blend.values()), 1, abs_tol=0.001):
            raise PydanticCustomError("blend_sum", "-")  # its wording is in bot.texts
        return self


class Claim(Shape):
    """A claim of the source document, in our own words."""

    id: Text
    part: Text
    locator: Text
    says: Text


class DocumentFile(Shape):
    """`seeds/document.yaml`."""

    title: Text
    short: Text
    checked: Date
    breaks_off: Text
    claims: tuple[Claim, ...] = Field(min_length=1)


class Regulation(Shape):
    """A regulation: its name, the short name shown under answers, and whether it is in force."""

    name: Text
    short: Text
    version: Text
    status: Text
    confidence: Confidence
    caution: Text | None = None


class Reference(Shape):
    """Where a fact was checked: mostly public reprints, not the official text."""

    title: Text
    kind: Text
    url: Text | None = None


class Fact(Shape):
    """A fact of a regulation, in our own words. `low` confidence never reaches an answer."""

    id: Text
    regulation: Text
    article: Text
    says: Text
    verified_at: tuple[Text, ...]
    confidence: Confidence
    note: Text | None = None


class Trap(Shape):
    """A false belief met in the wild and what is right; `entry` contradicts it when asked."""

    wrong: Text
    right: Text
    entry: Id


class RegulationFile(Shape):
    """`seeds/regulations.yaml`."""

    checked: Date
    regulations: tuple[Regulation, ...]
    references: tuple[Reference, ...]
    facts: tuple[Fact, ...] = Field(min_length=1)
    traps: tuple[Trap, ...]
