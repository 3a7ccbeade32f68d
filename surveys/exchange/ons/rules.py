"""The conditions of the ONS runner, which are trees of JSON, in today's form and the one before."""

from collections.abc import Mapping
from typing import Any

from surveys.exchange.conditions.tree import Call, Literal, Many, Node, Ref, Untold, call, every
from surveys.question_types import Problem

_SETS = {"in": "has-any", "any-in": "has-any", "all-in": "has-all"}
_OLD = {
    "equals": "==",
    "not equals": "!=",
    "greater than": ">",
    "less than": "<",
    "greater than or equal to": ">=",
    "less than or equal to": "<=",
}
_OLD_SETS = {
    "contains": "has-any",
    "equals any": "has-any",
    "contains any": "has-any",
    "contains all": "has-all",
    "not contains": "has-any",
    "not equals any": "has-any",
    "contains none": "has-any",
}
#: What a value may come from here: answers, and what is calculated of them.
SOURCES = {"answers", "calculated_summary", "grand_calculated_summary"}
#: Lengths of a list that can be told: whether somebody stands on it at all.
_EMPTY = {("==", 0), ("<=", 0), ("<", 1)}
_FILLED = {(">", 0), (">=", 1), ("!=", 0)}


def read_when(when: Any) -> Node:
    """Read a `when`; raises Untold."""
    if isinstance(when, list):  # the older form: all of them
        return every([_old(each) for each in when]) or Literal(value=True)
    return read_node(when)


def read_node(value: Any) -> Node:
    """Read a condition or a calculation; raises Untold."""
    if isinstance(value, list):
        return Many(tuple(read_node(each) for each in value))
    if not isinstance(value, Mapping):
        return Literal("" if value is None else value)
    if "source" in value:
        return _source(value)
    return _operation(value)


def _operation(value: Mapping[str, Any]) -> Node:
    if len(value) != 1:
        raise Untold(Problem("it is no condition of this format"))
    [(name, operands)] = value.items()
    if not isinstance(operands, list):
        operands = [operands]
    if (known := _of_a_list(str(name), operands)) is not None:
        return known
    inside = tuple(read_node(each) for each in operands)
    if name in _SETS and len(inside) == 2:
        return _set(str(name), *inside)
    return Call(str(name), inside)


def _of_a_list(name: str, operands: list[Any]) -> Node | None:
    """Whether a list is empty: it is a question here, with a line for each name."""
    if len(operands) != 2 or not isinstance(operands[0], Mapping):
        return None
    counted = operands[0].get("count")
    first = counted[0] if isinstance(counted, list) and counted else None
    if not isinstance(first, Mapping) or first.get("source") != "list":
        return None
    return length(str(first.get("identifier", "")), name, operands[1])


def length(identifier: str, sign: str, bound: Any) -> Node:
    """How long a list is; raises Untold where that asks for more than whether it is empty."""
    answered = call("answered", Ref(identifier))
    if (sign, bound) in _FILLED:
        return answered
    if (sign, bound) in _EMPTY:
        return call("not", answered)
    raise Untold(Problem("it counts what can't be counted"))


def _source(value: Mapping[str, Any]) -> Node:
    if value["source"] not in SOURCES:
        params = {"name": str(value.get("identifier") or value["source"])[:40]}
        raise Untold(Problem("it looks at “%(name)s”, which is no question here", params=params))
    return Ref(str(value.get("identifier", "")))


def _set(name: str, left: Node, right: Node) -> Node:
    if isinstance(right, Ref):
        wanted = left if isinstance(left, Many) else Many((left,))
        return call(_SETS[name], wanted, right)
    wanted = right if isinstance(right, Many) else Many((right,))
    return call(_SETS[name], wanted, left)


def _old(rule: Any) -> Node:
    if not isinstance(rule, Mapping):
        raise Untold(Problem("it is no condition of this format"))
    condition = str(rule.get("condition", ""))
    if "list" in rule and condition in _OLD:
        return length(str(rule["list"]), _OLD[condition], rule.get("value"))
    if "id" not in rule:
        name = str(rule.get("meta") or rule.get("list") or "")[:40]
        raise Untold(
            Problem("it looks at “%(name)s”, which is no question here", params={"name": name})
            if name
            else Problem("it is no condition of this format")
        )
    ref = Ref(str(rule["id"]))
    if condition in {"set", "not set"}:
        answered = call("answered", ref)
        return answered if condition == "set" else call("not", answered)
    if condition in _OLD:
        other = rule.get("comparison") or rule.get("comparison_id")
        if isinstance(other, Mapping):
            other = other.get("id") if other.get("source", "answers") == "answers" else None
        right = Ref(str(other)) if other else read_node(rule.get("value"))
        return call(_OLD[condition], ref, right)
    if condition in _OLD_SETS:
        values = rule.get("values", rule.get("value"))
        wanted = Many(
            tuple(read_node(each) for each in (values if isinstance(values, list) else [values]))
        )
        found = call(_OLD_SETS[condition], wanted, ref)
        is_turned = condition.startswith("not") or condition.endswith("none")
        return call("not", found) if is_turned else found
    raise Untold(Problem("our rules have no “%(name)s”", params={"name": condition[:40]}))
