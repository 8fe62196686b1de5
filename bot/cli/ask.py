"""`ask`: one question, or one a line as JSON."""

import argparse
import datetime as dt
import json
from collections.abc import Iterable, Iterator

from bot.answering.assistant import Assistant
from bot.answering.explain import explain
from bot.app import assistant, load_checked
from bot.cli import streams
from bot.config import Settings
from bot.knowledge.folders import shipped
from bot.messages import Conversation, Reply
from bot.mistake import OperatorMistake
from bot.texts import cli as texts
from bot.transports.console import render

DASH = "-"


class WrongUse(OperatorMistake):
    """Options that do not go together; the message is one sentence for whoever typed them."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Answer and return 0, whatever the verdict."""
    _refuse_wrong_use(options)
    base = load_checked(shipped(settings.knowledge_dir), dt.date.today())
    helper = assistant(base)
    if base.stale:
        streams.complain(texts.STALE)
    if options.question != DASH:
        question = options.question.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        reply, _ = helper.hear(question, Conversation(), dt.datetime.now(dt.UTC))
        if options.json:
            streams.write_utf8(as_json(question, reply))
        elif options.explain:
            print(explain(helper.answerer, helper.answerer.judge(question)))
        else:
            print(render(reply))
        return 0
    for line in answer_lines(helper, streams.input_lines(), dialog=options.dialog):
        streams.write_utf8(line)
    return 0


def answer_lines(helper: Assistant, questions: Iterable[str], *, dialog: bool) -> Iterator[str]:
    """One JSON object a question, in order. In a dialog each turn follows the one before and a
    blank line starts a new dialog; otherwise every question stands alone.
    """
    moment = dt.datetime.now(dt.UTC)
    conversation = Conversation()
    for question in questions:
        reply, following = helper.hear(question, conversation, moment)
        if dialog:
            conversation = following if question.strip() else Conversation()
        yield as_json(question, reply)


def as_json(question: str, reply: Reply) -> str:
    """The reply as the outside contract has it, on one line."""
    entries = [
        {
            "id": candidate.id,
            "title": candidate.title,
            "score": candidate.score,
            "sources": list(candidate.sources),
            "tags": list(candidate.tags),
        }
        for candidate in reply.candidates
    ]
    content = {
        "question": question,
        "verdict": reply.verdict.value,
        "entries": entries,
        "text": reply.text,
    }
    return json.dumps(content, ensure_ascii=False)


def _refuse_wrong_use(options: argparse.Namespace) -> None:
    if options.question is None:
        raise WrongUse(texts.ASK_NEEDS_TEXT)
    if options.json and options.explain:
        raise WrongUse(texts.ASK_JSON_EXPLAIN)
    if options.question == DASH and not options.json:
        raise WrongUse(texts.ASK_DASH_NEEDS_JSON)
    if options.dialog and options.question != DASH:
        raise WrongUse(texts.ASK_DIALOG_NEEDS_LINES)
