"""Answers in any chat: "@bot …" lists entries, a tap sends one."""

from collections.abc import Iterator

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent

from bot.answering.compose import answer_text
from bot.knowledge.entry import Entry
from bot.messages import Verdict
from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.events import Inline
from bot.transports.telegram.handlers.joining import WAY_IN
from bot.transports.telegram.render import plain
from bot.transports.telegram.sender import NO_PREVIEW

MOST = 10
FRESH = 60
"""Seconds for which Telegram may give the same user the same list again."""
LONGEST_LINE = 100
"""Characters of an answer's first line in the list; a phone shows fewer."""


async def inline(desk: Desk, event: Inline) -> None:
    """List up to ten entries; to strangers, the way in."""
    if desk.role(event.spot) < Role.MEMBER:
        way_in = InlineQueryResultsButton(texts.GATE_INLINE, start_parameter=WAY_IN)
        await desk.sender.answer_inline(event.spot, event.query_id, [], way_in, seconds=0)
        return
    desk.count("inline")
    found = [_article(desk, entry) for entry in _entries(desk, event.text)][:MOST]
    ask = None if found else InlineQueryResultsButton(texts.INLINE_NONE, start_parameter=WAY_IN)
    await desk.sender.answer_inline(event.spot, event.query_id, found, ask, seconds=FRESH)


def _entries(desk: Desk, text: str) -> Iterator[Entry]:
    """The entries nearest to the text; before anything is typed, the first of each topic."""
    base = desk.assistant.base
    if not text.strip():
        for topic in base.topics:
            yield from list(base.entries_of(topic.id))[:1]
        return
    judgement = desk.assistant.answerer.judge(text).judgement
    if judgement.verdict in (Verdict.ANSWER, Verdict.SUGGEST):
        yield from (base.entries[match.id] for match in judgement.entries)


def _article(desk: Desk, entry: Entry) -> InlineQueryResultArticle:
    shown = plain(answer_text(desk.assistant.base, entry), bold=True)
    content = InputTextMessageContent(
        shown.text, entities=shown.entities, link_preview_options=NO_PREVIEW
    )
    return InlineQueryResultArticle(
        entry.id, entry.title, content, description=entry.lead[:LONGEST_LINE]
    )
