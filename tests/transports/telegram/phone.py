"""What a phone shows of a message, and what must hold of every message of the bot."""

from typing import Any

from bot.answering.layout import PHONE_COLUMNS, PHONE_LINES, columns, phone_lines, wrap
from tests.botapi.entities import checked, utf16
from tests.botapi.text import TEXT_LIMIT

Json = dict[str, Any]

LABEL_COLUMNS = 32
"""Half-width columns that the labels of one row share on a phone, margins apart."""
MOST_BUTTONS, MOST_DATA = 100, 64


def rows(message: Json) -> list[str]:
    """The buttons under a message, as a dialog writes them: "one | two"."""
    return [" | ".join(button["text"] for button in row) for row in _keyboard(message)]


def screen(message: Json) -> str:
    """The message drawn as a phone shows it, for whoever reads why a test failed."""
    text = wrap(message.get("text", ""), PHONE_COLUMNS)
    return "\n".join([text, *(f"[{row}]" for row in rows(message))])


def check(message: Json) -> None:
    """Fail unless Telegram takes the message and a phone shows its text at once."""
    text, entities = message["text"], message.get("entities", [])
    assert text.strip(), "nothing to read"
    assert len(text) <= TEXT_LIMIT
    assert phone_lines(text) <= PHONE_LINES, screen(message)
    assert checked(text, entities) == entities
    first = utf16(text.split("\n", 1)[0])
    assert entities in ([], [{"type": "bold", "offset": 0, "length": first}]), entities
    _check_buttons(message)


def _check_buttons(message: Json) -> None:
    keyboard = _keyboard(message)
    assert sum(map(len, keyboard)) <= MOST_BUTTONS
    for row in keyboard:
        for button in row:
            assert 1 <= len(button["callback_data"].encode()) <= MOST_DATA
            assert columns(button["text"]) <= LABEL_COLUMNS // len(row), button["text"]


def _keyboard(message: Json) -> list[list[Json]]:
    keyboard: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return keyboard
