"""Numbers and dates."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, plain_digits
from surveys.question_types.calendars import gregorian, in_calendar, month_names
from surveys.question_types.values import AnswerValue, Problem, Question

MID_MONTH = 15
"""A month of one calendar is stored as the month of another that holds its middle day."""


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
            low = Problem("Enter %(least)s or more", params={"least": f"{question.minimum:g}"})
            return [low.at(question.id, question.id)]
        if question.maximum is not None and answer.value > question.maximum:
            high = Problem("Enter %(most)s or less", params={"most": f"{question.maximum:g}"})
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


class Date(QuestionType):
    """A day, or a month where `precision` is month; stored in ISO form: 2026-05-31, 2026-05."""

    key = "date"
    uses = frozenset({"precision"})

    def parts(self, question: Question) -> list[str]:
        """The fields a person fills, in the order they are read."""
        return ["month", "year"] if question.precision == "month" else ["day", "month", "year"]

    def fields(self, question: Question) -> list[str]:
        return [f"{question.id}.{part}" for part in self.parts(question)]

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        written = {part: first(form, f"{question.id}.{part}") for part in self.parts(question)}
        if not any(written.values()):
            return None
        digits = {part: plain_digits(text) for part, text in written.items()}
        if not all(text.isascii() and text.isdigit() and len(text) < 5 for text in digits.values()):
            return AnswerValue(text="-".join(written.values()))
        day = int(digits.get("day", MID_MONTH))
        date = gregorian(int(digits["year"]), int(digits["month"]), day)
        if date is None:
            return AnswerValue(text="-".join(written.values()))
        return AnswerValue(f"{date:%Y-%m}" if question.precision == "month" else date.isoformat())

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        written = self._written(question, answer, "en")
        return {f"{question.id}.{part}": [written[part]] for part in self.parts(question)}

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        if answer.value is not None:
            return []
        wrong = (
            Problem("Enter a month and a year, for example 3 and 2025")
            if question.precision == "month"
            else Problem("Enter a day, a month and a year that exist")
        )
        return [wrong.at(question.id, self.fields(question)[0])]

    def missing(self, question: Question) -> Problem:
        return self.check(question, AnswerValue())[0]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        context: dict[str, Any] = {"parts": self.parts(question), "months": month_names(language)}
        return context | {"written": self._written(question, answer or AnswerValue(), language)}

    def _written(self, question: Question, answer: AnswerValue, language: str) -> dict[str, str]:
        if answer.value is None:
            texts = answer.text.split("-") if answer.text else [""] * 3
            return dict(zip(self.parts(question), texts, strict=False))
        year, month, day = in_calendar(as_date(answer.value), language)
        return {"day": str(day), "month": str(month), "year": str(year)}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        years = sorted(str(answer.value)[:4] for answer in answers if answer.value is not None)
        return Summary(len(years), counts={year: years.count(year) for year in years})

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: str(answer.value)}

    def flaws(self, question: Question) -> Iterator[Problem]:
        if question.precision not in {"", "day", "month"}:
            yield Problem("The precision of a date is day or month", part="precision")

    def seconds(self, question: Question) -> int:
        return 8


def as_date(value: str) -> dt.date:
    """A stored date; a month stands for its middle day."""
    whole = value if len(value) > 7 else f"{value}-{MID_MONTH}"
    return dt.date.fromisoformat(whole)
