from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.features import extract
from bot.answering.index import SHORTLIST, Index, Item, Kind
from bot.knowledge.confidence import Part
from tests.answering.material import hostile

BLEND: Mapping[Part, float] = {
    "chars": 0.2,
    "sounds": 0.2,
    "odds": 0.2,
    "wording": 0.2,
    "reading": 0.2,
}


def entry(identity: str, *texts: str, hints: tuple[str, ...] = ()) -> Item:
    return Item(identity, Kind.ENTRY, texts, hints)


ITEMS = (
    entry("dues", "党费怎么交", "交多少钱", hints=("基数",)),
    entry("meeting", "会多久开一次", "几周开会"),
    Item("league", Kind.GUARD, ("团费怎么交",)),
    Item("hello", Kind.SMALLTALK, ("你好",)),
)


def found(question: str, *items: Item) -> list[str]:
    return [match.id for match in Index(items or ITEMS, BLEND).search(extract(question))]


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        pytest.param("党费怎么交", ["dues", "league"], id="word for word"),
        pytest.param("团费", ["league", "dues"], id="a guard"),
        pytest.param("开会", ["meeting"], id="fragments"),
        pytest.param("档费", ["dues", "league"], id="by sound"),
        pytest.param("jizhoukaihui", ["meeting"], id="typed"),
        pytest.param("你好", ["hello"], id="smalltalk"),
        pytest.param("基数", ["dues"], id="only in a hint"),
        pytest.param("xyz", [], id="nothing shared"),
        pytest.param("", [], id="empty"),
    ],
)
def test_nearest(question: str, nearest: list[str]) -> None:
    assert found(question)[: len(nearest) or None] == nearest


def test_ties_keep_the_order_of_the_items() -> None:
    twins = [entry(name, "党费怎么交") for name in ("b", "a", "c")]
    assert found("党费", *twins) == ["b", "a", "c"]


def test_the_shortlist_keeps_the_first_of_equals() -> None:
    names = [str(n) for n in range(SHORTLIST[Kind.ENTRY] + 3)]
    assert (
        found("党费", *(entry(name, "党费怎么交") for name in names))
        == names[: SHORTLIST[Kind.ENTRY]]
    )


def test_an_item_may_be_left_out() -> None:
    index = Index(ITEMS, BLEND)
    matches = index.search(extract("党费怎么交"), without=frozenset({0}))
    assert [match.id for match in matches] == ["league"]


def test_entries_asked_for_are_compared_however_far_off() -> None:
    near = [Item(f"near-{n}", Kind.ENTRY, ("党费怎么交",)) for n in range(SHORTLIST[Kind.ENTRY])]
    far = Item("far", Kind.ENTRY, ("党课谁讲",))
    index, asked = Index([*near, far], BLEND), extract("党费怎么交")
    assert "far" not in {match.id for match in index.search(asked)}
    also = index.search(asked, also={"far", "near-0", "gone"})
    assert [match.id for match in also] == [*(item.id for item in near), "far"]


def test_each_kind_has_its_own_shortlist() -> None:
    many = [
        Item(f"{kind.value}-{n}", kind, (f"党费{'一二三四五六七八九十'[n]}",))
        for n in range(max(SHORTLIST.values()) + 2)
        for kind in Kind
    ]
    kinds = [match.kind for match in Index(many, BLEND).search(extract("党费"))]
    assert {kind: kinds.count(kind) for kind in Kind} == SHORTLIST


def test_a_rare_fragment_says_more_than_a_common_one() -> None:
    common = [entry(f"c{n}", "怎么开会") for n in range(5)]
    rare = entry("rare", "基数多少")
    matches = Index([*common, rare], BLEND).search(extract("怎么基数"))
    chars = {match.id: match.chars for match in matches}
    assert chars["rare"] > 2 * chars["c0"] > 0


def test_a_fragment_of_many_phrasings_weighs_more() -> None:
    once, often = entry("once", "党费", "会"), entry("often", "党费多", "党费少", "党费")
    chars = {m.id: m.chars for m in Index([once, often], BLEND).search(extract("党费"))}
    assert chars["often"] > chars["once"]


def test_the_nearest_phrasing_is_named() -> None:
    (match, *_) = Index(ITEMS, BLEND).search(extract("几周开会"))
    assert (match.id, match.phrasing) == ("meeting", 1)
    assert match.wording == match.reading == 100


def test_only_the_sound_of_typed_pinyin_counts() -> None:
    (match, *_) = Index(ITEMS, BLEND).search(extract("jizhoukaihui"))
    assert (match.chars, match.wording) == (match.sounds, match.reading)
    assert match.reading == 100


def test_likeness_is_the_blend() -> None:
    blend: Mapping[Part, float] = {
        "chars": 0.1,
        "sounds": 0.15,
        "odds": 0.2,
        "wording": 0.25,
        "reading": 0.3,
    }
    (match, *_) = Index(ITEMS, blend).search(extract("档费几块"))
    parts = (match.chars, match.sounds, match.odds, match.wording, match.reading)
    expected = sum(w * p for w, p in zip(blend.values(), parts, strict=True))
    assert match.likeness == pytest.approx(expected)
    assert len(set(parts)) > 1


@given(st.text("党费团怎么交多久开一次会你好abc12 ", max_size=12), st.randoms())
@settings(deadline=None, max_examples=100)
def test_likeness_does_not_depend_on_the_order_of_items(text: str, random: object) -> None:
    assert hasattr(random, "shuffle")
    shuffled = list(ITEMS)
    random.shuffle(shuffled)
    question = extract(text)
    likeness = {m.id: m.likeness for m in Index(ITEMS, BLEND).search(question)}
    again = {m.id: m.likeness for m in Index(shuffled, BLEND).search(question)}
    assert again == likeness


@given(hostile())
@settings(deadline=None, max_examples=100)
def test_scores_are_percentages_and_sorted(answerer: Answerer, text: str) -> None:
    matches = answerer.index.search(extract(answerer.normalise(text)))
    likeness = [match.likeness for match in matches]
    assert likeness == sorted(likeness, reverse=True)
    for m in matches:
        parts = (m.likeness, m.chars, m.sounds, m.odds, m.wording, m.reading)
        assert all(0 <= part <= 100 for part in parts)
