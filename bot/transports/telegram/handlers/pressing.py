"""Buttons under answers and menus. A stale one answers in words and changes nothing."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.answering.masking import MARKS
from bot.messages import Action, Button, NoneOfThese, ShowEntry
from bot.store.questions import Reason
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk, place
from bot.transports.telegram.events import Press
from bot.transports.telegram.handlers.asking import can_be_handed_over
from bot.transports.telegram.presses import HandOver, Pressed, Rate, decode
from bot.transports.telegram.reading import asked_in
from bot.transports.telegram.render import button, show
from bot.transports.telegram.sender import Edit

MOST_SAID = 200
"""Characters that Telegram shows in a box."""


async def open_action(desk: Desk, event: Press, message: Message, action: Action) -> None:
    """Turn the message into what the button opens."""
    if not desk.assistant.stands(action):
        await _say(desk, event, texts.CHANGED)
        return
    now = desk.clock()
    among = offered(message)
    reply, following = desk.assistant.press(action, among, now)
    shown = show(reply, can_hand_over=question_of(message) is not None)
    same = (message.text, message.reply_markup) == (shown.text, shown.keyboard)
    edit = desk.sender.edit
    outcome = Edit.SAME if same else await edit(event.spot, message.message_id, shown)
    if outcome is Edit.GONE:
        await _say(desk, event, texts.OLD)
        return
    desk.store.conversations.put(place(event.spot), following)
    if outcome is Edit.DONE and isinstance(action, ShowEntry):
        desk.count("picked")
    if outcome is Edit.DONE and isinstance(action, NoneOfThese):
        desk.count_rejected(among)
    said = "" if outcome is Edit.DONE else texts.SHOWN
    await desk.sender.answer_press(event.spot, event.query_id, said)


async def rate(desk: Desk, event: Press, message: Message, rating: Rate) -> None:
    """Count whether an answer was of use, once per reader and answer."""
    if rating.entry_id not in desk.assistant.base.entries:
        await _say(desk, event, texts.CHANGED)
        return
    first = await desk.store.ratings.rate(
        event.spot.chat_id,
        message.message_id,
        entry_id=rating.entry_id,
        user_id=event.spot.user_id,
        up=rating.up,
        now=desk.clock(),
    )
    if not first:  # the answer was opened anew, with thumbs of no use
        await _replace(desk, event, message, Rate, None)
        await desk.sender.answer_press(event.spot, event.query_id, texts.RATED_BEFORE)
        return
    desk.count("up" if rating.up else "down", rating.entry_id)
    disliked = not rating.up and question_of(message) is not None
    await _replace(desk, event, message, Rate, HandOver(rating.entry_id) if disliked else None)
    said = texts.RATED_DOWN if disliked else texts.RATED_UP
    await desk.sender.answer_press(event.spot, event.query_id, said)


async def hand_over(desk: Desk, event: Press, message: Message, pressed: HandOver) -> None:
    """Keep the masked question for the authors, and show what is kept."""
    asked = question_of(message)
    if asked is None:
        await _say(desk, event, texts.QUESTION_LOST)
        return
    masked = desk.masked(asked)
    if not any(character.isalpha() for character in MARKS.sub("", masked)):
        await _say(desk, event, texts.NOTHING_LEFT)
        return
    first = await desk.store.questions.hand_over(
        event.spot.chat_id,
        message.message_id,
        text=masked,
        reason=Reason.DISLIKED if pressed.disliked else Reason.UNANSWERED,
        entry_id=pressed.disliked,
        day=desk.today(),
    )
    await _replace(desk, event, message, HandOver, None)
    await _say(desk, event, _handed(masked) if first else texts.HANDED_BEFORE)


def carries(message: Message, data: str) -> bool:
    """Whether a message has such a button."""
    return any(item.callback_data == data for item in _buttons(message))


def offered(message: Message) -> tuple[Button, ...]:
    """The assistant's own buttons under a message."""
    decoded = ((item, pressed_of(item)) for item in _buttons(message))
    return tuple(
        Button(item.text, pressed) for item, pressed in decoded if isinstance(pressed, Action)
    )


def question_of(message: Message) -> str | None:
    """The question that a message of ours answers, if there is one to hand over: Telegram keeps it,
    we do not.
    """
    quoted = message.reply_to_message
    asked = asked_in(quoted.text or quoted.caption or "") if quoted else ""
    return asked if can_be_handed_over(asked) else None


def pressed_of(item: InlineKeyboardButton) -> Pressed | None:
    """What a button of ours does."""
    return decode(item.callback_data) if isinstance(item.callback_data, str) else None


async def _replace(
    desk: Desk, event: Press, message: Message, old: type[Rate | HandOver], new: Pressed | None
) -> None:
    """Take the buttons of one kind away, and perhaps put another one in their place."""
    if desk.sender.has_moved_on(message):
        return  # it shows something else by now, with buttons of its own
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    kept = [row for row in rows if not any(isinstance(pressed_of(item), old) for item in row)]
    if new is not None:
        kept.append((button(texts.HAND_OVER, new),))
    keyboard = InlineKeyboardMarkup(kept) if kept else None
    text = message.text or ""
    if len(kept) != len(rows) or new is not None:
        await desk.sender.buttons(event.spot, message.message_id, text, keyboard)


def _handed(masked: str) -> str:
    room = MOST_SAID - len(texts.HANDED.format(text=""))
    kept = masked if len(masked) <= room else masked[: room - 1] + texts.ELLIPSIS
    return texts.HANDED.format(text=kept)


def _buttons(message: Message) -> list[InlineKeyboardButton]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return [item for row in rows for item in row]


async def _say(desk: Desk, event: Press, text: str) -> None:
    await desk.sender.answer_press(event.spot, event.query_id, text, alert=True)
