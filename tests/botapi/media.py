"""What people send besides text."""

import random
from typing import Any

from tests.botapi.values import Json

_SIZE = {"width": 640, "height": 480}
_LASTS = {"duration": 3}
_FILES: dict[str, Json] = {
    "animation": _SIZE | _LASTS,
    "audio": _LASTS,
    "document": {"file_name": "文件.pdf", "mime_type": "application/pdf"},
    "sticker": _SIZE | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"},
    "video": _SIZE | _LASTS,
    "video_note": _LASTS | {"length": 240},
    "voice": _LASTS | {"mime_type": "audio/ogg"},
}
_PLACE = {"latitude": 39.9042, "longitude": 116.4074}
_POLL = {
    "id": "1",
    "question": "?",
    "options": [{"persistent_id": "1", "text": "1", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
KINDS = frozenset([*_FILES, "contact", "dice", "location", "photo", "poll", "venue"])


def content(kind: str, details: Json, rng: random.Random) -> Json:
    """Fields of a message of that kind; `details` replace those of the medium itself."""
    name = f"{kind}{rng.getrandbits(32):08x}"
    file = {"file_id": name, "file_unique_id": name, "file_size": 1024}
    if kind == "photo":
        return {kind: [file | _SIZE | details]}
    if kind in _FILES:
        return {kind: file | _FILES[kind] | details}
    plain: dict[str, Any] = {
        "contact": {"phone_number": "+8613800000000", "first_name": "张三"},
        "dice": {"emoji": "🎲", "value": rng.randint(1, 6)},
        "location": _PLACE,
        "poll": _POLL,
        "venue": {"location": _PLACE, "title": "党群服务中心", "address": "一层"},
    }
    more = {"location": _PLACE} if kind == "venue" else {}
    return {kind: plain[kind] | details} | more
