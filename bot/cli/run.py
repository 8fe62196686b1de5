"""`run`: on Telegram where there is a token, else in this terminal."""

import argparse

from bot.config import Settings


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run until told to stop, or until the input ends."""
    if settings.token:
        from bot.cli import serve  # here: the terminal needs neither Telegram nor a database

        return serve.run(options, settings)
    from bot.cli import chat

    return chat.run(options, settings)
