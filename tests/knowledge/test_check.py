"""What must hold between the files: one row for every fault and every weakness."""

import datetime as dt

import pytest

from bot.knowledge import check
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import Folders
from bot.knowledge.load import load
from bot.knowledge.places import phrasings
from bot.knowledge.problem import Problem
from bot.texts import problems as texts
from tests.conftest import TODAY, Edit
from tests.knowledge import (
    DOCUMENT,
    DUES,
    GUARDS,
    LEXICON,
    MEETING,
    REGULATIONS,
    SMALLTALK,
    Change,
    changed,
)

CLAIM = "  - {id: T1, part: 对策, locator: 对策一, says: 要经常开会}\n"
FACT = (
    "  - {id: R-T2, regulation: 甲条例, article: 第二条, says: 不得垫交, verified_at: [], "
    "confidence: medium}\n"
)
CLAIMS = "".join(CLAIM.replace("T1", f"T{n}") for n in range(1, 5))
FACTS = "".join(FACT.replace("R-T2", f"R-T{n}") for n in (2, 4, 5, 6))


def bare(text: str) -> str:
    """Stands in for the normaliser: lower case, no punctuation at the ends."""
    return text.strip("？。！ ").lower()


@pytest.fixture
def plain(small: Folders) -> KnowledgeBase:
    """The small knowledge as it is."""
    return load(small)


# Faults


def test_the_small_knowledge_has_no_faults(plain: KnowledgeBase) -> None:
    assert check.faults(plain, TODAY) == []
    assert check.phrasing_faults(plain, bare) == []
    assert check.lexicon_faults(plain, bare) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            Change(MEETING, "sources: [T1, R-T1]", "sources: [T1, R-X]"),
            Problem(MEETING, 10, texts.UNKNOWN_SOURCE.format(id="R-X")),
            id="unknown source",
        ),
        pytest.param(
            Change(MEETING, "sources: [T1, R-T1]", "sources: [Practice]"),
            Problem(MEETING, 10, texts.UNKNOWN_SOURCE.format(id="Practice")),
            id="practice in capitals",
        ),
        pytest.param(
            Change(MEETING, "sources: [T1, R-T1]", "sources: [T1, R-T3]"),
            Problem(MEETING, 10, texts.LOW_SOURCE.format(id="R-T3")),
            id="source of low confidence",
        ),
        pytest.param(
            Change(MEETING, "sources: [T1, R-T1]", "sources: [T1, R-T1, T1]"),
            Problem(MEETING, 10, texts.REPEATED_SOURCE.format(id="T1")),
            id="repeated source",
        ),
        pytest.param(
            Change(DUES, "sources: [R-T2, practice]", "sources:\n    - practice\n    - practice"),
            Problem(DUES, 10, texts.REPEATED_SOURCE.format(id="practice")),
            id="repeated practice, its own line",
        ),
        pytest.param(
            Change(MEETING, "related: [who-chairs]", "related: [nobody]"),
            Problem(MEETING, 12, texts.UNKNOWN_RELATED.format(id="nobody")),
            id="unknown related",
        ),
        pytest.param(
            Change(MEETING, "related: [who-chairs]", "related: [league-dues]"),
            Problem(MEETING, 12, texts.UNKNOWN_RELATED.format(id="league-dues")),
            id="related to a guard",
        ),
        pytest.param(
            Change(MEETING, "related: [who-chairs]", "related: [who-chairs, how-often]"),
            Problem(MEETING, 12, texts.RELATED_TO_ITSELF),
            id="related to itself",
        ),
        pytest.param(
            Change(MEETING, "reviewed: 2026-11-23", "reviewed: 2026-11-24"),
            Problem(MEETING, 13, texts.FUTURE_REVIEW.format(date="2026-11-24")),
            id="review to come",
        ),
        pytest.param(
            Change(REGULATIONS, "{id: R-T2, regulation: 甲条例", "{id: R-T2, regulation: 乙条例"),
            Problem(REGULATIONS, 8, texts.UNKNOWN_REGULATION.format(name="乙条例")),
            id="unknown regulation",
        ),
        pytest.param(
            Change(REGULATIONS, "verified_at: [某网站]", "verified_at: [某网站, 另一处]"),
            Problem(REGULATIONS, 7, texts.UNKNOWN_REFERENCE.format(title="另一处")),
            id="unknown reference",
        ),
        pytest.param(
            Change(REGULATIONS, "entry: how-often", "entry: nobody"),
            Problem(REGULATIONS, 11, texts.TRAP_ENTRY.format(wrong="每月两次", id="nobody")),
            id="trap without its entry",
        ),
    ],
)
def test_a_fault(with_file: Edit, change: Change, expected: Problem) -> None:
    assert check.faults(load(change.write(with_file)), TODAY) == [expected]


