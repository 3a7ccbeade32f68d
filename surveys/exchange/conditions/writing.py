"""Rules of ours in the words of other tools, where those have words for them."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from surveys.logic.syntax import is_condition

Tree = Mapping[str, Any]


class Unsaid(Exception):
    """The other tool has no words for this rule."""


class Writer:
    """Writes a rule in one language; `name` and `is_many` tell of the questions it looks at."""

    words: Mapping[str, str]

    def __init__(
        self, name: Callable[[str, str], str], is_many: Callable[[str, str], bool]
    ) -> None:
        self.name = name
        self.is_many = is_many

    def write(self, tree: Tree) -> str:
        """The condition; empty where the language has no words for it."""
        try:
            return self.condition(tree)
        except Unsaid:
            return ""

    def condition(self, tree: Any) -> str:
        """One node that is true or false."""
        if not isinstance(tree, Mapping) or len(tree) != 1:
            raise Unsaid
        [(operator, operands)] = tree.items()
        if operator in {"and", "or"}:
            return f" {operator} ".join(self.bracketed(each) for each in operands)
        if operator == "not":
            return self.negation(operands[0])
        if operator == "answered":
            return self.answered(self.operand(operands[0]))
        if operator in {"in", "any-in", "all-in"}:
            return self.among(operator, *operands)
        if operator in {"==", "!=", "<", "<=", ">", ">="}:
            return self.comparison(operator, operands[0], operands[1])
        raise Unsaid

    def bracketed(self, tree: Any) -> str:
        """A condition inside another."""
        inside = self.condition(tree)
        return f"({inside})" if isinstance(tree, Mapping) and {"and", "or"} & set(tree) else inside

    def comparison(self, operator: str, left: Any, right: Any) -> str:
        """Two operands held against each other."""
        said = self.words.get(operator, operator)
        if operator == "!=":  # ours is not met without an answer
            return (
                f"({self.answered(self.operand(left))} and"
                f" {self.operand(left)} {said} {self.operand(right)})"
            )
        return f"{self.operand(left)} {said} {self.operand(right)}"

    def operand(self, node: Any) -> str:
        """A question, a count or a literal."""
        if isinstance(node, str):
            return self.text(node)
        if isinstance(node, bool) or node is None:
            raise Unsaid
        if isinstance(node, int | float):
            return json.dumps(node)
        if isinstance(node, Mapping) and node.get("source") == "answers":
            return self.question(node["identifier"], node.get("selector", ""))
        if isinstance(node, Mapping) and len(node) == 1:
            [(operator, operands)] = node.items()
            return self.calculated(operator, operands)
        raise Unsaid

    def calculated(self, operator: str, operands: list[Any]) -> str:
        """A count, a sum, or a function."""
        if operator == "count":
            return self.count(self.operand(operands[0]))
        if operator in {"+", "-", "*", "/"}:
            sign = self.words.get(operator, operator)
            return f"({self.operand(operands[0])} {sign} {self.operand(operands[1])})"
        if operator == "sum" and operands:
            return f"({' + '.join(self.operand(each) for each in operands)})"
        if operator == "if":
            condition, *rest = operands
            said = [self.condition(condition), *map(self.value, rest)]
            return f"{self.words['if']}({', '.join(said)})"
        if operator in {"min", "max", "round"} and len(operands) > (operator != "round"):
            return f"{operator}({', '.join(self.operand(each) for each in operands)})"
        raise Unsaid

    def value(self, node: Any) -> str:
        """Anything that can be calculated, a condition too."""
        return self.condition(node) if is_condition(node) else self.operand(node)

    def expression(self, tree: Any) -> str:
        """A calculation; empty where the language has no words for it."""
        try:
            return self.value(tree)
        except Unsaid:
            return ""

    def many(self, node: Any) -> bool:
        """Say whether the operand is a question that takes several answers."""
        is_source = isinstance(node, Mapping) and node.get("source") == "answers"
        return is_source and self.is_many(node["identifier"], node.get("selector", ""))

    def text(self, words: str) -> str:
        """A literal text in quotes; raises Unsaid where the language can't hold it."""
        if "'" in words or "\\" in words:
            raise Unsaid
        return f"'{words}'"

    def question(self, question: str, row: str) -> str:
        """A question's or a row's name as the language writes it."""
        raise NotImplementedError

    def count(self, operand: str) -> str:
        """How many are chosen."""
        raise NotImplementedError

    def answered(self, operand: str) -> str:
        """That there is an answer."""
        raise NotImplementedError

    def negation(self, tree: Any) -> str:
        """That a condition is not met."""
        raise NotImplementedError

    def among(self, operator: str, wanted: Any, of: Any) -> str:
        """That one, or all, of some values are among others."""
        raise NotImplementedError


class XPathWriter(Writer):
    """XPath, as XLSForm wants it."""

    words: Mapping[str, str] = {"==": "=", "/": "div", "if": "if"}

    def text(self, words: str) -> str:
        """XPath knows no escapes: the quotes are chosen by the text."""
        if "'" in words and '"' in words:
            raise Unsaid
        return f'"{words}"' if "'" in words else f"'{words}'"

    def question(self, question: str, row: str) -> str:
        """`${name}`, for a row its own question's name."""
        return f"${{{self.name(question, row)}}}"

    def count(self, operand: str) -> str:
        """The function for select_multiple."""
        return f"count-selected({operand})"

    def answered(self, operand: str) -> str:
        """An empty answer is an empty text."""
        return f"{operand} != ''"

    def negation(self, tree: Any) -> str:
        """A function."""
        return f"not({self.condition(tree)})"

    def among(self, operator: str, wanted: Any, of: Any) -> str:
        """`selected(…)`, or one comparison for each value."""
        if operator == "in" and isinstance(of, list):
            return self.joined("or", [self.comparison("==", wanted, each) for each in of])
        values = wanted if isinstance(wanted, list) else [wanted]
        if self.many(of):
            each = [f"selected({self.operand(of)}, {self.operand(value)})" for value in values]
        else:
            each = [self.comparison("==", of, value) for value in values]
        return self.joined("and" if operator == "all-in" else "or", each)

    def joined(self, word: str, parts: list[str]) -> str:
        """Several comparisons in brackets of their own."""
        return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})"


class SurveyJsWriter(Writer):
    """SurveyJS's grammar."""

    words: Mapping[str, str] = {"==": "=", "!=": "<>", "if": "iif"}

    def question(self, question: str, row: str) -> str:
        """`{name}` or `{name.row}`."""
        return f"{{{self.name(question, row)}}}"

    def count(self, operand: str) -> str:
        """The length of the list."""
        return f"{operand[:-1]}.length}}"

    def answered(self, operand: str) -> str:
        """A word behind the name."""
        return f"{operand} notempty"

    def negation(self, tree: Any) -> str:
        """A sign before brackets."""
        return f"!({self.condition(tree)})"

    def among(self, operator: str, wanted: Any, of: Any) -> str:
        """`contains`, `anyof`, `allof`."""
        if isinstance(of, list):
            return f"{self.operand(wanted)} anyof {self.listed(of)}"
        if not isinstance(wanted, list):
            return f"{self.operand(of)} contains {self.operand(wanted)}"
        word = "allof" if operator == "all-in" else "anyof"
        return f"{self.operand(of)} {word} {self.listed(wanted)}"

    def listed(self, values: list[Any]) -> str:
        """A list of literals."""
        return f"[{', '.join(self.operand(each) for each in values)}]"
