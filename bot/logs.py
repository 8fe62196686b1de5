"""Logs: one JSON object a line on standard error. No text of anybody, no token.

Whoever logs gives an event's fixed name and `extra` values of its own choice; the libraries are
kept to warnings without details, because their debug logs hold requests.
"""

import json
import logging
import sys
import time
from typing import Any

LEVELS = ("debug", "info", "warning", "error")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_TALKATIVE = ("telegram", "httpx", "httpcore", "sqlalchemy", "aiosqlite", "alembic", "asyncio")


def _ours(record: logging.LogRecord) -> bool:
    return record.name.startswith("bot.")


class Lines(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, event, and what was given."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. An exception is named by its type, without text and without traceback."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if _ours(record):
            given = vars(record).items()
            line = {key: value for key, value in given if key not in _STANDARD} | line
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False, default=str)


class OursOnly(logging.Filter):
    """Of the libraries' records only the event's place remains: their messages may hold texts."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let it pass; replace the message of a library."""
        if not _ours(record):
            record.msg, record.args = f"{record.module}:{record.lineno}", ()
            record.exc_text = None
        return True


_NOISY = "telegram.request.BaseRequest"
"""Logs every reply that is no JSON as an error, with the reply; the caller logs it too."""


def configure(level: str) -> None:
    """Log to standard error from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    handler.addFilter(OursOnly())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    logging.getLogger(_NOISY).setLevel(logging.CRITICAL)
