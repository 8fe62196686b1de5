import pytest
from hypothesis import given, settings
from pypinyin import Style, lazy_pinyin

from bot.answering.answerer import Answerer
from bot.answering.normalise import spell
from bot.answering.pinyin import syllables
from bot.knowledge.base import KnowledgeBase
from tests.answering.material import chinese

WRITTEN = {
    "spaces": (Style.NORMAL, " "),
    "no spaces": (Style.NORMAL, ""),
    "tone marks": (Style.TONE, " "),
    "tone marks, no spaces": (Style.TONE, ""),
}


def typed(text: str, style: Style, between: str) -> str:
    return between.join(lazy_pinyin(text, style=style))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", (), id="empty"),
        pytest.param("党费", ("dan", "fei"), id="characters"),
        pytest.param("dangfei", ("dan", "fei"), id="typed"),
        pytest.param("dang fei", ("dan", "fei"), id="typed with a space"),
        pytest.param("党fei", ("dan", "fei"), id="mixed"),
        pytest.param("zhuchi", ("zu", "ci"), id="zh and ch"),
        pytest.param("shengming", ("sen", "min"), id="sh and -ng"),
        pytest.param("xian", ("xian",), id="one syllable rather than two"),
        pytest.param("xi an", ("xi", "an"), id="a space cuts"),
        pytest.param("32学时", ("32", "xue", "si"), id="a number is one item"),
        pytest.param("hello", ("hello",), id="no pinyin"),
        pytest.param("ng", ("ng",), id="no interjections"),
        pytest.param("한", ("한",), id="another script stands for itself"),
    ],
)
def test_syllables(text: str, expected: tuple[str, ...]) -> None:
    assert syllables(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("章", "脏"), ("吃", "次"), ("十", "四"), ("星", "心"), ("程", "陈"), ("张", "赞")],
)
def test_confused_sounds_are_alike(one: str, other: str) -> None:
    assert syllables(one) == syllables(other)


@pytest.mark.parametrize(("one", "other"), [("那", "拉"), ("胡", "服"), ("安", "恩"), ("党", "会")])
def test_other_sounds_stay_apart(one: str, other: str) -> None:
    assert syllables(one) != syllables(other)


@given(chinese())
@settings(deadline=None, max_examples=150)
def test_one_item_a_character(text: str) -> None:
    assert len(syllables(text)) == len(text)


@given(chinese(max_size=15))
@settings(deadline=None, max_examples=150)
def test_typed_syllables_sound_like_the_characters(text: str) -> None:
    sayable = "".join(c for c in text if "ê" not in set(typed(c, Style.NORMAL, "")))
    for style in (Style.NORMAL, Style.TONE):
        assert syllables(spell(typed(sayable, style, " "))) == syllables(sayable)


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("小组会多久开一次", "group-meeting-frequency"),
        ("小组会谁来主持", "who-chairs"),
        ("党费基数怎么算", "dues-base"),
        ("签到能不能代签", "sign-in-proxy"),
        ("记录手写还是机打", "minutes-handwritten"),
    ],
)
def test_typed_pinyin_finds_the_entry(
    way: str, question: str, entry_id: str, answerer: Answerer
) -> None:
    finding = answerer.judge(typed(question, *WRITTEN[way]))
    assert finding.read.typed
    assert finding.judgement.entries[0].id == entry_id


@pytest.mark.parametrize("way", WRITTEN)
def test_nearly_every_phrasing_is_found_by_its_pinyin(
    way: str, base: KnowledgeBase, answerer: Answerer
) -> None:
    sample = [
        (entry.id, phrasing)
        for entry in list(base.entries.values())[::3]
        for phrasing in entry.phrasings[:1]
        if phrasing.isalpha()
    ]
    assert len(sample) > 30
    lost = [
        phrasing
        for entry_id, phrasing in sample
        if answerer.judge(typed(phrasing, *WRITTEN[way])).judgement.entries[0].id != entry_id
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        pytest.param("小祖会多久开一次", "group-meeting-frequency", id="祖 for 组"),
        pytest.param("党小组汇开多长时间合适", "meeting-length", id="汇 for 会"),
        pytest.param("签道能代签不", "sign-in-proxy", id="道 for 到"),
        pytest.param("主题当日哪天搞", "theme-day-when", id="当 for 党"),
        pytest.param("小组会谁来主池", "who-chairs", id="池 for 持"),
        pytest.param("小组会谁来组持", "who-chairs", id="z for zh"),
    ],
)
def test_homophone_typos_find_the_entry(question: str, entry_id: str, answerer: Answerer) -> None:
    assert answerer.judge(question).judgement.entries[0].id == entry_id
