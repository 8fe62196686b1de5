"""Reading the files: what does not hold what it should is refused, with file, line and reason."""

import errno
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import Folders, shipped
from bot.knowledge.load import load
from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.texts import problems as texts
from tests.conftest import SMALL, Edit
from tests.knowledge import (
    CONFIDENCE,
    DOCUMENT,
    DUES,
    GUARDS,
    LEXICON,
    MASKING,
    MEETING,
    REGULATIONS,
    SMALLTALK,
    Change,
    changed,
)

ONE_MORE = """\
topic: {id: more, title: 别的, order: 3}
entries:
  - id: one-more
    title: 再一条
    phrasings: [再来一条]
    lead: 有。
    sources: [practice]
    reviewed: 2026-11-23
"""


def problems(folders: Folders) -> list[Problem]:
    with pytest.raises(BrokenKnowledge) as caught:
        load(folders)
    return list(caught.value.problems)


# What is loaded


def test_the_small_knowledge_is_loaded_whole(small: Folders) -> None:
    base = load(small)
    assert [topic.id for topic in base.topics] == ["meeting", "dues"]
    assert list(base.entries) == ["how-often", "who-chairs", "dues-advance"]
    assert base.topic_of == {
        "how-often": "meeting",
        "who-chairs": "meeting",
        "dues-advance": "dues",
    }
    assert set(base.guards) == {"league-dues", "jokes"}
    assert set(base.smalltalk) == {"greeting", "thanks"}
    assert base.synonyms == {"党小组会": ("小组会", "组会"), "怎么": ("咋",)}
    assert base.masking.surnames == ("王", "张", "欧阳")
    assert set(base.claims) == {"T1"}
    assert set(base.facts) == {"R-T1", "R-T2", "R-T3"}
    assert set(base.regulations) == {"甲条例"}
    assert base.article.title == "一篇文章"
    assert base.checked == "2026-11-23"
    assert [trap.wrong for trap in base.traps] == ["每月两次"]
    assert base.confidence is not None


def test_entries_of_a_topic(small: Folders) -> None:
    base = load(small)
    assert [entry.id for entry in base.entries_of("meeting")] == ["how-often", "who-chairs"]
    assert base.entries_of("nothing") == ()


def test_topics_stand_in_their_order_then_by_id(with_file: Edit) -> None:
    with_file("knowledge/entries/more.yaml", ONE_MORE.replace("order: 3", "order: 0"))
    base = load(with_file("knowledge/entries/a.yaml", ONE_MORE.replace("more", "zeal")))
    assert [topic.id for topic in base.topics] == ["more", "meeting", "dues", "zeal"]
    tied = with_file("knowledge/entries/a.yaml", ONE_MORE.replace("more", "zeal").replace("3", "0"))
    assert [topic.id for topic in load(tied).topics] == ["more", "zeal", "meeting", "dues"]


def test_the_shipped_knowledge_is_loaded() -> None:
    base = load(shipped())
    assert len(base.entries) >= 199
    assert base.guards
    assert base.smalltalk


@pytest.mark.parametrize(
    ("name", "left"),
    [
        pytest.param(GUARDS, lambda base: base.guards, id="guards"),
        pytest.param(CONFIDENCE, lambda base: base.confidence, id="confidence"),
    ],
)
def test_what_may_be_missing(
    small: Folders, name: str, left: Callable[[KnowledgeBase], object]
) -> None:
    assert left(load(small))
    small.listing()[name].unlink()
    assert not left(load(small))


# Files that are missing, out of place or not readable


@pytest.mark.parametrize("name", [LEXICON, MASKING, SMALLTALK, DOCUMENT, REGULATIONS])
def test_a_missing_file(small: Folders, name: str) -> None:
    small.listing()[name].unlink()
    assert problems(small) == [Problem(name, 1, texts.MISSING_FILE)]


def test_no_entries_at_all(small: Folders) -> None:
    shutil.rmtree(small.knowledge / "entries")
    assert problems(small) == [Problem("knowledge/entries", 1, texts.NO_ENTRIES)]


