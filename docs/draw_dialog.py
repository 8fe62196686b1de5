"""Draws a real dialog as an SVG picture for the README: `python docs/draw_dialog.py FILE`.

What is said comes from the assistant itself, so the picture cannot promise what the program does
not do.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.answering.layout import PHONE_COLUMNS, columns, wrap
from bot.app import assistant, load_checked
from bot.knowledge.folders import shipped
from bot.messages import Conversation, Reply

DIALOG = ("党课一季度一次是条例写的吧？", "记录", "团费怎么交")
WIDTH, MARGIN, PAD, LINE, FONT = 420, 14, 12, 24, 16
BUBBLE = PHONE_COLUMNS * FONT // 2 + 2 * PAD
USER, BOT, BUTTON, PAGE, INK = "#d9f2c4", "#ffffff", "#e7eef6", "#dfe7ee", "#1c2733"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: its lines as they wrap on a phone, its buttons, and who said it."""

    lines: list[str]
    buttons: list[str]
    mine: bool

    @property
    def height(self) -> int:
        """Height in pixels, without the buttons."""
        return len(self.lines) * LINE + 2 * PAD


def bubbles() -> Iterator[Bubble]:
    """The dialog, as the assistant really answers it."""
    helper = assistant(load_checked(shipped(), dt.date.today()))
    conversation, now = Conversation(), dt.datetime.now(dt.UTC)
    for text in DIALOG:
        yield Bubble(wrap(text, PHONE_COLUMNS).split("\n"), [], mine=True)
        reply: Reply
        reply, conversation = helper.hear(text, conversation, now)
        buttons = [f"{n}. {button.label}" for n, button in enumerate(reply.buttons, start=1)]
        yield Bubble(wrap(reply.text, PHONE_COLUMNS).split("\n"), buttons, mine=False)


def draw() -> str:
    """The whole picture."""
    shapes: list[str] = []
    y = MARGIN
    for bubble in bubbles():
        width = BUBBLE
        if bubble.mine:
            width = max(columns(line) for line in bubble.lines) * FONT // 2 + 2 * PAD
        x = WIDTH - MARGIN - width if bubble.mine else MARGIN
        shapes.append(_box(x, y, width, bubble.height, USER if bubble.mine else BOT))
        for n, line in enumerate(bubble.lines):
            shapes.append(_text(x + PAD, y + PAD + n * LINE + FONT, line))
        y += bubble.height + 6
        for label in bubble.buttons:
            shapes.append(_box(x, y, width, LINE + 8, BUTTON))
            shapes.append(_text(x + PAD, y + FONT + 6, label))
            y += LINE + 12
        y += MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" '
        f'viewBox="0 0 {WIDTH} {y}" font-size="{FONT}" '
        'font-family="PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif">'
    )
    page = f'<rect width="100%" height="100%" fill="{PAGE}"/>'
    return "\n".join([head, page, *shapes, "</svg>", ""])


def _box(x: int, y: int, width: int, height: int, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="10" fill="{fill}"/>'


def _text(x: int, y: int, text: str) -> str:
    return f'<text x="{x}" y="{y}" fill="{INK}" xml:space="preserve">{escape(text)}</text>'


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(draw(), encoding="utf-8")
