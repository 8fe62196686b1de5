"""The yardstick: a bare python-telegram-bot that says again what it hears. `echo.py URL TOKEN`."""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters

AT_ONCE = 16


async def echo(update: Update, _context: Any) -> None:
    """Say it again."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Run until told to stop."""
    url, token = sys.argv[1:3]
    builder = Application.builder().token(token).base_url(f"{url}/bot").job_queue(None)
    builder = builder.concurrent_updates(AT_ONCE).connection_pool_size(AT_ONCE)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
