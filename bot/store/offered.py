"""Offered buttons as a text that outlives the program, and back."""

import json

from bot import action_code
from bot.messages import Button


def encode(buttons: tuple[Button, ...]) -> str:
    """Buttons as JSON in ASCII: [[label, action code], …]."""
    return json.dumps([[button.label, action_code.encode(button.action)] for button in buttons])


def decode(text: str) -> tuple[Button, ...] | None:
    """The buttons of a text; None unless all of it can be read. Never raises."""
    try:
        pairs = json.loads(text)
        buttons = [(label, action_code.decode(code)) for label, code in pairs]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    read = [Button(label, action) for label, action in buttons if action and isinstance(label, str)]
    return tuple(read) if len(read) == len(buttons) else None
