"""What a column can answer: a question, one row or option of it, the words beside 'other', a quote.

The names are those of our own export's columns, so that an export can come back in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from surveys.definition import Definition
from surveys.question_types import Choice, Question, Row, kind

Part = Literal["whole", "row", "option", "words", "quote"]
_ONLY_PARTS = frozenset({"rating", "information"})


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column can answer. `key` is the id of the row or option, empty for a whole."""

    name: str
    question: Question
    part: Part
    key: str = ""

    @property
    def label(self) -> str:
        """The question's text, and the row's or option's."""
        parts: tuple[Row | Choice, ...] = (*self.question.rows, *self.question.choices)
        text = next((each.text for each in parts if each.id == self.key), "")
        return f"{self.question.text} {text}".strip()


def targets(definition: Definition) -> dict[str, Target]:
    """Everything a column can answer in this questionnaire, by name, in its order."""
    return {each.name: each for question in definition.questions for each in _of(question)}


def _of(question: Question) -> Iterator[Target]:
    if question.type not in _ONLY_PARTS:
        yield Target(question.id, question, "whole")
    for name in kind(question).columns(question):
        if name != question.id:
            yield _part(question, name)


def _part(question: Question, name: str) -> Target:
    key = name.removeprefix(f"{question.id}.")
    if key == "quote":
        return Target(name, question, "quote")
    if key.endswith(".text"):
        return Target(name, question, "words", key.removesuffix(".text"))
    return Target(name, question, "row" if question.rows else "option", key)
