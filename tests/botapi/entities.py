"""Entities of a text: offsets and lengths are in UTF-16 units."""

import re
from collections.abc import Iterator
from typing import Any

from tests.botapi.errors import need
from tests.botapi.values import Json, words

_GIVEN = words(
    "blockquote bold code custom_emoji expandable_blockquote italic pre spoiler strikethrough "
    "text_link text_mention underline"
)
_FOUND_ANYWAY = words("bank_card_number bot_command cashtag email hashtag mention phone_number url")
_IN_TEXT = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))"
    r"|(?P<url>https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[^\s<>\"“”，。；）]*)?)"
    r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#\w{1,256})"
)
_BAD = "can't parse entities: "


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def found(text: str) -> list[Json]:
    """Entities that Telegram finds by itself in what people write."""
    return [
        {"type": kind, "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for match in _IN_TEXT.finditer(text)
        if (kind := match.lastgroup)
    ]


def checked(text: str, entities: Any) -> list[Json]:
    """Entities that a bot gave with a text, sorted; kinds that Telegram finds itself are left out.

    A wrong one is refused, as is one without length (which Telegram drops).
    """
    need(isinstance(entities, list), "expected an Array of MessageEntity")
    units = text.encode("utf-16-le", "surrogatepass")
    kept = list(_checked(units, entities))
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _checked(units: bytes, entities: list[Any]) -> Iterator[Json]:
    size = len(units) // 2
    for entity in entities:
        need(isinstance(entity, dict), "can't parse MessageEntity: expected an Object")
        kind, offset, length = (entity.get(name) for name in ("type", "offset", "length"))
        whole = type(offset) is type(length) is int
        need(whole, "can't parse MessageEntity: offset and length must be Integers")
        if kind in _FOUND_ANYWAY:
            continue
        need(kind in _GIVEN, "can't parse MessageEntity: Unsupported type specified")
        end = offset + length
        need(offset >= 0, f"{_BAD}receive an entity with incorrect offset {offset}")
        need(length > 0, f"{_BAD}receive an entity with incorrect length {length}")
        need(
            offset < size,
            f"{_BAD}entity begins after the end of the text at UTF-16 offset {offset}",
        )
        beginning = f"{_BAD}entity beginning at UTF-16 offset {offset} "
        need(end <= size, f"{beginning}ends after the end of the text at UTF-16 offset {end}")
        need(not _splits(units, offset), f"{_BAD}entity begins in a middle of a UTF-16 symbol")
        need(not _splits(units, end), f"{beginning}ends in a middle of a UTF-16 symbol")
        yield entity


def _splits(units: bytes, position: int) -> bool:
    """Whether a surrogate pair would be split there: its second half comes next."""
    following = units[2 * position : 2 * position + 2]
    return len(following) > 1 and 0xDC <= following[1] <= 0xDF


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without blanks around it, and its entities moved along.

    Blanks in front stay from the first entity on.
    """
    whole = text.rstrip()
    blanks = len(whole) - len(whole.lstrip())
    lead = min([blanks, *(entity["offset"] for entity in entities[:1])])
    size, kept = utf16(whole), []
    for entity in entities:
        length = min(entity["length"], size - entity["offset"])
        if length > 0:
            kept.append(entity | {"offset": entity["offset"] - lead, "length": length})
    return whole[lead:], kept
