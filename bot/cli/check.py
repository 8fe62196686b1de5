"""`check`: everything that is wrong with the knowledge, and what it covers."""

import argparse
import datetime as dt
from collections.abc import Iterator

from bot.app import load_checked, weaknesses
from bot.config import Settings
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.check import TAGS, cover
from bot.knowledge.folders import shipped
from bot.knowledge.problem import BrokenKnowledge, Problem
from bot.texts import problems as texts

PROBLEMS_FOUND = 1


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print problems and coverage; 1 if there is a problem."""
    try:
        base = load_checked(shipped(settings.knowledge_dir), dt.date.today())
    except BrokenKnowledge as broken:
        return _report(broken.problems)
    for line in summary(base, claims=options.claims):
        print(line)
    return _report(weaknesses(base))


def summary(base: KnowledgeBase, *, claims: bool) -> Iterator[str]:
    """What there is and what it covers, line by line."""
    coverage = cover(base)
    yield texts.REPORT_COUNTS.format(
        entries=len(base.entries),
        phrasings=sum(len(entry.phrasings) for entry in base.entries.values()),
        guards=len(base.guards),
        guard_phrasings=sum(len(guard.phrasings) for guard in base.guards.values()),
        topics=len(base.topics),
    )
    yield texts.REPORT_CLAIMS.format(
        covered=len(coverage.claims),
        total=len(base.claims),
        facts=len(coverage.facts),
        all_facts=len(base.facts),
        tags=len(coverage.tags),
        all_tags=len(TAGS),
    )
    for claim in base.claims if claims else ():
        citing = [entry.id for entry in base.entries.values() if claim in entry.sources]
        yield texts.REPORT_CLAIM_LINE.format(
            id=claim, count=len(citing), entries=texts.REPORT_JOIN.join(citing)
        )


def _report(problems: list[Problem] | tuple[Problem, ...]) -> int:
    for problem in problems:
        print(problem)
    if problems:
        print(texts.REPORT_PROBLEMS.format(count=len(problems)))
        return PROBLEMS_FOUND
    print(texts.REPORT_FINE)
    return 0
