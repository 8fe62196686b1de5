"""What must hold between the files: sources exist, links lead somewhere, phrasings belong to one
entry. What only the composed answer or the matcher can tell is in `bot.answering`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import PRACTICE, Entry, Guard, Tag
from bot.knowledge.places import Place, entries, guards, phrasings
from bot.knowledge.problem import Problem
from bot.knowledge.strict_yaml import Location
from bot.texts import problems as texts

MOST_CLAIMS, MOST_FACTS = 3, 4
"""How many sources of each kind one entry may cite (outside contract)."""
FEWEST_PHRASINGS, FEWEST_GUARD_PHRASINGS = 12, 6
TAGS: tuple[str, ...] = get_args(Tag)

_ONE_SPACE = {"everyday_surnames": "surnames"}
"""Lists of `masking.yaml` that share their words with another: one of the two would not count."""

Normalise = Callable[[str], str]


def faults(base: KnowledgeBase, today: dt.date) -> list[Problem]:
    """Problems that make the knowledge wrong: the bot refuses to start on them."""
    found: list[Problem] = []
    for place, entry in entries(base):
        for field, reason in _entry_faults(base, entry, today):
            found.append(place.at(*field).problem(reason))
    found.extend(_seed_faults(base))
    if not base.masking.surnames:
        found.append(base.files.masking[0].document.problem((), texts.NO_SURNAMES))
    return sorted(found)


def weaknesses(base: KnowledgeBase) -> list[Problem]:
    """Problems that make it worse than it should be: `check` fails, a bot goes on."""
    strays = (Problem(stray, 1, texts.STRAY_FILE) for stray in base.files.strays)
    found = [*_few_phrasings(base), *_uncovered(base), *_twin_titles(base), *_masked_twice(base)]
    return sorted([*found, *strays])


def phrasing_faults(base: KnowledgeBase, normalise: Normalise) -> list[Problem]:
    """Phrasings that say nothing, or that two items claim once both are normalised."""
    found: list[Problem] = []
    owners: dict[str, tuple[str, Place]] = {}
    for place, owner, phrasing in phrasings(base):
        text = normalise(phrasing)
        if not text:
            found.append(place.problem(texts.BLANK_PHRASING.format(phrasing=phrasing)))
        elif text in owners:
            other, where = owners[text]
            reason = texts.DUPLICATE_PHRASING.format(phrasing=phrasing, other=other, place=where)
            found.append(place.problem(reason))
        else:
            owners[text] = (owner, place)
    return sorted(found)


def lexicon_faults(base: KnowledgeBase, spell: Normalise) -> list[Problem]:
    """Words that say nothing, that stand in two places, or whose replacement is itself replaced."""
    kept = {spell(word) for word in base.synonyms}
    seen: set[str] = set()
    found: list[Problem] = []
    for file in base.files.lexicon:
        for word, others in file.content.synonyms.items():
            if not spell(word):
                reason = texts.SYNONYM_BLANK.format(word=word)
                found.append(file.document.problem(("synonyms", word), reason))
            for j, other in enumerate(others):
                place, spelt = Place(file.document, ("synonyms", word, j)), spell(other)
                if not spelt:
                    found.append(place.problem(texts.SYNONYM_BLANK.format(word=other)))
                elif spelt in kept - {spell(word)}:
                    found.append(place.problem(texts.CHAINED_SYNONYM.format(word=other)))
                elif spelt in seen or spelt == spell(word):
                    found.append(place.problem(texts.SYNONYM_TWICE.format(word=other)))
                seen.add(spelt)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many entries cite each claim, each fact, and carry each tag."""

    claims: Counter[str]
    facts: Counter[str]
    tags: Counter[str]


def cover(base: KnowledgeBase) -> Coverage:
    """Count what the entries cover."""
    cited = Counter(source for e in base.entries.values() for source in e.sources)
    return Coverage(
        claims=Counter({source: n for source, n in cited.items() if source in base.claims}),
        facts=Counter({source: n for source, n in cited.items() if source in base.facts}),
        tags=Counter(tag for e in base.entries.values() for tag in e.tags),
    )


