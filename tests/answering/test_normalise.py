import pytest
from hypothesis import assume, given, settings

from bot.answering.answerer import Answerer
from bot.answering.apart import plain
from bot.answering.normalise import MOST_KEPT, MOST_READ, Normaliser, spell
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.places import phrasings
from tests.answering.material import CHARACTERS, SCRIPTS, chinese, convert, hostile

LEXICON = {
    "党小组会": ("小组会", "组会"),
    "怎么": ("咋",),
    "怎么办": ("咋整",),
    "台账": ("台帐",),
    "台": ("枱",),
}
ASTRAY = ("仇仇", "干戚", "拿云")
"""Words that OpenCC writes with characters which do not lead back, and nobody writes here."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("！？ 。\n", "", id="punctuation only"),
        pytest.param("党费怎么交", "党费怎么交", id="normal already"),
        pytest.param(" 党　费，怎么 交？", "党费怎么交", id="spaces and punctuation"),
        pytest.param("ＡＢＣ１２３", "abc123", id="full width"),
        pytest.param("DANG \t fei", "dang fei", id="case; a space between Latin words"),
        pytest.param("党 fei 党", "党fei党", id="no space beside Chinese"),
        pytest.param("2 000", "2 000", id="a space between numbers"),
        pytest.param("dǎng fèi", "dang fei", id="tone marks"),
        pytest.param("da\u030cng fe\u0300i", "dang fei", id="combining tone marks"),
        pytest.param("nǚ NÜ", "nü nü", id="ü stays apart"),
        pytest.param("xi'an", "xi an", id="apostrophe"),
        pytest.param("黨費", "党费", id="traditional"),
        pytest.param("薴", "苎", id="a chain of variants"),
        pytest.param("党\u200b\ufeff\u00ad费", "党费", id="zero width"),
        pytest.param("党\ud800费\0", "党费", id="surrogate and NUL"),
        pytest.param("<b>党费</b>&amp;", "b党费b amp", id="HTML is plain text"),
        pytest.param("①㍿ﬁ", "1株式会社fi", id="compatibility forms"),
        pytest.param("snake_case", "snake case", id="underscore"),
        pytest.param("党费😀", "党费", id="emoji"),
    ],
)
def test_spelling(text: str, expected: str) -> None:
    assert spell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("小组会", "党小组会", id="replaced"),
        pytest.param("党小组会", "党小组会", id="the word kept is left alone"),
        pytest.param("组会组会", "党小组会党小组会", id="each time"),
        pytest.param("咋整", "怎么办", id="the longest word wins"),
        pytest.param("咋办", "怎么办", id="a part of a word"),
        pytest.param("枱帳", "台账", id="one replacement makes room for the next"),
        pytest.param("小 组\u200b會", "党小组会", id="after spelling"),
        pytest.param("别的", "别的", id="nothing to replace"),
    ],
)
def test_synonyms(text: str, expected: str) -> None:
    assert Normaliser(LEXICON)(text) == expected


def test_without_synonyms_only_the_spelling_changes() -> None:
    assert Normaliser({})("小组會，咋開？") == "小组会咋开"


def test_a_synonym_without_letters_is_passed_over() -> None:
    assert Normaliser({"党费": ("？",)})("党费？") == "党费"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("党" * 50_000, id="one character"),
        pytest.param("组会" * 25_000, id="synonyms that grow"),
        pytest.param("\ufdfa" * 50_000, id="characters that expand"),
        pytest.param("ab " * 16_000, id="words"),
    ],
)
def test_the_result_is_bounded(text: str) -> None:
    assert MOST_KEPT - 1 <= len(Normaliser(LEXICON)(text)) <= MOST_KEPT


def test_only_the_beginning_is_read() -> None:
    assert spell(" " * (MOST_READ - 2) + "党费怎么交") == "党费"


@given(hostile())
@settings(deadline=None, max_examples=250)
def test_normalising_reaches_a_fixpoint(answerer: Answerer, text: str) -> None:
    once = answerer.normalise(text)
    assert answerer.normalise(once) == once
    assert spell(once) == plain(once)


@given(hostile())
@settings(deadline=None, max_examples=150)
def test_a_normal_text_holds_letters_digits_and_single_spaces(
    answerer: Answerer, text: str
) -> None:
    normal = answerer.normalise(text)
    assert all(word.isalnum() for word in plain(normal).split(" ")) or normal == ""
    assert len(normal) <= MOST_KEPT


@pytest.mark.parametrize(
    "text", ["领导" + "干部" * 40, "党日" + "活动" * 50, "告" * 60 + "假" * 60]
)
def test_a_nest_of_synonyms_reaches_a_fixpoint_too(answerer: Answerer, text: str) -> None:
    once = answerer.normalise(text)
    assert answerer.normalise(once) == once


def test_every_shipped_phrasing_is_normalised_to_a_fixpoint(
    base: KnowledgeBase, answerer: Answerer
) -> None:
    normal = [answerer.normalise(phrasing) for _, _, phrasing in phrasings(base)]
    assert [answerer.normalise(text) for text in normal] == normal


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_shipped_phrasing_reads_alike_in_traditional_script(
    script: str, base: KnowledgeBase, answerer: Answerer
) -> None:
    texts = [phrasing for _, _, phrasing in phrasings(base)]
    written = [convert(text, script) for text in texts]
    assert written != texts
    differing = [
        (text, other)
        for text, other in zip(texts, written, strict=True)
        if answerer.normalise(other) != answerer.normalise(text)
    ]
    assert differing == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_character_reads_alike_in_traditional_script(script: str, answerer: Answerer) -> None:
    differing = [
        character
        for character in CHARACTERS
        if answerer.normalise(convert(character, script)) != answerer.normalise(character)
    ]
    assert differing == []


@pytest.mark.parametrize("script", SCRIPTS)
@given(text=chinese())
@settings(deadline=None, max_examples=150, derandomize=True)
def test_any_text_reads_alike_in_traditional_script(
    script: str, answerer: Answerer, text: str
) -> None:
    assume(not any(word in text for word in ASTRAY))
    assert answerer.normalise(convert(text, script)) == answerer.normalise(text)


@pytest.mark.parametrize("script", SCRIPTS)
def test_traditional_script_gets_the_same_judgement(
    script: str, base: KnowledgeBase, answerer: Answerer
) -> None:
    sample = [phrasing for _, _, phrasing in phrasings(base)][::40]
    differing = [
        phrasing
        for phrasing in sample
        if answerer.judge(convert(phrasing, script)).judgement != answerer.judge(phrasing).judgement
    ]
    assert len(sample) > 50
    assert differing == []