def test_nothing_at_all(tmp_path: Path) -> None:
    assert problems(Folders(tmp_path / "a", tmp_path / "b")) == [
        Problem("knowledge/entries", 1, texts.NO_ENTRIES),
        Problem(LEXICON, 1, texts.MISSING_FILE),
        Problem(MASKING, 1, texts.MISSING_FILE),
        Problem(SMALLTALK, 1, texts.MISSING_FILE),
        Problem(DOCUMENT, 1, texts.MISSING_FILE),
        Problem(REGULATIONS, 1, texts.MISSING_FILE),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "knowledge/dues.yaml",
        "knowledge/entry/dues.yaml",
        "knowledge/smalltalk.yml",
        "knowledge/smalltalk-ours.yaml",
        "knowledge/confidence.yml",
        "seeds/document.yml",
        "seeds/entries/dues.yaml",
    ],
)
def test_an_unexpected_file(with_file: Edit, name: str) -> None:
    assert problems(with_file(name, ONE_MORE)) == [Problem(name, 1, texts.UNEXPECTED_FILE)]


@pytest.mark.parametrize(
    "name", ["knowledge/entries/more.yaml", "knowledge/entries/a/b.yaml", "knowledge/entries/m.yml"]
)
def test_entries_anywhere_in_their_folder(with_file: Edit, name: str) -> None:
    assert "one-more" in load(with_file(name, ONE_MORE)).entries


def test_a_folder_named_like_a_file(small: Folders) -> None:
    (small.knowledge / "entries" / "more.yaml").mkdir()
    reason = texts.UNREADABLE.format(reason=os.strerror(errno.EISDIR))
    assert problems(small) == [Problem("knowledge/entries/more.yaml", 1, reason)]


def test_a_link_to_nowhere(small: Folders) -> None:
    (small.knowledge / "entries" / "more.yaml").symlink_to(small.knowledge / "nowhere")
    reason = texts.UNREADABLE.format(reason=os.strerror(errno.ENOENT))
    assert problems(small) == [Problem("knowledge/entries/more.yaml", 1, reason)]


def test_a_file_that_is_not_yaml_is_told_by_its_name(with_file: Edit) -> None:
    assert problems(with_file(MEETING, "")) == [Problem(MEETING, 1, texts.EMPTY_FILE)]


def test_the_problems_of_all_files_are_told_at_once(with_file: Edit) -> None:
    with_file(LEXICON, "synonyms: {a: [010]}\n")
    with_file("knowledge/x.yaml", "")
    folders = with_file(MEETING, changed(MEETING, "    lead: 组长主持。\n", ""))
    assert problems(folders) == [
        Problem(MEETING, 14, texts.SHAPE["missing"].format(name="lead", hint="（答案第一句）")),
        Problem(LEXICON, 1, texts.MISREAD.format(text="010", read="8")),
        Problem("knowledge/x.yaml", 1, texts.UNEXPECTED_FILE),
    ]


# Files that do not hold what they should

