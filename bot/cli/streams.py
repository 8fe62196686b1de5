"""Standard input and output, whatever state they are in."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator


def interactive() -> bool:
    """Whether a person types into this process."""
    return sys.stdin is not None and sys.stdin.isatty()


def screen_width() -> int | None:
    """Columns of the terminal that shows the output; None where it is no terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def input_lines() -> Iterator[str]:
    """Lines of standard input without their ends, as UTF-8; what is no UTF-8 becomes U+FFFD.

    A closed standard input has no lines.
    """
    if sys.stdin is not None:
        for line in sys.stdin.buffer:
            yield line.decode("utf-8", "replace").rstrip("\r\n")


def write_utf8(line: str) -> None:
    """Write a line as UTF-8 at once, whatever the terminal has; a closed output takes none."""
    if sys.stdout is not None:
        sys.stdout.buffer.write(line.encode() + b"\n")
        sys.stdout.buffer.flush()


def forgive_encodings() -> None:
    """Let a question mark stand for what an encoding lacks, in and out."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a closed or a stand-in stream need not have it
            stream.reconfigure(errors="replace")


def complain(sentence: str) -> None:
    """Tell the operator, if anybody listens."""
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)


def flush() -> None:
    """Write out what is waiting. Raises `OSError` if it cannot be written."""
    if sys.stdout is not None:
        sys.stdout.flush()


def abandon_output() -> None:
    """Send what is left of the output nowhere: closing a broken stream would complain again."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
