"""What an XLSForm asks of an answer: bounds, lengths and counts as our properties, else checks."""

import re
from dataclasses import dataclass, field
from typing import Any

from surveys.exchange.conditions.languages import read_xpath
from surveys.exchange.conditions.literals import as_number
from surveys.exchange.conditions.settling import looks_like_email
from surveys.exchange.conditions.tree import Call, Literal, Node, Ref, Untold, every
from surveys.exchange.drafting.draft import Demand, Item, Pending
from surveys.exchange.stock import stock
from surveys.exchange.xlsform.texts import Texts
from surveys.exchange.xlsform.workbook import Row

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass
class Bounds:
    """What of a constraint can be told: properties, options that stand alone, an email address.

    `rest` holds what can't, as conditions that an answer must meet.
    """

    properties: dict[str, Any] = field(default_factory=dict)
    exclusive: list[str] = field(default_factory=list)
    is_email: bool = False
    rest: list[Node] = field(default_factory=list)


def bounds_of(constraint: str, *, is_whole: bool = False) -> Bounds:
    """Read a constraint; raises Untold where it can't be read at all."""
    found = Bounds()
    for node in _joined(read_xpath(constraint)):
        if not _take(node, found, is_whole=is_whole):
            found.rest.append(node)
    return found


def _joined(node: Node) -> list[Node]:
    if isinstance(node, Call) and node.name == "and":
        return [each for operand in node.operands for each in _joined(operand)]
    return [node]


def _take(node: Node, found: Bounds, *, is_whole: bool) -> bool:
    if not isinstance(node, Call):
        return False
    if node.name == "not":
        option = _alone(node.operands[0])
        if option:
            found.exclusive.append(option)
        return bool(option)
    if node.name == "regex" and len(node.operands) == 2:
        found.is_email = looks_like_email(node.operands[1])
        return found.is_email
    return _take_bound(node, found, is_whole=is_whole)


def _take_bound(node: Call, found: Bounds, *, is_whole: bool) -> bool:
    if node.name not in _FLIPPED or len(node.operands) != 2:
        return False
    operator, (left, right) = node.name, node.operands
    if isinstance(left, Literal):
        operator, left, right = _FLIPPED[operator], right, left
    number = as_number(right.value) if isinstance(right, Literal) else None
    if number is None:
        return False
    name, step = _measured(left), 1
    if name == "value" and operator in {"<", ">"} and not is_whole:
        return False
    number += {"<": -step, ">": step}.get(operator, 0)
    return _put(name, operator[0], number, found)


def _put(name: str, direction: str, number: float, found: Bounds) -> bool:
    taken = {
        ("value", "<"): "maximum",
        ("value", ">"): "minimum",
        ("length", "<"): "max_length",
        ("count", "<"): "max_choices",
    }.get((name, direction))
    if taken is None or (name != "value" and not (number > 0 and number == int(number))):
        return False
    found.properties[taken] = number
    return True


def _measured(node: Node) -> str:
    if node == Ref(""):
        return "value"
    if isinstance(node, Call) and node.operands == (Ref(""),) and node.name in {"length", "count"}:
        return node.name
    return ""


def _alone(node: Node) -> str:
    """The option of `selected(., 'x') and count-selected(.) > 1`, which must not be met."""
    parts = _joined(node)
    has = [each for each in parts if isinstance(each, Call) and each.name == "has"]
    count = Call(">", (Call("count", (Ref(""),)), Literal(1)))
    at_least = Call(">=", (Call("count", (Ref(""),)), Literal(2)))
    if len(parts) != 2 or len(has) != 1 or not {count, at_least} & set(parts):
        return ""
    option, of = has[0].operands
    return str(option.value) if isinstance(option, Literal) and of == Ref("") else ""


def constrain(item: Item, row: Row, texts: Texts, *, is_whole: bool) -> set[str]:
    """Take a row's constraint; the name of the question where its message is kept."""
    source, place = row["constraint"], item.place
    if not source:
        return set()
    try:
        found = bounds_of(source, is_whole=is_whole)
    except Untold as error:
        item.demands.append(Demand(Pending("constraint", place, source, why=error.why)))
        return set()
    item.properties |= found.properties
    if found.is_email and item.type == "short_text":
        item.type = "email"
    for part in item.choices:
        if part.name in found.exclusive:
            part.flags["exclusive"] = True
    node = every(found.rest)
    if node is None:
        return set()
    words = texts.words(row, "constraint_message", place)
    say = words or stock("check", texts.codes.values())
    item.demands.append(Demand(Pending("constraint", place, source, node), say))
    return {item.name}


def driver(repeat_count: str) -> str:
    """The question whose chosen options a repeat is counted by; empty where it is another."""
    try:
        node = read_xpath(repeat_count) if repeat_count else None
    except Untold:
        return ""
    if isinstance(node, Call) and node.name == "count" and isinstance(node.operands[0], Ref):
        return node.operands[0].name
    return ""


def parameters(written: str) -> dict[str, str]:
    """The pairs of the column `parameters`."""
    pairs = re.findall(r"([\w-]+)\s*=\s*([^\s;,]+)", written)
    return {name.lower(): value for name, value in pairs}