SHAPES = [
    pytest.param(
        Change(MEETING, "    lead: 一般每月一次。\n", ""),
        Problem(MEETING, 3, "缺“lead”（答案第一句）"),
        id="missing",
    ),
    pytest.param(
        Change(MEETING, "    tags: [group-meeting]", "    tag: [group-meeting]"),
        Problem(MEETING, 11, "没有“tag”这个栏目，看看是不是写错了字"),
        id="extra_forbidden",
    ),
    pytest.param(
        Change(MEETING, "keywords: [次数, 频次]", "keywords: [次数, 12]"),
        Problem(MEETING, 6, "“keywords”这里要写文字；如果是数字、日期或 yes/no，请加引号"),
        id="string_type",
    ),
    pytest.param(
        Change(MEETING, "lead: 一般每月一次。", 'lead: ""'),
        Problem(MEETING, 7, "“lead”是空的"),
        id="string_too_short",
    ),
    pytest.param(
        Change(MEETING, "title: 多久开一次", "title: " + "多" * 17),
        Problem(MEETING, 4, "“title”太长，最多 16 个字"),
        id="string_too_long",
    ),
    pytest.param(
        Change(MEETING, "id: how-often", "id: How_often"),
        Problem(MEETING, 3, texts.SHAPE["id"].format(name="id")),
        id="id",
    ),
    pytest.param(
        Change(MEETING, "lead: 一般每月一次。", 'lead: "  "'),
        Problem(MEETING, 7, "“lead”不能只有空格"),
        id="string_pattern_mismatch",
    ),
    pytest.param(
        Change(SMALLTALK, "/start", "start"),
        Problem(SMALLTALK, 2, texts.SHAPE["command"].format(name="commands")),
        id="command",
    ),
    pytest.param(
        Change(MEETING, "keywords: [次数, 频次]", "keywords: [次数，频次]"),
        Problem(MEETING, 6, texts.SHAPE["word"].format(text="次数，频次")),
        id="word",
    ),
    pytest.param(
        Change(MASKING, "titles: [书记, 总]", "titles: [书记,\n  总 工]"),
        Problem(MASKING, 4, texts.SHAPE["han"].format(text="总 工")),
        id="han",
    ),
    pytest.param(
        Change(MASKING, "欧阳", "欧阳娜"),
        Problem(MASKING, 1, texts.SHAPE["surname"].format(text="欧阳娜")),
        id="surname",
    ),
    pytest.param(
        Change(CONFIDENCE, "chars: 0.45", "chars: 0.9"),
        Problem(CONFIDENCE, 1, "blend 的四项加起来要等于 1；重新运行 make fit"),
        id="blend_sum",
    ),
    pytest.param(
        Change(MEETING, "related: [who-chairs]", "related: who-chairs"),
        Problem(MEETING, 12, texts.SHAPE["tuple_type"].format(name="related")),
        id="tuple_type",
    ),
    pytest.param(
        Change(
            LEXICON,
            "synonyms:\n  党小组会: [小组会, 组会]\n  怎么: [咋]\n",
            "synonyms:\n  - 党小组会\n",
        ),
        Problem(LEXICON, 2, "“synonyms”下面要分栏目写，每行“栏目: 内容”"),
        id="dict_type",
    ),
    pytest.param(
        Change(MEETING, "topic: {id: meeting, title: 开会, order: 1}", "topic: 开会"),
        Problem(MEETING, 1, "“topic”下面要分栏目写，每行“栏目: 内容”"),
        id="model_type",
    ),
    pytest.param(
        Change(MEETING, "sources: [T1, R-T1]", "sources: []"),
        Problem(MEETING, 10, "“sources”至少要有 1 项"),
        id="too_short",
    ),
    pytest.param(
        Change(MEETING, "tags: [group-meeting]", "tags: [group-meeting, minutes]"),
        Problem(MEETING, 11, "“tags”最多 1 项"),
        id="too_long",
    ),
    pytest.param(
        Change(GUARDS, "    scope: out\n    reply", "    scope: in\n    reply"),
        Problem(GUARDS, 5, "“scope”只能是 out"),
        id="literal_error",
    ),
    pytest.param(
        Change(MEETING, "reviewed: 2026-11-23", "reviewed: [2026-11-23]"),
        Problem(MEETING, 13, "“reviewed”要写日期，像 2026-11-23"),
        id="date_type",
    ),
    pytest.param(
        Change(MEETING, "reviewed: 2026-11-23", "reviewed: 去年"),
        Problem(MEETING, 13, "“reviewed”要写日期，像 2026-11-23"),
        id="date_from_datetime_parsing",
    ),
    pytest.param(
        Change(MEETING, "order: 1", "order: 1.5"),
        Problem(MEETING, 1, "“order”要写整数"),
        id="int_type",
    ),
    pytest.param(
        Change(CONFIDENCE, "answer_at: 0.36", 'answer_at: "0.36"'),
        Problem(CONFIDENCE, 22, "“answer_at”要写小数"),
        id="float_type",
    ),
]


@pytest.mark.parametrize(("change", "expected"), SHAPES)
def test_an_error_of_shape(with_file: Edit, change: Change, expected: Problem) -> None:
    [problem] = problems(change.write(with_file))
    assert problem == expected
    allowed = re.sub(r"“\w+”|(?<=只能是 )\w+|yes/no|make fit|blend|像 \S+", "", problem.reason)
    assert re.findall("[A-Za-z{}]+", allowed) == [], "English or a gap was left in the reason"


