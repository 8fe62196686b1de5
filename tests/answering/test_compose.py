from dataclasses import replace

import pytest

from bot.answering.assistant import Assistant
from bot.answering.compose import ANSWER_LIMIT, answer_text, source_line
from bot.answering.layout import PHONE_LINES, phone_lines
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import PRACTICE
from bot.texts import chat as texts


def sources(helper: Assistant, *cited: str) -> str:
    """The source line of an entry that cites these."""
    entry = helper.base.entries["how-often"].model_copy(update={"sources": cited})
    return source_line(helper.base, entry)


def test_every_answer_fits_a_message_and_a_phone(base: KnowledgeBase) -> None:
    too_long = {
        entry.id: (len(text), phone_lines(text))
        for entry in base.entries.values()
        if len(text := answer_text(base, entry)) >= ANSWER_LIMIT or phone_lines(text) > PHONE_LINES
    }
    assert too_long == {}
    assert ANSWER_LIMIT == 900


def test_every_answer_begins_with_its_lead(base: KnowledgeBase) -> None:
    entries = base.entries.values()
    assert [answer_text(base, e).split("\n")[0] for e in entries] == [e.lead for e in entries]


def test_every_answer_names_steps_unit_and_sources(base: KnowledgeBase) -> None:
    for entry in base.entries.values():
        text = answer_text(base, entry)
        assert all(f"{n}. {step}\n" in text for n, step in enumerate(entry.steps, start=1))
        assert entry.unit is None or texts.UNIT.format(unit=entry.unit) in text
        assert text.endswith(source_line(base, entry))
        assert source_line(base, entry).startswith("出处：")


def test_medium_sources_are_marked(base: KnowledgeBase) -> None:
    wrong = []
    for entry in base.entries.values():
        medium = any(
            base.facts[source].confidence == "medium"
            for source in entry.sources
            if source in base.facts
        )
        if (texts.SOURCE_UNCHECKED in source_line(base, entry)) is not medium:
            wrong.append(entry.id)
    assert wrong == []


def test_practice_is_named(base: KnowledgeBase) -> None:
    wrong = [
        entry.id
        for entry in base.entries.values()
        if (texts.SOURCE_PRACTICE in source_line(base, entry)) is not (PRACTICE in entry.sources)
    ]
    assert wrong == []


def test_every_cited_regulation_and_the_document_are_named(base: KnowledgeBase) -> None:
    for entry in base.entries.values():
        line = source_line(base, entry)
        for source in entry.sources:
            if source in base.facts:
                assert base.regulations[base.facts[source].regulation].short in line
            elif source in base.claims:
                assert base.article.short in line
                assert base.claims[source].locator in line


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        pytest.param(["R-T1"], "出处：甲第一条（2026-11-23核对）", id="a fact"),
        pytest.param(["R-T2"], "出处：甲第二条（待核）（2026-11-23核对）", id="a medium fact"),
        pytest.param(
            ["R-T1", "R-T2"], "出处：甲第一条、第二条（待核）（2026-11-23核对）", id="two facts"
        ),
        pytest.param(["T1"], "出处：文章·对策一（2026-11-23核对）", id="a claim"),
        pytest.param(
            ["T1", "R-T1"], "出处：甲第一条；文章·对策一（2026-11-23核对）", id="facts come first"
        ),
        pytest.param(["practice"], "出处：通行做法，没有统一规定", id="practice has no date"),
    ],
)
def test_source_line(cited: list[str], expected: str, tiny: Assistant) -> None:
    assert sources(tiny, *cited) == expected


def test_practice_stands_beside_what_is_written(tiny: Assistant) -> None:
    line = sources(tiny, "R-T1", "practice")
    assert line.index("甲第一条") < line.index(texts.SOURCE_PRACTICE)
    assert "2026-11-23" in line


def test_an_article_is_named_once_and_no_article_not_at_all(tiny: Assistant) -> None:
    fact = tiny.base.facts["R-T1"]
    facts = {
        "X1": fact,
        "X2": fact,
        "X3": fact.model_copy(update={"article": texts.NOT_AN_ARTICLE, "regulation": "乙"}),
    }
    other = tiny.base.regulations["甲条例"].model_copy(update={"short": "乙法"})
    regulations = {**tiny.base.regulations, "乙": other}
    base = replace(tiny.base, facts=facts, regulations=regulations)
    entry = base.entries["how-often"].model_copy(update={"sources": ("X1", "X2", "X3")})
    assert source_line(base, entry) == "出处：甲第一条；乙法（2026-11-23核对）"


def test_an_answer_without_steps_or_unit_has_no_gap(tiny: Assistant) -> None:
    entry = tiny.base.entries["how-often"].model_copy(update={"steps": (), "unit": None})
    text = answer_text(tiny.base, entry)
    assert text.startswith(f"{entry.lead}\n\n")
    assert "\n\n\n" not in text
    assert "1." not in text
