"""Composition root: settings become an assistant. The only place that wires the parts together."""

import datetime as dt

from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.answering.compose import ANSWER_LIMIT, answer_text
from bot.answering.layout import PHONE_LINES, phone_lines
from bot.answering.normalise import Normaliser, spell
from bot.answering.overmatch import overmatches
from bot.evaluation.fit import fit
from bot.knowledge import check
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import ConfidenceFile
from bot.knowledge.folders import Folders
from bot.knowledge.load import load
from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.texts import cli as cli_texts
from bot.texts import problems as texts


class NeverFitted(Exception):
    """There are no confidence numbers at all; the message is one sentence for the operator."""


def load_checked(folders: Folders, today: dt.date) -> KnowledgeBase:
    """Load the knowledge and everything that must hold in it. Raises `BrokenKnowledge`."""
    base = load(folders)
    problems = [
        *check.faults(base, today),
        *check.lexicon_faults(base, spell),
        *check.phrasing_faults(base, Normaliser(base.synonyms)),
    ]
    problems = problems or _answers_too_long(base)
    if problems:
        raise BrokenKnowledge(problems)
    return base


def assistant(base: KnowledgeBase) -> Assistant:
    """The assistant for this knowledge. Raises `NeverFitted`."""
    if base.confidence is None:
        raise NeverFitted(cli_texts.NEVER_FITTED)
    return Assistant(Answerer(base, base.confidence))


def weaknesses(base: KnowledgeBase) -> list[Problem]:
    """What makes the knowledge worse than it should be, though a bot can run on it."""
    found = [*check.weaknesses(base), *_answers_over_a_screen(base)]
    if base.confidence:
        found.extend(overmatches(Answerer(base, base.confidence)))
    if base.stale:
        fitted = base.files.confidence or base.files.lexicon
        found.append(fitted.document.problem(("fitted_on",), texts.STALE_CONFIDENCE))
    return sorted(found)


def refit(base: KnowledgeBase) -> ConfidenceFile:
    """Fresh confidence numbers for this knowledge."""
    return fit(base)


class Watcher:
    """Keeps an assistant in step with the knowledge files: whole or not at all."""

    def __init__(self, folders: Folders, today: dt.date) -> None:
        """Load the knowledge. Raises `BrokenKnowledge` or `NeverFitted`."""
        self.folders = folders
        self._seen = folders.fingerprint()  # before reading: a change meanwhile is seen next time
        self.assistant = assistant(load_checked(folders, today))

    def refresh(self, today: dt.date) -> bool:
        """Look whether files changed; if so load them. True if the assistant is a new one.

        Raises `BrokenKnowledge` or `NeverFitted`, once per change, keeping the old assistant.
        """
        seen = self.folders.fingerprint()
        if seen == self._seen:
            return False
        self._seen = seen
        self.assistant = assistant(load_checked(self.folders, today))
        return True


def _answers_too_long(base: KnowledgeBase) -> list[Problem]:
    found = []
    for file in base.files.topics:
        for i, entry in enumerate(file.content.entries):
            count = len(answer_text(base, entry))
            if count >= ANSWER_LIMIT:
                reason = texts.ANSWER_TOO_LONG.format(count=count, limit=ANSWER_LIMIT)
                found.append(file.document.problem(("entries", i), reason))
    return found


def _answers_over_a_screen(base: KnowledgeBase) -> list[Problem]:
    found = []
    for file in base.files.topics:
        for i, entry in enumerate(file.content.entries):
            count = phone_lines(answer_text(base, entry))
            if count > PHONE_LINES:
                reason = texts.ANSWER_OVER_SCREEN.format(
                    id=entry.id, count=count, limit=PHONE_LINES
                )
                found.append(file.document.problem(("entries", i), reason))
    return found
