"""A respondent's way through a questionnaire, computed anew from the answers at each request.

Nothing of the way is stored. An answer that is no longer on the path stays stored, so going back
and forth loses nothing, but it counts for no rule, no result and no export.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition import Definition
from surveys.question_types import AnswerValue, Problem, Question, kind
from surveys.rules import SEGMENT, Rule, references

Answers = Mapping[str, AnswerValue]


@dataclass(frozen=True)
class Progress:
    """Where a respondent is: question `position` of `total`, in step `step` (from 0) of `steps`.

    `total` counts the questions that can still come, so it may shrink on the way but not grow.
    """

    position: int
    total: int
    step: int
    steps: tuple[str, ...]


def path(definition: Definition, answers: Answers, segment: str) -> tuple[Question, ...]:
    """The questions this person is to be asked, in order."""
    on_path: dict[str, Question] = {}
    for question in definition.asked(segment):
        known = {each: answers[each] for each in on_path if each in answers}
        if _is_shown(question.show_if, definition, known, segment):
            on_path[question.id] = question
    return tuple(on_path.values())


def _is_shown(rule: Rule | None, definition: Definition, known: Answers, segment: str) -> bool:
    def lookup(name: str, row: str | None) -> Any:
        if name == SEGMENT:
            return segment
        question, answer = definition.question(name), known.get(name)
        return kind(question).operand(question, answer, row) if question and answer else None

    return rule is None or rule.holds(lookup)


def on_path(definition: Definition, answers: Answers, segment: str) -> dict[str, AnswerValue]:
    """The answers that count: those to questions on the path."""
    return {q.id: answers[q.id] for q in path(definition, answers, segment) if q.id in answers}


def next_page(
    definition: Definition, answers: Answers, segment: str, after: str
) -> Question | None:
    """The question that follows on the path; None after the last one."""
    return _neighbour(definition, after, path(definition, answers, segment))


def previous_page(
    definition: Definition, answers: Answers, segment: str, before: str
) -> Question | None:
    """The question that comes before on the path; None before the first one."""
    return _neighbour(definition, before, path(definition, answers, segment)[::-1], backwards=True)


def _neighbour(
    definition: Definition, here: str, way: tuple[Question, ...], *, backwards: bool = False
) -> Question | None:
    order = [each.id for each in definition.questions]
    at = order.index(here)
    further = [
        each
        for each in way
        if (order.index(each.id) < at if backwards else order.index(each.id) > at)
    ]
    return further[0] if further else None


def resume_page(definition: Definition, answers: Answers, segment: str) -> Question | None:
    """Where to go on: the first required question left open, else the one after the last answer."""
    way = path(definition, answers, segment)
    answered = [place for place, each in enumerate(way) if each.id in answers]
    reached = answered[-1] + 1 if answered else 0
    open_ones = [each for each in way[:reached] if each.required and each.id not in answers]
    return next(iter([*open_ones, *way[reached:]]), None)


def open_problems(definition: Definition, answers: Answers, segment: str) -> list[Problem]:
    """What still keeps the response from being submitted, in the order of the path."""
    return [
        problem
        for question in path(definition, answers, segment)
        for problem in kind(question).validate(question, answers.get(question.id))
    ]


def progress(definition: Definition, answers: Answers, segment: str, here: str) -> Progress:
    """Where the question `here` stands on the way."""
    way = [each.id for each in path(definition, answers, segment)]
    position = way.index(here) + 1
    possible = _can_still_come(definition, segment, here)
    ahead = [each.id for each in definition.asked(segment) if each.id in possible]
    after = [each for each in way[position:] if each not in ahead]
    reached = next(n for n, (_, ids) in enumerate(_steps(definition, segment)) if here in ids)
    total = position + len(ahead) + len(after)
    return Progress(position, total, reached, steps(definition, segment))


def steps(definition: Definition, segment: str) -> tuple[str, ...]:
    """Titles of the sections that ask this segment anything."""
    return tuple(title for title, _ in _steps(definition, segment))


def _steps(definition: Definition, segment: str) -> list[tuple[str, set[str]]]:
    asked = {each.id for each in definition.asked(segment)}
    found = [
        (section.title, {each.id for each in section.questions} & asked)
        for section in definition.sections
    ]
    return [(title, ids) for title, ids in found if ids]


def _can_still_come(definition: Definition, segment: str, here: str) -> set[str]:
    """Conditional questions after `here` whose rule looks at `here` or at something later."""
    order = [each.id for each in definition.questions]
    at, undecided = order.index(here), {here}
    for question in definition.asked(segment):
        looks = references(question.show_if.tree) if question.show_if else ()
        later = order.index(question.id) > at
        if later and any(look.question in order[at:] for look in looks):
            undecided.add(question.id)
    return undecided - {here}
