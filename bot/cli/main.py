"""Commands, their options, and how mistakes of an operator are told: one sentence, no traceback."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from bot import __version__
from bot.app import NeverFitted
from bot.cli import ask, chat, check, fit
from bot.config import Settings, SettingsError, read_settings
from bot.knowledge.problem import BrokenKnowledge
from bot.texts import cli as texts

Command = Callable[[argparse.Namespace, Settings], int]

MISTAKE, INTERRUPTED = 2, 130
MOST_PROBLEMS_SHOWN = 10


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a stand-in stream need not have it
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options, read_settings(environ))
    except (SettingsError, NeverFitted, fit.CannotWrite, ask.WrongUse) as mistake:
        print(mistake, file=sys.stderr)
    except BrokenKnowledge as broken:
        print(texts.BROKEN_KNOWLEDGE, file=sys.stderr)
        for problem in broken.problems[:MOST_PROBLEMS_SHOWN]:
            print(problem, file=sys.stderr)
        if (more := len(broken.problems) - MOST_PROBLEMS_SHOWN) > 0:
            print(texts.MORE_PROBLEMS.format(count=more), file=sys.stderr)
    except BrokenPipeError:
        # Whoever read us stopped reading. Point stdout elsewhere, or closing it complains again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return MISTAKE


class _Help(argparse.RawDescriptionHelpFormatter):
    """argparse's help with the headings in the program's language."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]  # argparse's own signature
        super().add_usage(usage, actions, groups, prefix or texts.USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _new(None, "python -m bot", texts.PROGRAM)
    parser.add_argument(
        "--version", action="version", version=f"zuzhang {__version__}", help=texts.HELP_VERSION
    )
    commands = parser.add_subparsers(title=texts.COMMANDS, metavar="", required=True)

    def add(name: str, command: Command, description: str) -> argparse.ArgumentParser:
        made = _new(commands, name, description)
        made.set_defaults(command=command)
        return made

    add("run", chat.run, texts.HELP_RUN)
    add("chat", chat.run, texts.HELP_CHAT)
    asking = add("ask", ask.run, texts.HELP_ASK)
    asking.add_argument("question", nargs="?", help=texts.HELP_ASK_QUESTION)
    asking.add_argument("--json", action="store_true", help=texts.HELP_ASK_JSON)
    asking.add_argument("--explain", action="store_true", help=texts.HELP_ASK_EXPLAIN)
    asking.add_argument("--dialog", action="store_true", help=texts.HELP_ASK_DIALOG)
    checking = add("check", check.run, texts.HELP_CHECK)
    checking.add_argument("--claims", action="store_true", help=texts.HELP_CHECK_CLAIMS)
    add("fit", fit.run, texts.HELP_FIT)
    return parser


def _new(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser] | None",
    name: str,
    description: str,
) -> argparse.ArgumentParser:
    if commands is None:
        made = argparse.ArgumentParser(
            prog=name, description=description, formatter_class=_Help, add_help=False
        )
    else:
        made = commands.add_parser(
            name, help=description, description=description, formatter_class=_Help, add_help=False
        )
    # argparse offers no public way to the headings of its own two groups.
    made._optionals.title = texts.OPTIONS  # noqa: SLF001
    made._positionals.title = texts.POSITIONALS  # noqa: SLF001
    made.add_argument("-h", "--help", action="help", help=texts.HELP_HELP)
    return made
