"""Scores: the 0-10 recommendation score and the five-point grid."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, plain_digits
from surveys.question_types.values import DECLINED, AnswerValue, Problem, Question

NPS_POINTS = range(11)
GRID_POINTS = 5


def score(text: str, points: Iterable[int]) -> int | str | None:
    """A posted score: a point of the scale, DECLINED, or None for anything else."""
    text = plain_digits(text)
    if text == DECLINED:
        return DECLINED
    return int(text) if text in {str(point) for point in points} else None


class Nps(QuestionType):
    """How likely are you to recommend us, 0 to 10, or prefer not to answer."""

    key = "nps"
    can_be_declined = False

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        given = score(first(form, question.id), NPS_POINTS)
        return None if given is None else AnswerValue(given)

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {question.id: [str(answer.value)]}

    def missing(self, question: Question) -> Problem:
        return Problem(
            "Choose a score from 0 to 10, or “Prefer not to answer”",
            question=question.id,
            part=f"{question.id}-0",
        )

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        valid = answer.value == DECLINED or answer.value in NPS_POINTS
        return [] if valid else [self.missing(question)]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {"points": NPS_POINTS, "chosen": answer.value if answer else None}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        counts = Counter(answer.value for answer in answers)
        points = {str(point): counts[point] for point in NPS_POINTS}
        return Summary(sum(points.values()), counts[DECLINED], points)

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: str(answer.value)}

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(self.columns(question))

    def seconds(self, question: Question) -> int:
        return 8


class Rating(QuestionType):
    """A grid of rows, each rated on the same five named points, or not applicable."""

    key = "rating"
    can_be_declined = False
    is_read_whole = False
    uses = frozenset({"rows", "scale"})

    def fields(self, question: Question) -> list[str]:
        return self.columns(question)

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        points = range(1, len(question.scale) + 1)
        given = {
            row.id: score(first(form, f"{question.id}.{row.id}"), points) for row in question.rows
        }
        value = {row: point for row, point in given.items() if point is not None}
        return AnswerValue(value) if value else None

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {f"{question.id}.{row}": [str(point)] for row, point in answer.value.items()}

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        value = answer.value if answer else {}
        if not question.required and not value:
            return []
        if not isinstance(value, dict):
            value = {}
        return [
            Problem(
                "Rate “%(row)s”, or choose N/A",
                question=question.id,
                part=f"{question.id}.{row.id}-1",
                params={"row": row.text},
            )
            for row in question.rows
            if not self._is_point(question, value.get(row.id)) and question.required
        ]

    def _is_point(self, question: Question, value: Any) -> bool:
        return value == DECLINED or value in range(1, len(question.scale) + 1)

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {"chosen": answer.value if answer else {}}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        ratings = [answer.value for answer in answers]
        counts = Counter(f"{row}.{point}" for rating in ratings for row, point in rating.items())
        points = [*range(1, len(question.scale) + 1), DECLINED]
        keys = [f"{row.id}.{point}" for row in question.rows for point in points]
        answered = sum(any(point != DECLINED for point in rating.values()) for rating in ratings)
        return Summary(answered, len(ratings) - answered, {key: counts[key] for key in keys})

    def columns(self, question: Question) -> list[str]:
        return [f"{question.id}.{row.id}" for row in question.rows]

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {f"{question.id}.{row}": str(point) for row, point in answer.value.items()}

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(self.columns(question))

    def flaws(self, question: Question) -> Iterator[Problem]:
        if not question.rows:
            yield Problem("A rating needs at least one row", part="rows")
        if len(question.rows) > 6:
            yield Problem(
                "A rating has at most 6 rows, this one has %(n)s: split it in two",
                part="rows",
                params={"n": len(question.rows)},
            )
        if len(question.scale) != GRID_POINTS:
            yield Problem("A rating names its five points, the worst first", part="scale")

    def seconds(self, question: Question) -> int:
        return 5 * len(question.rows)
