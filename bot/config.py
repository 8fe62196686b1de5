"""The only reader of the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.texts import cli as texts

NOT_BUILT_YET = (
    "BOT_TOKEN",
    "BOT_TOKEN_FILE",
    "BOT_API_URL",
    "BOT_PROXY",
    "BOT_DATABASE_URL",
    "BOT_TIMEZONE",
    "BOT_ADMINS",
    "BOT_ACCESS",
)
"""Settings of the outside contract that this version refuses: silence would look like support."""


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided.

    `data_dir` is where the bot may write; `knowledge_dir`, if any, holds files laid over the
    shipped knowledge.
    """

    data_dir: Path
    knowledge_dir: Path | None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings. An empty value counts as not set. Raises `SettingsError`."""
    for name in NOT_BUILT_YET:
        if environ.get(name):
            raise SettingsError(texts.SETTING_NOT_BUILT.format(name=name))
    overlay = environ.get("BOT_KNOWLEDGE_DIR")
    if overlay and not _is_folder(overlay):
        raise SettingsError(texts.NO_KNOWLEDGE_DIR.format(path=overlay))
    return Settings(
        data_dir=Path(environ.get("BOT_DATA_DIR") or "data"),
        knowledge_dir=Path(overlay) if overlay else None,
    )


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
