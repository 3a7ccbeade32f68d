"""Foreign conditions become rules of ours, by what the questions they look at have become.

The meaning stays: where another tool takes a missing answer for an empty text, `!=` becomes
`not … ==`, which is met without an answer too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from surveys.exchange.conditions.literals import as_number, code, holds, plain
from surveys.exchange.conditions.tree import Call, Literal, Many, Node, Ref, Untold, names_in
from surveys.question_types import Problem
from surveys.rules import Expression, Rule, RuleSyntaxError

Tree = dict[str, Any]
Settled = Tree | bool


@dataclass(frozen=True)
class Target:
    """What a name of the source has become: a question, one of its rows, or one of its options.

    `is_tick`: the only option has become a box of its own, which is ticked or not answered.
    `twins` are further questions of the same name, of which a person meets one.
    `values` maps the source's codes to what is stored; empty where any value may be. `many`: the
    answer is a list of them.
    """

    question: str
    row: str = ""
    option: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    is_many: bool = False
    is_number: bool = False
    is_tick: bool = False
    twins: tuple["Target", ...] = ()

    @property
    def source(self) -> Tree:
        """The operand of a rule."""
        source = {"source": "answers", "identifier": self.question}
        return source | ({"selector": self.row} if self.row else {})


Targets = Mapping[str, Target]
_SETS = {"has", "has-any", "has-all"}
_CONDITIONS = {"and", "or", "not", "answered", "==", "!=", "<", "<=", ">", ">=", *_SETS}
_MEASURES = {"count", "length"}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_YES = {"y", "yes", "1", "true"}
_NO = {"n", "no", "0", "false", ""}


def settle(node: Node, targets: Targets) -> Settled:
    """The condition as a rule's tree, or True or False where it is always or never met.

    Raises Untold where our rules have no words for it.
    """
    settled = _Settler(targets).condition(node)
    if isinstance(settled, bool):
        return settled
    try:
        Rule.from_tree(settled)
    except RuleSyntaxError as error:
        raise Untold(
            Problem("it would be no rule of ours: %(what)s", params={"what": error})
        ) from (error)
    return settled


def settle_value(node: Node, targets: Targets) -> Any:
    """A calculation as an expression's tree; raises Untold where ours has no words for it."""
    settler = _Settler(targets)
    tree = settler.value_of(node)
    try:
        Expression.from_tree(tree)
    except RuleSyntaxError as error:
        raise _no_rule(error) from error
    return json.dumps(tree, ensure_ascii=False) if isinstance(tree, str) else tree


_ARITHMETIC = {"+", "-", "*", "/"}
_FUNCTIONS = {"min": "min", "max": "max", "sum": "sum", "round": "round"}
_IFS = {"if", "iif"}


