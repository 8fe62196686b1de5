"""Questions: typed, asked again in other words, or no text at all."""

from telegram import ForceReply

from bot.answering.assistant import MOST_ASKED
from bot.answering.picking import numbered, rejects
from bot.messages import Conversation, Reply
from bot.store.errors import StoreError
from bot.store.members import Role
from bot.texts import chat
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk, place
from bot.transports.telegram.events import Command, NoText, Question, Spot
from bot.transports.telegram.render import Shown, plain, show
from bot.transports.telegram.sender import Edit

KNOWN = ("help", "topics", "privacy")
"""What the assistant answers itself."""


async def question(desk: Desk, event: Question) -> None:
    """Answer a text; an edited question edits the answer it got."""
    new = desk.heard.is_new(event.spot.chat_id, event.message_id, event.text)
    if event.edited and not new:
        return
    before = desk.store.conversations.get(place(event.spot), desk.clock()).offered
    reply, following = hear(desk, event.spot, event.text)
    if reply.text == chat.NONE_OF_THESE_REPLY:
        desk.count_rejected(before)
    own = not event.borrowed and can_be_handed_over(event.text)
    shown, spot = show(reply, can_hand_over=own), event.spot
    if reply.text == chat.EMPTY and not spot.private:
        shown = plain(texts.ASK_HOW)  # just typing is not heard there
    if event.edited:
        answer = await answer_to(desk, event)
        if answer and await desk.sender.edit(spot, answer, shown, surely=True) is not Edit.GONE:
            await desk.store.questions.reopen(spot.chat_id, answer)  # it is another question now
            _heard(desk, spot, reply, following)
            return
    await _reply(desk, spot, event.message_id, shown)
    _heard(desk, spot, reply, following)


async def command(desk: Desk, event: Command) -> None:
    """A command that the assistant itself knows, such as /topics, or nobody knows."""
    if not event.spot.private and event.name not in KNOWN:
        await how_to_ask(desk, event)
        return
    spot = event.spot
    reply, following = hear(desk, spot, f"/{event.name}")
    shown = show(reply)
    if desk.role(spot) < Role.MEMBER:  # no buttons that would only refuse him
        gate = texts.GATE if spot.private else texts.GATE_GROUP
        shown = plain(f"{reply.text}\n\n{gate}")
    await desk.sender.send(spot, shown, None if spot.private else event.message_id)
    remember(desk, spot, following)


async def how_to_ask(desk: Desk, event: Command) -> None:
    """An /ask with nothing after it: the reply field opens, and what is typed there is heard."""
    prompt = ForceReply(selective=True, input_field_placeholder=texts.ASK_HINT)
    await desk.sender.send(event.spot, plain(texts.ASK_HOW), event.message_id, prompt)


async def no_text(desk: Desk, event: NoText) -> None:
    """Say that only text is understood."""
    await _reply(desk, event.spot, event.message_id, plain(texts.NO_TEXT))


def hear(desk: Desk, spot: Spot, text: str) -> tuple[Reply, Conversation]:
    """Let the assistant reply; what it offers is to be remembered once it is sent."""
    now = desk.clock()
    return desk.assistant.hear(text, desk.store.conversations.get(place(spot), now), now)


def remember(desk: Desk, spot: Spot, following: Conversation) -> None:
    """What was offered there last."""
    desk.store.conversations.put(place(spot), following)


def _heard(desk: Desk, spot: Spot, reply: Reply, following: Conversation) -> None:
    remember(desk, spot, following)
    desk.count("asked")
    desk.count(reply.verdict.value)


async def answer_to(desk: Desk, event: Question | NoText) -> int | None:
    """The message that answered this one, if it is known."""
    return await _exchange(desk, event) or None


async def is_done(desk: Desk, event: Question | NoText | Command) -> bool:
    """Whether it has had its answer."""
    return await _exchange(desk, event) is not None


async def _exchange(desk: Desk, event: Question | NoText | Command) -> int | None:
    try:
        return await desk.store.exchanges.answer_of(event.spot.chat_id, event.message_id)
    except StoreError:  # then it is answered anew
        return None


def can_be_handed_over(text: str) -> bool:
    """Whether there is a question in the text that could be handed to the authors."""
    asked = text.strip()
    if not 0 < len(asked) <= MOST_ASKED or asked.startswith("/"):
        return False
    if numbered(asked) is not None or rejects(asked, list_open=True):
        return False
    return any(character.isalpha() for character in asked)


async def _reply(desk: Desk, spot: Spot, question_id: int, shown: Shown) -> None:
    answer = await desk.sender.send(spot, shown, quoting=question_id)
    if answer is not None:
        desk.store.exchanges.note(spot.chat_id, question_id, answer, desk.clock())
