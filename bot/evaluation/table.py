"""The outcomes of a question set as text: shares by kind, confusions, every wrong answer shown."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bot.answering.layout import columns
from bot.evaluation.outcomes import Outcome
from bot.evaluation.questions import FORMS
from bot.evaluation.shares import Share, share
from bot.texts import evaluation as texts

MOST_CONFUSIONS = 20
Count = Callable[[Outcome], bool]
INSIDE: tuple[Count, ...] = (
    lambda o: o.first,
    lambda o: o.among_three,
    lambda o: o.right,
    lambda o: o.helped,
    lambda o: o.wrong,
)
OUTSIDE: tuple[Count, ...] = (
    lambda o: o.answered,
    lambda o: not o.answered and not o.refused,
    lambda o: o.refused,
)
Row = Sequence[str]


def totals(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Shares by kind, line by line; no question can be read from them."""
    plain = [o for o in outcomes if o.form == "plain"]
    inside = [o for o in plain if not o.question.out]
    outside = [o for o in plain if o.question.out]
    if inside:
        yield texts.INSIDE.format(count=len(inside))
        rows = [_row(texts.ALL, inside, INSIDE), *_by_author(inside, INSIDE)]
        yield from aligned([texts.INSIDE_HEADS, *rows])
        if gaps := sum(not o.accepted for o in inside):
            yield texts.GAPS.format(count=gaps)
    if outside:
        yield ""
        yield texts.OUTSIDE.format(count=len(outside))
        near = [o for o in outside if o.question.near]
        far = [o for o in outside if not o.question.near]
        kinds = ((texts.ALL, outside), (texts.NEAR, near), (texts.FAR, far))
        rows = [_row(name, found, OUTSIDE) for name, found in kinds if found]
        yield from aligned([texts.OUTSIDE_HEADS, *rows])
    if noise := list(_noise(outcomes)):
        yield ""
        yield texts.NOISE
        yield from aligned([texts.NOISE_HEADS, *noise])


def details(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What got mixed up, and every wrong answer shown."""
    confused: Counter[tuple[str, str]] = Counter()
    for o in outcomes:
        if o.accepted and o.nearest and not o.first and o.form == "plain":
            confused[o.question.want[0] if o.question.want else "", o.nearest[0]] += 1
    yield from ("", texts.CONFUSIONS)
    for (wanted, shown), count in sorted(confused.items(), key=lambda pair: (-pair[1], pair[0]))[
        :MOST_CONFUSIONS
    ]:
        yield texts.CONFUSION.format(count=count, wanted=wanted, shown=shown)
    yield from ("", texts.WRONG)
    wrong = [o for o in outcomes if o.wrong and not o.question.out]
    yield from [_wrong(o) for o in wrong] or [texts.NOTHING]
    yield from ("", texts.LEAKED)
    leaked = [o for o in outcomes if o.answered and o.question.out]
    yield from [
        texts.LEAKED_LINE.format(text=o.text, shown=o.nearest[0], by=o.question.by) for o in leaked
    ] or [texts.NOTHING]


def aligned(rows: Sequence[Row]) -> Iterator[str]:
    """Cells in columns, a Chinese character counting as two."""
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def shown(part: Share) -> str:
    """A share and its interval."""
    low, high = part.interval
    return f"{part.percent:.1f} ({low:.0f}–{high:.0f})"


def _row(name: str, outcomes: Sequence[Outcome], counts: Sequence[Count]) -> Row:
    return (name, str(len(outcomes)), *(shown(share(outcomes, count)) for count in counts))


def _by_author(outcomes: Sequence[Outcome], counts: Sequence[Count]) -> Iterator[Row]:
    for author in sorted({o.question.by for o in outcomes}):
        yield _row(author, [o for o in outcomes if o.question.by == author], counts)


def _noise(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    """Each form beside the same questions typed properly."""
    plain = {id(o.question): o for o in outcomes if o.form == "plain" and not o.question.out}
    for form in FORMS[1:]:
        noisy = [o for o in outcomes if o.form == form and not o.question.out]
        if noisy:
            same = [plain[id(o.question)] for o in noisy]
            before, after = (share(found, lambda o: o.among_three) for found in (same, noisy))
            difference = f"{after.percent - before.percent:+.1f}"
            cells = (f"{before.percent:.1f}", f"{after.percent:.1f}", difference)
            yield (texts.FORMS[form], str(len(noisy)), *cells)


def _wrong(outcome: Outcome) -> str:
    wanted = " / ".join(outcome.question.want) or texts.NOTHING
    return texts.WRONG_LINE.format(
        text=outcome.text,
        wanted=wanted,
        shown=outcome.nearest[0],
        by=outcome.question.by,
        form=texts.FORMS[outcome.form],
    )
