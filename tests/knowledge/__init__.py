"""The knowledge: its files, their form, and what must hold between them."""

from typing import NamedTuple

from bot.knowledge.folders import Folders
from tests.conftest import SMALL, Edit

MEETING = "knowledge/entries/meeting.yaml"
DUES = "knowledge/entries/dues.yaml"
GUARDS = "knowledge/guards/near.yaml"
SMALLTALK = "knowledge/smalltalk.yaml"
LEXICON = "knowledge/lexicon.yaml"
MASKING = "knowledge/masking.yaml"
CONFIDENCE = "knowledge/confidence.yaml"
DOCUMENT = "seeds/document.yaml"
REGULATIONS = "seeds/regulations.yaml"


def changed(name: str, old: str, new: str) -> str:
    """The text of a file of the small knowledge with `old`, which must be in it, made `new`."""
    text = (SMALL / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    return text.replace(old, new, 1)


class Change(NamedTuple):
    """A file of the small knowledge in which `new` stands for `old`."""

    name: str
    old: str
    new: str

    def write(self, with_file: Edit) -> Folders:
        """The folders of the small knowledge with this change."""
        return with_file(self.name, changed(*self))
