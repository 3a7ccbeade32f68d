"""Making a function of a tree once, so that asking it for every respondent costs little.

A comparison with a missing operand gives `missing`: False where a rule is asked (so it can always
be asked), None where "not known yet" must be told from "no".
"""

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Lookup = Callable[[str, str | None], Any]
"""Gives the value of a question (and of one of its rows), or None where there is no answer."""
Made = Callable[[Lookup], Any]
LARGEST = 1e300
MOST_PLACES = 10


@dataclass(frozen=True)
class Names:
    """What names stand for beside answers: trees by value, and scores by question and option."""

    values: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def make(tree: Any, names: Names | None = None, *, missing: bool | None = False) -> Made:
    """Return the function that evaluates the tree by what a lookup gives."""
    return _Maker(names or Names(), missing=missing).made(tree)


class _Maker:
    """Makes functions of trees. A value that stands on itself is missing, not endless."""

    def __init__(self, names: Names, *, missing: bool | None) -> None:
        self.names = names
        self.missing = missing
        self.inside: set[str] = set()

    def made(self, node: Any) -> Made:
        if isinstance(node, list):
            parts = [self.made(each) for each in node]
            return lambda look: [part(look) for part in parts]
        if not isinstance(node, Mapping):
            return lambda _: node
        if "source" in node:
            return self.source(node)
        [(name, operands)] = node.items()
        return self.score(operands[0]) if name == "score" else self.operation(name, operands)

    def operation(self, name: str, operands: list[Any]) -> Made:
        parts = [self.made(each) for each in operands]
        if name in _LOGIC:
            return _LOGIC[name](parts)
        if name in _COMPARISONS:
            return _comparing(_COMPARISONS[name], parts[0], parts[1], missing=self.missing)
        return _calculating(_FUNCTIONS[name], parts)

    def source(self, node: Mapping[str, Any]) -> Made:
        name, row = node["identifier"], node.get("selector")
        if node["source"] == "answers" and name in self.names.values:
            return self.value(name)
        return lambda look: look(name, row)

    def value(self, name: str) -> Made:
        if name in self.inside:
            return lambda _: None
        self.inside.add(name)
        made = self.made(self.names.values[name])
        self.inside.remove(name)
        return made

    def score(self, node: Any) -> Made:
        """The score of the chosen option; of several, their sum; of a number, itself."""
        of = self.made(node)
        name = node["identifier"] if isinstance(node, Mapping) and "identifier" in node else ""
        scores = self.names.scores.get(name.partition("@")[0], {})

        def scored(look: Lookup) -> Any:
            given = of(look)
            if isinstance(given, str):  # as most are: one option
                points = scores.get(given)
                return points if _is_number(points) else None
            found = (scores.get(each, each) for each in _each(given))
            numbers = [each for each in found if _is_number(each)]
            return sum(numbers) if numbers else None

        return scored


def _and(parts: list[Made]) -> Made:
    def holds(look: Lookup) -> bool | None:
        verdict: bool | None = True
        for part in parts:
            found = part(look)
            if found is None:
                verdict = None
            elif not found:
                return False
        return verdict

    return holds


def _or(parts: list[Made]) -> Made:
    def holds(look: Lookup) -> bool | None:
        verdict: bool | None = False
        for part in parts:
            found = part(look)
            if found:
                return True
            if found is None:
                verdict = None
        return verdict

    return holds


def _not(parts: list[Made]) -> Made:
    def holds(look: Lookup) -> bool | None:
        found = parts[0](look)
        return None if found is None else not found

    return holds


def _answered(parts: list[Made]) -> Made:
    return lambda look: parts[0](look) not in (None, "", [], {})


def _if(parts: list[Made]) -> Made:
    condition, then, otherwise = parts

    def chosen(look: Lookup) -> Any:
        found = condition(look)
        return None if found is None else (then if found else otherwise)(look)

    return chosen


_LOGIC: dict[str, Callable[[list[Made]], Made]] = {
    "and": _and, "or": _or, "not": _not, "answered": _answered, "if": _if,
}  # fmt: skip


def _comparing(
    compare: Callable[[Any, Any], bool],
    left: Made,
    right: Made,
    *,
    missing: bool | None,
) -> Made:
    def holds(look: Lookup) -> bool | None:
        one, other = left(look), right(look)
        if one is None or other is None:
            return missing
        try:
            return compare(one, other)
        except TypeError:  # a word against a number: not met, rather than a crash for a respondent
            return missing

    return holds


def _several(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _each(value: Any) -> Iterator[Any]:
    """Each option, point or number of an answer, also of several answers or of several rows."""
    for each in _several(value):
        if isinstance(each, list | Mapping):
            yield from _each(each)
        elif each is not None:
            yield each


def _is_in(left: Any, right: Any) -> bool:
    if isinstance(right, list) and left in right:  # without looking into its parts
        return True
    return left in _each(right)


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": _is_in,
    "any-in": lambda left, right: not set(_each(left)).isdisjoint(_each(right)),
    "all-in": lambda left, right: set(_each(left)).issubset(_each(right)),
}


def _calculating(function: Callable[..., Any], parts: list[Made]) -> Made:
    """Calculate; what is missing, no number, or beyond all measure gives nothing."""

    def result(look: Lookup) -> Any:
        values = [part(look) for part in parts]
        try:
            found = function(*values)
            is_sane = not _is_number(found) or (math.isfinite(found) and abs(found) < LARGEST)
        except (TypeError, ValueError, ArithmeticError):
            return None
        return found if is_sane else None

    return result


def _count(value: Any) -> int | None:
    return len(value) if isinstance(value, list | Mapping) else None


def _number(value: Any) -> Any:
    if not _is_number(value):
        raise TypeError(value)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(values: tuple[Any, ...]) -> Iterator[Any]:
    """The numbers among the arguments; within an answer of several parts, the words are skipped."""
    for value in values:
        if isinstance(value, list | Mapping):
            yield from (each for each in _each(value) if _is_number(each))
        else:
            yield _number(value)


def _summed(*values: Any) -> Any:
    numbers = list(_numbers(values))
    return sum(numbers) if numbers else None


def _rounded(value: Any, places: Any = 0) -> Any:
    """Round half away from zero, as people do."""
    step = Decimal(1).scaleb(-min(max(int(_number(places)), 0), MOST_PLACES))
    found = Decimal(repr(_number(value))).quantize(step, ROUND_HALF_UP)
    return int(found) if found == found.to_integral_value() else float(found)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda left, right: _number(left) + _number(right),
    "-": lambda left, right: _number(left) - _number(right),
    "*": lambda left, right: _number(left) * _number(right),
    "/": lambda left, right: _number(left) / _number(right),
    "sum": _summed,
    "min": lambda *values: min(_numbers(values)),
    "max": lambda *values: max(_numbers(values)),
    "round": _rounded,
    "count": _count,
}
