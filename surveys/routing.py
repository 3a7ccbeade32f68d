"""A respondent's way through a questionnaire, computed anew from the answers at each request.

Nothing of the way is stored. An answer that is no longer on the path stays stored, so going back
and forth loses nothing, but it counts for no rule, no result and no export.
"""

from collections import Counter
from dataclasses import dataclass

from surveys.definition import Definition, Section
from surveys.question_types import Problem, Question, kind
from surveys.walking.orders import arranged_sections
from surveys.walking.walk import Answers, Respondent, Walk, walk

__all__ = [
    "Answers", "Progress", "Respondent", "Walk", "broken_checks", "next_page",
    "open_problems", "path", "previous_page", "progress", "resume_page", "steps", "walk",
]  # fmt: skip

Who = Respondent | str
"""A respondent, or a segment where nothing else of the person is known or matters."""


@dataclass(frozen=True)
class Progress:
    """Where a respondent is: question `position` of `total`, in step `step` (from 0) of `steps`.

    `total` counts the questions that can still come, so it may shrink on the way but not grow.
    """

    position: int
    total: int
    step: int
    steps: tuple[str, ...]


def path(definition: Definition, answers: Answers, who: Who) -> tuple[Question, ...]:
    """The questions this person is to be asked, in order."""
    return _way(definition, answers, who).questions


def _way(definition: Definition, answers: Answers, who: Who) -> Walk:
    return walk(definition, answers, Respondent(who) if isinstance(who, str) else who)


def next_page(way: Walk, after: str) -> Question | None:
    """The question that follows on the way; None after the last one."""
    return next(iter(_beside(way, after)[1]), None)


def previous_page(way: Walk, before: str) -> Question | None:
    """The question that comes before on the way; None before the first one."""
    return next(reversed(_beside(way, before)[0]), None)


def _beside(way: Walk, here: str) -> tuple[list[Question], list[Question]]:
    """What stands before and after a question, which itself may be off the way."""
    if here in way.ids:
        at = way.ids.index(here)
        return list(way.questions[:at]), list(way.questions[at + 1 :])
    place = {stop.name: n for n, stop in enumerate(way.stops)}
    at = place.get(here, len(place))
    before = [each for each in way.questions if place[each.id] < at]
    return before, list(way.questions[len(before) :])


def resume_page(way: Walk) -> Question | None:
    """Where to go on: the first required question left open, else the one after the last answer."""
    answered = [place for place, each in enumerate(way.ids) if each in way.known]
    reached = answered[-1] + 1 if answered else 0
    past, ahead = way.questions[:reached], way.questions[reached:]
    open_ones = [each for each in past if each.required and each.id not in way.known]
    return next(iter([*open_ones, *ahead]), None)


def open_problems(way: Walk) -> list[Problem]:
    """What still keeps the response from being submitted, in the order of the way."""
    return [
        problem
        for question in way.questions
        for problem in [
            *kind(question).validate(question, way.known.get(question.id)),
            *broken_checks(way, question),
        ]
    ]


def broken_checks(way: Walk, question: Question) -> list[Problem]:
    """The checks that the answers do not meet, each with its own words."""
    return [
        Problem("%(said)s", question=question.id, part=question.id, params={"said": check.say})
        for check in way.broken_checks(question)
    ]


def progress(way: Walk, here: str) -> Progress:
    """Where the question `here` stands on the way."""
    position = way.ids.index(here) + 1
    order = [stop.name for stop in way.stops]
    at = order.index(here)
    found = steps(way.definition, way.who)
    section = way.section_of(way.stops[at].question).id
    reached = [each.id for each in found].index(section)
    total = position + _ahead(way, at, frozenset(order[at:]))
    return Progress(position, total, reached, tuple(each.title for each in found))


def _ahead(way: Walk, at: int, open_ids: frozenset[str]) -> int:
    """How many questions can still come after the stop at this place.

    Those whose conditions look at nothing that is still open are decided. The others all count,
    those of a repetition that is still open as often as it can come at most.
    """
    decided, undecided = 0, Counter[str]()
    for stop in way.stops[at + 1 :]:
        if stop.looks.isdisjoint(open_ids):
            decided += stop.name in way.shown
        elif not stop.audience or way.who.segment in stop.audience:
            undecided[stop.base] += 1
    return decided + sum(min(n, _most(way, base, open_ids)) for base, n in undecided.items())


def _most(way: Walk, base: str, open_ids: frozenset[str]) -> int:
    section = way.plan.looped.get(base)
    if section is None:
        return 1
    if section.loop in open_ids:
        return way.definition.most_items(section)
    return len(way.items.get(section.id, ()))


def steps(definition: Definition, who: Who) -> list[Section]:
    """The sections that ask this person anything, in their order."""
    segment, seed = (who, 0) if isinstance(who, str) else (who.segment, who.seed)
    order = arranged_sections(definition.sections, seed)
    return [
        section
        for section in order
        if any(not each.audience or segment in each.audience for each in section.questions)
    ]
