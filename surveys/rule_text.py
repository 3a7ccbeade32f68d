"""Reading and writing the infix form of a rule; by hand, so that nothing is ever executed.

rule       := either ("or" either)*
either     := each ("and" each)*
each       := "not" each | "answered" "(" name ")" | "(" rule ")" | comparison
comparison := value (("=="|"!="|"<"|"<="|">"|">="|"in"|"not in") value)
            | ("any"|"all") "of" list "in" value
value      := number | "text" | name | name.row | "count" "(" name ")" | list
list       := "(" value ("," value)* ")"
"""

import json
import re
from typing import Any

COMPARISONS = ("==", "!=", "<=", ">=", "<", ">", "in")
_SETS = {"any": "any-in", "all": "all-in"}
_WORDS = {"and", "or", "not", "in", "any", "all", "of", "count", "answered"}
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)?)|(?P<sign>==|!=|<=|>=|[<>(),]))"""
)
MAX_DEPTH = 20


class RuleSyntaxError(ValueError):
    """The rule can't be read; `message` is a sentence's id and `at` counts characters from 0."""

    def __init__(self, message: str, at: int, **params: str) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def parse(text: str) -> dict[str, Any]:
    """Compile the infix form into its tree."""
    return _Reader(text).whole()


class _Reader:
    """A recursive-descent reader: one method a line of the grammar."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.end = len(text)
        self.depth = 0

    def whole(self) -> dict[str, Any]:
        tree = self.rule()
        if self.tokens:
            raise self.unexpected('expected the end, found "%(found)s"')
        return tree

    def rule(self) -> dict[str, Any]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleSyntaxError("the brackets are nested too deeply", self.place())
        tree = self.joined("or", lambda: self.joined("and", self.each))
        self.depth -= 1
        return tree

    def joined(self, word: str, part: Any) -> dict[str, Any]:
        parts = [part()]
        while self.takes(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else {word: parts}

    def each(self) -> dict[str, Any]:
        negations = 0
        while self.takes("not"):
            negations += 1
        tree = self.condition()
        return {"not": [tree]} if negations % 2 else tree

    def condition(self) -> dict[str, Any]:
        if self.takes("answered"):
            return {"answered": [self.in_brackets()]}
        if self.peek() in _SETS:
            return self.set_comparison()
        if self.peek() == "(" and not self.opens_list():
            self.expect("(")
            tree = self.rule()
            self.expect(")")
            return tree
        return self.comparison()

    def opens_list(self) -> bool:
        after = self.tokens[2][1] if len(self.tokens) > 2 else ""
        return after in {",", ")"}

    def set_comparison(self) -> dict[str, Any]:
        operator = _SETS[self.next()]
        self.expect("of")
        wanted = self.value()
        self.expect("in")
        return {operator: [wanted if isinstance(wanted, list) else [wanted], self.value()]}

    def comparison(self) -> dict[str, Any]:
        left = self.value()
        if self.takes("not"):
            self.expect("in")
            return {"not": [{"in": [left, self.value()]}]}
        if self.peek() not in COMPARISONS:
            raise self.unexpected(
                'expected a comparison such as == or <=, found "%(found)s"',
                "expected a comparison such as == or <=, found the end",
            )
        return {self.next(): [left, self.value()]}

    def value(self) -> Any:
        if self.peek() == "(":
            return self.list()
        if self.takes("count"):
            return {"count": [self.in_brackets()]}
        if not self.tokens or self.tokens[0][1] in _WORDS or self.tokens[0][0] == "sign":
            raise self.unexpected(
                'expected a question, a number or a text in quotes, found "%(found)s"',
                "expected a question, a number or a text in quotes, found the end",
            )
        kind, token, _ = self.tokens.pop(0)
        return _READERS[kind](token)

    def list(self) -> list[Any]:
        self.expect("(")
        values = [self.value()]
        while self.takes(","):
            values.append(self.value())
        self.expect(")")
        return values

    def in_brackets(self) -> Any:
        self.expect("(")
        value = self.value()
        self.expect(")")
        return value

    def peek(self) -> str:
        return self.tokens[0][1] if self.tokens else ""

    def next(self) -> str:
        return str(self.tokens.pop(0)[1])

    def takes(self, word: str) -> bool:
        found = self.peek() == word
        if found:
            self.tokens.pop(0)
        return found

    def expect(self, word: str) -> None:
        if not self.takes(word):
            raise self.unexpected(
                'expected "%(word)s", found "%(found)s"',
                'expected "%(word)s", found the end',
                word=word,
            )

    def place(self) -> int:
        return self.tokens[0][2] if self.tokens else self.end

    def unexpected(self, message: str, at_the_end: str = "", **params: str) -> RuleSyntaxError:
        """Return the error, in the words for a rule that ends here or for one that goes on."""
        if self.tokens:
            return RuleSyntaxError(message, self.place(), found=self.peek(), **params)
        return RuleSyntaxError(at_the_end, self.place(), **params)


def _tokens(text: str) -> Any:
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise RuleSyntaxError('"%(sign)s" has no meaning here', at, sign=text[at])
        kind = str(match.lastgroup)
        yield kind, match[kind], match.start(kind)
        at = match.end()


def _number(token: str) -> float:
    return float(token) if "." in token else int(token)


def _text(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        raise RuleSyntaxError("the text %(text)s can't be read", 0, text=token) from None


def _source(token: str) -> dict[str, str]:
    name, _, row = token.partition(".")
    if name == "segment":
        return {"source": "metadata", "identifier": "segment"}
    source = {"source": "answers", "identifier": name}
    return source | ({"selector": row} if row else {})


_READERS: dict[str, Any] = {"text": _text, "number": _number, "name": _source}


def text_of(node: Any) -> str:
    """Write a tree in the infix form."""
    if isinstance(node, list):
        return f"({', '.join(text_of(each) for each in node)})"
    if not isinstance(node, dict):
        return json.dumps(node, ensure_ascii=False)
    if "source" in node:
        return ".".join([node["identifier"], *([node["selector"]] if "selector" in node else [])])
    [(operator, operands)] = node.items()
    return _written(operator, operands)


def _written(operator: str, operands: list[Any]) -> str:
    if operator in {"and", "or"}:
        return f" {operator} ".join(_bracketed(each) for each in operands)
    if operator == "not" and "in" in operands[0]:
        left, right = operands[0]["in"]
        return f"{text_of(left)} not in {text_of(right)}"
    if operator == "not":
        return f"not {_bracketed(operands[0])}"
    if operator in {"count", "answered"}:
        return f"{operator}({text_of(operands[0])})"
    if operator in _SETS.values():
        return f"{operator[:3]} of {text_of(operands[0])} in {text_of(operands[1])}"
    return f"{text_of(operands[0])} {operator} {text_of(operands[1])}"


def _bracketed(node: dict[str, Any]) -> str:
    return f"({text_of(node)})" if {"and", "or"} & set(node) else text_of(node)


def tree_problem(node: Any) -> RuleSyntaxError | None:
    """What is wrong with a JSON tree, or None where it is a rule."""
    try:
        text = text_of(node)
        same = parse(text) == node
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return RuleSyntaxError("the rule is not a known condition", 0)
    if same:
        return None
    return RuleSyntaxError("the rule is not in its plain form: %(text)s", 0, text=text)