def _entry_faults(
    base: KnowledgeBase, entry: Entry, today: dt.date
) -> Iterable[tuple[Location, str]]:
    for j, source in enumerate(entry.sources):
        if source in base.facts and base.facts[source].confidence == "low":
            yield ("sources", j), texts.LOW_SOURCE.format(id=source)
        elif source != PRACTICE and source not in base.claims and source not in base.facts:
            yield ("sources", j), texts.UNKNOWN_SOURCE.format(id=source)
        elif source in entry.sources[:j]:
            yield ("sources", j), texts.REPEATED_SOURCE.format(id=source)
    claims = sum(source in base.claims for source in entry.sources)
    facts = sum(source in base.facts for source in entry.sources)
    if claims > MOST_CLAIMS:
        yield ("sources",), texts.TOO_MANY_CLAIMS.format(limit=MOST_CLAIMS, count=claims)
    if facts > MOST_FACTS:
        yield ("sources",), texts.TOO_MANY_FACTS.format(limit=MOST_FACTS, count=facts)
    for j, related in enumerate(entry.related):
        if related == entry.id:
            yield ("related", j), texts.RELATED_TO_ITSELF
        elif related not in base.entries:
            yield ("related", j), texts.UNKNOWN_RELATED.format(id=related)
    if entry.reviewed > today:
        yield ("reviewed",), texts.FUTURE_REVIEW.format(date=entry.reviewed.isoformat())


def _few_phrasings(base: KnowledgeBase) -> Iterable[Problem]:
    counted: list[tuple[Place, Entry | Guard, int]]
    counted = [(place, entry, FEWEST_PHRASINGS) for place, entry in entries(base)]
    counted += [(place, guard, FEWEST_GUARD_PHRASINGS) for place, guard in guards(base)]
    for place, item, limit in counted:
        count = len(item.phrasings)
        if count < limit:
            reason = texts.FEW_PHRASINGS.format(id=item.id, count=count, limit=limit)
            yield place.at("phrasings").problem(reason)


def _uncovered(base: KnowledgeBase) -> Iterable[Problem]:
    coverage, claims = cover(base), base.files.document
    for i, claim in enumerate(claims.content.claims):
        if not coverage.claims[claim.id]:
            reason = texts.UNCOVERED_CLAIM.format(id=claim.id)
            yield claims.document.problem(("claims", i), reason)
    for tag in TAGS:
        if not coverage.tags[tag]:
            yield Problem("knowledge/entries", 1, texts.UNCOVERED_TAG.format(tag=tag))


def _twin_titles(base: KnowledgeBase) -> Iterable[Problem]:
    """Titles are buttons: two alike cannot be told apart."""
    first: dict[str, Place] = {}
    topics = [(Place(f.document, ("topic", "title")), f.content.topic) for f in base.files.topics]
    titles = [(place, topic.title) for place, topic in topics]
    titles += [(place.at("title"), entry.title) for place, entry in entries(base)]
    for place, title in titles:
        if title in first:
            yield place.problem(texts.TWIN_TITLE.format(title=title, other=first[title]))
        first.setdefault(title, place)


def _masked_twice(base: KnowledgeBase) -> Iterable[Problem]:
    """Words that one list, or the two lists of surnames, hold twice."""
    first: dict[tuple[str, str], Place] = {}
    for file in base.files.masking:
        for name, words in file.content:
            for i, word in enumerate(words):
                place, key = Place(file.document, (name, i)), (_ONE_SPACE.get(name, name), word)
                if key in first:
                    reason = texts.MASKED_TWICE.format(word=word, first=first[key])
                    yield place.problem(reason)
                first.setdefault(key, place)


def _seed_faults(base: KnowledgeBase) -> Iterable[Problem]:
    seeds = base.files.regulations
    references = {reference.title for reference in seeds.content.references}
    for i, fact in enumerate(seeds.content.facts):
        if fact.regulation not in base.regulations:
            reason = texts.UNKNOWN_REGULATION.format(name=fact.regulation)
            yield seeds.document.problem(("facts", i, "regulation"), reason)
        for j, title in enumerate(fact.verified_at):
            if title not in references:
                reason = texts.UNKNOWN_REFERENCE.format(title=title)
                yield seeds.document.problem(("facts", i, "verified_at", j), reason)
    for i, trap in enumerate(seeds.content.traps):
        if trap.entry not in base.entries:
            reason = texts.TRAP_ENTRY.format(wrong=trap.wrong, id=trap.entry)
            yield seeds.document.problem(("traps", i, "entry"), reason)