def test_every_reason_in_the_table_of_shapes_is_tried() -> None:
    assert {row.id for row in SHAPES} == set(texts.SHAPE)


@pytest.mark.parametrize(
    "name", [MEETING, GUARDS, SMALLTALK, LEXICON, MASKING, CONFIDENCE, DOCUMENT, REGULATIONS]
)
def test_every_kind_of_file_refuses_an_unknown_field(with_file: Edit, name: str) -> None:
    text = (SMALL / name).read_text(encoding="utf-8")
    reason = texts.SHAPE["extra_forbidden"].format(name="remark")
    expected = Problem(name, len(text.splitlines()) + 1, reason)
    assert problems(with_file(name, f"{text}remark: 备注\n")) == [expected]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param(Change(MEETING, "order: 1", "order: 1, x: 1"), 1, id="topic"),
        pytest.param(
            Change(MEETING, "    lead: 组长主持。", "    x: 1\n    lead: 好。"), 17, id="entry"
        ),
        pytest.param(Change(GUARDS, "title: 讲笑话", "title: 讲\n    x: 1"), 9, id="guard"),
        pytest.param(Change(SMALLTALK, "title: 道谢", "x: 1, title: 道谢"), 3, id="smalltalk"),
        pytest.param(Change(CONFIDENCE, "offer:", "offer:\n  x: 1"), 17, id="logistic"),
        pytest.param(Change(DOCUMENT, "part: 对策", "part: 对策, x: 1"), 6, id="claim"),
        pytest.param(Change(REGULATIONS, "short: 甲", "short: 甲, x: 1"), 3, id="regulation"),
        pytest.param(Change(REGULATIONS, "kind: 转载", "kind: 转载, x: 1"), 5, id="reference"),
        pytest.param(Change(REGULATIONS, "article: 第二条", "article: 二, x: 1"), 8, id="fact"),
        pytest.param(Change(REGULATIONS, "wrong: 每月两次", "wrong: 两次, x: 1"), 11, id="trap"),
    ],
)
def test_every_part_of_a_file_refuses_an_unknown_field(
    with_file: Edit, change: Change, line: int
) -> None:
    reason = texts.SHAPE["extra_forbidden"].format(name="x")
    assert Problem(change.name, line, reason) in problems(change.write(with_file))


@pytest.mark.parametrize(
    "name", [MEETING, GUARDS, SMALLTALK, LEXICON, MASKING, DOCUMENT, REGULATIONS]
)
def test_a_file_that_is_a_list(with_file: Edit, name: str) -> None:
    reason = texts.SHAPE["model_type"].format(name=name)
    assert problems(with_file(name, "- 一\n- 二\n")) == [Problem(name, 1, reason)]


@pytest.mark.parametrize(
    "identity",
    ["Dues", "dues_advance", "dues advance", "-dues", "dues-", "du--es", "党费", "a" * 41],
)
def test_a_wrong_id(with_file: Edit, identity: str) -> None:
    too_long = texts.SHAPE["string_too_long"].format(name="id", max_length=40)
    mismatch = texts.SHAPE["id"].format(name="id")
    reason = too_long if len(identity) > 40 else mismatch
    folders = with_file(MEETING, changed(MEETING, "id: who-chairs", f'id: "{identity}"'))
    assert problems(folders) == [Problem(MEETING, 14, reason)]


@pytest.mark.parametrize("identity", ["a", "3", "dues-2", "a" * 40], ids=len)
def test_a_right_id(with_file: Edit, identity: str) -> None:
    folders = with_file(MEETING, changed(MEETING, "id: who-chairs", f'id: "{identity}"'))
    assert identity in load(folders).entries


# Ids that stand in two places

CLAIM = "  - {id: T1, part: 对策, locator: 对策一, says: 要经常开会}\n"
FACT = "says: 不得垫交, verified_at: [], confidence: medium"


