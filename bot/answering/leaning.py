"""Questions that lean on the answer before them: "那多久一次" after an answer about 党课."""

import re
from collections.abc import Iterator

from bot.answering.answerer import Answerer, Finding
from bot.knowledge.base import KnowledgeBase
from bot.messages import Verdict
from bot.texts import chat as texts

SHORT = 8
"""A text of more letters that begins with no "那" or the like stands for itself."""
COMPARABLE = 0.6
"""A text that has an answer of its own leans only if what it would lean to is so like the text
alone, against that answer."""


class Leaning:
    """Reads a question as going on about the entry before, where it makes more sense that way."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        subjects = [s for topic in answerer.base.topics for s in topic.subjects]
        spelt = sorted({answerer.normalise(s) for s in subjects}, key=lambda s: (-len(s), s))
        self._named = re.compile("|".join(map(re.escape, spelt)) or "(?!)")
        self._subjects = dict(self._subjects_of(answerer.base))

    def judge(self, question: str, about: str) -> Finding:
        """What the question is about, `about` being the entry answered last or empty."""
        alone = self._answerer.judge(question)
        subject = self._subjects.get(about)
        if subject is None or not self._may_lean(alone):
            return alone
        joined = self._answerer.judge(subject + alone.read.text)
        return joined if self._fits(joined, alone) else alone

    def _subjects_of(self, base: KnowledgeBase) -> Iterator[tuple[str, str]]:
        for topic in base.topics:
            for entry in base.entries_of(topic.id):
                named = self._named.search(self._answerer.normalise(entry.title))
                if named or topic.subjects:
                    yield entry.id, named.group() if named else topic.subjects[0]

    def _may_lean(self, alone: Finding) -> bool:
        text = alone.read.text
        settled = alone.judgement.believed or alone.judgement.verdict is Verdict.SMALLTALK
        if not text or settled or self._named.search(text):
            return False
        return alone.read.letters <= SHORT or _marked(text)

    @staticmethod
    def _fits(joined: Finding, alone: Finding) -> bool:
        """Whether going on makes more of the text than it makes alone."""
        if joined.judgement.verdict not in {Verdict.ANSWER, Verdict.SUGGEST}:
            return False
        own = {match.id: match.likeness for match in alone.judgement.entries}
        to = joined.judgement.entries[0].id
        if to not in own:
            return False
        if alone.judgement.verdict is not Verdict.ANSWER or _marked(alone.read.text):
            return True
        answered = joined.judgement.verdict is Verdict.ANSWER
        return answered and own[to] >= COMPARABLE * alone.judgement.entries[0].likeness


def _marked(text: str) -> bool:
    return re.search(texts.GOING_ON, text) is not None
