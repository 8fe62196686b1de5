from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.clusters import MOST_CLUSTERED, cluster

ASKED = [
    "组里某某想调走怎么办",
    "某某想调走了组里咋办",
    "无人机归党小组管吗",
    "有人要调走组里怎么办",
]


def test_what_is_asked_alike_comes_together(answerer: Answerer) -> None:
    first, second = cluster(answerer, ASKED)
    assert sorted(first.questions) == sorted(q for q in ASKED if "调走" in q)
    assert second.questions == ("无人机归党小组管吗",)
    assert first.nearest in answerer.base.entries
    assert 0 < first.likeness <= 100


def test_nothing_makes_no_cluster(answerer: Answerer) -> None:
    assert cluster(answerer, []) == []


def test_what_is_like_nothing_has_no_nearest_entry(answerer: Answerer) -> None:
    (one,) = cluster(answerer, ["ΩΨ"])
    assert (one.nearest, one.likeness) == ("", 0.0)


def test_what_has_no_letters_asks_nothing(answerer: Answerer) -> None:
    assert cluster(answerer, ["☭☭", "？！", ""]) == []


def test_only_so_many_are_compared(answerer: Answerer) -> None:
    found = cluster(answerer, [f"党费{n}" for n in range(MOST_CLUSTERED + 5)])
    assert sum(len(one.questions) for one in found) == MOST_CLUSTERED


@given(st.lists(st.text("党费会开多少怎么交谁 ?", max_size=8), max_size=12))
@settings(deadline=None, max_examples=50)
def test_every_question_is_in_one_cluster(answerer: Answerer, asked: list[str]) -> None:
    found = cluster(answerer, asked)
    letters = [q for q in asked if answerer.normalise(q)]
    assert sorted(q for one in found for q in one.questions) == sorted(letters)
    assert [len(one.questions) for one in found] == sorted(
        (len(one.questions) for one in found), reverse=True
    )
    assert found == cluster(answerer, asked[::-1])