@pytest.mark.parametrize(
    ("change", "line", "identity", "first"),
    [
        pytest.param(
            Change(MEETING, "id: who-chairs", "id: how-often"),
            14,
            "how-often",
            f"{MEETING}:3",
            id="entries of a file",
        ),
        pytest.param(
            Change(MEETING, "id: who-chairs", "id: dues-advance"),
            14,
            "dues-advance",
            f"{DUES}:3",
            id="entries of two files",
        ),
        pytest.param(
            Change(GUARDS, "id: jokes", "id: how-often"),
            7,
            "how-often",
            f"{MEETING}:3",
            id="entry and guard",
        ),
        pytest.param(
            Change(GUARDS, "id: jokes", "id: league-dues"),
            7,
            "league-dues",
            f"{GUARDS}:2",
            id="guards",
        ),
        pytest.param(
            Change(SMALLTALK, "id: thanks", "id: who-chairs"),
            3,
            "who-chairs",
            f"{MEETING}:14",
            id="entry and smalltalk",
        ),
        pytest.param(
            Change(SMALLTALK, "id: thanks", "id: jokes"),
            3,
            "jokes",
            f"{GUARDS}:7",
            id="guard and smalltalk",
        ),
        pytest.param(
            Change(SMALLTALK, "id: thanks", "id: greeting"),
            3,
            "greeting",
            f"{SMALLTALK}:2",
            id="smalltalk",
        ),
        pytest.param(
            Change(MEETING, "topic: {id: meeting", "topic: {id: dues"),
            1,
            "dues",
            f"{DUES}:1",
            id="topics",
        ),
        pytest.param(Change(DOCUMENT, CLAIM, CLAIM * 2), 7, "T1", f"{DOCUMENT}:6", id="claims"),
        pytest.param(
            Change(REGULATIONS, "id: R-T2", "id: R-T1"), 8, "R-T1", f"{REGULATIONS}:7", id="facts"
        ),
        pytest.param(
            Change(REGULATIONS, "id: R-T2", "id: T1"), 8, "T1", f"{DOCUMENT}:6", id="claim and fact"
        ),
    ],
)
def test_an_id_in_two_places(
    with_file: Edit, change: Change, line: int, identity: str, first: str
) -> None:
    reason = texts.DUPLICATE_ID.format(id=identity, first=first)
    assert problems(change.write(with_file)) == [Problem(change.name, line, reason)]


def test_an_id_in_three_places_is_told_twice_with_the_first(with_file: Edit) -> None:
    with_file(GUARDS, changed(GUARDS, "id: jokes", "id: how-often"))
    folders = with_file(SMALLTALK, changed(SMALLTALK, "id: thanks", "id: how-often"))
    reason = texts.DUPLICATE_ID.format(id="how-often", first=f"{MEETING}:3")
    assert problems(folders) == [Problem(GUARDS, 7, reason), Problem(SMALLTALK, 3, reason)]


def test_a_topic_may_be_called_like_an_entry(with_file: Edit) -> None:
    folders = with_file(MEETING, changed(MEETING, "topic: {id: meeting", "topic: {id: how-often"))
    assert load(folders).topic_of["how-often"] == "how-often"


# The operator's own files


@pytest.fixture
def own(small: Folders, tmp_path: Path) -> Callable[[str, str], Folders]:
    """Write a file ("entries/x.yaml") into an overlay and return the folders with it."""

    def write(name: str, content: str) -> Folders:
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return Folders(small.knowledge, small.seeds, tmp_path / "own")

    return write


def test_an_overlay_adds_a_file(own: Edit) -> None:
    base = load(own("entries/more.yaml", ONE_MORE))
    assert list(base.entries) == ["how-often", "who-chairs", "dues-advance", "one-more"]


def test_an_overlay_replaces_a_file(own: Edit) -> None:
    base = load(own("entries/dues.yaml", ONE_MORE))
    assert list(base.entries) == ["how-often", "who-chairs", "one-more"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("entries/dues.yaml", "", (1, texts.EMPTY_FILE), id="form"),
        pytest.param(
            "lexicon.yaml",
            "synonyms: {}\nx: 1\n",
            (2, texts.SHAPE["extra_forbidden"].format(name="x")),
            id="shape",
        ),
        pytest.param("strange.yaml", ONE_MORE, (1, texts.UNEXPECTED_FILE), id="unexpected"),
        pytest.param(
            "entries/more.yaml",
            ONE_MORE.replace("one-more", "how-often"),
            (3, texts.DUPLICATE_ID.format(id="how-often", first=f"{MEETING}:3")),
            id="duplicate id",
        ),
    ],
)
def test_a_problem_in_an_overlay_names_the_operators_path(
    own: Edit, tmp_path: Path, name: str, content: str, expected: tuple[int, str]
) -> None:
    path = tmp_path / "own" / name
    assert problems(own(name, content)) == [Problem(str(path), *expected)]


