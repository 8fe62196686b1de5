"""`fit`: confidence numbers for the knowledge as it is now."""

import argparse
import datetime as dt
from pathlib import Path

import yaml

from bot.app import load_checked, refit
from bot.config import Settings
from bot.knowledge.folders import Folders, shipped
from bot.knowledge.load import CONFIDENCE_FILE
from bot.texts import cli as texts


class CannotWrite(Exception):
    """There is no place for the numbers; the message is one sentence for the operator."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Fit and write the numbers beside the knowledge they belong to."""
    folders = shipped(settings.knowledge_dir)
    target = _target(folders)
    numbers = refit(load_checked(folders, dt.date.today()))
    content = yaml.safe_dump(numbers.model_dump(), sort_keys=False)
    try:
        target.write_text(f"# {texts.CONFIDENCE_HEADER}\n{content}", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(texts.FIT_UNWRITABLE.format(path=target, reason=reason)) from error
    print(texts.FITTED.format(path=target))
    return 0


def _target(folders: Folders) -> Path:
    if folders.overlay:
        return folders.overlay / CONFIDENCE_FILE
    if folders.packaged:
        raise CannotWrite(texts.FIT_NOWHERE)
    return folders.knowledge / CONFIDENCE_FILE
