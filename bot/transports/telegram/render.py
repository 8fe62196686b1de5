"""A reply as Telegram shows it: text within its limits, the first line bold, rows of buttons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.messages import Button, Reply, ShowTopic, ShowTopics, Verdict
from bot.texts import chat
from bot.texts import telegram as texts
from bot.transports.telegram.presses import HandOver, Pressed, Rate, encode

SHORT = 8
"""Labels of at most so many characters stand two in a row on a phone."""
MOST_ROWS = 30
"""Far more than a phone shows, far fewer than the hundred buttons Telegram takes."""

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What goes into a message."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


def show(reply: Reply, *, can_hand_over: bool = False) -> Shown:
    """The reply with its buttons; an answer can be rated, a failure handed to the authors."""
    rows = [*_rows(reply.buttons)]
    if reply.verdict is Verdict.ANSWER and reply.candidates:
        rows.append(_rating(reply.candidates[0].id))
    elif reply.verdict is Verdict.UNKNOWN and can_hand_over:
        rows.append((button(texts.HAND_OVER, HandOver()),))
    return plain(reply.text, rows, bold=reply.verdict is Verdict.ANSWER)


def plain(text: str, rows: Iterable[Row] = (), *, bold: bool = False) -> Shown:
    """A text of our own with rows of buttons, cut to what Telegram takes."""
    text = text.strip() or texts.ELLIPSIS
    if len(text) > MessageLimit.MAX_TEXT_LENGTH:
        text = text[: MessageLimit.MAX_TEXT_LENGTH - 1] + texts.ELLIPSIS
    first = text.split("\n", 1)[0]
    entities = (MessageEntity(MessageEntityType.BOLD, 0, utf16_length(first)),) if bold else ()
    kept = [row for row in rows if row][:MOST_ROWS]
    return Shown(text, entities, InlineKeyboardMarkup(kept) if kept else None)


def button(label: str, pressed: Pressed) -> InlineKeyboardButton:
    """One button under a message."""
    return InlineKeyboardButton(label, callback_data=encode(pressed))


def utf16_length(text: str) -> int:
    """Length as Telegram counts offsets of entities: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _rows(buttons: Sequence[Button]) -> Iterable[Row]:
    """Short topics stand two in a row, and the two ways of turning a page; all else alone."""
    for shape, group in groupby(buttons, _shape):
        made = [button(item.label, item.action) for item in group]
        if shape == "turn":
            made.sort(key=lambda each: each.text != chat.BACK)  # on the left; on to the right
        width = 1 if shape == "long" else 2
        yield from (tuple(made[n : n + width]) for n in range(0, len(made), width))


def _shape(item: Button) -> str:
    if item.label in (chat.MORE, chat.BACK):
        return "turn"
    browsing = isinstance(item.action, ShowTopic | ShowTopics)
    return "short" if browsing and len(item.label) <= SHORT else "long"


def _rating(entry_id: str) -> Row:
    return button(texts.UP, Rate(entry_id, up=True)), button(texts.DOWN, Rate(entry_id, up=False))
