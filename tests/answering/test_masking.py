"""What is masked in a question that is kept, what is left alone, and what holds of any text."""

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.masking import MOST_KEPT, Mask
from bot.answering.vocabulary import fold
from bot.app import load_checked
from bot.evaluation.questions import load_questions
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import Folders
from bot.texts.masking import ACCOUNT, LINK, MAIL, NAME, NUMBER
from tests.answering.material import CHARACTERS, QUICK, SCRIPTS, convert, cpu_seconds, hostile
from tests.conftest import TODAY, Edit

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "masked.yaml").read_text(encoding="utf-8"))
MARKS = re.compile("|".join(map(re.escape, (NAME, NUMBER, LINK, MAIL, ACCOUNT))))


@pytest.fixture(scope="session")
def mask(base: KnowledgeBase) -> Mask:
    """The mask of the shipped knowledge."""
    return Mask(base)


# What goes and what stays


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["q"]))
def test_what_must_go_is_gone(row: dict[str, Any], mask: Mask) -> None:
    asked, masked = unicodedata.normalize("NFKC", row["q"]), mask(row["q"])
    removed = Counter(asked) - Counter(MARKS.sub("", masked))
    missing = Counter("".join(row["gone"])) - removed
    assert not missing, masked
    assert [kept for kept in row.get("kept", []) if kept not in masked] == []


