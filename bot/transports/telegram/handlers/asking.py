"""Questions: typed, asked again in other words, or no text at all."""

from collections import OrderedDict

from bot.answering.assistant import MOST_ASKED
from bot.messages import Reply
from bot.store.members import Role
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk, place
from bot.transports.telegram.events import Command, NoText, Question, Spot
from bot.transports.telegram.render import Shown, plain, show
from bot.transports.telegram.sender import Edit

ALBUMS = 1_000
"""So many albums are remembered, so that one gets one reply."""


async def question(desk: Desk, event: Question) -> None:
    """Answer a text; an edited question edits the answer it got."""
    desk.count("asked")
    reply = hear(desk, event.spot, event.text)
    desk.count(reply.verdict.value)
    shown = show(reply, can_hand_over=handed_over(event.text))
    store, spot = desk.store, event.spot
    if event.edited:
        answer = await store.exchanges.answer_of(spot.chat_id, event.message_id)
        if answer and await desk.sender.edit(spot, answer, shown) is not Edit.GONE:
            return
    await _reply(desk, spot, event.message_id, shown)


async def command(desk: Desk, event: Command) -> None:
    """A command that the assistant itself knows, such as /topics, or nobody knows."""
    reply = hear(desk, event.spot, f"/{event.name}")
    # Whoever may not ask yet gets no buttons that would only refuse him.
    shown = show(reply) if desk.role(event.spot) >= Role.MEMBER else plain(reply.text)
    quoting = None if event.spot.private else event.message_id
    await desk.sender.send(event.spot, shown, quoting)


async def how_to_ask(desk: Desk, event: Command) -> None:
    """An /ask with nothing after it."""
    await desk.sender.send(event.spot, plain(texts.ASK_HOW), event.message_id)


class NoTextReplies:
    """Says that only text is understood, once for all pictures of an album."""

    def __init__(self) -> None:
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, desk: Desk, event: NoText) -> None:
        """Reply, unless this is a moving location or the next picture of an album."""
        if event.edited or (event.album and event.album in self._albums):
            return
        if event.album:
            self._albums[event.album] = None
            if len(self._albums) > ALBUMS:
                self._albums.popitem(last=False)
        await _reply(desk, event.spot, event.message_id, plain(texts.NO_TEXT))


def hear(desk: Desk, spot: Spot, text: str) -> Reply:
    """Let the assistant reply, and remember what it offered."""
    now, where = desk.clock(), place(spot)
    conversations = desk.store.conversations
    reply, following = desk.assistant.hear(text, conversations.get(where, now), now)
    conversations.put(where, following)
    return reply


def handed_over(text: str) -> bool:
    """Whether there is a question in the text that could be handed to the authors."""
    asked = text.strip()
    return (
        0 < len(asked) <= MOST_ASKED
        and not asked.startswith("/")
        and any(character.isalpha() for character in asked)
    )


async def _reply(desk: Desk, spot: Spot, question_id: int, shown: Shown) -> None:
    answer = await desk.sender.send(spot, shown, quoting=question_id)
    if answer is not None:
        desk.store.exchanges.note(spot.chat_id, question_id, answer, desk.clock())
