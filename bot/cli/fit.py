"""`fit`: confidence numbers for the knowledge as it is now."""

import argparse
import datetime as dt
from pathlib import Path

import yaml

from bot.app import load_checked
from bot.config import Settings
from bot.evaluation.fit import TooLittle, fit
from bot.knowledge.folders import Folders, shipped
from bot.knowledge.load import CONFIDENCE_FILE
from bot.mistake import OperatorMistake
from bot.texts import cli as texts


class CannotFit(OperatorMistake):
    """There are no numbers, or no place for them; the message is one sentence for the operator."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Fit and write the numbers beside the knowledge they belong to."""
    folders = shipped(settings.knowledge_dir)
    target = _target(folders)
    try:
        # The old numbers do not matter, not even where they are those of another version.
        numbers = fit(load_checked(folders, dt.date.today(), confidence=False))
    except TooLittle as little:
        raise CannotFit(texts.TOO_LITTLE) from little
    content = yaml.safe_dump(numbers.model_dump(), sort_keys=False)
    half = target.with_suffix(".tmp")
    try:
        half.write_text(f"# {texts.CONFIDENCE_HEADER}\n{content}", encoding="utf-8")
        half.replace(target)  # whole or not at all: a running chat may be reading
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotFit(texts.FIT_UNWRITABLE.format(path=target, reason=reason)) from error
    print(texts.FITTED.format(path=target))
    return 0


def _target(folders: Folders) -> Path:
    if folders.overlay:
        return folders.overlay / CONFIDENCE_FILE
    if folders.packaged:
        raise CannotFit(texts.FIT_NOWHERE)
    return folders.knowledge / CONFIDENCE_FILE
