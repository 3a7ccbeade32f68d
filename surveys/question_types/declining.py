"""Ways out of any question: don't know, not applicable, prefer not to answer."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from surveys.question_types.base import Form, Point, QuestionType, Summary, first
from surveys.question_types.values import DECLINES, AnswerValue, Problem, Question


class Declining(QuestionType):
    """A question type whose question may be declined; all else is the type's own."""

    def __init__(self, own: QuestionType) -> None:
        self.own = own
        self.key = own.key
        self.uses = own.uses
        self.is_read_whole = own.is_read_whole
        self.figures = own.figures
        self.recommends = own.recommends
        self.is_relative = own.is_relative
        self.takes_file = own.takes_file

    def field(self, question: Question) -> str:
        """Name of the form field and of the export column that say how it was declined."""
        return f"{question.id}.decline"

    def offered(self, question: Question) -> dict[str, str]:
        """What is stored for each way the question offers, by its name."""
        return {name: DECLINES[name] for name in question.declines if name in DECLINES}

    def is_declined(self, question: Question, answer: AnswerValue) -> bool:
        """Say whether the answer is one of those ways."""
        return isinstance(answer.value, str) and answer.value in self.offered(question).values()

    def fields(self, question: Question) -> list[str]:
        return [*self.own.fields(question), self.field(question)]

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        # A chosen option can't be taken back without a script, a ticked way out can: it counts.
        # Words that somebody wrote are never thrown away.
        answer, way = self.own.parse(question, form), first(form, self.field(question))
        is_declined = way in self.offered(question).values()
        if is_declined and not (answer and self.has_words(question, answer)):
            return AnswerValue(way)
        return answer

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        if self.is_declined(question, answer):
            return {self.field(question): [answer.value]}
        return self.own.post(question, answer)

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        if answer is not None and self.is_declined(question, answer):
            return []
        return self.own.validate(question, answer)

    def missing(self, question: Question) -> Problem:
        return self.own.missing(question)

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        return [] if self.is_declined(question, answer) else self.own.check(question, answer)

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        declined = answer.value if answer and self.is_declined(question, answer) else None
        given = None if declined else answer
        ways = {"declined": declined, "decline_field": self.field(question)}
        return self.own.show(question, given, language) | ways

    def islands(self, question: Question) -> tuple[str, ...]:
        return self.own.islands(question)

    def has_words(self, question: Question, answer: AnswerValue) -> bool:
        return not self.is_declined(question, answer) and self.own.has_words(question, answer)

    def said(self, question: Question, answer: AnswerValue) -> str:
        return "" if self.is_declined(question, answer) else self.own.said(question, answer)

    def impersonal(self, question: Question, answer: AnswerValue) -> AnswerValue | None:
        if self.is_declined(question, answer):
            return AnswerValue(answer.value)
        return self.own.impersonal(question, answer)

    def operand(self, question: Question, answer: AnswerValue, row: str | None = None) -> Any:
        if self.is_declined(question, answer):
            return None
        return self.own.operand(question, answer, row)

    def measure(self, question: Question) -> tuple[object, ...]:
        return self.own.measure(question)

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        given = list(answers)
        taken = [each for each in given if not self.is_declined(question, each)]
        own = self.own.summarise(question, taken)
        ways = Counter(each.value for each in given if self.is_declined(question, each))
        counts = {f"decline.{way}": ways[way] for way in self.offered(question).values()}
        return replace(own, declined=own.declined + ways.total(), counts={**own.counts, **counts})

    def points(self, question: Question, value: Any) -> Iterator[Point]:
        if not self.is_declined(question, AnswerValue(value)):
            yield from self.own.points(question, value)

    def invites(self, question: Question, value: Any) -> str:
        return self.own.invites(question, value)

    def columns(self, question: Question) -> list[str]:
        return [*self.own.columns(question), self.field(question)]

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        if self.is_declined(question, answer):
            return {self.field(question): answer.value}
        return self.own.export(question, answer)

    def numeric(self, question: Question) -> frozenset[str]:
        return self.own.numeric(question)

    def seconds(self, question: Question) -> int:
        return self.own.seconds(question)