@pytest.mark.parametrize(
    ("sources", "reasons"),
    [
        pytest.param("T1, T2, T3", [], id="three claims"),
        pytest.param(
            "T1, T2, T3, T4", [texts.TOO_MANY_CLAIMS.format(limit=3, count=4)], id="four claims"
        ),
        pytest.param("R-T1, R-T2, R-T4, R-T5", [], id="four facts"),
        pytest.param(
            "R-T1, R-T2, R-T4, R-T5, R-T6",
            [texts.TOO_MANY_FACTS.format(limit=4, count=5)],
            id="five facts",
        ),
        pytest.param("T1, T2, T3, R-T1, R-T2, R-T4, R-T5, practice", [], id="all that may be"),
    ],
)
def test_how_many_sources_an_entry_may_cite(
    with_file: Edit, sources: str, reasons: list[str]
) -> None:
    with_file(DOCUMENT, changed(DOCUMENT, CLAIM, CLAIMS))
    with_file(REGULATIONS, changed(REGULATIONS, FACT, FACTS))
    edited = changed(MEETING, "sources: [T1, R-T1]", f"sources: [{sources}]")
    found = check.faults(load(with_file(MEETING, edited)), TODAY)
    assert found == [Problem(MEETING, 10, reason) for reason in reasons]


def test_a_review_of_today_is_not_to_come(plain: KnowledgeBase) -> None:
    found = check.faults(plain, TODAY - dt.timedelta(days=1))
    assert {problem.reason for problem in found} == {texts.FUTURE_REVIEW.format(date="2026-11-23")}
    assert len(found) == len(plain.entries)


def test_faults_are_told_in_file_order(with_file: Edit) -> None:
    with_file(REGULATIONS, changed(REGULATIONS, "entry: how-often", "entry: nobody"))
    with_file(DUES, changed(DUES, "related: []", "related: [nobody]"))
    folders = with_file(MEETING, changed(MEETING, "related: [how-often]", "related: [nobody]"))
    found = check.faults(load(folders), TODAY)
    assert [(p.file, p.line) for p in found] == [(DUES, 9), (MEETING, 20), (REGULATIONS, 11)]


def test_a_fault_in_an_overlay_names_the_operators_path(small: Folders) -> None:
    own = small.knowledge.parent / "own" / "entries" / "dues.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(changed(DUES, "related: []", "related: [nobody]"), encoding="utf-8")
    base = load(Folders(small.knowledge, small.seeds, own.parent.parent))
    reason = texts.UNKNOWN_RELATED.format(id="nobody")
    assert check.faults(base, TODAY) == [Problem(str(own), 9, reason)]


# Weaknesses


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            Change(MEETING, ", 几周一次合适]", "]"),
            Problem(MEETING, 5, texts.FEW_PHRASINGS.format(id="how-often", count=11, limit=12)),
            id="entry",
        ),
        pytest.param(
            Change(GUARDS, ", 有什么趣事]", "]"),
            Problem(GUARDS, 9, texts.FEW_PHRASINGS.format(id="jokes", count=5, limit=6)),
            id="guard",
        ),
        pytest.param(
            Change(DOCUMENT, CLAIM, CLAIM + CLAIM.replace("T1", "T2")),
            Problem(DOCUMENT, 7, texts.UNCOVERED_CLAIM.format(id="T2")),
            id="claim that no entry cites",
        ),
        pytest.param(
            Change(MEETING, "    tags: [group-meeting]\n", ""),
            Problem("knowledge/entries", 1, texts.UNCOVERED_TAG.format(tag="group-meeting")),
            id="tag that no entry carries",
        ),
    ],
)
def test_a_weakness(
    with_file: Edit, plain: KnowledgeBase, change: Change, expected: Problem
) -> None:
    base = load(change.write(with_file))
    assert check.faults(base, TODAY) == []
    assert set(check.weaknesses(base)) - set(check.weaknesses(plain)) == {expected}


def test_the_small_knowledge_only_lacks_tags(plain: KnowledgeBase) -> None:
    lacking = [tag for tag in check.TAGS if tag != "group-meeting"]
    assert {problem.reason for problem in check.weaknesses(plain)} == {
        texts.UNCOVERED_TAG.format(tag=tag) for tag in lacking
    }


def test_weaknesses_are_told_in_file_order(with_file: Edit) -> None:
    with_file(GUARDS, changed(GUARDS, ", 有什么趣事]", "]"))
    folders = with_file(MEETING, changed(MEETING, ", 几周一次合适]", "]"))
    found = check.weaknesses(load(folders))
    assert found == sorted(found)
    assert [problem.file for problem in found][-2:] == [MEETING, GUARDS]


# Phrasings


