"""`unanswered`: what users handed to the authors, put together by likeness."""

import argparse
import asyncio
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.answering.clusters import MOST_CLUSTERED, Cluster, cluster
from bot.app import assistant, load_checked
from bot.cli import streams
from bot.config import Settings, writable
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import shipped
from bot.knowledge.places import phrasings
from bot.store.questions import KEPT, Handed
from bot.store.store import Store
from bot.texts import unanswered as texts

TITLE = 16
"""Characters of a title at most."""
MOST_NAMED = 10
"""Entries named in one line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the store knows: the questions, the newest first, and counts by kind and entry."""

    questions: Sequence[Handed]
    counts: Mapping[tuple[str, str], int]


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print a list, or a draft for `knowledge/`."""
    base = load_checked(shipped(settings.knowledge_dir), dt.date.today())
    writable(settings.data_dir)
    now = dt.datetime.now(dt.UTC)
    asked = asyncio.run(_read(settings, now))
    answerer = assistant(base).answerer
    clusters = cluster(answerer, [one.text for one in asked.questions])
    if options.yaml:
        lines = draft(answerer, asked, clusters, dt.date.today())
        streams.write_utf8("\n".join(lines))
        return 0
    for one in clusters:
        entry = base.entries.get(one.nearest)
        line = texts.LINE if entry else texts.LINE_ALONE
        title = entry.title if entry else ""
        print(line.format(count=len(one.questions), question=one.questions[0], title=title))
    if not clusters:
        print(texts.NONE)
    return 0


async def _read(settings: Settings, now: dt.datetime) -> Asked:
    store = await Store.open(settings.database, now)
    try:
        questions = await store.questions.page(None, 0, MOST_CLUSTERED)
        counts = await store.tallies.totals((now - KEPT).date())
    finally:
        await store.close()
    return Asked(questions, counts)


def draft(
    answerer: Answerer, asked: Asked, clusters: Sequence[Cluster], today: dt.date
) -> Iterator[str]:
    """Lines of a file for `knowledge/entries/`: what to write entries about."""
    yield texts.HEAD.format(day=today)
    handed = len(asked.questions)
    yield texts.COUNTS.format(days=KEPT.days, handed=handed, clusters=len(clusters))
    for kind, line in (("down", texts.DOWNS), ("rejected", texts.REJECTED)):
        counts = {entry: n for (what, entry), n in asked.counts.items() if what == kind and entry}
        if named := _named(answerer.base, counts):
            yield line.format(entries=named)
    if not clusters:
        yield f"# {texts.NONE}"
        return
    disliked = Counter(one.text for one in asked.questions if one.entry_id)
    yield texts.TOPIC
    yield "entries:"
    known = _phrasings(answerer)
    for number, one in enumerate(clusters, start=1):
        yield from _about(answerer.base, one, disliked)
        fresh = {answerer.normalise(question): question for question in reversed(one.questions)}
        for text in fresh.keys() & known.keys():
            yield texts.KNOWN.format(question=fresh.pop(text), id=known[text])
        if fresh:
            yield from _entry(list(fresh.values())[::-1], number, today)


def _phrasings(answerer: Answerer) -> dict[str, str]:
    """What is a phrasing or title already, and whose."""
    known = {answerer.normalise(entry.title): entry.id for entry in answerer.base.entries.values()}
    return known | {answerer.normalise(p): owner for _, owner, p in phrasings(answerer.base)}


def _about(base: KnowledgeBase, one: Cluster, disliked: Counter[str]) -> Iterator[str]:
    """How often it was asked, and the entry nearest to it."""
    down = sum(disliked[question] for question in set(one.questions))
    entry = base.entries.get(one.nearest)
    line = texts.CLUSTER if entry else texts.CLUSTER_ALONE
    yield line.format(
        count=len(one.questions),
        disliked=texts.DISLIKED.format(count=down) if down else "",
        id=one.nearest,
        title=entry.title if entry else "",
        likeness=one.likeness,
    )


def _entry(questions: Sequence[str], number: int, today: dt.date) -> Iterator[str]:
    yield f"  - id: draft-{number}"
    yield f"    title: {_quoted(questions[0][:TITLE])}"
    yield "    phrasings:"
    yield from (f"      - {_quoted(question)}" for question in questions)
    yield f"    lead: {texts.LEAD}"
    yield "    sources: [practice]"
    yield f"    reviewed: {today}"


def _named(base: KnowledgeBase, counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMED]
    return texts.JOIN.join(
        texts.COUNTED.format(id=entry, title=base.entries[entry].title, count=count)
        for entry, count in ranked
        if entry in base.entries
    )


def _quoted(text: str) -> str:
    """The text as a YAML string: JSON's are."""
    return json.dumps(text, ensure_ascii=False)
