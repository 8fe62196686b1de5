"""A conversation in the terminal. Buttons are numbers."""

import contextlib
import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.answering.assistant import Assistant
from bot.messages import Conversation, Reply
from bot.texts import chat as texts

HISTORY_FILE = "chat_history"
HISTORY_LENGTH = 500

Write = Callable[[str], None]


def render(reply: Reply) -> str:
    """The reply as plain text, its buttons numbered from 1."""
    choices = [
        texts.CHOICE.format(number=number, label=button.label)
        for number, button in enumerate(reply.buttons, start=1)
    ]
    return "\n".join([reply.text, *([""] if choices else []), *choices])


def converse(
    lines: Iterable[str],
    write: Write,
    current: Callable[[], Assistant],
    now: Callable[[], dt.datetime],
) -> None:
    """Answer each line until they end or one says /quit.

    `current` gives the assistant to use, asked anew for each line so that changed knowledge counts.
    """
    conversation = Conversation()
    for line in lines:
        if unicodedata.normalize("NFKC", line).strip().casefold() in texts.QUIT:
            break
        reply, conversation = current().hear(line, conversation, now())
        write(f"\n{render(reply)}\n")


def typed_lines(history: Path, write: Write) -> Iterator[str]:
    """Lines typed at the prompt, with editing and a history kept in that file; ends at Ctrl-D.

    Ctrl-C drops the line being typed.
    """
    with _line_editing(history):
        while True:
            try:
                yield input(texts.PROMPT)
            except KeyboardInterrupt:
                write(f"\n{texts.INTERRUPTED}")
            except EOFError:
                write("")
                return


@contextlib.contextmanager
def _line_editing(history: Path) -> Iterator[None]:
    try:
        import readline
    except ImportError:  # a Python built without it: the prompt still works
        yield
        return
    # Without these, readline takes Chinese for key strokes in the C locale.
    for setting in ("input-meta on", "output-meta on", "convert-meta off"):
        readline.parse_and_bind(f"set {setting}")
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    readline.set_history_length(HISTORY_LENGTH)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            readline.write_history_file(history)
