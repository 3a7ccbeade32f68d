"""Reading the infix form of a rule or an expression; by hand, so that nothing is ever executed.

rule       := either ("or" either)*
either     := each ("and" each)*
each       := "not" each | comparison
comparison := sum [("=="|"!="|"<"|"<="|">"|">="|"in"|"not in") sum]
            | ("any"|"all") "of" sum "in" sum
sum        := product (("+"|"-") product)*
product    := part (("*"|"/") part)*
part       := "-" part | number | "text" | name | function "(" rule ("," rule)* ")"
            | "(" rule ("," rule)* ")"
name       := question["@"item]["."row]

Other ways to write the same are read too (= for ==, "is", AND, other quotes), and never written.
"""

import json
from collections import deque
from collections.abc import Callable
from typing import Any

from surveys.logic.syntax import (
    ARITHMETIC,
    COMPARISONS,
    FUNCTIONS,
    MAX_DEPTH,
    MAX_STEPS,
    METADATA,
    SETS,
    WORDS,
    RuleSyntaxError,
    is_condition,
)
from surveys.logic.tokens import Token, tokens


def parse(text: str) -> dict[str, Any]:
    """Compile the infix form of a rule into its tree."""
    reader = _Reader(text)
    tree: dict[str, Any] = reader.condition(reader.whole())
    return tree


def parse_expression(text: str) -> Any:
    """Compile an expression, which may be a rule, a number, a text or a question too."""
    return _Reader(text).whole()


