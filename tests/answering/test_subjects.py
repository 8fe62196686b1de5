import pytest

from bot.answering.assistant import Assistant
from bot.answering.subjects import Subjects


@pytest.fixture(scope="module")
def subjects(helper: Assistant) -> Subjects:
    """The subjects of the shipped topics."""
    return Subjects(helper.base, helper.answerer.normalise)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("党费", "党费"),
        ("党费？", "党费"),
        ("黨費", "党费"),
        ("那党费呢", "党费"),
        ("关于党费的问题", "党费"),
        ("问一下支委会的事儿", "支委会"),
        ("小组会呢", "党小组会"),
        ("党费几号交", ""),
        ("团费", ""),
        ("呢", ""),
        ("", ""),
    ],
)
def test_a_subject_and_nothing_else(text: str, subject: str, subjects: Subjects) -> None:
    assert subjects.bare(text) == subject


def test_entries_that_name_it_come_first(helper: Assistant, subjects: Subjects) -> None:
    for topic in helper.base.topics:
        for subject in map(helper.answerer.normalise, topic.subjects):
            found = subjects.entries(subject)
            assert sorted(found) == sorted(e.id for e in helper.base.entries_of(topic.id))
            titles = [helper.answerer.normalise(helper.base.entries[i].title) for i in found]
            named = [subject in title for title in titles]
            assert named == sorted(named, reverse=True)