def test_every_phrasing_with_its_place_and_owner(plain: KnowledgeBase) -> None:
    everything = list(phrasings(plain))
    assert len(everything) == 3 * 12 + 2 * 6 + 3 + 2
    place, owner, phrasing = everything[-1]
    assert (str(place), owner, phrasing) == (f"{SMALLTALK}:3", "thanks", "多谢")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            Change(MEETING, "几周一次合适", "一个月要开几回会"),
            (5, "how-often", f"{MEETING}:5"),
            id="same entry",
        ),
        pytest.param(
            Change(MEETING, "哪个张罗", "几周一次合适"),
            (16, "how-often", f"{MEETING}:5"),
            id="entry of the same file",
        ),
        pytest.param(
            Change(MEETING, "哪个张罗", "垫付党费"),
            (16, "dues-advance", f"{DUES}:5"),
            id="entry of another file",
        ),
        pytest.param(
            Change(GUARDS, "笑一个", "垫付党费"),
            (9, "dues-advance", f"{DUES}:5"),
            id="entry and guard",
        ),
        pytest.param(
            Change(SMALLTALK, "多谢", "垫付党费"),
            (3, "dues-advance", f"{DUES}:5"),
            id="entry and smalltalk",
        ),
        pytest.param(
            Change(SMALLTALK, "多谢", "你好"), (3, "greeting", f"{SMALLTALK}:2"), id="smalltalk"
        ),
        pytest.param(
            Change(MEETING, "哪个张罗", "垫付党费？"),
            (16, "dues-advance", f"{DUES}:5"),
            id="same once normalised",
        ),
    ],
)
def test_a_phrasing_in_two_places(
    with_file: Edit, change: Change, expected: tuple[int, str, str]
) -> None:
    line, other, place = expected
    reason = texts.DUPLICATE_PHRASING.format(phrasing=change.new, other=other, place=place)
    found = check.phrasing_faults(load(change.write(with_file)), bare)
    assert found == [Problem(change.name, line, reason)]


def test_a_phrasing_of_punctuation_only(with_file: Edit) -> None:
    base = load(with_file(MEETING, changed(MEETING, "哪个张罗", "？？")))
    reason = texts.BLANK_PHRASING.format(phrasing="？？")
    assert check.phrasing_faults(base, bare) == [Problem(MEETING, 16, reason)]


def test_two_blank_phrasings_are_not_called_the_same(with_file: Edit) -> None:
    with_file(GUARDS, changed(GUARDS, "笑一个", "？"))
    base = load(with_file(MEETING, changed(MEETING, "哪个张罗", "？")))
    reason = texts.BLANK_PHRASING.format(phrasing="？")
    expected = [Problem(MEETING, 16, reason), Problem(GUARDS, 9, reason)]
    assert check.phrasing_faults(base, bare) == expected


# The lexicon


@pytest.mark.parametrize(
    ("synonyms", "line", "reason"),
    [
        pytest.param(
            "  甲: [乙]\n  ？: [丙]\n", 3, texts.SYNONYM_BLANK.format(word="？"), id="blank word"
        ),
        pytest.param(
            "  甲:\n  - 乙\n  - 。\n", 4, texts.SYNONYM_BLANK.format(word="。"), id="blank other"
        ),
        pytest.param(
            "  甲: [乙]\n  丙: [乙]\n", 3, texts.SYNONYM_TWICE.format(word="乙"), id="two words"
        ),
        pytest.param(
            "  甲: [乙, 乙]\n", 2, texts.SYNONYM_TWICE.format(word="乙"), id="the same word twice"
        ),
        pytest.param(
            "  甲: [甲]\n", 2, texts.SYNONYM_TWICE.format(word="甲"), id="a word for itself"
        ),
        pytest.param(
            "  甲: [a]\n  乙: [A]\n", 3, texts.SYNONYM_TWICE.format(word="A"), id="spelt alike"
        ),
    ],
)
def test_a_fault_of_the_lexicon(with_file: Edit, synonyms: str, line: int, reason: str) -> None:
    base = load(with_file(LEXICON, f"synonyms:\n{synonyms}"))
    assert check.lexicon_faults(base, bare) == [Problem(LEXICON, line, reason)]


def test_a_word_that_is_replaced_and_replaces(with_file: Edit) -> None:
    base = load(with_file(LEXICON, "synonyms:\n  甲: [乙]\n  乙: [丙]\n"))
    chained = Problem(LEXICON, 2, texts.CHAINED_SYNONYM.format(word="乙"))
    assert chained in check.lexicon_faults(base, bare)


def test_an_empty_lexicon_is_fine(with_file: Edit) -> None:
    assert check.lexicon_faults(load(with_file(LEXICON, "synonyms: {}\n")), bare) == []


# Coverage


def test_coverage_counts_entries(plain: KnowledgeBase) -> None:
    coverage = check.cover(plain)
    assert coverage.claims == {"T1": 1}
    assert coverage.facts == {"R-T1": 2, "R-T2": 1}
    assert coverage.tags == {"group-meeting": 1}
    assert (coverage.claims["T9"], coverage.facts["R-T3"], coverage.tags["dues"]) == (0, 0, 0)


def test_coverage_leaves_out_practice_and_unknown_sources(with_file: Edit) -> None:
    edited = changed(MEETING, "sources: [T1, R-T1]", "sources: [practice, R-X]")
    coverage = check.cover(load(with_file(MEETING, edited)))
    assert coverage.claims == {}
    assert coverage.facts == {"R-T1": 1, "R-T2": 1}


def test_coverage_counts_tags(with_file: Edit) -> None:
    edited = changed(DUES, "    related: []", "    related: []\n    tags: [group-meeting]")
    assert check.cover(load(with_file(DUES, edited))).tags == {"group-meeting": 2}
