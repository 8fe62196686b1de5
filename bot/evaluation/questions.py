"""Question sets: what people ask, in which forms, and what would answer it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from pydantic import model_validator

from bot.knowledge.load import load_file
from bot.knowledge.shape import Id, Shape, Text

Form = Literal["plain", "typo", "pinyin", "speech", "traditional"]
"""How a question was typed: properly, or with what noise."""
FORMS: tuple[Form, ...] = get_args(Form)


class Question(Shape):
    """One question. In scope unless `out`; then `near` says that it sounds as if it were.

    `want`: the entries that answer it, chosen by a judge who saw no phrasings; none if the
    knowledge has no answer. Where it is not `settled` by any rule, the first line must say so.
    `claims`, `facts` and `tags` are its author's: what a right answer
    rests on. `typo` and the others are the same question in that form.
    """

    q: Text
    by: Id
    need: str = ""
    claims: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    practice: bool = False
    want: tuple[Id, ...] = ()
    settled: bool = True
    typo: Text | None = None
    pinyin: Text | None = None
    speech: Text | None = None
    traditional: Text | None = None
    out: bool = False
    near: bool = False
    why: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> "Question":
        if self.out and self.want:
            raise ValueError("out of scope, and yet wants entries")
        return self

    @property
    def forms(self) -> Iterator[tuple[Form, str]]:
        """The forms it comes in, the proper one first."""
        yield "plain", self.q
        for form in FORMS[1:]:
            if (text := getattr(self, form)) is not None:
                yield form, text


class QuestionFile(Shape):
    """A file of questions."""

    questions: tuple[Question, ...]


def load_questions(path: Path) -> tuple[Question, ...]:
    """Read a question set. Raises `BrokenKnowledge` with file and line, or `OSError`."""
    return load_file(path, QuestionFile).questions
