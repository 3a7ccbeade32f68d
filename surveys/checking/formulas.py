"""Rules and expressions: what they look at must be there, and be asked before."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from surveys.definition import Definition, Section
from surveys.question_types import Problem, Question
from surveys.question_types.values import RANDOM
from surveys.rules import Formula, Reference, references
from surveys.walking.orders import runs
from surveys.walking.plan import Plan


@dataclass(frozen=True)
class Site:
    """A rule with the place it stands at.

    `reach` says what it may look at: `before` the question or section, `own` the question's answer
    too, `any` answer.
    """

    formula: Formula
    part: str
    section: Section | None = None
    question: Question | None = None
    reach: str = "before"

    def problem(self, message: str, **params: Any) -> Problem:
        """A problem of the rule."""
        section = self.section.id if self.section else ""
        question = self.question.id if self.question else ""
        return Problem(message, section, question, "", self.part, params)


def sites(definition: Definition) -> Iterator[Site]:
    """Every rule and expression of a questionnaire, with its place."""
    for section in definition.sections:
        if section.show_if:
            yield Site(section.show_if, "show_if", section)
        for each in section.questions:
            yield from _of_question(section, each)
    for value in definition.values:
        yield Site(value.value, f"values {value.id}", reach="any")
    for quota in definition.quotas:
        yield Site(quota.when, f"quotas {quota.id}", reach="any")


def _of_question(section: Section, question: Question) -> Iterator[Site]:
    if question.show_if:
        yield Site(question.show_if, "show_if", section, question)
    for number, jump in enumerate(question.go_to, 1):
        yield Site(jump.when, f"go_to {number}", section, question, "own")
    for number, check in enumerate(question.checks, 1):
        yield Site(check.when, f"checks {number}", section, question, "own")


class Order:
    """What is asked before what, whatever order a person's sections come in."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.place = {each.id: n for n, each in enumerate(definition.questions)}
        self.run = {
            section.id: n for n, run in enumerate(runs(definition.sections)) for section in run
        }

    def is_before(self, one: Question, other: Question) -> bool:
        """Say whether a question comes before another in the document."""
        return self.place[one.id] < self.place[other.id]

    def may_swap(self, one: Section, other: Section) -> bool:
        """Say whether two sections may change places."""
        both = {one.order, other.order} == {RANDOM}
        return both and one.id != other.id and self.run[one.id] == self.run[other.id]


def problems_of_formulas(definition: Definition) -> Iterator[Problem]:
    """Every problem of what rules and expressions look at."""
    order = Order(definition)
    plan = definition.derived(Plan)
    for site in sites(definition):
        for reference in references(site.formula.tree):
            yield from _of_reference(definition, order, site, reference)
        for name in sorted(_through_values(plan, site)):
            target = definition.question(name)
            if target:
                yield from _of_order(definition, order, site, target)


def _through_values(plan: Plan, site: Site) -> frozenset[str]:
    """Questions that the rule looks at only through calculated values."""
    direct = {each.question for each in references(site.formula.tree)}
    return plan.looks_of(site.formula) - direct if site.reach != "any" else frozenset()


def _of_reference(
    definition: Definition, order: Order, site: Site, reference: Reference
) -> Iterator[Problem]:
    name = reference.question
    if name in {each.id for each in definition.values}:
        return
    target = definition.question(name)
    if target is None:
        yield _unknown(definition, site, name)
        return
    yield from _of_item(definition, site, reference, target)
    found = list(_of_order(definition, order, site, target)) if site.reach != "any" else []
    yield from found or _of_literals(site, reference, target)


def _unknown(definition: Definition, site: Site, name: str) -> Problem:
    """A name that no question bears: an option without its quotes, or a slip of the pen."""
    owner = next((each for each, ids in definition.option_ids.items() if name in ids), None)
    if owner:
        return site.problem(
            "There is no question “%(id)s”; the option of “%(owner)s” is written in quotes",
            id=name, owner=owner,
        )  # fmt: skip
    near = get_close_matches(name, [*definition.option_ids], n=1)
    if near:
        return site.problem(
            "There is no question “%(id)s”; the nearest is “%(near)s”", id=name, near=near[0]
        )
    return site.problem("There is no question “%(id)s”", id=name)


def _of_order(
    definition: Definition, order: Order, site: Site, target: Question
) -> Iterator[Problem]:
    here = site.question or next(iter(site.section.questions if site.section else ()), None)
    if here is None or (site.reach == "own" and here.id == target.id):
        return
    section, other = definition.section_of(here), definition.section_of(target)
    if not order.is_before(target, here):
        yield site.problem("The rule looks at “%(id)s”, which is asked only later", id=target.id)
    elif order.may_swap(section, other):
        yield site.problem(
            "“%(id)s” may come after this one: both stand in sections of random order",
            id=target.id,
        )


def _of_item(
    definition: Definition, site: Site, reference: Reference, target: Question
) -> Iterator[Problem]:
    if reference.item is None:
        return
    items = definition.items(definition.section_of(target))
    if reference.item not in items:
        yield site.problem(
            "“%(id)s” is never asked for the item “%(item)s”", id=target.id, item=reference.item
        )


def _of_literals(site: Site, reference: Reference, target: Question) -> Iterator[Problem]:
    name = reference.question
    rows = {row.id for row in target.rows}
    if reference.row is not None and rows and reference.row not in rows:
        yield site.problem("“%(id)s” has no row “%(row)s”", id=name, row=reference.row)
    if target.rows and reference.row is None and reference.literals:
        yield site.problem("Name the row of “%(id)s” to compare, as in %(id)s.row", id=name)
    options = {choice.id for choice in target.choices}
    if reference.row is not None and options and not rows and reference.row not in options:
        yield site.problem("“%(id)s” has no option “%(option)s”", id=name, option=reference.row)
    for literal in reference.literals:
        if options and isinstance(literal, str) and literal not in options:
            yield site.problem(
                "“%(id)s” has no option “%(option)s”; its options are %(known)s",
                id=name,
                option=literal,
                known=", ".join(each.id for each in target.choices),
            )
