"""Composition root: folders become a checked knowledge base, and that an assistant."""

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.answering import sizes
from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.answering.normalise import Normaliser, spell
from bot.answering.overmatch import overmatches
from bot.knowledge import check
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import Folders
from bot.knowledge.load import CONFIDENCE_FILE, load
from bot.knowledge.places import phrasings
from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.mistake import OperatorMistake
from bot.texts import cli as cli_texts
from bot.texts import problems as texts
from bot.texts.chat import TERMINAL, Wording


class NeverFitted(OperatorMistake):
    """There are no confidence numbers at all; the message is one sentence for the operator."""


def load_checked(folders: Folders, today: dt.date, *, confidence: bool = True) -> KnowledgeBase:
    """Load the knowledge and everything that must hold in it, with or without the fitted numbers.

    Raises `BrokenKnowledge`.
    """
    base = load(folders, confidence=confidence)
    normalise = Normaliser(base.synonyms, base.apart)
    spelt = {text: normalise(text) for _, _, text in phrasings(base)}
    problems = [
        *check.faults(base, today),
        *check.lexicon_faults(base, spell),
        *check.phrasing_faults(base, spelt.__getitem__),
    ]
    # An answer can only be composed from sources that exist.
    problems = problems or list(sizes.too_long(base))
    if problems:
        raise BrokenKnowledge(problems)
    return replace(base, spelt=spelt)


def assistant(base: KnowledgeBase, wording: Wording = TERMINAL) -> Assistant:
    """The assistant for this knowledge. Raises `NeverFitted`."""
    if base.confidence is None:
        raise NeverFitted(cli_texts.NEVER_FITTED)
    with _no_garbage():
        return Assistant(Answerer(base, base.confidence), wording)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Do not look for garbage: a million objects are made and none is; looking doubles the time."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def weaknesses(base: KnowledgeBase) -> list[Problem]:
    """What makes the knowledge worse than it should be, though a bot can run on it."""
    found = [*check.weaknesses(base), *sizes.over_a_screen(base)]
    if base.confidence is None:
        found.append(Problem(f"knowledge/{CONFIDENCE_FILE}", 1, cli_texts.NEVER_FITTED))
    else:
        found.extend(overmatches(Answerer(base, base.confidence)))
    if base.files.confidence and base.stale:
        document = base.files.confidence.document
        found.append(document.problem(("fitted_on",), texts.STALE_CONFIDENCE))
    return sorted(found)


class Watcher:
    """Keeps an assistant in step with the knowledge files: whole or not at all.

    For one caller at a time; the assistant it hands out may be shared.
    """

    def __init__(self, folders: Folders, today: dt.date, wording: Wording = TERMINAL) -> None:
        """Load the knowledge. Raises `BrokenKnowledge` or `NeverFitted`."""
        self.folders = folders
        self._wording = wording
        self._seen = folders.fingerprint()  # before reading: a change meanwhile is seen next time
        self.assistant = assistant(load_checked(folders, today), wording)

    def refresh(self, today: dt.date) -> bool:
        """Look whether files changed; if so load them. True if the assistant is a new one.

        Raises `BrokenKnowledge` or `NeverFitted`, once per change, keeping the old assistant.
        """
        seen = self.folders.fingerprint()
        if seen == self._seen:
            return False
        self._seen = seen
        self.assistant = assistant(load_checked(self.folders, today), self._wording)
        return True
