"""Days and months, one or a span of them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, plain_digits
from surveys.question_types.moments.calendars import gregorian, in_calendar, month_names
from surveys.question_types.values import AnswerValue, Problem, Question

MID_MONTH = 15
"""A month of one calendar is stored as the month of another that holds its middle day."""
#: What the typed parts of a wrong date or span are kept apart by.
_UNPARTED = re.compile(r"[-/]")


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
            return _as_typed(written.values())
        day = int(digits.get("day", MID_MONTH))
        date = gregorian(int(digits["year"]), int(digits["month"]), day)
        if date is None:
            return _as_typed(written.values())
        return AnswerValue(f"{date:%Y-%m}" if question.precision == "month" else date.isoformat())

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        written = self.written(question, answer, "en")
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
        return context | {"written": self.written(question, answer or AnswerValue(), language)}

    def written(self, question: Question, answer: AnswerValue, language: str) -> dict[str, str]:
        """What stands in each field, in the language's calendar; a wrong one as it was typed."""
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


class DateRange(QuestionType):
    """A span between two days, or two months where `precision` is month, both included."""

    key = "date_range"
    uses = frozenset({"precision"})
    is_read_whole = False
    ends = ("from", "to")
    _date = Date()

    def end(self, question: Question, end: str) -> Question:
        """One end of the span as a question for a date; its fields are `id.from.day` and so on."""
        return replace(question, id=f"{question.id}.{end}", type="date")

    def fields(self, question: Question) -> list[str]:
        return [name for end in self.ends for name in self._date.fields(self.end(question, end))]

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        given = {end: self._date.parse(self.end(question, end), form) for end in self.ends}
        if not any(given.values()):
            return None
        value = {end: date.value for end, date in given.items() if date and date.value}
        if len(value) == len(self.ends):
            return AnswerValue(value)
        fields = (self._date.fields(self.end(question, end)) for end in self.ends)
        typed = (_as_typed(first(form, name) for name in names) for names in fields)
        return AnswerValue(text="/".join(each.text for each in typed))

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {
            name: values
            for end, date in self._given(question, answer).items()
            for name, values in self._date.post(self.end(question, end), date).items()
        }

    def _given(self, question: Question, answer: AnswerValue) -> dict[str, AnswerValue]:
        """Each end by itself; what was typed of a wrong one as its text."""
        if answer.value is not None:
            return {end: AnswerValue(answer.value[end]) for end in self.ends}
        typed = [*answer.text.split("/", 1), ""]
        return {end: AnswerValue(text=typed[place]) for place, end in enumerate(self.ends)}

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        if answer.value is None:
            ends = (self._of_end(question, end, answer) for end in self.ends)
            return [problem for found in ends for problem in found]
        if answer.value["from"] <= answer.value["to"]:
            return []
        first_field = self._date.fields(self.end(question, "to"))[0]
        return [Problem("The end is before the beginning").at(question.id, first_field)]

    def _of_end(self, question: Question, end: str, answer: AnswerValue) -> list[Problem]:
        one = self.end(question, end)
        posted = self._date.post(one, self._given(question, answer)[end])
        date = self._date.parse(one, posted)
        found = self._date.check(one, date or AnswerValue())
        return [problem.at(question.id, problem.part) for problem in found]

    def missing(self, question: Question) -> Problem:
        return self.check(question, AnswerValue())[0]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        given = self._given(question, answer or AnswerValue())
        written = {
            end: self._date.written(self.end(question, end), date, language)
            for end, date in given.items()
        }
        parts = self._date.parts(question)
        return {"parts": parts, "months": month_names(language), "ends": written}

    def operand(self, question: Question, answer: AnswerValue, row: str | None = None) -> Any:
        return answer.value.get(row or "from") if isinstance(answer.value, dict) else None

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        """Sum up how long the spans are, in days, or in months; both ends count."""
        spans = [answer.value for answer in answers if answer.value is not None]
        lengths = tuple(sorted(float(self._length(question, span)) for span in spans))
        return Summary(len(lengths), numbers=lengths)

    def _length(self, question: Question, span: dict[str, str]) -> int:
        start, end = as_date(span["from"]), as_date(span["to"])
        if question.precision == "month":
            return (end.year - start.year) * 12 + end.month - start.month + 1
        return (end - start).days + 1

    def columns(self, question: Question) -> list[str]:
        return [f"{question.id}.{end}" for end in self.ends]

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {f"{question.id}.{end}": answer.value[end] for end in self.ends}

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from self._date.flaws(question)

    def seconds(self, question: Question) -> int:
        return 16


def _as_typed(parts: Iterable[str]) -> AnswerValue:
    """A wrong date as its text, so that each part is shown again in its own field."""
    return AnswerValue(text="-".join(_UNPARTED.sub(" ", part) for part in parts))


def as_date(value: str) -> dt.date:
    """A stored date; a month stands for its middle day."""
    whole = value if len(value) > 7 else f"{value}-{MID_MONTH}"
    return dt.date.fromisoformat(whole)
