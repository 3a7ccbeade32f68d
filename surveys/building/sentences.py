"""Conditions as sentences: what a question may be held against, and the clauses of a rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.definition import Definition
from surveys.question_types import Question
from surveys.question_types.measure import number
from surveys.rules import Rule

JOINERS = ("and", "or")
#: The types whose answer is a number, one option, or several.
_NUMBERS = frozenset({"nps", "nps_why", "csat", "ces", "number", "slider"})
_ONE = frozenset({"single", "dropdown"})
_SEVERAL = frozenset({"multiple", "picture"})
_ROWS = frozenset({"rating", "touchpoint", "awareness"})
_OPERATORS = {"at_most": "<=", "at_least": ">=", "is": "==", "is_not": "!="}


@dataclass(frozen=True)
class Look:
    """What a condition can look at: a question, or one of its rows, and how.

    `operators` are keys of the words on the page; `values` the options to choose from, by id.
    """

    question: Question
    row: str
    operators: tuple[str, ...]
    values: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name it has in a rule."""
        return f"{self.question.id}.{self.row}" if self.row else self.question.id

    @property
    def row_text(self) -> str:
        """The words of the row."""
        return next((each.text for each in self.question.rows if each.id == self.row), "")


def looks(definition: Definition, before: str) -> list[Look]:
    """Return all that a condition of the question `before` can look at: what is asked earlier."""
    order = [each.id for each in definition.questions]
    earlier = definition.questions[: order.index(before)] if before in order else ()
    return [look for question in earlier for look in looks_at(question)]


def looks_at(question: Question) -> list[Look]:
    """What a condition can look at of one question."""
    values = {choice.id: choice.text for choice in question.choices}
    if question.type in _ROWS:
        return [Look(question, row.id, ("at_most", "at_least", "is"), {}) for row in question.rows]
    if question.type in _NUMBERS:
        return [Look(question, "", ("at_most", "at_least", "is", "answered"), {})]
    if question.type in _ONE:
        return [Look(question, "", ("is", "is_not", "answered"), values)]
    if question.type in _SEVERAL:
        return [Look(question, "", ("has", "has_not", "answered"), values)]
    return [] if question.type == "information" else [Look(question, "", ("answered",), {})]


def clause(look: Look, operator: str, value: str) -> Mapping[str, Any] | None:
    """Return the tree of one condition; None where the value does not fit."""
    source: dict[str, str] = {"source": "answers", "identifier": look.question.id}
    if look.row:
        source["selector"] = look.row
    if operator not in look.operators:
        return None
    if operator == "answered":
        return {"answered": [source]}
    if look.values:
        return _of_option(source, operator, value) if value in look.values else None
    limit = number(value)
    return None if limit is None else {_OPERATORS[operator]: [source, limit]}


def _of_option(source: Mapping[str, str], operator: str, value: str) -> Mapping[str, Any]:
    if operator in {"has", "has_not"}:
        tree: Mapping[str, Any] = {"in": [value, source]}
        return tree if operator == "has" else {"not": [tree]}
    return {_OPERATORS[operator]: [source, value]}


def clauses(rule: Rule | None) -> tuple[str, list[Mapping[str, Any]]]:
    """Return how a rule joins its clauses, and the clauses; a nested rule is one clause."""
    if rule is None:
        return "and", []
    [(operator, operands)] = rule.tree.items()
    return (operator, list(operands)) if operator in JOINERS else ("and", [rule.tree])


def joined(joiner: str, found: Sequence[Mapping[str, Any]]) -> Rule | None:
    """Return the rule of clauses; None of none."""
    if not found:
        return None
    return Rule(found[0] if len(found) == 1 else {joiner: list(found)})
