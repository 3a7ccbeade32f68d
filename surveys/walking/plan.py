"""What can be known of a questionnaire before anybody answers: its stops, and rules as functions.

Made once for a definition and kept with it, so that a page of a long questionnaire with many rules
costs hardly more than one of a short one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from surveys.definition import Definition, Quota, Section, repeated
from surveys.question_types import QUESTION_TYPES, AnswerValue, Question, QuestionType, kind
from surveys.question_types.values import END, RANDOM
from surveys.rules import Formula, Made, Names, Rule, make, references
from surveys.walking.orders import arranged_sections


@dataclass(frozen=True, slots=True)
class Stop:
    """A question where a person may stop: one of the questionnaire, or one of its repetitions.

    `looks` are the stops that its condition, its section's or its repetition depend on.
    """

    question: Question
    name: str
    base: str
    audience: tuple[str, ...]
    show: Made | None
    jumps: tuple[tuple[Made, str], ...]
    looks: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A section with its stops, by item; a section that is not repeated has the one item ""."""

    section: Section
    show: Made | None
    stops: Mapping[str, tuple[Stop, ...]]
    bases: frozenset[str]
    driver: str
    limit: int


class Plan:
    """A definition made ready to be walked."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.names = Names(
            {each.id: each.value.tree for each in definition.values},
            {each.id: scores for each in definition.questions if (scores := _scores(each))},
        )
        self.values = {each.id: make(each.value.tree, self.names) for each in definition.values}
        self.kinds: dict[str, tuple[Question, QuestionType]] = {
            each.id: (each, kind(each)) for each in definition.every if each.type in QUESTION_TYPES
        }
        #: The repeated questions, each with the section that repeats it.
        self.looped = {
            question.id: section
            for section in definition.sections
            if section.loop
            for question in section.questions
        }
        self._order = {each.id: n for n, each in enumerate(definition.questions)}
        self._orders: dict[int, tuple[Part, ...]] = {}
        self.parts = tuple(self._part(section) for section in definition.sections)
        self.is_shuffled = any(section.order == RANDOM for section in definition.sections)

    def ordered(self, seed: int) -> tuple[Part, ...]:
        """The parts in the order of a person."""
        if not self.is_shuffled:
            return self.parts
        by_id = {part.section.id: part for part in self.parts}
        return tuple(by_id[each.id] for each in arranged_sections(self.definition.sections, seed))

    @cached_property
    def checks(self) -> dict[str, tuple[Made, ...]]:
        """What the answers to a question must meet; None where an answer is missing for it."""
        return {
            each.id: tuple(make(check.when.tree, self.names, missing=None) for check in each.checks)
            for each in self.definition.questions
            if each.checks
        }

    @cached_property
    def quotas(self) -> tuple[tuple[Quota, Made], ...]:
        """The quotas, each with a function that also says when it is not known yet."""
        return tuple(
            (each, make(each.when.tree, self.names, missing=None))
            for each in self.definition.quotas
        )

    def looks_of(self, formula: Formula | None) -> frozenset[str]:
        """The questions a rule looks at, also through calculated values; repeated ones plainly."""
        return frozenset(_looks(formula.tree, self.names.values, frozenset())) if formula else _NONE

    def _part(self, section: Section) -> Part:
        items = self.definition.items(section) if section.loop else ("",)
        bases = frozenset(each.id for each in section.questions)
        show = self._made(section.show_if)
        shared = self.looks_of(section.show_if) | ({section.loop} if section.loop else set())
        ready = [
            (each, self._made(each.show_if), self._jumps(each), self.looks_of(each.show_if))
            for each in section.questions
        ]
        stops = {
            item: tuple(
                Stop(at := self._at(each, item), at.id, each.id, each.audience, shown, jumps,
                     frozenset(self._instances(looks | shared, bases, item)))
                for each, shown, jumps, looks in ready
            )
            for item in items
        }  # fmt: skip
        limit = self.definition.most_items(section)
        return Part(section, show, stops, bases, section.loop, limit)

    def _at(self, question: Question, item: str) -> Question:
        return repeated(question, item) if item else question

    def _instances(
        self, looks: Iterable[str], siblings: frozenset[str], item: str
    ) -> Iterator[str]:
        for name in looks:
            if name not in self.looped:
                yield name
            elif item and name in siblings:
                yield f"{name}@{item}"
            else:
                yield from (f"{name}@{each}" for each in self.definition.items(self.looped[name]))

    def _made(self, rule: Rule | None) -> Made | None:
        return make(rule.tree, self.names) if rule else None

    def _jumps(self, question: Question) -> tuple[tuple[Made, str], ...]:
        """The ways on that lead forwards; nothing else is ever followed."""
        own = self._order[question.id]
        return tuple(
            (make(jump.when.tree, self.names), jump.to)
            for jump in question.go_to
            if jump.to == END or self._order.get(jump.to, -1) > own
        )


_NONE: frozenset[str] = frozenset()


def _scores(question: Question) -> dict[str, float]:
    return {each.id: each.score for each in question.choices if each.score is not None}


def _looks(tree: Any, values: Mapping[str, Any], inside: frozenset[str]) -> Iterator[str]:
    for reference in references(tree):
        name = reference.question
        if name in values and name not in inside:
            yield from _looks(values[name], values, inside | {name})
        elif name not in values:
            yield name


def items_of(answer: AnswerValue | None, part: Part) -> list[str]:
    """The items that an answer asks to go through, as many as the section allows."""
    if answer is None:
        return []
    found = [item for item in _named(answer) if item in part.stops]
    return found[: part.section.loop_limit]


def _named(answer: AnswerValue) -> list[str]:
    if isinstance(answer.value, list):
        return [str(each) for each in answer.value]
    if isinstance(answer.value, dict):
        return [row for row, cells in answer.value.items() if any(words_of(cells))]
    return [str(n) for n in range(1, len(names_in(answer.text)) + 1)]


def words_of(cells: Any) -> list[str]:
    """The words in the fields of a row."""
    given = cells.values() if isinstance(cells, dict) else [cells]
    return [words for each in given if isinstance(each, str) and (words := each.strip())]


def names_in(text: str) -> list[str]:
    """The names of a free list: its lines that are not empty."""
    return [name for line in text.splitlines() if (name := " ".join(line.split()))]
