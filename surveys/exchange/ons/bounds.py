"""Bounds of ONS answers and sums they must reach: properties of ours, or checks."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from surveys.exchange.conditions.literals import as_number
from surveys.exchange.conditions.tree import Call, Literal, Node, Ref, Untold, call
from surveys.exchange.drafting.draft import Demand, Item, Pending
from surveys.exchange.ons.rules import SOURCES, read_node
from surveys.exchange.ons.texts import written
from surveys.exchange.stock import stock
from surveys.question_types import Problem

Json = Mapping[str, Any]
_SIGNS = {"minimum": ">=", "maximum": "<="}
_CONDITIONS = {
    "equals": "==",
    "less than": "<",
    "greater than": ">",
    "less than or equal": "<=",
    "greater than or equal": ">=",
    "less than or equal to": "<=",
    "greater than or equal to": ">=",
}


def bound(item: Item, answer: Json, name: str, language: str) -> bool:
    """Take `minimum` or `maximum` of an answer; False where ours has no words for it."""
    given = answer.get(name)
    if not isinstance(given, Mapping):
        return given is None
    number = as_number(given.get("value"))
    if item.type == "number" and number is not None and not given.get("exclusive"):
        item.properties[name] = number
        return True
    try:
        node = _value(given, is_date=item.type == "date")
    except Untold:
        return False
    sign = _SIGNS[name][0] if given.get("exclusive") else _SIGNS[name]
    demand(item, call(sign, Ref(""), node), name, written(given), language)
    return True


def _value(given: Json, *, is_date: bool) -> Node:
    if "answer_id" in given:
        return Ref(str(given["answer_id"]))
    value = given.get("value")
    if is_date and isinstance(value, str):
        return Literal(_moved(value, given.get("offset_by")))
    if "offset_by" in given or (value is None):
        raise Untold(Problem("it is no condition of this format"))
    return read_node(value)


def _moved(text: str, offset: Any) -> str:
    """A day, moved by days, months or years; raises Untold for a word such as “now”."""
    try:
        day = date.fromisoformat(text)
        moved = offset if isinstance(offset, Mapping) else {}
        months = day.month - 1 + int(moved.get("months", 0)) + 12 * int(moved.get("years", 0))
        day = day.replace(year=day.year + months // 12, month=months % 12 + 1)
        return date.fromordinal(day.toordinal() + int(moved.get("days", 0))).isoformat()
    except (ValueError, TypeError, OverflowError):
        raise Untold(Problem("it is no condition of this format")) from None


def demand(item: Item, node: Node, construct: str, source: str, language: str) -> None:
    """Add a check with the stock words of one."""
    given = Pending(construct, item.place, source, node)
    item.demands.append(Demand(given, stock("check", [language])))


def sums(question: Json) -> Iterator[tuple[Node | None, Json]]:
    """The sums a question's answers must reach, as far as they can be told."""
    given = question.get("calculations")
    for each in given if isinstance(given, list) else []:
        if isinstance(each, Mapping):
            yield _sum(each), each


def _sum(given: Json) -> Node | None:
    names = given.get("answers_to_calculate")
    conditions = given.get("conditions")
    if not isinstance(names, list) or not isinstance(conditions, list):
        return None
    signs = [_CONDITIONS.get(str(each).lower()) for each in conditions]
    if "answer_id" in given:
        wanted: Node = Ref(str(given["answer_id"]))
    else:
        try:
            wanted = read_node(given.get("value"))
        except Untold:
            return None
    total = total_of([Ref(str(each)) for each in names])
    nodes = [call(sign, total, wanted) for sign in signs if sign]
    if len(nodes) != len(signs) or not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else Call("or", tuple(nodes))


def total_of(refs: list[Node]) -> Node:
    """A sum in which what nobody answered counts nothing."""
    parts = [
        call("if", call("answered", each), each, Literal(0)) if isinstance(each, Ref) else each
        for each in refs
    ]
    found = parts[0] if parts else Literal(0)
    for each in parts[1:]:
        found = call("+", found, each)
    return found


def calculation(data: Json) -> Node:
    """What a calculated summary adds up, in both of its forms; raises Untold."""
    given = data.get("calculation")
    if not isinstance(given, Mapping):
        raise Untold(Problem("it is no condition of this format"))
    names = given.get("answers_to_calculate")
    if isinstance(names, list):
        return total_of([Ref(str(each)) for each in names])
    operation = given.get("operation")
    parts = operation.get("+") if isinstance(operation, Mapping) else None
    if not isinstance(parts, list):
        raise Untold(Problem("it is no condition of this format"))
    if any(isinstance(each, Mapping) and each.get("source") not in SOURCES for each in parts):
        raise Untold(Problem("it counts what can't be counted"))
    nodes = [read_node(each) for each in parts]
    sources = [each.get("source") for each in parts if isinstance(each, Mapping)]
    if sources and all(each != "answers" for each in sources):
        found = nodes[0]
        for each in nodes[1:]:
            found = call("+", found, each)
        return found
    return total_of(nodes)
