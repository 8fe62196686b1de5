"""`eval` on a set of its own, on one that is sealed, and on none."""

from pathlib import Path

import pytest

from bot.cli.main import run
from bot.texts import evaluation as texts

SET = """questions:
  - {q: "小组会多久开一次", by: me, want: [group-meeting-frequency], facts: [R-ZB13c]}
  - {q: "党课多久一次", by: me, want: [dues-use]}
  - {q: "今天天气怎么样", by: me, out: true}
"""


@pytest.mark.parametrize(("name", "sealed"), [("mine", False), ("report", True), ("final", True)])
def test_a_set_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, *, sealed: bool
) -> None:
    path, picture = tmp_path / f"{name}.yaml", tmp_path / "sweep.svg"
    path.write_text(SET, encoding="utf-8")
    assert run(["eval", str(path), "--svg", str(picture)], {}) == 0
    printed = capsys.readouterr().out
    assert texts.INSIDE.format(count=2) in printed
    assert texts.SWEPT.format(path=picture) in printed
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert ("党课多久一次" in printed) is not sealed
    assert (texts.TOTALS_ONLY in printed) is sealed


def test_a_set_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", "nothing"], {}) == 2
    assert capsys.readouterr().err.strip() == texts.NO_SET.format(
        path=Path("tests/questions/nothing.yaml")
    )
