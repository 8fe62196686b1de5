import pytest
from hypothesis import given, settings

from bot.answering.answerer import Answerer
from bot.answering.assistant import Assistant
from bot.answering.explain import explain
from bot.texts import chat as texts
from tests.answering.material import hostile


def explained(helper: Assistant, question: str) -> str:
    return explain(helper.answerer, helper.answerer.judge(question))


def test_names_winner_phrasing_runner_up_margin_and_guard(tiny: Assistant) -> None:
    question = "党费我替他先垫付，会由谁主持，团费呢"
    judgement = tiny.answerer.judge(question).judgement
    first, second, *_ = judgement.entries
    assert judgement.guard is not None
    lines = explained(tiny, question).split("\n")
    for rank, found in ((1, first), (2, second)):
        entry = tiny.base.entries[found.id]
        line = texts.EXPLAIN_CANDIDATE.format(
            rank=rank, title=entry.title, id=entry.id, likeness=found.likeness
        )
        phrasing = (*entry.phrasings, entry.title)[found.phrasing]
        following = lines[lines.index(line) :]
        assert texts.EXPLAIN_PHRASING.format(phrasing=phrasing) in following[:4]
    margin = first.likeness - second.likeness
    assert texts.EXPLAIN_MARGIN.format(margin=margin) in lines
    assert f"{tiny.base.guards[judgement.guard.id].title}（{judgement.guard.id}）" in lines[-1]


def test_the_nearest_phrasing_of_an_exact_question_is_the_question(tiny: Assistant) -> None:
    text = explained(tiny, "组长垫钱合适吗")
    assert texts.EXPLAIN_PHRASING.format(phrasing="组长垫钱合适吗") in text
    assert texts.EXPLAIN_SHARED.format(shared="组长垫钱合适吗") in text


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        pytest.param("谁主持", ["直接回答 who-chairs"], id="answer"),
        pytest.param("团费怎么交", ["范围外的“团费”"], id="guard"),
        pytest.param("谢谢", ["寒暄“道谢”"], id="smalltalk"),
        pytest.param("会", ["结论：不答"], id="too short"),
        pytest.param("xyz", ["结论：不答"], id="nothing near"),
        pytest.param("小組會", ["认成：党小组会", "dan xiao zu hui"], id="how it was read"),
    ],
)
def test_decision(question: str, parts: list[str], tiny: Assistant) -> None:
    text = explained(tiny, question)
    assert [part for part in parts if part not in text] == []


def test_a_suggestion_says_why_it_is_no_answer(helper: Assistant) -> None:
    assert "所以让人选" in explained(helper, "党费")


def test_typed_pinyin_shares_no_characters(tiny: Assistant) -> None:
    text = explained(tiny, "shui zhu chi")
    assert "（who-chairs）" in text
    assert texts.EXPLAIN_NOTHING_SHARED in text


@pytest.mark.parametrize("question", ["", " \n", "？！", "\u200b", "\0"])
def test_nothing_to_compare(question: str, tiny: Assistant) -> None:
    text = explained(tiny, question)
    assert text.split("\n")[-1] == texts.EXPLAIN_EMPTY
    assert "1." not in text


def test_a_lone_candidate_has_no_margin(tiny: Assistant) -> None:
    question = "代垫"
    assert len(tiny.answerer.judge(question).judgement.entries) == 1
    assert "第一名比第二名多" not in explained(tiny, question)


@given(hostile())
@settings(deadline=None, max_examples=100)
def test_anything_is_explained(answerer: Answerer, text: str) -> None:
    finding = answerer.judge(text)
    explained_as = explain(answerer, finding)
    assert explained_as.startswith(texts.EXPLAIN_ASKED.format(question=text.strip()))
    last = explained_as.rsplit("\n", maxsplit=1)[-1]
    assert (last == texts.EXPLAIN_EMPTY) is (finding.read.text == "")
