"""Commands, their options, and how mistakes of an operator are told: one sentence, no traceback."""

import argparse
import difflib
import importlib
import signal
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from bot import __version__
from bot.cli import streams
from bot.config import NAMES, read_settings, unknown_settings
from bot.knowledge.problem import BrokenKnowledge
from bot.logs import LEVELS
from bot.mistake import OperatorMistake
from bot.texts import cli as texts

MISTAKE = 2
MOST_PROBLEMS_SHOWN = 10


def run(
    arguments: Sequence[str], environ: Mapping[str, str], program: str = "python -m bot"
) -> int:
    """Run one command and return its exit status. `program` is how the help calls it."""
    streams.forgive_encodings()
    try:
        return _run(arguments, environ, program)
    except OperatorMistake as mistake:
        streams.complain(str(mistake))
    except BrokenKnowledge as broken:
        streams.complain(_told(broken))
    except BrokenPipeError:
        streams.abandon_output()
        return 0
    except OSError as error:
        streams.abandon_output()
        streams.complain(texts.SYSTEM_REFUSES.format(reason=error.strerror or type(error).__name__))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return MISTAKE


def _run(arguments: Sequence[str], environ: Mapping[str, str], program: str) -> int:
    try:
        options = _parser(program).parse_args(arguments)
        settings = read_settings(environ)
        for name in unknown_settings(environ):
            meant = difflib.get_close_matches(name, NAMES, n=1, cutoff=0)[0]
            streams.complain(texts.UNKNOWN_SETTING.format(name=name, meant=meant))
        # Imported by name: a command waits for what it needs, not for what the others need.
        command = importlib.import_module(f"bot.cli.{options.command}")
        return int(command.run(options, settings))
    finally:
        streams.flush()  # here, where a broken output is still told of in our words


def _told(broken: BrokenKnowledge) -> str:
    shown = [str(problem) for problem in broken.problems[:MOST_PROBLEMS_SHOWN]]
    if (more := len(broken.problems) - len(shown)) > 0:
        shown.append(texts.MORE_PROBLEMS.format(count=more))
    return "\n".join([texts.BROKEN_KNOWLEDGE, *shown])


class _Parser(argparse.ArgumentParser):
    """argparse in the program's language; a mistake is told in one sentence."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, **settings)
        # argparse offers no public way to the headings of its own two groups.
        self._optionals.title = texts.OPTIONS
        self._positionals.title = texts.POSITIONALS
        self.add_argument("-h", "--help", action="help", help=texts.HELP_HELP)

    def error(self, message: str) -> NoReturn:
        """Say what was not understood, and exit."""
        self.exit(MISTAKE, texts.BAD_USAGE.format(prog=self.prog, message=message) + "\n")


class _Help(argparse.HelpFormatter):
    """argparse's help with the program's word for usage."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line that says how the command is written."""
        super().add_usage(usage, actions, groups, texts.USAGE if prefix is None else prefix)


def _parser(program: str) -> _Parser:
    parser = _Parser(prog=program, description=texts.PROGRAM)
    parser.add_argument(
        "--version", action="version", version=f"zuzhang {__version__}", help=texts.HELP_VERSION
    )
    parser.add_argument("--log-level", choices=LEVELS, default="info", help=texts.HELP_LOG_LEVEL)
    commands = parser.add_subparsers(title=texts.COMMANDS, metavar="COMMAND", required=True)

    def add(name: str, description: str) -> _Parser:
        made = commands.add_parser(name, help=description, description=description)
        made.set_defaults(command=name)
        return made

    running = add("run", texts.HELP_RUN)
    running.add_argument(
        "--log-level", choices=LEVELS, default=argparse.SUPPRESS, help=texts.HELP_LOG_LEVEL
    )
    add("chat", texts.HELP_CHAT)
    asking = add("ask", texts.HELP_ASK)
    asking.add_argument("question", nargs="?", help=texts.HELP_ASK_QUESTION)
    asking.add_argument("--json", action="store_true", help=texts.HELP_ASK_JSON)
    asking.add_argument("--explain", action="store_true", help=texts.HELP_ASK_EXPLAIN)
    asking.add_argument("--dialog", action="store_true", help=texts.HELP_ASK_DIALOG)
    checking = add("check", texts.HELP_CHECK)
    checking.add_argument("--claims", action="store_true", help=texts.HELP_CHECK_CLAIMS)
    add("fit", texts.HELP_FIT)
    measuring = add("eval", texts.HELP_EVAL)
    measuring.add_argument("set", nargs="?", default="tune", help=texts.HELP_EVAL_SET)
    measuring.add_argument("--svg", metavar="FILE", help=texts.HELP_EVAL_SVG)
    collecting = add("unanswered", texts.HELP_UNANSWERED)
    collecting.add_argument("--yaml", action="store_true", help=texts.HELP_UNANSWERED_YAML)
    add("health", texts.HELP_HEALTH)
    return parser
