"""What became of a question: every verdict against right and wrong."""

import pytest

from bot.answering.assistant import Assistant
from bot.evaluation.outcomes import Outcome, ask_all, citing
from bot.evaluation.questions import Question
from bot.knowledge.base import KnowledgeBase
from bot.messages import Verdict

ASKED = Question(q="x", by="me", want=("a", "b"))
ANSWER, SUGGEST, UNKNOWN = Verdict.ANSWER, Verdict.SUGGEST, Verdict.UNKNOWN
FREQUENCY = "group-meeting-frequency"


@pytest.mark.parametrize(
    ("verdict", "nearest", "held"),
    [
        (ANSWER, ("a", "c"), {"first", "among_three", "answered", "right", "helped"}),
        (ANSWER, ("c", "b"), {"among_three", "answered", "wrong"}),
        (SUGGEST, ("c", "b"), {"among_three", "helped"}),
        (SUGGEST, ("c", "d"), set()),
        (UNKNOWN, ("a",), {"first", "among_three", "refused"}),
        (UNKNOWN, (), {"refused"}),
        (Verdict.SMALLTALK, (), {"refused"}),
    ],
)
def test_what_an_outcome_counts_as(
    verdict: Verdict, nearest: tuple[str, ...], held: set[str]
) -> None:
    outcome = Outcome(ASKED, "plain", "x", verdict, nearest, frozenset(ASKED.want))
    names = ("first", "among_three", "answered", "right", "wrong", "helped", "refused")
    assert {name for name in names if getattr(outcome, name)} == held


def test_every_form_is_asked(helper: Assistant) -> None:
    question = Question(
        q="小组会多久开一次",
        pinyin="xiaozuhuiduojiukaiyici",
        by="me",
        want=("group-meeting-frequency",),
    )
    plain, pinyin = ask_all(helper, [question])
    assert (plain.form, pinyin.form) == ("plain", "pinyin")
    assert plain.right
    assert pinyin.text == question.pinyin


def test_right_by_sources_is_what_cites_them(base: KnowledgeBase) -> None:
    entry = base.entries["group-meeting-frequency"]
    fact = next(source for source in entry.sources if source in base.facts)
    cited = citing(base, Question(q="x", by="me", facts=(fact,)))
    assert entry.id in cited
    assert all(fact in base.entries[i].sources for i in cited)
    tagged = citing(base, Question(q="x", by="me", facts=(fact,), tags=entry.tags))
    assert entry.id in tagged <= cited
    assert citing(base, Question(q="x", by="me", practice=True)) == frozenset()
