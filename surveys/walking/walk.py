"""One walk through a questionnaire: what is asked of a person, by what was answered so far.

A walk goes forwards only, over stops known beforehand, so it can't loop. A rule sees the answers
to questions that came before on the same way; whatever is off the way counts for nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.definition import Definition, Quota, Section
from surveys.question_types import AnswerValue, Check, Question
from surveys.rules import ITEM, LANGUAGE, SEGMENT
from surveys.walking.plan import Part, Plan, Stop, items_of

Answers = Mapping[str, AnswerValue]


@dataclass(frozen=True)
class Respondent:
    """What of a person decides the way: segment, language, and the seed of their own orders."""

    segment: str
    language: str = ""
    seed: int = 0


class _Look:
    """What a name in a rule stands for at this point of the way."""

    def __init__(self, plan: Plan, who: Respondent, known: dict[str, AnswerValue]) -> None:
        self.plan = plan
        self.known = known
        self.words = {SEGMENT: who.segment, LANGUAGE: who.language or None}
        self.part: Part | None = None
        self.item = ""

    def __call__(self, name: str, row: str | None) -> Any:
        answer = self.known.get(name)
        if answer is not None:
            question, own = self.plan.kinds[name]
            return own.operand(question, answer, row)
        if name in self.plan.looped:
            return self._repeated(name, row)
        if name in self.plan.kinds:
            return None
        return (self.item or None) if name == ITEM else self.words.get(name)

    def _repeated(self, name: str, row: str | None) -> Any:
        """Inside the repetition its own answer, outside the answers of all of them."""
        if self.item and self.part and name in self.part.bases:
            return self(f"{name}@{self.item}", row)
        items = self.plan.definition.items(self.plan.looped[name])
        found = [self(f"{name}@{item}", row) for item in items]
        given = [each for each in found if each is not None]
        return given or None

    def at(self, part: Part | None, item: str) -> "_Look":
        self.part, self.item = part, item
        return self


@dataclass(frozen=True)
class Walk:
    """A way and what is known on it.

    `questions` are asked, in order; `known` are their answers; `stops` are all stops in this
    person's order, and `shown` those whose conditions hold, whether or not a jump passes over them.
    """

    definition: Definition
    who: Respondent
    questions: tuple[Question, ...]
    known: dict[str, AnswerValue]
    stops: tuple[Stop, ...] = ()
    shown: frozenset[str] = frozenset()
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the questions on the way, in order."""
        return [each.id for each in self.questions]

    @property
    def plan(self) -> Plan:
        """The definition made ready."""
        return self.definition.derived(Plan)

    def section_of(self, question: Question) -> Section:
        """The section of a question on the way."""
        return self.definition.section_of(question)

    def value(self, name: str) -> Any:
        """A calculated value; None where an answer is missing for it."""
        return self.plan.values[name](_Look(self.plan, self.who, self.known))

    def values(self) -> dict[str, Any]:
        """All calculated values that are not missing."""
        found = {name: self.value(name) for name in self.plan.values}
        return {name: value for name, value in found.items() if value is not None}

    def look(self, name: str, row: str | None, item: str = "") -> Any:
        """What a name stands for here, as in a rule; inside a repetition, name its item."""
        if name in self.plan.values:
            return self.value(name)
        looped = self.plan.looped.get(name)
        part = next((each for each in self.plan.parts if each.section is looped), None)
        return _Look(self.plan, self.who, self.known).at(part, item)(name, row)

    def broken_checks(self, question: Question) -> Iterator[Check]:
        """The checks of a question on the way that the answers do not meet."""
        base, _, item = question.id.partition("@")
        if base not in self.plan.checks or question.id not in self.known:
            return
        part = next(each for each in self.plan.parts if base in each.bases)
        look = _Look(self.plan, self.who, self.known).at(part if item else None, item)
        for check, holds in zip(question.checks, self.plan.checks[base], strict=True):
            if holds(look) is False:
                yield check

    def quotas(self) -> tuple[Quota, ...]:
        """The quotas this person falls under, as far as it is known for sure."""
        look = _Look(self.plan, self.who, self.known)
        return tuple(quota for quota, holds in self.plan.quotas if holds(look) is True)


def walk(definition: Definition, answers: Answers, who: Respondent) -> Walk:
    """Go the whole way by the answers there are."""
    return _Walker(definition.derived(Plan), answers, who).walk()


class _Walker:
    """The state of one walk."""

    def __init__(self, plan: Plan, answers: Answers, who: Respondent) -> None:
        self.plan = plan
        self.answers = answers
        self.who = who
        self.known: dict[str, AnswerValue] = {}
        self.look = _Look(plan, who, self.known)
        self.way: list[Question] = []
        self.stops: list[Stop] = []
        self.shown: list[str] = []
        self.items: dict[str, tuple[str, ...]] = {}
        self.target = ""

    def walk(self) -> Walk:
        for part in self.plan.ordered(self.who.seed):
            self.through(part)
        return Walk(
            self.plan.definition, self.who, tuple(self.way), self.known,
            tuple(self.stops), frozenset(self.shown), self.items,
        )  # fmt: skip

    def through(self, part: Part) -> None:
        asked = items_of(self.known.get(part.driver), part) if part.driver else [""]
        if part.driver:
            self.items[part.section.id] = tuple(asked)
            self.stops += [
                stop for item, stops in part.stops.items() if item not in asked for stop in stops
            ]
        for item in asked:
            self.look.at(part, item)
            is_shown = part.show is None or part.show(self.look)
            self.along(part.stops[item], is_shown=bool(is_shown))
        if not asked and self.target in part.bases:
            self.target = ""  # what was to be gone on with is repeated for nothing

    def along(self, stops: tuple[Stop, ...], *, is_shown: bool) -> None:
        """Come past the stops of a section, or of one repetition of it.

        Every page of every respondent goes this way several times: most stops have no condition,
        and cost next to nothing.
        """
        self.stops += stops
        look, answers, segment = self.look, self.answers, self.who.segment
        for stop in stops:
            name = stop.name
            if self.target == stop.base:
                self.target = ""
            if not is_shown or (stop.audience and segment not in stop.audience):
                continue
            if stop.show is not None and not stop.show(look):
                continue
            self.shown.append(name)
            if self.target:
                continue
            self.way.append(stop.question)
            if name in answers:
                self.known[name] = answers[name]
            if stop.jumps:
                self.target = next((to for holds, to in stop.jumps if holds(look)), "")
