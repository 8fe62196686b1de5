"""The lists that names are masked by: merged how, wrong in what, and what is shipped."""

import pytest

from bot.knowledge import check
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import Folders
from bot.knowledge.load import load
from bot.knowledge.masking import MaskingFile, merged
from bot.knowledge.problem import Problem
from bot.texts import problems as texts
from tests.conftest import TODAY, Edit
from tests.knowledge import MASKING, Change

OURS = "knowledge/masking-ours.yaml"


def test_files_are_merged_list_by_list() -> None:
    one, other = MaskingFile(surnames=("王",), words=("甲",)), MaskingFile(words=("乙",))
    assert merged([one, other]) == MaskingFile(surnames=("王",), words=("甲", "乙"))
    assert merged([]) == MaskingFile()


def test_masking_has_no_part_in_matching(small: Folders, with_file: Edit) -> None:
    before = load(small)
    after = load(with_file(OURS, "surnames: [李]\n"))
    assert after.masking != before.masking
    assert (after.digest, after.stale) == (before.digest, before.stale)


@pytest.mark.parametrize(
    ("change", "line", "word", "first"),
    [
        pytest.param(
            Change(MASKING, "[王, 张,", "[王, 张, 王,"), 1, "王", f"{MASKING}:1", id="one list"
        ),
        pytest.param(
            Change(MASKING, "[高]", "[张]"), 2, "张", f"{MASKING}:1", id="both kinds of surnames"
        ),
    ],
)
def test_a_word_that_stands_twice(
    with_file: Edit, change: Change, line: int, word: str, first: str
) -> None:
    base = load(change.write(with_file))
    problem = Problem(MASKING, line, texts.MASKED_TWICE.format(word=word, first=first))
    assert check.faults(base, TODAY) == []
    assert problem in check.weaknesses(base)


def test_a_word_that_stands_in_two_files(with_file: Edit) -> None:
    base = load(with_file(OURS, "titles: [工]\nwords: [张罗]\n"))
    reason = texts.MASKED_TWICE.format(word="张罗", first=f"{OURS}:2")
    assert Problem(MASKING, 9, reason) in check.weaknesses(base)


def test_one_word_in_two_lists_is_fine(with_file: Edit) -> None:
    base = load(with_file(OURS, "given: [高]\nwords: [买买提]\n"))
    assert not any(problem.file in (OURS, MASKING) for problem in check.weaknesses(base))


def test_without_a_surname_nothing_could_be_masked(with_file: Edit) -> None:
    base = load(with_file(MASKING, "words: [张罗]\n"))
    assert check.faults(base, TODAY) == [Problem(MASKING, 1, texts.NO_SURNAMES)]


# What is shipped


def test_every_list_is_shipped(base: KnowledgeBase) -> None:
    assert [name for name, words in base.masking if not words] == []
    assert len(base.masking.surnames) > 200
    assert len(base.masking.words) > 2_000


def test_no_word_is_shipped_twice(base: KnowledgeBase) -> None:
    assert [p for p in check.weaknesses(base) if "masking" in p.file] == []


def test_shipped_surnames_are_one_or_two_characters(base: KnowledgeBase) -> None:
    assert {len(surname) for surname in base.masking.surnames} == {1, 2}
    assert {len(surname) for surname in base.masking.everyday_surnames} == {1}


def test_no_shipped_word_is_the_name_of_somebody_listed(base: KnowledgeBase) -> None:
    assert set(base.masking.names) & set(base.masking.words) == set()


def test_the_commonest_surnames_are_shipped(base: KnowledgeBase) -> None:
    commonest = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
    known = {*base.masking.surnames, *base.masking.everyday_surnames}
    assert set(commonest) <= known
