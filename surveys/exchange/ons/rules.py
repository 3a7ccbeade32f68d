"""The conditions of the ONS runner, which are trees of JSON, in today's form and the one before."""

from collections.abc import Mapping
from typing import Any

from surveys.exchange.conditions.tree import Call, Literal, Many, Node, Ref, Untold, call, every
from surveys.question_types import Problem

_SAME = {"and", "or", "not", "==", "!=", "<", "<=", ">", ">="}
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
}


def read_when(when: Any) -> Node:
    """Read a `when`; raises Untold."""
    if isinstance(when, list):  # the older form: all of them
        return every([_old(each) for each in when]) or Literal(value=True)
    return _node(when)


def _node(value: Any) -> Node:
    if isinstance(value, list):
        return Many(tuple(_node(each) for each in value))
    if not isinstance(value, Mapping):
        return Literal("" if value is None else value)
    if "source" in value:
        return _source(value)
    if len(value) != 1:
        raise Untold(Problem("it is no condition of this format"))
    [(name, operands)] = value.items()
    if not isinstance(operands, list):
        operands = [operands]
    inside = tuple(_node(each) for each in operands)
    if name in _SAME:
        return Call(str(name), inside)
    if name in _SETS and len(inside) == 2:
        return _set(str(name), *inside)
    return Call(str(name), inside)


def _source(value: Mapping[str, Any]) -> Node:
    if value["source"] != "answers":
        params = {"name": str(value["source"])[:40]}
        raise Untold(Problem("it looks at “%(name)s”, which is no question here", params=params))
    return Ref(str(value.get("identifier", "")))


def _set(name: str, left: Node, right: Node) -> Node:
    if isinstance(right, Ref):
        wanted = left if isinstance(left, Many) else Many((left,))
        return call(_SETS[name], wanted, right)
    wanted = right if isinstance(right, Many) else Many((right,))
    return call(_SETS[name], wanted, left)


def _old(rule: Any) -> Node:
    if not isinstance(rule, Mapping) or "id" not in rule:
        raise Untold(Problem("it is no condition of this format"))
    condition, ref = str(rule.get("condition", "")), Ref(str(rule["id"]))
    if condition in {"set", "not set"}:
        answered = call("answered", ref)
        return answered if condition == "set" else call("not", answered)
    if condition in _OLD:
        return call(_OLD[condition], ref, _node(rule.get("value")))
    if condition in _OLD_SETS:
        values = rule.get("values", rule.get("value"))
        wanted = Many(
            tuple(_node(each) for each in (values if isinstance(values, list) else [values]))
        )
        found = call(_OLD_SETS[condition], wanted, ref)
        return call("not", found) if condition.startswith("not") else found
    raise Untold(Problem("our rules have no “%(name)s”", params={"name": condition[:40]}))
