"""The assistant on Telegram: updates in, calls of the Bot API out."""
