"""The condition language: `nps <= 6 and "price" in reasons`, kept as a JSON tree and evaluated.

The tree follows the shape of the ONS questionnaire runner: one operator a node, from a whitelist,
with operands that are literals or sources. A comparison with a missing operand is false, never an
error, so a rule can always be asked.

    {"<=": [{"source": "answers", "identifier": "nps"}, 6]}
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from surveys.rule_text import RuleSyntaxError, parse, text_of, tree_problem

Tree = Mapping[str, Any]
Lookup = Callable[[str, str | None], Any]
"""Gives the value of a question (and of one of its rows), or None where there is no answer."""

SEGMENT = "segment"
"""The one word of a rule that is not a question: the respondent's segment."""

__all__ = ["SEGMENT", "Lookup", "Reference", "Rule", "RuleSyntaxError", "evaluate", "references"]


@dataclass(frozen=True)
class Reference:
    """A question, or one of its rows, that a rule looks at, and the literals beside it."""

    question: str
    row: str | None = None
    literals: tuple[str | float, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A condition on earlier answers."""

    tree: Tree

    @classmethod
    def from_text(cls, text: str) -> "Rule":
        """Read the infix form; raises RuleSyntaxError with a sentence and the place."""
        return cls(parse(text))

    @classmethod
    def from_tree(cls, tree: Any) -> "Rule":
        """Take the JSON form; raises RuleSyntaxError where it is not one of the known shapes."""
        if problem := tree_problem(tree):
            raise problem
        return cls(tree)

    @cached_property
    def text(self) -> str:
        """The readable form, which reads back into the same tree."""
        return text_of(self.tree)

    def holds(self, lookup: Lookup) -> bool:
        """Say whether the condition is met by the answers that `lookup` gives."""
        return bool(evaluate(self.tree, lookup))


def evaluate(node: Any, lookup: Lookup) -> Any:
    """Value of a tree: True or False for a condition, the value itself for an operand."""
    if not isinstance(node, Mapping):
        return node
    if "source" in node:
        return lookup(node["identifier"], node.get("selector"))
    [(operator, operands)] = node.items()
    if operator in _LOGIC:
        return _LOGIC[operator](operands, lookup)
    return _compare(operator, [evaluate(operand, lookup) for operand in operands])


_LOGIC: dict[str, Callable[[list[Any], Lookup], bool]] = {
    "and": lambda operands, lookup: all(evaluate(each, lookup) is True for each in operands),
    "or": lambda operands, lookup: any(evaluate(each, lookup) is True for each in operands),
    "not": lambda operands, lookup: evaluate(operands[0], lookup) is not True,
}


def _compare(operator: str, values: list[Any]) -> Any:
    if operator == "answered":
        return values[0] not in (None, "", [], {})
    if operator == "count":
        return len(values[0]) if isinstance(values[0], list) else None
    if any(value is None for value in values):
        return False
    try:
        return _COMPARISONS[operator](values[0], values[1])
    except TypeError:  # a word held against a number: not met, rather than a crash for a respondent
        return False


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "in": lambda left, right: left in _several(right),
    "any-in": lambda left, right: any(each in _several(right) for each in left),
    "all-in": lambda left, right: all(each in _several(right) for each in left),
}


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def references(tree: Any) -> Iterator[Reference]:
    """Every question a tree looks at, in reading order, with the literals beside it."""
    if not isinstance(tree, Mapping) or "source" in tree:
        return
    [(_, operands)] = tree.items()
    literals = tuple(_literals(operands))
    for operand in operands:
        if isinstance(operand, Mapping) and operand.get("source") == "answers":
            yield Reference(operand["identifier"], operand.get("selector"), literals)
        yield from references(operand)


def _literals(operands: list[Any]) -> Iterator[str | float]:
    for operand in operands:
        if isinstance(operand, list):
            yield from _literals(operand)
        elif not isinstance(operand, Mapping):
            yield operand
