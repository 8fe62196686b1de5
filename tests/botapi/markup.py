"""Keyboards: what Telegram accepts as `reply_markup`."""

from typing import Any

from tests.botapi.errors import need
from tests.botapi.params import Params
from tests.botapi.values import Json, words

_MOST_INLINE, _MOST_REPLY, _MOST_DATA = 100, 300, 64
_INLINE_BAD = "can't parse inline keyboard button: "
_OF_INLINE = 'field "inline_keyboard" of the InlineKeyboardMarkup'
_ACTIONS = words(
    "callback_data callback_game copy_text login_url pay switch_inline_query "
    "switch_inline_query_chosen_chat switch_inline_query_current_chat url web_app"
)
_MAY_BE_EMPTY = frozenset(["switch_inline_query", "switch_inline_query_current_chat"])


def reply_markup(params: Params) -> Json:
    """The checked markup of a call; empty if there is none."""
    markup = params.get("reply_markup") or {}
    need(isinstance(markup, dict), "object expected as reply markup")
    inline = _rows(markup, "inline_keyboard", _OF_INLINE)
    keyboard = _rows(markup, "keyboard", 'field "keyboard"')
    for button in inline:
        _check_inline(button)
    for button in keyboard:
        need(isinstance(button, (str, dict)), "can't parse keyboard button")
        need(label(button).strip(), "keyboard button text must be non-empty")
    need(len(inline) <= _MOST_INLINE, "reply markup is too long")
    need(len(keyboard) <= _MOST_REPLY, "reply markup is too long")
    return dict(markup)


def inline_part(markup: Json) -> Json:
    """What of a markup is shown under the message: `reply_markup`, or nothing."""
    rows = [row for row in markup.get("inline_keyboard", []) if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def label(button: Any) -> str:
    """The label of a button of either kind of keyboard."""
    return str(button.get("text", "")) if isinstance(button, dict) else str(button)


def labels(rows: list[list[Any]]) -> list[list[str]]:
    """Rows of buttons as rows of labels."""
    return [[label(button) for button in row] for row in rows]


def _rows(markup: Json, key: str, name: str) -> list[Any]:
    """The buttons of all rows."""
    rows = markup.get(key, [])
    nested = isinstance(rows, list) and all(isinstance(row, list) for row in rows)
    need(nested, f"{name} must be an Array of Arrays")
    return [button for row in rows for button in row]


def _check_inline(button: Any) -> None:
    need(isinstance(button, dict), f"{_INLINE_BAD}InlineKeyboardButton must be an Object")
    need(label(button).strip(), "inline keyboard button text must be non-empty")
    does = {name for name in _ACTIONS & button.keys() if button[name] or name in _MAY_BE_EMPTY}
    need(does, f"{_INLINE_BAD}Text buttons are unallowed in the inline keyboard")
    need(len(str(button.get("callback_data", "")).encode()) <= _MOST_DATA, "BUTTON_DATA_INVALID")
