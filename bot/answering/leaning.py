"""Questions that lean on the answer before them: "那多久一次" after an answer about 党课.

Such a text is judged twice, alone and with the title of the entry answered before it; each entry
counts as like as it is on average, those beside the answered one a little more.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.answering.answerer import Answerer, Finding
from bot.answering.features import Features
from bot.answering.index import Match
from bot.answering.verdict import CLOSE, FEWEST_LETTERS, judge
from bot.messages import Verdict
from bot.texts import chat as texts

SHORT = 8
"""A text of more letters that begins with no "那" or the like stands for itself."""
COMPARABLE = 0.6
"""A text that has an answer of its own leans only if what it would lean to is so like the text
alone, against that answer."""
LEAST = 25.0
"""A text leans only to an entry that it is so like by itself: it must have something to do with
it."""
BESIDE = 1.2
"""By so much the entry answered before, its topic and what it is related to are preferred."""

_OPENS = frozenset({Verdict.ANSWER, Verdict.SUGGEST})


class Leaning:
    """Reads a question as going on about the entry before, where it makes more sense that way."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._base = answerer.base
        subjects = (s for topic in self._base.topics for s in topic.subjects)
        spelt = sorted({answerer.normalise(s) for s in subjects}, key=lambda s: (-len(s), s))
        self._subject = re.compile("|".join(map(re.escape, spelt)) or "(?!)")
        self._titles = {e.id: answerer.normalise(e.title) for e in self._base.entries.values()}

    def judge(self, question: str, about: str) -> Finding:
        """What the question is about, `about` being the entry answered last or empty."""
        alone = self._answerer.judge(question)
        if about not in self._base.entries or not self._may_lean(alone):
            return alone
        leant, own = self._lean(alone, about)
        return leant if self._fits(leant, alone, own) else alone

    def same_of(self, subject: str, about: str) -> Finding | None:
        """What was asked last, asked of another subject: "那党课呢" after how often a meeting is.

        `subject` is normalised. None if the entry before has no subject to put it in the place of.
        """
        title = self._titles.get(about, "")
        asked = self._subject.sub(subject, title, count=1)
        if asked == title:
            return None
        return self._answerer.judge(asked)

    def _may_lean(self, alone: Finding) -> bool:
        """Whether the text names no subject of its own, and goes on or is short but no nonsense."""
        text = alone.read.text
        if alone.read.letters < FEWEST_LETTERS or self._subject.search(text):
            return False
        if alone.judgement.verdict is Verdict.SMALLTALK:
            return False
        if alone.judgement.believed:  # by a guard, which knows what it is about
            return re.search(texts.LEFT_OUT, text) is not None
        understood = alone.judgement.verdict in _OPENS
        return _goes_on(text) or (understood and alone.read.letters <= SHORT)

    def _lean(self, alone: Finding, about: str) -> tuple[Finding, dict[str, Match]]:
        """What the text is about if it goes on, and how like the entries are to it by itself."""
        title = self._base.entries[about].title
        joined = self._answerer.judge(title + alone.read.text)
        near = {about, *(m.id for f in (alone, joined) for m in f.judgement.entries)}
        own, with_title = (self._entries(f.read, near) for f in (alone, joined))
        entries = [self._on_average(own[i], with_title[i], about) for i in own.keys() & with_title]
        guards = [joined.judgement.guard] if joined.judgement.guard else []
        matches = sorted((*entries, *guards), key=lambda match: (-match.likeness, match.id))
        judgement = judge(matches, joined.read.letters, self._answerer.confidence)
        asked_before = alone.read.typed or (about in own and own[about].wording >= CLOSE)
        again = about in {match.id for match in alone.judgement.entries[:1]}
        return Finding(alone.question, alone.read, judgement, not asked_before, again), own

    def _entries(self, read: Features, near: Collection[str]) -> dict[str, Match]:
        found = self._answerer.index.search(read, also=near)
        return {match.id: match for match in found if match.id in near}

    def _on_average(self, own: Match, with_title: Match, about: str) -> Match:
        entry_id, topic_of = own.id, self._base.topic_of
        related = self._base.entries[about].related
        beside = topic_of[entry_id] == topic_of[about] or entry_id in related
        likeness = (own.likeness + with_title.likeness) / 2 * (BESIDE if beside else 1)
        return replace(with_title, likeness=likeness)

    @staticmethod
    def _fits(leant: Finding, alone: Finding, own: Mapping[str, Match]) -> bool:
        """Whether going on makes more of the text than it makes alone."""
        if leant.judgement.verdict not in _OPENS:
            return False
        to = own[leant.judgement.entries[0].id].likeness
        if to < LEAST:
            return False
        if _goes_on(alone.read.text) or not alone.answered:
            return True
        return bool(leant.answered) and to >= COMPARABLE * own[alone.answered].likeness


def _goes_on(text: str) -> bool:
    return re.search(texts.GOING_ON, text) is not None
