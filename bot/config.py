"""The only reader of the environment."""

import ipaddress
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot.mistake import OperatorMistake
from bot.texts import cli as texts

NAMES = (
    "BOT_TOKEN",
    "BOT_TOKEN_FILE",
    "BOT_API_URL",
    "BOT_PROXY",
    "BOT_DATA_DIR",
    "BOT_DATABASE_URL",
    "BOT_KNOWLEDGE_DIR",
    "BOT_TIMEZONE",
    "BOT_ADMINS",
    "BOT_ACCESS",
)
"""Every setting there is."""

TELEGRAM = "https://api.telegram.org"
TIMEZONE = "Asia/Shanghai"
DATABASE_FILE = "zuzhang.db"
_TOKEN = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{20,}")
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


class SettingsError(OperatorMistake):
    """A setting cannot be used; the message is one sentence for the operator."""


class Access(StrEnum):
    """Who is let in: those who were invited, or everybody."""

    INVITE = "invite"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided.

    `token` of the Telegram bot, if there is one; `api_url` the root of the Bot API server; `proxy`
    (http or SOCKS5) on the way there. `data_dir` is where the bot may write; `database` is an URL,
    or the path of an SQLite file. `knowledge_dir`, if any, holds files laid over the shipped
    knowledge. `admins` are Telegram user ids.
    """

    data_dir: Path = Path("data")
    knowledge_dir: Path | None = None
    token: str | None = field(default=None, repr=False)
    api_url: str = TELEGRAM
    proxy: str | None = field(default=None, repr=False)
    database: str | Path = field(default=Path("data", DATABASE_FILE), repr=False)
    timezone: zoneinfo.ZoneInfo = field(default_factory=lambda: _zone(TIMEZONE))
    admins: frozenset[int] = frozenset()
    access: Access = Access.INVITE


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings. An empty value counts as not set. Raises `SettingsError`."""
    given = {name: value for name in NAMES if (value := environ.get(name, "").strip())}
    overlay = given.get("BOT_KNOWLEDGE_DIR")
    if overlay and not _is_folder(overlay):
        raise SettingsError(texts.NO_KNOWLEDGE_DIR.format(path=overlay))
    data_dir = Path(given.get("BOT_DATA_DIR", "data"))
    return Settings(
        data_dir=data_dir,
        knowledge_dir=Path(overlay) if overlay else None,
        token=_token(given),
        api_url=_api_url(given.get("BOT_API_URL", TELEGRAM)),
        proxy=_proxy(given.get("BOT_PROXY")),
        database=given.get("BOT_DATABASE_URL", data_dir / DATABASE_FILE),
        timezone=_zone(given.get("BOT_TIMEZONE", TIMEZONE)),
        admins=_admins(given.get("BOT_ADMINS", "")),
        access=_access(given.get("BOT_ACCESS", Access.INVITE)),
    )


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """Names that look like settings of ours and are none, sorted."""
    return sorted(name for name in environ if name.startswith("BOT_") and name not in NAMES)


def _token(given: Mapping[str, str]) -> str | None:
    token, file = given.get("BOT_TOKEN"), given.get("BOT_TOKEN_FILE")
    if token and file:
        raise SettingsError(texts.TWO_TOKENS)
    if file:
        try:
            token = Path(file).read_text(encoding="utf-8-sig").strip()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            path = "…" if _TOKEN.fullmatch(file) else file  # the token itself, misplaced
            message = texts.TOKEN_FILE_UNREADABLE.format(path=path, reason=reason)
            raise SettingsError(message) from error
    if (token or file) and not _TOKEN.fullmatch(token or ""):
        raise SettingsError(texts.MALFORMED_TOKEN)
    return token


def _api_url(url: str) -> str:
    if not _has_host(url, ("http", "https")) or urlsplit(url).password:
        raise SettingsError(texts.BAD_API_URL)
    return url.rstrip("/")


def _proxy(url: str | None) -> str | None:
    if url and not _has_host(url, _PROXY_SCHEMES):
        raise SettingsError(texts.BAD_PROXY)
    return url


def _has_host(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if re.fullmatch(r"[0-9.]+|.*:.*", host):
            ipaddress.ip_address(host)
    except ValueError:  # a port that is no number, a bracket left open, no address
        return False
    return url.isascii() and parts.scheme in schemes and bool(host) and port != 0


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(texts.BAD_TIMEZONE.format(name=name)) from error


def _admins(text: str) -> frozenset[int]:
    words = re.split(r"[\s,，、;；]+", text.strip()) if text else []
    if not all(re.fullmatch(r"[1-9][0-9]{0,15}", word) for word in words):
        raise SettingsError(texts.BAD_ADMINS)
    return frozenset(int(word) for word in words)


def _access(text: str) -> Access:
    try:
        return Access(text.casefold())
    except ValueError as error:
        raise SettingsError(texts.BAD_ACCESS) from error


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return False


def writable(data_dir: Path) -> Path:
    """Create the data directory if need be. Raises `SettingsError` where nothing can be written."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        probe = data_dir / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError(texts.DATA_DIR_UNUSABLE.format(path=data_dir, reason=reason)) from error
    return data_dir
