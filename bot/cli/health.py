"""`health`: whether the bot is in touch with Telegram, as an exit status for a container."""

import argparse

from bot.cli import streams
from bot.config import Settings
from bot.texts import cli as texts
from bot.transports.telegram.alive import seconds_since

MOST = 120.0
"""Seconds without an answer of Telegram; a quiet bot gets one every 30."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """0 if it is, 1 if not."""
    seconds = seconds_since(settings.data_dir)
    if seconds is None:
        streams.complain(texts.NEVER_ALIVE)
    elif seconds > MOST:
        streams.complain(texts.UNHEALTHY.format(seconds=round(seconds)))
    else:
        print(texts.HEALTHY)
        return 0
    return 1
