"""Scores: the 0-10 recommendation score and grids of lines rated on the same named points."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from surveys.question_types.base import (
    Form,
    Point,
    QuestionType,
    Summary,
    first,
    plain_digits,
)
from surveys.question_types.values import DECLINED, AnswerValue, Problem, Question, Row

NPS_POINTS = range(11)
GRID_POINTS = 5
MOST_ROWS = 6
MOST_SERVICES = 10
AWARENESS_POINTS = 3


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
    figures = "nps"
    recommends = True

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

    def points(self, question: Question, value: Any) -> Iterator[Point]:
        if isinstance(value, int) and value in NPS_POINTS:
            yield Point("", value, NPS_POINTS[0], NPS_POINTS[-1])

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: str(answer.value)}

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(self.columns(question))

    def seconds(self, question: Question) -> int:
        return 8


class _Grid(QuestionType):
    """Rows that are each given one of the same named points, the worst or least first."""

    uses = frozenset({"rows", "scale"})
    figures = "grid"
    is_read_whole = False
    ways_out: tuple[str, ...] = ()
    """What a row takes instead of a point."""

    def fields(self, question: Question) -> list[str]:
        return self.columns(question)

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        given = {row.id: self._given(question, row, form) for row in question.rows}
        value = {row: point for row, point in given.items() if point is not None}
        return AnswerValue(value) if value else None

    def _given(self, question: Question, row: Row, form: Form) -> int | str | None:
        point = score(first(form, f"{question.id}.{row.id}"), self._range(question))
        return point if isinstance(point, int) or point in self.ways_out else None

    def _range(self, question: Question) -> range:
        return range(1, len(question.scale) + 1)

    def measure(self, question: Question) -> tuple[object, ...]:
        return (len(question.scale),)

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {f"{question.id}.{row}": [str(point)] for row, point in answer.value.items()}

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        value = answer.value if answer and isinstance(answer.value, dict) else {}
        if not question.required:
            return []
        return [
            self.unrated(row).at(question.id, f"{question.id}.{row.id}-1")
            for row in question.rows
            if not self._is_point(question, value.get(row.id))
        ]

    @abstractmethod
    def unrated(self, row: Row) -> Problem:
        """The sentence for a row left out."""

    def _is_point(self, question: Question, value: Any) -> bool:
        return value in self.ways_out or value in self._range(question)

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {"chosen": answer.value if answer else {}}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        ratings = [answer.value for answer in answers]
        counts = Counter(f"{row}.{point}" for rating in ratings for row, point in rating.items())
        points = [*self._range(question), *self.ways_out]
        keys = [f"{row.id}.{point}" for row in question.rows for point in points]
        answered = sum(any(each not in self.ways_out for each in r.values()) for r in ratings)
        return Summary(answered, len(ratings) - answered, {key: counts[key] for key in keys})

    def columns(self, question: Question) -> list[str]:
        return [f"{question.id}.{row.id}" for row in question.rows]

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {f"{question.id}.{row}": str(point) for row, point in answer.value.items()}

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(self.columns(question))

    def seconds(self, question: Question) -> int:
        return 5 * len(question.rows)


class Rating(_Grid):
    """Rows rated on the same five named points, or not applicable."""

    key = "rating"
    can_be_declined = False
    ways_out = (DECLINED,)

    def unrated(self, row: Row) -> Problem:
        return Problem("Rate “%(row)s”, or choose N/A", params={"row": row.text})

    def points(self, question: Question, value: Any) -> Iterator[Point]:
        given = value if isinstance(value, dict) else {}
        for row in question.rows:
            point = given.get(row.id)
            if isinstance(point, int) and point in self._range(question):
                yield Point(row.id, point, 1, len(question.scale))

    def flaws(self, question: Question) -> Iterator[Problem]:
        if not question.rows:
            yield Problem("A rating needs at least one row", part="rows")
        if len(question.rows) > MOST_ROWS:
            yield Problem(
                "A rating has at most 6 rows, this one has %(n)s: split it in two",
                part="rows",
                params={"n": len(question.rows)},
            )
        if len(question.scale) != GRID_POINTS:
            yield Problem("A rating names its five points, the worst first", part="scale")


class Touchpoint(Rating):
    """Touchpoints, each at its stage of the journey, rated by those who used them."""

    key = "touchpoint"

    def unrated(self, row: Row) -> Problem:
        sentence = "Rate “%(row)s”, or choose “Did not use it”"
        return Problem(sentence, params={"row": row.text})

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        for row in question.rows:
            if not (row.stage or question.stage):
                yield Problem(
                    "Write the stage that the touchpoint “%(row)s” belongs to",
                    part="rows",
                    params={"row": row.id},
                )


class Awareness(_Grid):
    """Services, each unknown, known or used."""

    key = "awareness"
    figures = "awareness"

    def unrated(self, row: Row) -> Problem:
        sentence = "Say whether you know “%(row)s”"
        return Problem(sentence, params={"row": row.text})

    def flaws(self, question: Question) -> Iterator[Problem]:
        if not question.rows:
            yield Problem("List the services to ask about as rows", part="rows")
        if len(question.rows) > MOST_SERVICES:
            yield Problem(
                "At most 10 services are asked about at once, these are %(n)s: split them in two",
                part="rows",
                params={"n": len(question.rows)},
            )
        if len(question.scale) != AWARENESS_POINTS:
            yield Problem(
                "Awareness names three points: did not know, knew, uses or used", part="scale"
            )
