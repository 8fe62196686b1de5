"""Asks questions of an assistant, each on its own, and tells what became of them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.answering.assistant import Assistant
from bot.evaluation.questions import Form, Question
from bot.knowledge.base import KnowledgeBase
from bot.messages import Conversation, Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question in one of its forms got.

    `nearest`: at most three entries, best first, whatever the verdict. `accepted`: those that
    count as right.
    """

    question: Question
    form: Form
    text: str
    verdict: Verdict
    nearest: tuple[str, ...]
    accepted: frozenset[str]

    @property
    def first(self) -> bool:
        """The nearest entry is right."""
        return self.nearest[:1] != () and self.nearest[0] in self.accepted

    @property
    def among_three(self) -> bool:
        """One of the three nearest is right."""
        return not self.accepted.isdisjoint(self.nearest)

    @property
    def answered(self) -> bool:
        """An answer was shown at once."""
        return self.verdict is Verdict.ANSWER

    @property
    def right(self) -> bool:
        """The right answer was shown at once."""
        return self.answered and self.first

    @property
    def wrong(self) -> bool:
        """A wrong answer was shown as the answer."""
        return self.answered and not self.first

    @property
    def helped(self) -> bool:
        """The right answer was shown, or stood among the buttons."""
        return self.right or (self.verdict is Verdict.SUGGEST and self.among_three)

    @property
    def refused(self) -> bool:
        """Nothing was shown or offered."""
        return self.verdict not in {Verdict.ANSWER, Verdict.SUGGEST}


def ask_all(
    assistant: Assistant, questions: Iterable[Question], *, by_sources: bool = False
) -> Iterator[Outcome]:
    """Ask every question in every form.

    `by_sources`: right is what cites a source its author named, not what its judge chose.
    """
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # nothing is remembered: any moment does
    for question in questions:
        accepted = citing(assistant.base, question) if by_sources else frozenset(question.want)
        for form, text in question.forms:
            reply, _ = assistant.hear(text, Conversation(), now)
            nearest = tuple(candidate.id for candidate in reply.candidates)
            yield Outcome(question, form, text, reply.verdict, nearest, accepted)


def citing(base: KnowledgeBase, question: Question) -> frozenset[str]:
    """The entries that rest on what the question's author named, and have its tag if it has one."""
    named = {*question.claims, *question.facts}
    return frozenset(
        entry.id
        for entry in base.entries.values()
        if named.intersection(entry.sources)
        and (not question.tags or set(question.tags).intersection(entry.tags))
    )
