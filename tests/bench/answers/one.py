"""One matcher at one size, in a process of its own.

`python -m tests.bench.answers.one NAME SIZE SET` prints what it measured as one line of JSON.
SIZE 0 is the shipped knowledge.
"""

import gc
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict

from bot.answering.answerer import Answerer
from bot.answering.features import extract
from bot.answering.index import Index, Item, Kind
from bot.answering.normalise import Normaliser
from bot.app import assistant
from bot.knowledge.base import KnowledgeBase
from bot.messages import Verdict
from tests.bench.answers import corpus
from tests.bench.answers.corpus import Asked, Corpus
from tests.bench.answers.peers import PEERS, Peer
from tests.bench.answers.quality import Seen, measure, threshold

OURS = "zuzhang"
MOST_WRONG, MOST_LEAKED = 4.0, 4.0
"""A peer answers from the threshold that keeps it within these, chosen on `tune`, in percent."""
PATIENCE = 20.0
"""Seconds of asking for the times; a slow matcher is asked fewer questions."""
WARM = 5


def main() -> None:
    """Measure what the command line names."""
    name, size, questions = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    base = corpus.knowledge()
    rows = corpus.grown(base, size) if size else corpus.real(base)
    gc.collect()
    before, began = _memory(), time.perf_counter()
    gc.disable()  # as the bot does while it builds
    ask: Callable[[str], object]
    if name == OURS:
        ours = assistant(base).answerer if not size else None
        ask = ours.judge if ours else _index(base, rows)
    else:
        peer = PEERS[name](rows)
        ask = peer.rank
    built = time.perf_counter() - began
    gc.enable()
    result: dict[str, object] = {"build": built, "memory": _memory() - before}
    asked = corpus.asked(base, questions)
    result |= _times(ask, [one.text for one in asked])
    if not size:
        seen = _ours(ours, asked) if name == OURS and ours else _seen(peer, rows, asked)
        at = 0.5 if name == OURS else _threshold(peer, rows, base)
        result |= asdict(measure(seen, at))
    print(json.dumps(result))


def _index(base: KnowledgeBase, rows: Corpus) -> Callable[[str], object]:
    """Our index over other rows, texts as they come."""
    assert base.confidence is not None
    normalise = Normaliser(base.synonyms, base.apart)
    phrasings: dict[str, list[str]] = {}
    for row in rows.rows:
        phrasings.setdefault(row.item, []).append(normalise(row.text))
    index = Index(
        (Item(item, Kind.ENTRY, tuple(texts)) for item, texts in phrasings.items()),
        base.confidence.blend,
    )
    return lambda question: index.search(extract(normalise(question)))


def _times(ask: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    for question in questions[:WARM]:
        ask(question)
    times: list[float] = []
    until = time.perf_counter() + PATIENCE
    for question in questions:
        began = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - began)
        if time.perf_counter() > until:
            break
    cuts = statistics.quantiles(times, n=100)
    return {"p50": cuts[49] * 1e3, "p99": cuts[98] * 1e3, "timed": len(times)}


def _ours(answerer: Answerer, asked: Sequence[Asked]) -> list[Seen]:
    """What the bot itself does with the questions."""
    seen = []
    for one in asked:
        judgement = answerer.judge(one.text).judgement
        nearest = [match.id for match in judgement.entries[:3]]
        seen.append(Seen(one, nearest, float(judgement.verdict is Verdict.ANSWER)))
    return seen


def _seen(peer: Peer, rows: Corpus, asked: Sequence[Asked]) -> list[Seen]:
    seen = []
    for one in asked[:: peer.every]:
        ranked = peer.rank(one.text)
        entries = [(item, score) for item, score in ranked if item not in rows.guards]
        guarded = not ranked or ranked[0][0] in rows.guards
        score = None if guarded or not entries else entries[0][1]
        seen.append(Seen(one, [item for item, _ in entries[:3]], score))
    return seen


def _threshold(peer: Peer, rows: Corpus, base: KnowledgeBase) -> float:
    return threshold(_seen(peer, rows, corpus.asked(base, "tune")), MOST_WRONG, MOST_LEAKED)


def _memory() -> float:
    """The most this process ever had resident, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
