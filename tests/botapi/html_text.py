"""Text with parse_mode HTML: Telegram's tags, their pairing, and the entities they make."""

import html
import re

from tests.botapi.entities import utf16
from tests.botapi.errors import need
from tests.botapi.values import Json

_KINDS = {
    "a": "text_link",
    "b": "bold",
    "blockquote": "blockquote",
    "code": "code",
    "del": "strikethrough",
    "em": "italic",
    "i": "italic",
    "ins": "underline",
    "pre": "pre",
    "s": "strikethrough",
    "strike": "strikethrough",
    "strong": "bold",
    "tg-spoiler": "spoiler",
    "u": "underline",
}
_PIECE = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>[^>]*)(?P<closed>>?)|[^<]+")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_BAD = "can't parse entities: "


def parse(source: str) -> tuple[str, list[Json]]:
    """The text without tags, and its entities in order of their place."""
    text, entities, opened = "", [], list[tuple[str, str, int]]()
    for piece in _PIECE.finditer(source):
        if piece["name"] is None:
            text += _unescape(piece[0])
            continue
        name, at = piece["name"].lower(), f"at byte offset {len(source[: piece.start()].encode())}"
        if not piece["end"]:
            need(piece["closed"] or not _KINDS.get(name), f"{_BAD}Unclosed start tag {at}")
            need(name in _KINDS, f'{_BAD}Unsupported start tag "{name}" {at}')
            opened.append((name, piece["rest"], len(text)))
            continue
        need(opened, f"{_BAD}Unexpected end tag {at}")
        need(piece["closed"], f"{_BAD}Unclosed end tag {at}")
        tag, rest, start = opened.pop()
        expected = f'expected "</{tag}>", found "</{name}>"'
        need(name in {tag, ""}, f"{_BAD}Unmatched end tag {at}, {expected}")
        if start < len(text):
            entities.append(_entity(tag, rest, text, start))
    last = opened[-1][0] if opened else ""
    need(not opened, f'{_BAD}Can\'t find end tag corresponding to start tag "{last}"')
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(tag: str, rest: str, text: str, start: int) -> Json:
    entity = {"type": _KINDS[tag], "offset": utf16(text[:start]), "length": utf16(text[start:])}
    if tag == "a":
        href = _HREF.search(rest)
        entity["url"] = _unescape(href[1] or href[2] or "") if href else text[start:]
    return entity


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda escape: html.unescape(escape[0]), text)
