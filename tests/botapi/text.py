"""The text or caption of a call, as fields of the message it makes."""

from tests.botapi import entities, html_text
from tests.botapi.errors import need
from tests.botapi.params import Params
from tests.botapi.values import Json

_BLANKS = {code: " " for code in range(32) if chr(code) not in "\n\r"}
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


def message_text(params: Params) -> Json:
    """Checked `text` and `entities`."""
    need(params.get("text"), "message text is empty")
    text, found = _formatted(params, "text", "entities")
    need(text, "text must be non-empty")
    need(len(text) <= TEXT_LIMIT, "message is too long")
    return {"text": text} | ({"entities": found} if found else {})


def caption(params: Params) -> Json:
    """Checked `caption` and `caption_entities`; nothing if there is no caption."""
    text, found = _formatted(params, "caption", "caption_entities")
    need(len(text) <= CAPTION_LIMIT, "message caption is too long")
    fields: Json = {"caption": text} if text else {}
    return fields | ({"caption_entities": found} if found else {})


def _formatted(params: Params, key: str, entities_key: str) -> tuple[str, list[Json]]:
    """Markdown is not spoken here: refused as an unsupported parse mode."""
    text, mode = str(params.get(key, "")), str(params.get("parse_mode") or "none").lower()
    need(mode in {"none", "html"}, "unsupported parse_mode")
    if text and mode == "html":
        text, found = html_text.parse(text)
    else:
        given = params.get(entities_key)
        found = entities.checked(text, given) if given else []
    return entities.trimmed(text.translate(_BLANKS), found)
