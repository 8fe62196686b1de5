"""What `seeds/` holds: the claims of the document and the facts of the regulations."""

from typing import Literal

from pydantic import Field

from bot.knowledge.shape import Date, Id, Shape, Text

Confidence = Literal["high", "medium", "low"]


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