class _Settler:
    """Turns nodes into trees: one method a kind of node."""

    def __init__(self, targets: Targets) -> None:
        self.targets = targets

    def condition(self, node: Node) -> Settled:
        if isinstance(node, Call):
            return self.operation(node)
        if isinstance(node, Literal):
            return code(node.value) not in _NO
        if isinstance(node, Ref):
            return self.ref_alone(node)
        raise Untold(Problem("a list alone is no condition"))

    def operation(self, node: Call) -> Settled:
        if node.name in {"and", "or"}:
            return self.joined(node)
        if node.name == "not":
            return negated(self.condition(_only(node)))
        if node.name == "!=":
            return negated(self.condition(Call("==", node.operands)))
        if twin := self.with_twins(node):
            return self.of_any(node, *twin)
        return self.comparison(node) if node.name in _FLIPPED else self.call(node)

    def with_twins(self, node: Call) -> tuple[str, Target] | None:
        """The first name of the condition that is of several questions."""
        for name in names_in(node):
            found = self.targets.get(name)
            if found is not None and found.twins:
                return name, found
        return None

    def of_any(self, node: Call, name: str, target: Target) -> Settled:
        """The condition of each of the questions that bear the name: one of them is met."""
        found: list[Settled] = []
        why = None
        for each in (replace(target, twins=()), *target.twins):
            try:
                found.append(_Settler({**self.targets, name: each}).condition(node))
            except Untold as error:  # this one has no such answer
                why = error
        if not found and why:
            raise why
        trees = [each for each in found if not isinstance(each, bool)]
        if True in found or not trees:
            return True in found
        return trees[0] if len(trees) == 1 else {"or": trees}

    def joined(self, node: Call) -> Settled:
        parts = [self.condition(each) for each in node.operands]
        decided = node.name == "or"
        if decided in [each for each in parts if isinstance(each, bool)]:
            return decided
        trees = [each for each in parts if not isinstance(each, bool)]
        if not trees:
            return not decided
        return trees[0] if len(trees) == 1 else {node.name: trees}

    def call(self, node: Call) -> Settled:
        if node.name == "answered":
            return self.answered(self.target(_only(node)))
        if node.name in _SETS:
            wanted, of = node.operands
            return self.among(node.name, _items(wanted), self.target(of))
        raise Untold(Problem("our rules have no “%(name)s”", params={"name": node.name}))

    def target(self, node: Node) -> Target:
        if not isinstance(node, Ref):
            raise Untold(Problem("it asks this of something that is no question"))
        found = self.targets.get(node.name) or self.targets.get(node.name.lower())
        if found is None:
            raise Untold(
                Problem(
                    "it looks at “%(name)s”, which is no question here",
                    params={"name": node.name or "."},
                )
            )
        return found

    def ref_alone(self, node: Ref) -> Settled:
        target = self.target(node)
        if target.option:
            return self.answered(target)
        if "true" in target.values:
            return {"==": [target.source, target.values["true"]]}
        raise Untold(Problem("a question alone is no condition"))

    def answered(self, target: Target) -> Settled:
        if target.option and not target.is_tick:
            return {"in": [target.option, target.source]}
        return {"answered": [target.source]}

    def among(self, name: str, wanted: list[Any], target: Target) -> Settled:
        values = [self.value(each, target) for each in wanted]
        if len(values) == 1:
            return (
                {"in": [values[0], target.source]} if target.is_many else self.is_(values, target)
            )
        if target.is_many:
            return {"any-in" if name == "has-any" else "all-in": [values, target.source]}
        if name == "has-any":
            return {"in": [target.source, values]}
        raise Untold(Problem("it wants several answers to a question that takes one"))

    def is_(self, values: list[Any], target: Target) -> Tree:
        return {"==": [target.source, values[0]]}

    def comparison(self, node: Call) -> Settled:
        left, right = node.operands
        if isinstance(left, Literal | Many) and not isinstance(right, Literal | Many):
            return self.comparison(Call(_FLIPPED[node.name], (right, left)))
        if isinstance(left, Call) and (found := self.filled(node.name, left, right)) is not None:
            return found
        if isinstance(left, Ref) and isinstance(right, Literal):
            return self.with_literal(node.name, self.target(left), right.value)
        if isinstance(left, Ref) and isinstance(right, Many):
            return self.with_list(node.name, self.target(left), _items(right))
        return self.of_two(node.name, left, right)

    def filled(self, operator: str, left: Call, right: Node) -> Settled | None:
        """`count(…) > 0` and the like, which is asked of a missing answer too; None for others."""
        bound = as_number(right.value) if isinstance(right, Literal) else None
        if left.name not in _MEASURES or len(left.operands) != 1 or bound is None:
            return None
        answered = {(">", 0), ("!=", 0), (">=", 1)}
        if (operator, bound) in answered:
            return self.answered(self.target(left.operands[0]))
        if (operator, bound) in {("==", 0), ("<=", 0), ("<", 1)}:
            return negated(self.answered(self.target(left.operands[0])))
        return None

    def of_two(self, operator: str, left: Node, right: Node) -> Settled:
        """Two calculations held against each other."""
        operands = [self.operand(left), self.operand(right)]
        if operator == "!=":
            return {"not": [{"==": operands}]}
        return {operator: operands}

    # Calculations

    def value_of(self, node: Node) -> Any:
        """A value: a number, a text, a question, a calculation, or a condition."""
        if isinstance(node, Call) and node.name in _CONDITIONS:
            return self.condition(node)
        if isinstance(node, Literal) and isinstance(node.value, str):
            return node.value
        return self.operand(node)

    def operand(self, node: Node) -> Any:
        if isinstance(node, Literal):
            number = as_number(node.value)
            return node.value if number is None and isinstance(node.value, str) else number
        if isinstance(node, Ref):
            target = self.target(node)
            if target.option or target.is_many:
                raise Untold(Problem("it compares what our rules can't compare"))
            return target.source
        if isinstance(node, Call):
            return self.calculated(node)
        raise Untold(Problem("it compares what our rules can't compare"))

    def calculated(self, node: Call) -> Any:
        name = node.name.lower()
        if name == "count":
            return self.counted(node)
        if name in _IFS and len(node.operands) == 3:
            condition = self.condition(node.operands[0])
            if isinstance(condition, bool):
                return self.value_of(node.operands[1 if condition else 2])
            return {"if": [condition, *map(self.value_of, node.operands[1:])]}
        if name in _ARITHMETIC:
            left, right = (self.number(each) for each in node.operands)
            return {"*": [-1, right]} if (name, left) == ("-", 0) else {name: [left, right]}
        if name == "coalesce" and len(node.operands) == 2:
            first, other = node.operands
            there = {"answered": [self.target(first).source]}
            return {"if": [there, self.value_of(first), self.value_of(other)]}
        if name in _FUNCTIONS and node.operands:
            return {_FUNCTIONS[name]: [self.number(each) for each in node.operands]}
        raise Untold(Problem("our rules have no “%(name)s”", params={"name": node.name}))

    def number(self, node: Node) -> Any:
        """An operand of a sum: other tools' sums may join texts, ours add numbers."""
        found = self.operand(node)
        if isinstance(found, str) or found is None:
            raise Untold(Problem("it joins texts, which ours does not"))
        return found

    def counted(self, node: Call) -> Tree:
        target = self.target(_only(node))
        if not target.is_many or target.option:
            raise Untold(Problem("it counts what can't be counted"))
        return {"count": [target.source]}

    def with_literal(self, operator: str, target: Target, value: Any) -> Settled:
        if target.option:
            return self.ticked(operator, target, code(value))
        if code(value) == "" and operator in {"==", "!="}:
            found = self.answered(target)
            return negated(found) if operator == "==" else found
        if target.is_many:
            return self.with_list(operator, target, [value])
        if operator in {"==", "!="}:
            same = self.is_([self.value(value, target)], target)
            return negated(same) if operator == "!=" else same
        return self.ordered(operator, target, value)

    def ticked(self, operator: str, target: Target, value: str) -> Settled:
        yes = value.lower() in _YES or value == target.option
        if operator not in {"==", "!="} or not (yes or value.lower() in _NO):
            raise Untold(Problem("it compares what our rules can't compare"))
        found = self.answered(target)
        return found if yes == (operator == "==") else negated(found)

    def with_list(self, operator: str, target: Target, wanted: list[Any]) -> Settled:
        if not target.is_many or operator not in {"==", "!="}:
            raise Untold(Problem("it compares what our rules can't compare"))
        chosen = self.among("has-all", wanted, target)
        alone: Tree = {"==": [{"count": [target.source]}, len(wanted)]}
        same: Tree = {"and": [chosen, alone]}
        return negated(same) if operator == "!=" else same

    def ordered(self, operator: str, target: Target, value: Any) -> Settled:
        """Hold an answer against a bound; of options, those whose codes are within it."""
        bound = as_number(value)
        if target.values:
            within = [
                ours
                for theirs, ours in target.values.items()
                if bound is not None and holds(operator, as_number(theirs), bound)
            ]
            if all(isinstance(each, int) for each in target.values.values()):
                return {operator: [target.source, self.value(value, target)]}
            if not within:
                raise Untold(Problem("it holds options against a bound"))
            unique = list(dict.fromkeys(within))
            return {"in": [target.source, unique]} if len(unique) > 1 else self.is_(unique, target)
        return {operator: [target.source, value if bound is None else bound]}

    def value(self, given: Any, target: Target) -> Any:
        """What is stored for a code of the source."""
        written = code(given)
        if not target.values:
            number = as_number(given)
            return number if target.is_number and number is not None else plain(given)
        for wish in (written, written.lower()):
            if wish in target.values:
                return target.values[wish]
        raise Untold(
            Problem(
                "“%(value)s” is no answer to “%(id)s”",
                params={"value": written[:40], "id": target.question},
            )
        )


def negated(settled: Settled) -> Settled:
    """The opposite; two negations are none."""
    if isinstance(settled, bool):
        return not settled
    if "not" in settled:
        inside: Tree = settled["not"][0]
        return inside
    return {"not": [settled]}


def _only(node: Call) -> Node:
    if len(node.operands) != 1:
        raise Untold(Problem("our rules have no “%(name)s”", params={"name": node.name}))
    return node.operands[0]


def _items(node: Node) -> list[Any]:
    items = node.items if isinstance(node, Many) else (node,)
    if not all(isinstance(each, Literal) for each in items):
        raise Untold(Problem("it compares what our rules can't compare"))
    return [each.value for each in items if isinstance(each, Literal)]


def _no_rule(error: RuleSyntaxError) -> Untold:
    return Untold(Problem("it would be no rule of ours: %(what)s", params={"what": error}))


def looks_like_email(pattern: Node) -> bool:
    """Say whether a regular expression is one for email addresses."""
    return isinstance(pattern, Literal) and "@" in str(pattern.value) and "." in str(pattern.value)
