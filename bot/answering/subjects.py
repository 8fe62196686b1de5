"""Messages that name what they are about and no more: "党费", "那党课呢"."""

import re

from bot.answering.normalise import Normaliser
from bot.knowledge.base import KnowledgeBase
from bot.texts import chat as texts


class Subjects:
    """The subjects of the topics, as they are typed alone."""

    def __init__(self, base: KnowledgeBase, normalise: Normaliser) -> None:
        self._normalise = normalise
        self._entries: dict[str, list[str]] = {}
        for topic in base.topics:
            titles = {e.id: normalise(e.title) for e in base.entries_of(topic.id)}
            for subject in map(normalise, topic.subjects):
                # Those that name the subject first; the sort keeps the file's order otherwise.
                ranked = sorted(titles, key=lambda i: subject not in titles[i])
                self._entries[subject] = ranked

    def bare(self, text: str) -> str:
        """The subject, normalised, that the text names and nothing else; empty if it does not."""
        read = self._normalise(text)
        match = re.fullmatch(texts.BARE_SUBJECT, read)
        named = (read, match["subject"] if match else "")
        return next((subject for subject in named if subject in self._entries), "")

    def entries(self, subject: str) -> list[str]:
        """The ids of a topic's entries, those first that name the subject, which `bare` gave."""
        return self._entries[subject]
