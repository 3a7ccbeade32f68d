"""Options weighed against each other: put in order, or given shares of a sum."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from surveys.question_types.base import (
    Form,
    QuestionType,
    Summary,
    first,
    plain_digits,
    shortened,
)
from surveys.question_types.measure import ambiguity, number, plain, written
from surveys.question_types.values import AnswerValue, Problem, Question

TOTAL = 100.0
MOST_RANKED = 10
CENT = 1e-6
"""How far from its total a sum may be, for what floats can't say."""


class Weighing(QuestionType):
    """What they share: fields and columns are `id.option`."""

    uses = frozenset({"choices"})
    is_read_whole = False
    is_relative = True

    def fields(self, question: Question) -> list[str]:
        return self.columns(question)

    def columns(self, question: Question) -> list[str]:
        return [f"{question.id}.{choice.id}" for choice in question.choices]

    def measure(self, question: Question) -> tuple[object, ...]:
        return (frozenset(choice.id for choice in question.choices),)

    def numeric(self, question: Question) -> frozenset[str]:
        return frozenset(self.columns(question))

    def name(self, question: Question, option: str) -> str:
        """An option's text, short enough for a sentence."""
        return shortened(next((c.text for c in question.choices if c.id == option), option))

    def flaws(self, question: Question) -> Iterator[Problem]:
        if len(question.choices) < 2:
            yield Problem("A choice needs at least two options", part="choices")
        if any(choice.other or choice.exclusive for choice in question.choices):
            yield Problem(
                "Options that are weighed are neither other nor exclusive", part="choices"
            )

    def seconds(self, question: Question) -> int:
        return 5 * len(question.choices)


class Ranking(Weighing):
    """Options put in order, the best first; with `max_choices` only so many of them.

    Stored is the list of ids. Places that make no order are a mapping from option to place, which
    is shown again but never taken.
    """

    key = "ranking"
    uses = frozenset({"choices", "max_choices"})
    figures = "ranks"

    def islands(self, question: Question) -> tuple[str, ...]:
        return ("ranking",)

    def places(self, question: Question) -> range:
        """The places there are to give."""
        most = len(question.choices)
        return range(1, min(question.max_choices or most, most) + 1)

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        given = {
            choice.id: plain_digits(first(form, f"{question.id}.{choice.id}"))
            for choice in question.choices
        }
        wanted = {str(place): place for place in self.places(question)}
        places = {option: wanted[text] for option, text in given.items() if text in wanted}
        if not places:
            return None
        order = sorted(places, key=lambda option: places[option])
        is_order = [places[option] for option in order] == list(range(1, len(order) + 1))
        return AnswerValue(order if is_order else places)

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        given = self.given(answer)
        return {f"{question.id}.{option}": [str(place)] for option, place in given.items()}

    def given(self, answer: AnswerValue) -> dict[str, int]:
        """The place of each option that has one."""
        if isinstance(answer.value, Mapping):
            return dict(answer.value)
        return {option: place for place, option in enumerate(answer.value, 1)}

    def missing(self, question: Question) -> Problem:
        at = next((f"{question.id}.{choice.id}" for choice in question.choices), question.id)
        if len(self.places(question)) == len(question.choices):
            return Problem("Give every option a place, 1 for the best").at(question.id, at)
        params = {"most": len(self.places(question))}
        return Problem("Give the places 1 to %(most)s", params=params).at(question.id, at)

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        found = super().validate(question, answer)
        if found or answer is None or not question.required:
            return found
        open_ones = len(answer.value) < len(self.places(question))
        return [self.missing(question)] if open_ones else []

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        if not isinstance(answer.value, Mapping):
            return []
        times = Counter(answer.value.values())
        for option, place in answer.value.items():
            if times[place] > 1:
                twice = {"place": place, "n": times[place]}
                same = Problem("Place %(place)s stands %(n)s times: give it once", params=twice)
                return [same.at(question.id, f"{question.id}.{option}")]
        skipped = next(place for place in self.places(question) if place not in times)
        left_out = Problem("Give place %(place)s to an option", params={"place": skipped})
        free = next((c.id for c in question.choices if c.id not in answer.value), "")
        return [left_out.at(question.id, f"{question.id}.{free or next(iter(answer.value))}")]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        return {
            "places": self.places(question),
            "given": self.given(answer) if answer else {},
            "is_partial": len(self.places(question)) < len(question.choices),
        }

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        orders = [self.given(answer) for answer in answers]
        ranks = {
            choice.id: tuple(order[choice.id] for order in orders if choice.id in order)
            for choice in question.choices
        }
        firsts = {option: places.count(1) for option, places in ranks.items()}
        return Summary(len(orders), counts=firsts, given=ranks)

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        given = self.given(answer)
        return {f"{question.id}.{option}": str(place) for option, place in given.items()}

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        most = question.max_choices
        if most is not None and not 1 <= most <= len(question.choices):
            yield Problem("Rank at least one option and no more than there are", part="max_choices")
        if len(question.choices) > MOST_RANKED:
            yield Problem(
                "Nobody can put more than 10 options in order, these are %(n)s",
                part="choices",
                params={"n": len(question.choices)},
            )


