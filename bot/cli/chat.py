"""`run` and `chat`: a conversation in this terminal, or with whatever is piped in."""

import argparse
import datetime as dt

from bot.answering.assistant import Assistant
from bot.answering.layout import wrap
from bot.app import NeverFitted, Watcher
from bot.cli import streams
from bot.config import Settings, writable
from bot.knowledge.folders import shipped
from bot.knowledge.problem import BrokenKnowledge
from bot.texts import chat as chat_texts
from bot.texts import cli as texts
from bot.transports.console import HISTORY_FILE, converse, typed_lines


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Talk until the input ends."""
    data_dir = writable(settings.data_dir)
    folders = shipped(settings.knowledge_dir)
    watcher = Watcher(folders, dt.date.today())
    if watcher.assistant.base.stale:
        streams.complain(texts.STALE)
    typed = streams.interactive()
    if typed:
        _say(chat_texts.WELCOME)
    lines = typed_lines(data_dir / HISTORY_FILE, _say) if typed else streams.input_lines()
    converse(lines, _say, lambda: _current(watcher), lambda: dt.datetime.now(dt.UTC))
    if typed:
        _say(chat_texts.GOODBYE)
    return 0


def _current(watcher: Watcher) -> Assistant:
    try:
        if watcher.refresh(dt.date.today()):
            _say(chat_texts.RELOADED)
            if watcher.assistant.base.stale:
                streams.complain(texts.STALE)
    except BrokenKnowledge as broken:
        _say(chat_texts.NOT_RELOADED.format(problem=broken.problems[0]))
    except NeverFitted as never:
        _say(chat_texts.NOT_RELOADED.format(problem=never))
    return watcher.assistant


def _say(text: str) -> None:
    width = streams.screen_width()
    print(wrap(text, width) if width else text, flush=True)
