"""Whether composed answers fit where they are read."""

from collections.abc import Iterator

from bot.answering.compose import ANSWER_LIMIT, answer_text
from bot.answering.layout import PHONE_LINES, phone_lines
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.places import entries
from bot.knowledge.problem import Problem
from bot.texts import problems as texts


def too_long(base: KnowledgeBase) -> Iterator[Problem]:
    """Answers that no message may hold."""
    for place, entry in entries(base):
        count = len(answer_text(base, entry))
        if count >= ANSWER_LIMIT:
            yield place.problem(texts.ANSWER_TOO_LONG.format(count=count, limit=ANSWER_LIMIT))


def over_a_screen(base: KnowledgeBase) -> Iterator[Problem]:
    """Answers that a reader must scroll on a phone."""
    for place, entry in entries(base):
        count = phone_lines(answer_text(base, entry))
        if count > PHONE_LINES:
            reason = texts.ANSWER_OVER_SCREEN.format(id=entry.id, count=count, limit=PHONE_LINES)
            yield place.problem(reason)
