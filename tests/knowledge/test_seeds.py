"""The shipped seeds: all of the document's claims, the regulations' facts, the false beliefs."""

from collections import Counter

import pytest

from bot.knowledge import strict_yaml
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import shipped
from bot.knowledge.load import load


@pytest.fixture(scope="module")
def unchecked() -> KnowledgeBase:
    """The shipped knowledge before `check` had a look at it."""
    return load(shipped())


@pytest.mark.parametrize(
    ("name", "part", "count"),
    [
        ("seeds/document.yaml", "claims", 25),
        ("seeds/regulations.yaml", "facts", 93),
        ("seeds/regulations.yaml", "traps", 11),
    ],
    ids=["claims", "facts", "traps"],
)
def test_nothing_was_lost(name: str, part: str, count: int) -> None:
    document = strict_yaml.parse(shipped().listing()[name].read_bytes(), name)
    assert len(document.value[part]) == count


@pytest.mark.parametrize(
    ("name", "part", "field"),
    [
        ("seeds/document.yaml", "claims", "id"),
        ("seeds/document.yaml", "claims", "says"),
        ("seeds/regulations.yaml", "facts", "id"),
        ("seeds/regulations.yaml", "regulations", "name"),
        ("seeds/regulations.yaml", "regulations", "short"),
        ("seeds/regulations.yaml", "references", "title"),
        ("seeds/regulations.yaml", "traps", "wrong"),
    ],
)
def test_nothing_stands_there_twice(name: str, part: str, field: str) -> None:
    document = strict_yaml.parse(shipped().listing()[name].read_bytes(), name)
    counts = Counter(item[field] for item in document.value[part])
    assert [value for value, count in counts.items() if count > 1] == []


def test_every_trap_names_an_entry(unchecked: KnowledgeBase) -> None:
    assert [trap for trap in unchecked.traps if trap.entry not in unchecked.entries] == []


def test_no_entry_cites_a_fact_of_low_confidence(unchecked: KnowledgeBase) -> None:
    low = {fact.id for fact in unchecked.facts.values() if fact.confidence == "low"}
    assert low, "without any, this test would say nothing"
    assert {
        e.id: low & set(e.sources) for e in unchecked.entries.values() if low & {*e.sources}
    } == {}


def test_every_claim_is_cited(unchecked: KnowledgeBase) -> None:
    cited = {source for entry in unchecked.entries.values() for source in entry.sources}
    assert [claim for claim in unchecked.claims if claim not in cited] == []
