"""Writing a tree in the infix form, and telling a tree from any other JSON."""

import json
from decimal import Decimal
from typing import Any

from surveys.logic.reading import parse, parse_expression
from surveys.logic.syntax import ARITHMETIC, FUNCTIONS, SETS, RuleSyntaxError


def text_of(node: Any) -> str:
    """Write a tree in the infix form."""
    if isinstance(node, list):
        return f"({', '.join(text_of(each) for each in node)})"
    if isinstance(node, float):
        return format(Decimal(repr(node)), "f")
    if not isinstance(node, dict):
        return json.dumps(node, ensure_ascii=False)
    if "source" in node:
        return ".".join([node["identifier"], *([node["selector"]] if "selector" in node else [])])
    [(operator, operands)] = node.items()
    return _written(operator, operands)


def _written(operator: str, operands: list[Any]) -> str:
    if operator in {"and", "or"}:
        return f" {operator} ".join(_bracketed(each) for each in operands)
    if operator == "not":
        return _denied(operands[0])
    if operator in FUNCTIONS:
        return f"{operator}({', '.join(text_of(each) for each in operands)})"
    if operator in SETS.values():
        return f"{operator[:3]} of {text_of(operands[0])} in {text_of(operands[1])}"
    if operator in ARITHMETIC:
        binding = ARITHMETIC[operator]
        left, right = operands
        return f"{_bound(left, binding)} {operator} {_bound(right, binding + 1)}"
    return f"{text_of(operands[0])} {operator} {text_of(operands[1])}"


def _denied(node: dict[str, Any]) -> str:
    if "in" not in node:
        return f"not {_bracketed(node)}"
    left, right = node["in"]
    return f"{text_of(left)} not in {text_of(right)}"


def _bound(node: Any, binding: int) -> str:
    """An operand, in brackets where it would fall apart beside a sign that binds closer."""
    signs = (
        [ARITHMETIC[each] for each in node if each in ARITHMETIC] if isinstance(node, dict) else []
    )
    return f"({text_of(node)})" if signs and signs[0] < binding else text_of(node)


def _bracketed(node: dict[str, Any]) -> str:
    return f"({text_of(node)})" if {"and", "or"} & set(node) else text_of(node)


def tree_problem(node: Any, *, is_rule: bool = True) -> RuleSyntaxError | None:
    """What is wrong with a JSON tree, or None where it is a rule (or an expression)."""
    try:
        text = text_of(node)
        read = parse(text) if is_rule else parse_expression(text)
        same = _plain(read) == _plain(node)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, ArithmeticError):
        return RuleSyntaxError("the rule is not a known condition", 0)
    if same:
        return None
    return RuleSyntaxError("the rule is not in its plain form: %(text)s", 0, text=text)


def _plain(node: Any) -> Any:
    """The tree without the kind of its sources: a question once bore what is a word now."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "source" in node:
        if node["source"] not in {"answers", "metadata"}:
            raise ValueError(node["source"])
        return {**node, "source": ""}
    return {key: _plain(each) for key, each in node.items()}