def test_there_are_many_rows_and_no_row_twice() -> None:
    assert len({row["q"] for row in ROWS}) == len(ROWS) >= 150


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("王书记老让我主持", "某某书记老让我主持", id="the title stays"),
        pytest.param("老王没来", "某某没来", id="the prefix goes"),
        pytest.param("张伟、李强和王芳没来", "某某、某某和某某没来", id="several"),
        pytest.param("王伟李强没来", "某某没来", id="side by side"),
        pytest.param("他叫吐尔逊的", "他叫某某的", id="introduced"),
        pytest.param("名叫建设", "名叫某某", id="introduced, a usual word"),
        pytest.param("叫什么名字", "叫什么名字", id="asked for a name"),
        pytest.param("姓名怎么填", "姓名怎么填", id="the word for a name"),
        pytest.param("买买提·吐尔逊转正了", "某某转正了", id="middle dot"),
        pytest.param("党课·学习", "党课·学习", id="a dot between usual words"),
        pytest.param("开完会了.怎么记录", "开完会了.怎么记录", id="a full stop is no dot"),
        pytest.param("打13812345678", "打#", id="phone"),
        pytest.param("138 1234-5678转9", "#转#", id="phone in groups"),
        pytest.param("４个党员", "#个党员", id="full width"),
        pytest.param("②号", "#号", id="circled"),
        pytest.param("½天", "#天", id="fraction"),
        pytest.param("一三八零零", "#", id="numerals"),
        pytest.param("1三8", "#", id="numerals and digits"),
        pytest.param("三会一课一年一次", "三会一课一年一次", id="numerals in words"),
        pytest.param("三三两两地来", "三三两两地来", id="a word of numerals"),
        pytest.param("工号A-102的", "工号#的", id="letters and digits"),
        pytest.param("John Smith来", "某某来", id="Latin words"),
        pytest.param("用PPT讲", "用PPT讲", id="known Latin word"),
        pytest.param("用PPT-Wang讲", "用某某讲", id="known and unknown"),
        pytest.param("A值", "某某值", id="a letter alone"),
        pytest.param("看 https://t.me/a?b=1 吧", "看 〔链接〕 吧", id="link"),
        pytest.param("看t.me/a吧", "看〔链接〕吧", id="bare domain"),
        pytest.param("发a.b@c.cn吧", "发〔邮箱〕吧", id="e-mail"),
        pytest.param("@张三丰 在吗", "〔账号〕 在吗", id="account up to the space"),
        pytest.param("@张三丰在吗党费", "〔账号〕吗党费", id="account without a space"),
        pytest.param("a @ b", "某某 〔账号〕 某某", id="a bare @"),
        pytest.param("张\u200b伟\0没来", "某某没来", id="hidden characters"),
        pytest.param(" 党费\n\n 怎么\t交 ", "党费 怎么 交", id="one line"),
        pytest.param("張書記", "某某書記", id="traditional script stays"),
        pytest.param("某某没来", "某某没来", id="masked already"),
        pytest.param("王某某没来", "某某没来", id="half masked"),
        pytest.param("学习雷锋精神", "学习雷锋精神", id="everybody's name"),
    ],
)
def test_marks(text: str, expected: str, mask: Mask) -> None:
    assert mask(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "高质量党建方案怎么写",
        "何时召开，由何人主持",
        "党员任务和安排",
        "于年底前完成",
        "应该由谁通知",
        "关于成立党小组的请示",
        "常委会的文件传达不",
        "马上要开会，时间不够",
        "石油公司在江苏的项目部",
        "通知张贴在哪",
        "这张表谁填，每周一次",
        "书记和组长谁说了算，跟书记怎么开口",
        "向书记汇报，让主任签字",
        "全体党员都要参加，单位组织",
        "老同志、老师傅、小青年怎么管",
        "大家都不说话，小组会冷场",
        "党费金额按应发工资算",
        "管理岗和一线的学时一样吗",
    ],
)
def test_ordinary_questions_stay_as_they_are(text: str, mask: Mask) -> None:
    assert mask(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(("name", "floor"), [("development", 94), ("practice", 95)])
def test_most_questions_of_the_house_are_left_readable(name: str, floor: int, mask: Mask) -> None:
    asked = [row.q for row in load_questions(HERE.parent / "questions" / f"{name}.yaml")]

    def without_numbers(text: str) -> str:
        return re.sub("[0-9#]+", "#", unicodedata.normalize("NFKC", text))

    same = sum(without_numbers(mask(text)) == without_numbers(text) for text in asked)
    assert 100 * same / len(asked) >= floor


@pytest.mark.parametrize("script", SCRIPTS)
def test_traditional_script_is_masked_alike(script: str, mask: Mask) -> None:
    written = {row["q"]: convert(row["q"], script) for row in ROWS}
    alike = {text: other for text, other in written.items() if fold(other) == fold(text)}
    assert len(alike) > 200
    differing = [text for text, other in alike.items() if fold(mask(other)) != fold(mask(text))]
    assert differing == []


# What holds of any text

PIECES = (
    "https://t.me/a ", "www.a.b", "a@b.cn", "@王伟 ", "王书记", "李建国", "1三8", "一三八",
    "買買提·吐尔逊", "党费", "\n", " ", NAME, NUMBER, LINK, "老", "叫", "欧阳", "于", "X",
)  # fmt: skip


def typed() -> st.SearchStrategy[str]:
    """Hostile text, text of the knowledge's characters, and what is to be masked, side by side."""
    pieces = st.lists(st.sampled_from(PIECES) | st.sampled_from(CHARACTERS), max_size=200)
    return hostile() | pieces.map("".join)


@given(text=typed())
@settings(deadline=None, max_examples=300)
def test_nothing_that_tells_is_left_and_masking_again_changes_nothing(
    text: str, mask: Mask
) -> None:
    masked = mask(text)
    assert mask(masked) == masked
    assert len(masked) <= MOST_KEPT
    assert not any(unicodedata.category(character) in ("Nd", "No") for character in masked)
    assert not re.search(r"[@＠]|://|www\.|[A-Za-z0-9]\.[A-Za-z]{2}", masked)
    assert masked == " ".join(masked.split())
    assert not any(unicodedata.category(character)[0] == "C" for character in masked)


@pytest.mark.parametrize(
    "text",
    [
        "党" * 50_000,
        "王" * 1_000,
        "a." * 500,
        "a@" * 500,
        "买·" * 500,
        "叫" * 1_000,
        "-" * 1_000 + "@",
    ],
    ids=lambda text: str(text)[:2],
)
def test_a_long_text_is_masked_quickly(text: str, mask: Mask) -> None:
    assert cpu_seconds(lambda: mask(text)) < QUICK * 2


def test_a_mark_is_not_cut_in_half(mask: Mask) -> None:
    assert mask("会" * (MOST_KEPT - 2) + " https://t.me/a") == "会" * (MOST_KEPT - 2)
    assert mask("会" * (MOST_KEPT - 4) + "https://t.me/a") == "会" * (MOST_KEPT - 4) + LINK


# The lists


def small_mask(folders: Folders) -> Mask:
    return Mask(load_checked(folders, TODAY))


def test_the_small_lists(small: Folders) -> None:
    mask = small_mask(small)
    assert mask("王伟张罗，老高不来，高明的，App，高级") == "某某张罗,老高不来,某某的,App,高级"


def test_a_file_of_ones_own_adds_to_the_lists(with_file: Edit) -> None:
    folders = with_file("knowledge/masking-ours.yaml", "surnames: [覃]\nwords: [王家沟]\n")
    mask = small_mask(folders)
    assert mask("覃伟的王家沟") == "某某的王家沟"


def test_lists_may_be_in_traditional_script(with_file: Edit) -> None:
    mask = small_mask(with_file("knowledge/masking-ours.yaml", "surnames: [劉]\n"))
    assert mask("刘伟的") == mask("劉伟的") == "某某的"


def test_phrasings_make_neighbours_known(with_file: Edit, small: Folders) -> None:
    assert small_mask(small)("高温的") == "某某的"
    entry = (small.knowledge / "entries" / "dues.yaml").read_text(encoding="utf-8")
    folders = with_file("knowledge/entries/dues.yaml", entry.replace("垫付党费", "高温垫付党费"))
    assert small_mask(folders)("高温的") == "高温的"