class ConstantSum(Weighing):
    """A sum, shared out among the options; what is left empty gets nothing."""

    key = "constant_sum"
    uses = frozenset({"choices", "total", "unit"})
    figures = "shares"

    def islands(self, question: Question) -> tuple[str, ...]:
        return ("numbers",)

    def total(self, question: Question) -> float:
        """What the shares have to add up to."""
        return question.total or TOTAL

    def measure(self, question: Question) -> tuple[object, ...]:
        return (*super().measure(question), self.total(question))

    def parse(self, question: Question, form: Form) -> AnswerValue | None:
        typed = {c.id: first(form, f"{question.id}.{c.id}") for c in question.choices}
        if not any(typed.values()):
            return None
        read = {option: number(text) if text else 0 for option, text in typed.items()}
        value = {
            option: typed[option] if share is None else share for option, share in read.items()
        }
        return AnswerValue(value)

    def post(self, question: Question, answer: AnswerValue) -> dict[str, list[str]]:
        return {f"{question.id}.{option}": [str(s)] for option, s in answer.value.items()}

    def missing(self, question: Question) -> Problem:
        at = next((f"{question.id}.{choice.id}" for choice in question.choices), question.id)
        total = {"total": plain(self.total(question))}
        return Problem("Share out %(total)s among the options", params=total).at(question.id, at)

    def validate(self, question: Question, answer: AnswerValue | None) -> list[Problem]:
        found = super().validate(question, answer)
        return found if found or answer is None else self.unequal(question, answer)

    def check(self, question: Question, answer: AnswerValue) -> list[Problem]:
        for option, share in answer.value.items():
            at, params = f"{question.id}.{option}", {"option": self.name(question, option)}
            if isinstance(share, str):
                wrong = Problem("Enter a number for “%(option)s”, for example 20", params=params)
                return [(ambiguity(share) or wrong).at(question.id, at)]
            if share < 0:
                below = Problem("Enter 0 or more for “%(option)s”", params=params)
                return [below.at(question.id, at)]
        return []

    def unequal(self, question: Question, answer: AnswerValue) -> list[Problem]:
        """The sentence for shares that add up to something else; while under way they may."""
        whole, total = math.fsum(answer.value.values()), self.total(question)
        if abs(whole - total) < CENT:
            return []
        at = f"{question.id}.{next(iter(answer.value), '')}"
        params = {"total": plain(total), "sum": plain(round(whole, 6))}
        other = "The numbers must add up to %(total)s; yours make %(sum)s"
        return [Problem(other, params=params).at(question.id, at)]

    def show(self, question: Question, answer: AnswerValue | None, language: str) -> dict[str, Any]:
        given = answer.value if answer else {}
        texts = {option: s if isinstance(s, str) else written(s) for option, s in given.items()}
        return {"given": texts, "total": written(self.total(question))}

    def summarise(self, question: Question, answers: Iterable[AnswerValue]) -> Summary:
        given = [answer.value for answer in answers]
        shares = {
            choice.id: tuple(each[choice.id] for each in given if choice.id in each)
            for choice in question.choices
        }
        return Summary(len(given), given=shares)

    def export(self, question: Question, answer: AnswerValue) -> dict[str, str]:
        return {f"{question.id}.{option}": written(s) for option, s in answer.value.items()}

    def flaws(self, question: Question) -> Iterator[Problem]:
        yield from super().flaws(question)
        if self.total(question) <= 0:
            yield Problem("The sum to share out is above 0", part="total")
