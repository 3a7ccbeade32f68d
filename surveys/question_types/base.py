"""What every question type knows: to read a form, judge an answer, show, sum up and export it."""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.question_types.values import AnswerValue, Problem, Question

Form = Mapping[str, Sequence[str]]
"""Field name -> the values posted under it. A question's fields are `id` and `id.<part>`."""


@dataclass(frozen=True)
class Summary:
    """The answers to one question, summed up.

    `answered` is the base: people who gave an answer (a declined score is not one). `counts` has
    a key per option, point, or `row.point`, zeros included. `numbers` are the values of a number;
    `given` are those that each option got: a rank, a share of a sum.
    `parts` are the rows or cells of a table, each with a base of its own.
    """

    answered: int
    declined: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    numbers: tuple[float, ...] = ()
    parts: Mapping[str, "Summary"] = field(default_factory=dict)
    given: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """How content an answer is: `point` on a scale from `least` (worst) to `most` (best).

    `row` is the id of the line that is rated, empty where it is the whole question.
    """

    row: str
    point: int
    least: int
    most: int

    @property
    def share(self) -> float:
        """The point between 0 (worst) and 1 (best)."""
        return (self.point - self.least) / (self.most - self.least)


class QuestionType(ABC):
    """One kind of question. Instances hold no state."""

    key: str
    uses: frozenset[str] = frozenset()
    """The properties of a Question that mean something to this type, beside the common ones."""
    can_be_declined: bool = True
    """Whether `declines` may offer ways out; a score with one of its own, or no question, can't."""
    takes_file: bool = False
    """Whether its page posts a file, of which `parse` is given the facts."""
    is_read_whole: bool = True
    """Whether one cell of another tool's table can hold the answer; else only its columns can."""
    figures: str = "counts"
    """How the page of answers draws its summary; a macro of that name stands in its templates."""
    recommends: bool = False
    """Whether it is the recommendation score, asked once in a questionnaire."""
    is_relative: bool = False
    """Whether an answer weighs the options against each other, so that a new one changes all."""

    def fields(self, question: Question) -> list[str]:
        """Names of the form fields the question posts."""
        return [question.id]

    @abstractmethod
    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        """Read the posted fields; None where nothing was given. Never raises."""

    @abstractmethod
    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        """What a page would post for the answer; `parse` reads it back."""

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        """Say what keeps the answer from being taken, a sentence each, with the field."""
        if answer is None:
            return [self.missing(question)] if question.required else []
        return self.check(question, answer)

    def missing(self, question: Question) -> Problem:
        """The sentence for a required question left empty."""
        return Problem("Answer this question", question=question.id, part=question.id)

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        """Judge an answer that is there."""
        return []

    @abstractmethod
    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        """Values for the template beside the question itself."""

    def islands(self, question: Question) -> tuple[str, ...]:
        """Names of the scripts that make the question's page easier; it works without them."""
        return ()

    def has_words(self, question: Question, answer: AnswerValue) -> bool:
        """Say whether the person wrote something, which no way out may throw away."""
        return bool(answer.text)

    def said(self, question: Question, answer: AnswerValue) -> str:
        """What the person wrote, where it is to be read beside what others wrote."""
        return answer.text

    def impersonal(self, question: Question, answer: AnswerValue) -> AnswerValue | None:
        """What stays of an answer once the person is erased; words of their own never do."""
        return None if answer.value is None else AnswerValue(answer.value)

    def operand(self, question: Question, answer: AnswerValue, row: str | None = None) -> Any:
        """What a rule compares: the value, or the words of an open text; None where declined."""
        value = answer.text if answer.value is None else answer.value
        if row is not None:
            return value.get(row) if isinstance(value, dict) else None
        return value

    def measure(self, question: Question) -> tuple[object, ...]:
        """What an answer is relative to: answers of another measure can't be set beside it."""
        return ()

    @abstractmethod
    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        """Sum up the answers of many people."""

    def points(self, question: Question, value: Any) -> Iterator[Point]:
        """The points that a stored value gives, the better the higher; a declined one is none."""
        yield from ()

    def invites(self, question: Question, value: Any) -> str:
        """What the words beside a stored value were asked for, one of ASKS; empty where open."""
        return question.asks

    def columns(self, question: Question) -> list[str]:
        """Names of the export columns, stable as long as the ids are."""
        return [question.id]

    @abstractmethod
    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        """The cells of an answer by column name; empty cells may be left out."""

    def numeric(self, question: Question) -> frozenset[str]:
        """The columns whose cells are numbers, where they are not words such as `na`."""
        return frozenset()

    def flaws(self, question: Question) -> Iterator[Problem]:
        """What is wrong with the question's own design."""
        yield from ()

    @abstractmethod
    def seconds(self, question: Question) -> int:
        """How long a person needs, for the estimate on the start page."""


def first(form: Form, name: str) -> str:
    """The first value posted under a name, without the blanks around it."""
    values = form.get(name) or [""]
    return values[0].strip()


def plain_digits(text: str) -> str:
    """Write Persian, Arabic, Thai and all other decimal digits as 0-9."""
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )


def shortened(text: str, length: int = 80) -> str:
    """A text cut for use inside a sentence."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
