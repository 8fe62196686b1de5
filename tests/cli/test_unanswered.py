"""`unanswered`: a list, and a draft that is a file of the knowledge."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.app import load_checked
from bot.cli.main import run
from bot.knowledge.folders import shipped
from bot.store.questions import Reason
from bot.store.store import Store
from bot.texts import unanswered as texts

HANDED = (
    ("组里某某想调走怎么办", None),
    ("某某想调走了组里咋办", None),
    ("党费能从卡里扣吗：“自动”", "dues-advance"),
    ("党费能从卡里扣吗，“自动”", "dues-advance"),
    ("#☭", None),
    ("小组会多久开一次", "group-meeting-frequency"),
)


async def hand_over(folder: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    store = await Store.open(folder / "zuzhang.db", now)
    for number, (text, entry) in enumerate(HANDED):
        reason = Reason.DISLIKED if entry else Reason.UNANSWERED
        await store.questions.hand_over(
            1, number, text=text, reason=reason, entry_id=entry, day=now.date()
        )
    store.tallies.add(now.date(), "down", "dues-advance")
    store.tallies.add(now.date(), "rejected", "who-chairs")
    store.tallies.add(now.date(), "rejected", "an-entry-that-is-gone")
    await store.close()


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    asyncio.run(hand_over(tmp_path))
    return {"BOT_DATA_DIR": str(tmp_path)}


def test_a_list(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["unanswered"], environ) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("：")[0] for line in lines] == ["2 句", "2 句", "1 句"]
    assert "☭" not in str(lines)  # it asks nothing


def test_a_draft_is_knowledge(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["unanswered", "--yaml"], environ) == 0
    draft = capsys.readouterr().out
    head, entries = draft.split(texts.TOPIC)
    assert "dues-advance" in head
    assert "who-chairs" in head
    assert "gone" not in head
    assert entries.count("- id: ") == 2
    assert entries.count("      - ") == 3  # what reads the same stands there once
    assert texts.DISLIKED.format(count=2) in entries
    known = texts.KNOWN.format(id="group-meeting-frequency", question="小组会多久开一次")
    assert known in entries

    folder = tmp_path / "ours" / "entries"
    folder.mkdir(parents=True)
    (folder / "drafts.yaml").write_text(draft, encoding="utf-8")
    base = load_checked(shipped(folder.parent), dt.date.today())
    assert base.entries["draft-1"].lead == texts.LEAD


def test_nobody_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {"BOT_DATA_DIR": str(tmp_path)}
    assert run(["unanswered"], environ) == 0
    assert capsys.readouterr().out.strip() == texts.NONE
    assert run(["unanswered", "--yaml"], environ) == 0
    assert texts.NONE in capsys.readouterr().out
