"""Numbers."""

from collections.abc import Iterable, Iterator
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, plain_digits
from surveys.question_types.values import AnswerValue, Problem, Question


def number(text: str) -> float | None:
    """A number as people type it: any digits, Arabic or comma decimal mark; None if it is none."""
    plain = plain_digits(text).replace("٬", "").replace("٫", ".").replace(" ", "")
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    if not abs(value) < 1e15:  # also refuses nan and the infinities
        return None
    return int(value) if value.is_integer() else value


def plain(value: float) -> float:
    """A number without the fraction it does not have; a page writes it in its own digits."""
    return int(value) if float(value).is_integer() else value


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
            return [Problem("Enter a number, for example 3").at(question.id, question.id)]
        if question.minimum is not None and answer.value < question.minimum:
            low = Problem("Enter %(least)s or more", params={"least": plain(question.minimum)})
            return [low.at(question.id, question.id)]
        if question.maximum is not None and answer.value > question.maximum:
            high = Problem("Enter %(most)s or less", params={"most": plain(question.maximum)})
            return [high.at(question.id, question.id)]
        return []

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        given = answer or AnswerValue()
        return {"text": given.text if given.value is None else f"{given.value:g}"}

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