class _Reader:
    """A recursive-descent reader: one method a line of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = deque(tokens(text))
        self.end = len(text)
        self.depth = 0
        self.steps = 0

    def whole(self) -> Any:
        tree = self.rule()
        if self.tokens:
            if self.tokens[0].kind == "sign" or self.peek() in WORDS:
                raise self.unexpected('expected the end, found "%(found)s"')
            raise self.unexpected("“and” or “or” is needed before “%(found)s”")
        return tree

    def rule(self) -> Any:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleSyntaxError("the brackets are nested too deeply", self.place())
        tree = self.joined("or", lambda: self.joined("and", self.each))
        self.depth -= 1
        return tree

    def joined(self, word: str, part: Callable[[], Any]) -> Any:
        tree = part()
        if self.peek() != word:
            return tree
        parts = [self.condition(tree)]
        while self.takes(word):
            parts.append(self.condition(part()))
        return {word: parts}

    def each(self) -> Any:
        negations = 0
        while self.takes("not"):
            negations += 1
        tree = self.comparison()
        if negations:
            self.condition(tree)
        return {"not": [tree]} if negations % 2 else tree

    def comparison(self) -> Any:
        if self.peek() in SETS:
            return self.set_comparison()
        start = self.place()
        left = self.sum()
        if self.takes("not"):
            self.expect("in")
            return {"not": [{"in": [self.operand(left), self.operand(self.sum())]}]}
        operator = self.comparator()
        if not operator:
            self.no_gap(left, start)
            return left
        return {operator: [self.operand(left), self.operand(self.sum())]}

    def comparator(self) -> str:
        """Take the sign of a comparison, which may be said in words; empty where there is none."""
        if self.takes("is"):
            return "!=" if self.takes("not") else "=="
        return self.next() if self.peek() in COMPARISONS else ""

    def no_gap(self, left: Any, start: int) -> None:
        """Refuse two values that stand side by side without a comparison."""
        token = self.tokens[0] if self.tokens else None
        if token is None or token.kind == "sign" or token.word in WORDS or is_condition(left):
            return
        after = self.tokens[1] if len(self.tokens) > 1 else None
        if after and token.kind == "name" and after.kind != "sign" and after.word not in WORDS:
            raise self.unexpected(
                "“%(found)s” is no comparison: write ==, !=, <, <=, >, >= or in instead"
            )
        first = self.text[start : token.start].strip()
        word = token.word if token.kind != "name" else f'"{token.word}"'
        raise self.unexpected(
            "“%(both)s” lacks a comparison between the two: write %(near)s",
            both=self.text[start : token.end],
            near=f"{first} == {word}",
        )

    def set_comparison(self) -> dict[str, Any]:
        operator = SETS[self.next()]
        self.expect("of")
        wanted = self.operand(self.sum())
        self.expect("in")
        few = wanted if isinstance(wanted, list) else [wanted]
        return {operator: [few, self.operand(self.sum())]}

    def sum(self) -> Any:
        return self.arithmetic(1, lambda: self.arithmetic(2, self.part))

    def arithmetic(self, binding: int, part: Callable[[], Any]) -> Any:
        tree = part()
        while ARITHMETIC.get(self.peek()) == binding:
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise RuleSyntaxError("the calculation has too many steps", self.place())
            left = self.single(tree)
            tree = {self.next(): [left, self.single(part())]}
        return tree

    def part(self) -> Any:
        negations = 0
        while self.takes("-"):
            negations += 1
        value = self.plain_part()
        if negations % 2 == 0:
            return value
        alone = self.single(value)
        return -alone if isinstance(alone, int | float) else {"*": [-1, alone]}

    def plain_part(self) -> Any:
        if self.peek() == "(":
            return self.bracket()
        if self.peek() in FUNCTIONS and (self.peek() in WORDS or self.calls()):
            return self.call()
        if not self.tokens or self.tokens[0].word in WORDS or self.tokens[0].kind == "sign":
            raise self.no_value()
        token: Token = self.tokens.popleft()
        return _READERS[token.kind](token.word)

    def calls(self) -> bool:
        return len(self.tokens) > 1 and self.tokens[1].word == "("

    def bracket(self) -> Any:
        """Read a rule or a sum in brackets, or a list; a name or a constant alone is a list."""
        values = self.arguments()
        inner = values[0]
        if len(values) > 1 or not isinstance(inner, dict | list) or "source" in inner:
            return [self.operand(each) for each in values]
        return inner

    def call(self) -> dict[str, Any]:
        name, at = self.next(), self.place()
        values = self.arguments()
        low, high = _ARGUMENTS.get(name, (1, 50))
        if not low <= len(values) <= high:
            raise RuleSyntaxError("%(name)s takes other things than these", at, name=name)
        if name == "if":
            self.condition(values[0])
        rest = values[1:] if name == "if" else values
        for each in rest:
            self.operand(each)
        return {name: values}

    def arguments(self) -> list[Any]:
        self.expect("(")
        values = [self.rule()]
        while self.takes(","):
            values.append(self.rule())
        self.expect(")")
        return values

    def condition(self, tree: Any) -> Any:
        """Give back what must be true or false."""
        if is_condition(tree):
            return tree
        raise self.unexpected(
            'expected a comparison such as == or <=, found "%(found)s"',
            "expected a comparison such as == or <=, found the end",
        )

    def operand(self, tree: Any) -> Any:
        """Give back what must be a value."""
        if is_condition(tree):
            raise self.no_value()
        return tree

    def single(self, tree: Any) -> Any:
        """Give back what must be one number; brackets round it make no list."""
        alone = tree[0] if isinstance(tree, list) and len(tree) == 1 else tree
        if isinstance(alone, list | str):
            raise self.no_value()
        return self.operand(alone)

    def peek(self) -> str:
        return self.tokens[0].word if self.tokens else ""

    def next(self) -> str:
        return str(self.tokens.popleft().word)

    def takes(self, word: str) -> bool:
        found = self.peek() == word
        if found:
            self.tokens.popleft()
        return found

    def expect(self, word: str) -> None:
        if not self.takes(word):
            raise self.unexpected(
                'expected "%(word)s", found "%(found)s"',
                'expected "%(word)s", found the end',
                word=word,
            )

    def place(self) -> int:
        return self.tokens[0].start if self.tokens else self.end

    def no_value(self) -> RuleSyntaxError:
        return self.unexpected(
            'expected a question, a number or a text in quotes, found "%(found)s"',
            "expected a question, a number or a text in quotes, found the end",
        )

    def unexpected(self, message: str, at_the_end: str = "", **params: str) -> RuleSyntaxError:
        """Return the error, in the words for a rule that ends here or for one that goes on."""
        if self.tokens:
            return RuleSyntaxError(message, self.place(), found=self.peek(), **params)
        return RuleSyntaxError(at_the_end, self.place(), **params)


_ARGUMENTS = {
    "answered": (1, 1), "count": (1, 1), "score": (1, 1), "round": (1, 2), "if": (3, 3),
}  # fmt: skip


def _number(token: str) -> float:
    try:
        return float(token) if "." in token else int(token)
    except ValueError:  # Python reads no whole number of more than 4300 digits
        raise RuleSyntaxError("the number is too long", 0) from None


def _text(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        raise RuleSyntaxError("the text %(text)s can't be read", 0, text=token) from None


def _source(token: str) -> dict[str, str]:
    name, _, row = token.partition(".")
    kind = "metadata" if name in METADATA else "answers"
    source = {"source": kind, "identifier": name}
    return source | ({"selector": row} if row else {})


_READERS: dict[str, Any] = {"text": _text, "number": _number, "name": _source}
