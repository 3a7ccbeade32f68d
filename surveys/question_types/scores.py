"""One score with more to it: satisfaction, effort, a line, a recommendation and its reason."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from surveys.question_types.base import Form, Point, QuestionType, Summary, first
from surveys.question_types.measure import Number, plain, written
from surveys.question_types.scale import Nps, score
from surveys.question_types.text import LongText
from surveys.question_types.values import AnswerValue, Problem, Question

PASSIVE, PROMOTER = 7, 9
"""The scores from which a person is passive, and recommends us."""
BAND_ASKS = ("pain", "", "praise")
"""What the follow-ups to 0-6, 7-8 and 9-10 invite."""
WHOLE = 1e-6
"""How far from a whole number of steps a number may be, for what floats can't say."""


def band(point: int) -> int:
    """Which follow-up a recommendation score gets: 0 to 0-6, 1 to 7-8, 2 to 9-10."""
    return (point >= PASSIVE) + (point >= PROMOTER)


class _Named(QuestionType):
    """One of several named points, the worst first."""

    uses = frozenset({"scale"})
    figures = "named"

    def _range(self, question: Question) -> range:
        return range(1, len(question.scale) + 1)

    def measure(self, question: Question) -> tuple[object, ...]:
        return (len(question.scale),)

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        point = score(first(form, question.id), self._range(question))
        return AnswerValue(point) if isinstance(point, int) else None

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {question.id: [str(answer.value)]}

    def missing(self, question: Question) -> Problem:
        points = {"most": len(question.scale)}
        wanted = Problem("Choose one of the answers from 1 to %(most)s", params=points)
        return wanted.at(question.id, f"{question.id}-1")

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        return [] if answer.value in self._range(question) else [self.missing(question)]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {"chosen": answer.value if answer else None}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        counts = Counter(answer.value for answer in answers)
        points = {str(point): counts[point] for point in self._range(question)}
        return Summary(sum(points.values()), counts=points)

    def points(self, question: Question, value: Any) -> Iterator[Point]:
        if isinstance(value, int) and value in self._range(question):
            yield Point("", value, 1, len(question.scale))

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {question.id: str(answer.value)}

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset({question.id})

    def seconds(self, question: Question) -> int:
        return 8


class Csat(_Named):
    """How satisfied a person is, on five named points."""

    key = "csat"

    def flaws(self, question: Question) -> Iterator[Problem]:
        if len(question.scale) != 5:
            yield Problem("Satisfaction names its five points, the worst first", part="scale")


class Ces(_Named):
    """How easy we made it, on seven (or five) named points."""

    key = "ces"

    def flaws(self, question: Question) -> Iterator[Problem]:
        if len(question.scale) not in {5, 7}:
            yield Problem("Effort names its seven or five points, the hardest first", part="scale")


class Slider(Number):
    """A number on a line between two ends, in steps."""

    key = "slider"
    uses = frozenset({"minimum", "maximum", "step", "scale", "unit"})

    def islands(self, question: Question) -> tuple[str, ...]:
        return ("numbers",)

    def step(self, question: Question) -> float:
        """The distance between two neighbours on the line."""
        return question.step or 1

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        found = super().check(question, answer)
        if found:
            return found
        steps = (answer.value - (question.minimum or 0)) / self.step(question)
        if abs(steps - round(steps)) < WHOLE:
            return []
        params = {"least": plain(question.minimum or 0), "step": plain(self.step(question))}
        between = Problem("Enter a number in steps of %(step)s from %(least)s on", params=params)
        return [between.at(question.id, question.id)]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        ends = [each for each in (question.minimum, question.maximum) if each is not None]
        names = [*question.scale, "", ""]
        line = {"ends": list(zip(ends, names, strict=False)), "step": written(self.step(question))}
        return super().show(question, answer, language) | line

    def flaws(self, question: Question) -> Iterator[Problem]:
        least, most = question.minimum, question.maximum
        if least is None or most is None or least >= most:
            yield Problem("A line needs a minimum and a maximum above it", part="minimum")
        elif not 0 < self.step(question) <= most - least:
            yield Problem("A step is above 0 and no longer than the line", part="step")
        if len(question.scale) not in {0, 2}:
            yield Problem("A line names both its ends, the lower first, or neither", part="scale")


class NpsWhy(Nps):
    """The recommendation score, and on the same page a question about its reason.

    Which of the three follow-ups is asked depends on the score; the words are one open answer.
    """

    key = "nps_why"
    figures = "nps"
    uses = frozenset({"bands", "theme_source", "quote", "max_length"})

    def __init__(self) -> None:
        self._text = LongText()

    def field(self, question: Question) -> str:
        """Name of the form field and of the export column that hold the words."""
        return f"{question.id}.why"

    def fields(self, question: Question) -> list[str]:
        return self.columns(question)

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        given = super().parse(question, form) or AnswerValue()
        posted = {question.id: form.get(self.field(question)) or [""]}
        permission = f"{question.id}.quote"
        posted |= {permission: form[permission]} if permission in form else {}
        words = self._text.parse(question, posted) or AnswerValue()
        whole = replace(given, text=words.text, quote=words.quote)
        return None if whole == AnswerValue() else whole

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        score_given = {} if answer.value is None else super().post(question, answer)
        words = {self.field(question): [answer.text]} if answer.text else {}
        quote = {f"{question.id}.quote": [str(answer.quote)]} if answer.quote else {}
        return score_given | words | quote

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        if answer is None or (answer.value is None and question.required):
            return [self.missing(question)] if question.required else []
        return self.check(question, answer)

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        scored = [] if answer.value is None else super().check(question, answer)
        at = self.field(question)
        return [*scored, *(each.at(question.id, at) for each in self._text.check(question, answer))]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        words = self._text.show(question, answer, language)
        return words | super().show(question, answer, language) | {"band": band}

    def operand(self, question: Question, answer: AnswerValue, row: str | None = None) -> Any:
        return answer.value

    def invites(self, question: Question, value: Any) -> str:
        return BAND_ASKS[band(value)] if isinstance(value, int) else ""

    def columns(self, question: Question) -> list[str]:
        quote = [f"{question.id}.quote"] if question.quote else []
        return [question.id, self.field(question), *quote]

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        cells = {} if answer.value is None else super().export(question, answer)
        cells |= {self.field(question): answer.text} if answer.text else {}
        return cells | ({f"{question.id}.quote": answer.quote} if answer.quote else {})

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset({question.id})

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from self._text.flaws(replace(question, required=False))
        if len(question.bands) != len(BAND_ASKS):
            yield Problem(
                "Write three follow-ups in bands: to a score of 0-6, of 7-8 and of 9-10",
                part="bands",
            )

    def seconds(self, question: Question) -> int:
        return super().seconds(question) + self._text.seconds(question)
