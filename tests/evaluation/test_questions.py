"""Question sets are read strictly, and a wrong one names its line."""

from pathlib import Path

import pytest

from bot.evaluation.questions import load_questions
from bot.knowledge.problem import BrokenKnowledge

GOOD = """questions:
  - {q: "小组会谁主持", typo: "小组会谁住持", by: foreman, want: [who-chairs], facts: [R-ZB13c]}
  - {q: "团费怎么交", by: clerk, out: true, near: true, why: "团费"}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_set_is_read(tmp_path: Path) -> None:
    inside, outside = load_questions(written(tmp_path, GOOD))
    assert list(inside.forms) == [("plain", "小组会谁主持"), ("typo", "小组会谁住持")]
    assert inside.want == ("who-chairs",)
    assert (outside.out, outside.near) == (True, True)


@pytest.mark.parametrize(
    ("spoilt", "line"),
    [
        (GOOD.replace("typo:", "tpyo:"), 2),
        (GOOD.replace('q: "团费怎么交", ', ""), 3),
        (GOOD.replace("out: true", "out: true, want: [who-chairs]"), 3),
        ("questions: 7\n", 1),
    ],
)
def test_a_wrong_set_names_its_line(tmp_path: Path, spoilt: str, line: int) -> None:
    with pytest.raises(BrokenKnowledge) as broken:
        load_questions(written(tmp_path, spoilt))
    assert [problem.line for problem in broken.value.problems] == [line]
