"""Numbers."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, plain_digits
from surveys.question_types.values import AnswerValue, Problem, Question

#: Other keyboards' minus and comma; marks between thousands that are nothing else; unseen ones.
_MARKS = str.maketrans({"\u2212": "-", "،": ","} | dict.fromkeys("٬'’\u200e\u200f"))
#: Marks between thousands that can't stand before a fraction.
_GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+|(?:,\d{3}){2,}|(?:\.\d{3}){2,})"
)
#: Half the world reads 1200 and the other half 1.2. We write a point, and no 0 at the end.
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3}|\.\d\d0)")


def number(text: str) -> float | None:
    """A number as people type it: any digits, a point or comma before the fraction; None if it is
    none, or if nobody can tell whether a mark parts thousands or begins a fraction."""
    plain = _plain(text)
    if _AMBIGUOUS.fullmatch(plain):
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(next(mark for mark in plain if mark in ",."), "")
    try:
        value = float(plain.replace(",", ".").replace("٫", "."))
    except ValueError:
        return None
    if not abs(value) < 1e15:  # also refuses nan and the infinities
        return None
    return int(value) if value.is_integer() else value


def _plain(text: str) -> str:
    return "".join(plain_digits(text).split()).translate(_MARKS)


def ambiguity(text: str) -> Problem | None:
    """The sentence for a number that can be read in two ways; None where that is not its fault."""
    plain = _plain(text)
    if not _AMBIGUOUS.fullmatch(plain):
        return None
    whole, _, rest = plain.replace(",", ".").partition(".")
    both = {"whole": f"{whole}{rest}", "fraction": written(float(f"{whole}.{rest}"))}
    return Problem("Enter %(whole)s, or %(fraction)s if a fraction is meant", params=both)


def plain(value: float) -> float:
    """A number without the fraction it does not have; a page writes it in its own digits."""
    return int(value) if float(value).is_integer() else value


def written(value: float) -> str:
    """A number with every digit it has and no exponent, as `number` reads it back."""
    return format(Decimal(repr(plain(value))), "f")


class Number(QuestionType):
    """A number between two bounds."""

    key = "number"
    uses = frozenset({"minimum", "maximum", "unit"})

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        text = first(form, question.id)
        if not text:
            return None
        value = number(text)
        return AnswerValue(value) if value is not None else AnswerValue(text=text)

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {question.id: [answer.text if answer.value is None else str(answer.value)]}

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        if answer.value is None:
            wrong = ambiguity(answer.text) or Problem("Enter a number, for example 3")
            return [wrong.at(question.id, question.id)]
        if question.minimum is not None and answer.value < question.minimum:
            low = Problem("Enter %(least)s or more", params={"least": plain(question.minimum)})
            return [low.at(question.id, question.id)]
        if question.maximum is not None and answer.value > question.maximum:
            high = Problem("Enter %(most)s or less", params={"most": plain(question.maximum)})
            return [high.at(question.id, question.id)]
        return []

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        given = answer or AnswerValue()
        return {"text": given.text if given.value is None else written(given.value)}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        numbers = tuple(sorted(answer.value for answer in answers if answer.value is not None))
        return Summary(len(numbers), numbers=numbers)

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: str(answer.value)}

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset({question.id})

    def flaws(self, question: Question) -> Iterator[Problem]:
        bounds = question.minimum, question.maximum
        if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
            yield Problem("The minimum is above the maximum", part="minimum")

    def seconds(self, question: Question) -> int:
        return 8