def test_a_problem_beside_an_overlay_names_the_shipped_file(own: Edit, with_file: Edit) -> None:
    with_file(MEETING, "")
    folders = own("entries/more.yaml", ONE_MORE)
    assert problems(folders) == [Problem(MEETING, 1, texts.EMPTY_FILE)]


# What confidence was fitted on


MATCHED = [
    pytest.param(Change(MEETING, "几周一次合适", "几周一次才好"), id="phrasing of an entry"),
    pytest.param(Change(MEETING, "频次]", "频率]"), id="keyword"),
    pytest.param(Change(MEETING, "title: 多久开一次", "title: 多久一次"), id="title"),
    pytest.param(Change(MEETING, "id: who-chairs", "id: chair"), id="id"),
    pytest.param(Change(GUARDS, "笑一个", "笑两个"), id="phrasing of a guard"),
    pytest.param(Change(SMALLTALK, "多谢", "感谢"), id="phrasing of smalltalk"),
    pytest.param(Change(LEXICON, "[咋]", "[咋, 咋样]"), id="synonym"),
]
NOT_MATCHED = [
    pytest.param(Change(MEETING, "lead: 一般每月一次。", "lead: 每月一次。"), id="lead"),
    pytest.param(Change(MEETING, "提前一周通知。", "提前三天通知。"), id="step"),
    pytest.param(Change(MEETING, "unit: 每月两次的", "unit: 每月三次的"), id="unit"),
    pytest.param(Change(MEETING, "sources: [T1, R-T1]", "sources: [R-T1]"), id="sources"),
    pytest.param(Change(MEETING, "reviewed: 2026-11-23", "reviewed: 2026-11-22"), id="review"),
    pytest.param(Change(MEETING, "entries:\n", "# 注释\nentries:\n"), id="comment"),
    pytest.param(Change(GUARDS, "reply: 团费问", "reply: 问"), id="reply of a guard"),
    pytest.param(Change(SMALLTALK, "reply: 你好。", "reply: 您好。"), id="reply of smalltalk"),
    pytest.param(
        Change(
            LEXICON,
            "  党小组会: [小组会, 组会]\n  怎么: [咋]\n",
            "  怎么: [咋]\n  党小组会: [小组会, 组会]\n",
        ),
        id="order of synonyms",
    ),
    pytest.param(Change(DOCUMENT, "says: 要经常开会", "says: 要开会"), id="claim"),
]


@pytest.mark.parametrize("change", MATCHED)
def test_the_digest_changes_with_what_is_matched(with_file: Edit, change: Change) -> None:
    base = load(change.write(with_file))
    assert base.digest != load(Folders(SMALL / "knowledge", SMALL / "seeds")).digest
    assert base.stale


@pytest.mark.parametrize("change", NOT_MATCHED)
def test_the_digest_does_not_change_with_an_answer(with_file: Edit, change: Change) -> None:
    base = load(change.write(with_file))
    assert base.digest == load(Folders(SMALL / "knowledge", SMALL / "seeds")).digest
    assert not base.stale


def test_knowledge_that_was_never_fitted_is_stale(small: Folders) -> None:
    assert not load(small).stale
    (small.knowledge / "confidence.yaml").unlink()
    assert load(small).stale


def test_an_overlay_that_is_gone_is_a_problem(small: Folders, tmp_path: Path) -> None:
    """Or a reload would quietly go back to the shipped knowledge."""
    gone = replace(small, overlay=tmp_path / "gone")
    assert problems(gone) == [Problem(str(tmp_path / "gone"), 1, texts.MISSING_FOLDER)]
