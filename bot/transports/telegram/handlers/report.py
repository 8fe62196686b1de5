"""The pages of /admin: counts, what went unanswered, what was disliked, what broke."""

import datetime as dt
from collections.abc import Iterable

from telegram import InlineKeyboardButton

from bot.answering.clusters import MOST_CLUSTERED, cluster
from bot.messages import Verdict
from bot.store.members import Role
from bot.store.questions import Reason
from bot.texts import chat
from bot.texts import telegram as texts
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.presses import Administer, AdminPage
from bot.transports.telegram.render import Shown, button, plain

WEEK, MONTH = 7, 30
"""Days counted back, today included."""
PAGE = 5
MOST_FAILURES = 8
MOST_DISLIKED = 8
KINDS = (
    "asked",
    Verdict.ANSWER,
    Verdict.SUGGEST,
    Verdict.UNKNOWN,
    "picked",
    "inline",
    "up",
    "down",
)

Row = tuple[InlineKeyboardButton, ...]


async def page(desk: Desk, wanted: Administer) -> Shown:
    """One page."""
    match wanted.page:
        case "unanswered":
            return await _unanswered(desk, wanted.at)
        case "disliked":
            return await _disliked(desk, wanted.at)
        case "failures":
            return await _failures(desk)
    return await _use(desk)


async def _use(desk: Desk) -> Shown:
    week, month = await _counts(desk, WEEK), await _counts(desk, MONTH)
    lines = [texts.USE]
    lines += [
        texts.USE_LINE.format(what=texts.USE_NAMES[kind], week=week[kind], month=month[kind])
        for kind in KINDS
    ]
    store = desk.store
    lines.append(
        texts.PEOPLE.format(
            members=store.members.count(Role.MEMBER),
            admins=len({*store.members.admins(), *desk.settings.admins}),
            groups=store.chats.count(admitted=True),
        )
    )
    if lost := store.chats.count(reachable=False):
        lines.append(texts.LOST_CHATS.format(count=lost))
    unanswered = await store.questions.count(Reason.UNANSWERED)
    rows = [
        _to("unanswered", texts.TO_UNANSWERED.format(count=unanswered)),
        _to("disliked", texts.TO_DISLIKED.format(count=month["down"])),
        _to("failures", texts.TO_FAILURES),
        _to("invites", texts.TO_INVITES),
    ]
    return plain("\n".join(lines), rows)


async def _counts(desk: Desk, days: int) -> dict[str, int]:
    sums = dict.fromkeys(KINDS, 0)
    for (kind, _), count in (await desk.store.tallies.totals(_since(desk, days))).items():
        if kind in sums:
            sums[kind] += count
    return {str(kind): count for kind, count in sums.items()}


async def _unanswered(desk: Desk, at: int) -> Shown:
    """What was handed over, put together by likeness: as `unanswered` prints it."""
    questions = await desk.store.questions.page(Reason.UNANSWERED, 0, MOST_CLUSTERED)
    clusters = cluster(desk.assistant.answerer, [one.text for one in questions])
    lines = [texts.UNANSWERED]
    for one in clusters[at * PAGE : (at + 1) * PAGE]:
        line = texts.CLUSTER_NEAR if one.nearest else texts.CLUSTER
        title = _title(desk, one.nearest)
        asked = one.questions[0]
        lines.append(line.format(count=len(one.questions), text=asked, title=title))
    if len(lines) == 1:
        lines.append(texts.NONE_YET)
    return plain("\n".join(lines), _turns("unanswered", at, len(clusters)))


async def _disliked(desk: Desk, at: int) -> Shown:
    totals = await desk.store.tallies.totals(_since(desk, MONTH))
    downs = sorted(
        ((count, entry_id) for (kind, entry_id), count in totals.items() if kind == "down"),
        key=lambda pair: (-pair[0], pair[1]),
    )
    lines = [texts.DISLIKED]
    lines += [
        texts.DISLIKED_LINE.format(title=_title(desk, entry_id), count=count)
        for count, entry_id in downs[:MOST_DISLIKED]
    ] or [texts.NONE_YET]
    lines += ["", texts.DISLIKED_HANDED, *await _handed(desk, Reason.DISLIKED, at)]
    count = await desk.store.questions.count(Reason.DISLIKED)
    return plain("\n".join(lines), _turns("disliked", at, count))


async def _handed(desk: Desk, reason: Reason, at: int) -> list[str]:
    lines = []
    for one in await desk.store.questions.page(reason, at * PAGE, PAGE):
        line = texts.QUESTION_OF if one.entry_id else texts.QUESTION_LINE
        title = _title(desk, one.entry_id or "")
        lines.append(line.format(day=one.day, text=one.text, title=title))
    return lines or [texts.NONE_YET]


async def _failures(desk: Desk) -> Shown:
    lines = [texts.FAILURES]
    for one in await desk.store.failures.recent(MOST_FAILURES):
        at = one.last_at.astimezone(desk.settings.timezone).strftime(texts.MOMENT)
        line = texts.FAILURE_LINE.format(at=at, kind=one.kind, count=one.count, detail=one.detail)
        lines.append(line.strip())
    if len(lines) == 1:
        lines.append(texts.NONE_YET)
    return plain("\n".join(lines), _turns("failures", 0, 0))


def _turns(name: AdminPage, at: int, count: int) -> Iterable[Row]:
    turns = []
    if (at + 1) * PAGE < count:
        turns.append(button(chat.MORE, Administer(name, at + 1)))
    if at > 0:
        turns.append(button(chat.BACK, Administer(name, at - 1)))
    return (*([tuple(turns)] if turns else []), _to("use", texts.TO_USE))


def _to(name: AdminPage, label: str) -> Row:
    return (button(label, Administer(name)),)


def _title(desk: Desk, entry_id: str) -> str:
    entry = desk.assistant.base.entries.get(entry_id)
    return entry.title if entry else entry_id


def _since(desk: Desk, days: int) -> dt.date:
    return desk.today() - dt.timedelta(days=days - 1)
