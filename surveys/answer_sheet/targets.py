"""What a column can answer: a question, one row or option of it, the words beside 'other', a quote.

The names are those of our own export's columns, so that an export can come back in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from surveys.definition import Definition
from surveys.question_types import Choice, Question, Row, kind

Part = Literal["whole", "row", "option", "words", "quote", "decline", "end"]


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column can answer. `key` is the id of the row or option, empty for a whole.

    In a table of rows and options it is both, `row.option`; of a span it is `from` or `to`;
    of a set of options `1.best`; of the words beside a score `why`.
    """

    name: str
    question: Question
    part: Part
    key: str = ""

    @property
    def label(self) -> str:
        """The question's text, and the row's or option's."""
        parts: tuple[Row | Choice, ...] = (*self.question.rows, *self.question.choices)
        keys = [self.key, *self.key.split(".")]
        texts = dict.fromkeys(each.text for key in keys for each in parts if each.id == key)
        return " ".join([self.question.text, *texts]).strip()

    @property
    def is_tick(self) -> bool:
        """Say whether it is one option in one row of a table, which is chosen or not."""
        return self.part == "row" and "." in self.key and self.question.type == "matrix_multiple"


def targets(definition: Definition) -> dict[str, Target]:
    """Everything a column can answer in this questionnaire, by name, in its order."""
    return {each.name: each for question in definition.every for each in _of(question)}


def _of(question: Question) -> Iterator[Target]:
    if kind(question).is_read_whole:
        yield Target(question.id, question, "whole")
    for name in kind(question).columns(question):
        if name != question.id:
            yield _part(question, name)


def _part(question: Question, name: str) -> Target:
    key = name.removeprefix(f"{question.id}.")
    if key == "quote":
        return Target(name, question, "quote")
    if key == "decline":
        return Target(name, question, "decline", key)
    if key.endswith(".text"):
        return Target(name, question, "words", key.removesuffix(".text"))
    part: Part = "row" if question.rows else "option" if question.choices else "end"
    return Target(name, question, part, key)
