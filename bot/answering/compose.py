"""The text of an answer, as it is read on a phone: the answer itself, what to do, what the unit
decides, the source.
"""

import re
from collections.abc import Iterable
from itertools import zip_longest

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import PRACTICE, Entry
from bot.texts import chat as texts

ANSWER_LIMIT = 900
"""An answer has fewer characters than this (outside contract)."""


def answer_text(base: KnowledgeBase, entry: Entry) -> str:
    """The whole answer as plain text; its first line is the answer itself."""
    parts = [entry.lead]
    if entry.steps:
        steps = enumerate(entry.steps, start=1)
        parts.append("\n".join(texts.STEP.format(number=n, step=step) for n, step in steps))
    if entry.unit:
        parts.append(texts.UNIT.format(unit=entry.unit))
    parts.append(f"{texts.ENTRY.format(title=entry.title)}\n{source_line(base, entry)}")
    return "\n\n".join(parts)


def source_line(base: KnowledgeBase, entry: Entry) -> str:
    """Where the answer comes from: regulations by article, then the document by part, then usage;
    what still has to be confirmed is marked.
    """
    named = [(name, base.checked) for name in _facts(base, entry)]
    named += [(name, base.article.checked.isoformat()) for name in _claims(base, entry)]
    shown = []
    for (name, date), following in zip_longest(named, named[1:]):
        last_of_its_day = following is None or following[1] != date
        shown.append(name + texts.SOURCE_CHECKED.format(date=date) * last_of_its_day)
    if PRACTICE in entry.sources:
        shown.append(texts.SOURCE_PRACTICE)
    return texts.SOURCES.format(sources=texts.SOURCES_JOIN.join(shown))


def _facts(base: KnowledgeBase, entry: Entry) -> Iterable[str]:
    """The regulations cited, each with its articles; asides of the seeds are left to the seeds."""
    unchecked: dict[str, dict[str, bool]] = {}
    for fact in (base.facts[source] for source in entry.sources if source in base.facts):
        article = re.sub(texts.ASIDE, "", fact.article).replace(texts.NOT_AN_ARTICLE, "")
        articles = unchecked.setdefault(base.regulations[fact.regulation].short, {})
        articles[article] = articles.get(article, False) or fact.confidence == "medium"
    for short, articles in unchecked.items():
        marked = (name + texts.SOURCE_UNCHECKED * doubtful for name, doubtful in articles.items())
        yield texts.SOURCE_FACT.format(short=short, article=texts.SOURCE_FACTS_JOIN.join(marked))


def _claims(base: KnowledgeBase, entry: Entry) -> Iterable[str]:
    cited = (base.claims[source] for source in entry.sources if source in base.claims)
    locators = list(dict.fromkeys(claim.locator for claim in cited))
    if locators:
        parts = texts.SOURCE_PARTS_JOIN.join(locators)
        yield texts.SOURCE_DOCUMENT.format(short=base.article.short, parts=parts)
