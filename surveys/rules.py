"""Rules and expressions over answers: `nps <= 6 and "price" in reasons`, kept as a JSON tree.

The tree follows the shape of the ONS questionnaire runner: one operator a node, from a whitelist,
with operands that are literals or sources. A comparison with a missing operand is false, never an
error, so a rule can always be asked; arithmetic with a missing operand is missing.

    {"<=": [{"source": "answers", "identifier": "nps"}, 6]}
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from surveys.logic.evaluating import Lookup, Made, Names, make
from surveys.logic.options import Options, with_options
from surveys.logic.reading import parse, parse_expression
from surveys.logic.syntax import COMPARISONS, SETS, RuleSyntaxError
from surveys.logic.writing import text_of, tree_problem

SEGMENT, LANGUAGE, ITEM = "segment", "language", "item"
"""The words of a rule that are no question: the respondent's segment and language, and the item
that the questions are repeated for."""

_NONE: Options = {}

__all__ = [
    "ITEM",
    "LANGUAGE",
    "SEGMENT",
    "Expression",
    "Formula",
    "Lookup",
    "Made",
    "Names",
    "Options",
    "Reference",
    "Rule",
    "RuleSyntaxError",
    "make",
    "references",
]


@dataclass(frozen=True)
class Reference:
    """A question, or one of its rows or repetitions, that a tree looks at, and what it is held to.

    `literals` are the constants it is compared with.
    """

    question: str
    row: str | None = None
    literals: tuple[str | float, ...] = ()
    item: str | None = None


@dataclass(frozen=True)
class Formula:
    """A tree, with its readable form."""

    tree: Any

    @cached_property
    def text(self) -> str:
        """The readable form, which reads back into the same tree."""
        return text_of(self.tree)

    @cached_property
    def _made(self) -> Made:
        return make(self.tree)


@dataclass(frozen=True)
class Rule(Formula):
    """A condition on answers."""

    @classmethod
    def from_text(cls, text: str, options: Options = _NONE) -> "Rule":
        """Read the infix form; raises RuleSyntaxError with a sentence and the place.

        With the `options` of the questionnaire, a bare name may mean one of them.
        """
        return cls(with_options(parse(text), options))

    @classmethod
    def from_tree(cls, tree: Any) -> "Rule":
        """Take the JSON form; raises RuleSyntaxError where it is not one of the known shapes."""
        if problem := tree_problem(tree):
            raise problem
        return cls(tree)

    def holds(self, lookup: Lookup) -> bool:
        """Say whether the condition is met by the answers that `lookup` gives."""
        return bool(self._made(lookup))


@dataclass(frozen=True)
class Expression(Formula):
    """A value calculated from answers: a number, a text, or true or false."""

    @classmethod
    def from_text(cls, text: str, options: Options = _NONE) -> "Expression":
        """Read the infix form, as Rule does."""
        return cls(with_options(parse_expression(text), options))

    @classmethod
    def from_tree(cls, tree: Any) -> "Expression":
        """Take the JSON form; raises RuleSyntaxError where it is not one of the known shapes."""
        if problem := tree_problem(tree, is_rule=False):
            raise problem
        return cls(tree)

    def value(self, lookup: Lookup) -> Any:
        """The value by the answers that `lookup` gives; None where one of them is missing."""
        return self._made(lookup)


def references(tree: Any) -> Iterator[Reference]:
    """Every question (or value) a tree looks at, in reading order."""
    if isinstance(tree, list):
        for each in tree:
            yield from references(each)
    if not isinstance(tree, Mapping):
        return
    if "source" in tree:
        yield from _reference(tree, ())
        return
    [(operator, operands)] = tree.items()
    held = tuple(_literals(operands)) if operator in _HOLDING else ()
    for operand in operands:
        if isinstance(operand, Mapping) and "source" in operand:
            yield from _reference(operand, held)
        else:
            yield from references(operand)


_HOLDING = {*COMPARISONS, *SETS.values()}


def _reference(source: Mapping[str, Any], literals: tuple[str | float, ...]) -> Iterator[Reference]:
    if source["source"] == "answers":
        name, _, item = source["identifier"].partition("@")
        yield Reference(name, source.get("selector"), literals, item or None)


def _literals(operands: list[Any]) -> Iterator[str | float]:
    for operand in operands:
        if isinstance(operand, list):
            yield from _literals(operand)
        elif not isinstance(operand, Mapping):
            yield operand
