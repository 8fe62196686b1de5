"""The assistant on Telegram: updates in, calls of the Bot API out."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's own way to its next major version
