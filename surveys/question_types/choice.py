"""One choice, or several."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from surveys.question_types.base import Form, QuestionType, Summary, first, shortened
from surveys.question_types.values import AnswerValue, Choice, Problem, Question

OTHER_LENGTH = 200
MANY_OPTIONS = 10
"""A list longer than this gets a field to search it."""


class _Choosing(QuestionType):
    """What single and multiple choice share: the options and the words beside 'other'."""

    def other(self, question: Question) -> Choice | None:
        """The option that asks for the person's own words."""
        return next((choice for choice in question.choices if choice.other), None)

    def other_field(self, question: Question) -> str:
        """Name of the field and of the export column that hold those words."""
        other = self.other(question)
        return f"{question.id}.{other.id}.text" if other else ""

    def fields(self, question: Question) -> list[str]:
        return [name for name in (question.id, self.other_field(question)) if name]

    def words(self, question: Question, form: Form, chosen: list[str]) -> str:
        """The words beside 'other', kept only while 'other' is chosen."""
        other = self.other(question)
        return first(form, self.other_field(question)) if other and other.id in chosen else ""

    def written(self, question: Question, form: Form) -> list[str]:
        """The option 'other' where words stand beside it: a page without scripts ticks nothing."""
        other = self.other(question)
        return [other.id] if other and first(form, self.other_field(question)) else []

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        chosen = answer.value if isinstance(answer.value, list) else [answer.value]
        words = {self.other_field(question): [answer.text]} if answer.text else {}
        return {question.id: chosen, **words}

    def missing(self, question: Question) -> Problem:
        at = next((choice.id for choice in question.choices), "")
        return Problem("Choose an answer", question=question.id, part=f"{question.id}-{at}")

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        if len(answer.text) <= OTHER_LENGTH:
            return []
        return [
            Problem(
                "Shorten your own words to %(most)s characters",
                question=question.id,
                part=self.other_field(question),
                params={"most": OTHER_LENGTH},
            )
        ]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        value = answer.value if answer else []
        return {
            "chosen": value if isinstance(value, list) else [value],
            "words": answer.text if answer else "",
            "other_field": self.other_field(question),
            "other_length": OTHER_LENGTH,
        }

    def flaws(self, question: Question) -> Iterator[Problem]:
        if len(question.choices) < 2:
            yield Problem("A choice needs at least two options", part="choices")
        if sum(choice.other for choice in question.choices) > 1:
            yield Problem("Only one option can ask for other words", part="choices")

    def seconds(self, question: Question) -> int:
        return 8


class Single(_Choosing):
    """One of several options."""

    key = "single"
    uses = frozenset({"choices"})

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        chosen = first(form, question.id) or "".join(self.written(question, form))
        if chosen not in {choice.id for choice in question.choices}:
            return None
        return AnswerValue(chosen, self.words(question, form, [chosen]))

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        counts = Counter(answer.value for answer in answers)
        options = {choice.id: counts[choice.id] for choice in question.choices}
        return Summary(counts.total(), 0, options)

    def columns(self, question: Question) -> list[str]:
        return self.fields(question)

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        cells = {question.id: str(answer.value)}
        return cells | ({self.other_field(question): answer.text} if answer.text else {})


class Dropdown(Single):
    """One of many options, in a list that opens."""

    key = "dropdown"

    def missing(self, question: Question) -> Problem:
        return Problem("Choose an answer", question=question.id, part=question.id)

    def islands(self, question: Question) -> tuple[str, ...]:
        return ("search",) if len(question.choices) > MANY_OPTIONS else ()


class Multiple(_Choosing):
    """Any number of options, up to `max_choices`; an exclusive one stands alone."""

    key = "multiple"
    uses = frozenset({"choices", "max_choices"})

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        posted = {value.strip() for value in form.get(question.id) or []}
        if not any(choice.exclusive and choice.id in posted for choice in question.choices):
            posted |= set(self.written(question, form))
        chosen = [choice.id for choice in question.choices if choice.id in posted]
        return AnswerValue(chosen, self.words(question, form, chosen)) if chosen else None

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        exclusive = next(
            (each for each in question.choices if each.exclusive and each.id in answer.value), None
        )
        at = f"{question.id}-{question.choices[0].id}"
        if exclusive and len(answer.value) > 1:
            option = {"option": shortened(exclusive.text)}
            alone = Problem("Choose “%(option)s” alone, or take it back", params=option)
            return [alone.at(question.id, at)]
        if question.max_choices and len(answer.value) > question.max_choices:
            most = {"most": question.max_choices}
            return [Problem("Choose at most %(most)s", params=most).at(question.id, at)]
        return super().check(question, answer)

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        given = list(answers)
        counts = Counter(choice for answer in given for choice in answer.value)
        return Summary(len(given), 0, {choice.id: counts[choice.id] for choice in question.choices})

    def columns(self, question: Question) -> list[str]:
        ticks = [f"{question.id}.{choice.id}" for choice in question.choices]
        return ticks + ([self.other_field(question)] if self.other(question) else [])

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        cells = {
            f"{question.id}.{choice.id}": str(int(choice.id in answer.value))
            for choice in question.choices
        }
        return cells | ({self.other_field(question): answer.text} if answer.text else {})

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(f"{question.id}.{choice.id}" for choice in question.choices)

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        if question.max_choices is not None and question.max_choices < 1:
            yield Problem("At least one choice must be allowed", part="max_choices")


class Picture(Multiple):
    """Options shown as pictures: one of them where `max_choices` is 1, else several."""

    key = "picture"

    def is_one(self, question: Question) -> bool:
        """Say whether only one may be chosen."""
        return question.max_choices == 1

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        answer = super().parse(question, form)
        if answer is None or not self.is_one(question):
            return answer
        return AnswerValue(answer.value[:1])

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return super().show(question, answer, language) | {"is_one": self.is_one(question)}

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        if any(choice.other for choice in question.choices):
            yield Problem("A choice of pictures can't ask for other words", part="choices")
        for choice in question.choices:
            if not choice.image:
                yield Problem(
                    "“%(option)s” has no picture: upload one on the question's page",
                    part="choices",
                    params={"option": shortened(choice.text)},
                )
