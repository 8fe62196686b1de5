"""What a short text means while a list is open."""

import pytest

from bot.answering.picking import command, numbered, pick, rejects, turns
from bot.messages import Button, NoneOfThese, ShowEntry, ShowTopics

LIST = (
    Button("先垫行不行", ShowEntry("a")),
    Button("每月几号交、谁来收", ShowEntry("b")),
    Button("全部话题", ShowTopics()),
    Button("都不是", NoneOfThese()),
)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("2", 1), (" 2 ", 1), ("２", 1), ("②", 1), ("2.", 1), ("2、", 1), ("[2]", 1), ("（2）", 1),
        ("二", 1), ("第二个", 1), ("选2", 1), ("选 2", 1), ("我选第2个", 1), ("2号", 1),
        ("就第一个吧", 0),
        ("每月几号交、谁来收", 1), ("每月几号交、谁来收？", 1), ("都不是", 3), ("都不是。", 3),
    ],
)  # fmt: skip
def test_a_choice_is_understood(text: str, position: int) -> None:
    assert pick(text, LIST) is LIST[position]


@pytest.mark.parametrize(
    "text", ["", "0", "5", "99", "一次交一年行吗", "2个月没交怎么办", "1和2", "二十", "1.5"]
)
def test_anything_else_is_no_choice(text: str) -> None:
    assert pick(text, LIST) is None


def test_nothing_offered_nothing_picked() -> None:
    assert pick("1", ()) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("5", 5), ("99", 99), ("十", 10), ("十二", 12), ("100", None), ("几", None)],
)
def test_a_number_is_a_number_even_out_of_range(text: str, number: int | None) -> None:
    assert numbered(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "都不是",
        "都不对！",
        "都不對",
        "没有我要的",
        "一个都不是。",
        "以上都不是",
        "都不要",
        "不是这个",
    ],
)
@pytest.mark.parametrize("list_open", [True, False])
def test_rejections(text: str, list_open: bool) -> None:
    assert rejects(text, list_open=list_open)


@pytest.mark.parametrize("text", ["不是", "不对", "没有", "不行。"])
def test_a_bare_no_rejects_an_open_list_only(text: str) -> None:
    assert rejects(text, list_open=True)
    assert not rejects(text, list_open=False)


@pytest.mark.parametrize("text", ["都不是党员怎么办", "", "不是党员能来吗", "都不来怎么办"])
def test_no_rejections(text: str) -> None:
    assert not rejects(text, list_open=True)


@pytest.mark.parametrize(("text", "asks"), [("下一页", True), ("上一页。", True), ("下页", False)])
def test_turning_the_page(text: str, asks: bool) -> None:
    assert turns(text) is asks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/help", "/help"), (" /HELP ", "/help"), ("／topics", "/topics"), ("/start abc", "/start"),
        ("/help@a_bot", "/help@a_bot"), ("/", None), ("1/2", None), ("/党费", None), ("", None),
    ],
)  # fmt: skip
def test_commands(text: str, expected: str | None) -> None:
    assert command(text) == expected
