"""One reader for the condition languages that are written as text: they differ in their words.

either     := both (OR both)*
both       := comparison (AND comparison)*
comparison := sum (COMPARE sum | POSTFIX)*
sum        := term (("+" | "-") term)*      term := each (("*" | "/" | …) each)*
each       := NOT each | "-" each | literal | name | function "(" … ")" | list | "(" either ")"
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from surveys.exchange.conditions.tree import Call, Literal, Many, Node, Ref, Untold, unreadable
from surveys.question_types import Problem

LONGEST = 10_000
DEEPEST = 40

#: The operators of each level, by the words a language has for them -> our name of it.
Words = Mapping[str, str]
_Part = Callable[[], Node]


@dataclass(frozen=True)
class Language:
    """The words of a condition language.

    `token` names its groups `text`, `number`, `ref`, `name` and `sign`; blanks are passed over.
    `prefix` and `postfix` are operators of one operand.
    """

    token: re.Pattern[str]
    either: Words
    both: Words
    compare: Words
    plus: Words
    times: Words
    prefix: Words
    postfix: Words = field(default_factory=dict)
    literals: Mapping[str, object] = field(default_factory=dict)
    opens: str = "("
    closes: str = ")"

    def read(self, text: str) -> Node:
        """Read a condition; raises Untold."""
        if len(text) > LONGEST:
            raise Untold(Problem("it is longer than %(most)s characters", params={"most": LONGEST}))
        return _Reader(self, text).whole()


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


class _Reader:
    """A recursive-descent reader: one method a line of the grammar."""

    def __init__(self, language: Language, text: str) -> None:
        self.language = language
        self.tokens = list(_tokens(language, text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.either()
        if self.at < len(self.tokens):
            raise unreadable(self.peek())
        return node

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Untold(Problem("its brackets are nested too deeply"))
        node = self.joined(self.language.either, lambda: self.joined(self.language.both, self.same))
        self.depth -= 1
        return node

    def joined(self, words: Words, part: _Part) -> Node:
        parts = [part()]
        name = ""
        while (word := self.word()) in words:
            name = words[word]
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else Call(name, tuple(parts))

    def same(self) -> Node:
        node = self.sum()
        while True:
            word = self.word()
            if word in self.language.postfix:
                self.at += 1
                node = Call(self.language.postfix[word], (node,))
            elif word in self.language.compare:
                self.at += 1
                node = Call(self.language.compare[word], (node, self.sum()))
            else:
                return node

    def sum(self) -> Node:
        return self.folded(self.language.plus, lambda: self.folded(self.language.times, self.each))

    def folded(self, words: Words, part: _Part) -> Node:
        node = part()
        while (word := self.word()) in words:
            self.at += 1
            node = Call(words[word], (node, part()))
        return node

    def each(self) -> Node:
        word = self.word()
        if word in self.language.prefix:
            return self.negated(word)
        if self.at >= len(self.tokens):
            raise Untold(Problem("it ends too early"))
        token = self.tokens[self.at]
        self.at += 1
        return self.operand(token)

    def negated(self, word: str) -> Node:
        self.at += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise Untold(Problem("its brackets are nested too deeply"))
        # A word binds all of a comparison, a sign only what stands beside it.
        node = self.same() if word.isalpha() else self.each()
        self.depth -= 1
        if self.language.prefix[word] == "minus":
            return _minus(node)
        return Call(self.language.prefix[word], (node,))

    def operand(self, token: _Token) -> Node:
        if token.kind == "text":
            return Literal(_unquoted(token.text))
        if token.kind == "number":
            return Literal(float(token.text) if "." in token.text else int(token.text))
        if token.kind == "ref":
            return Ref(token.text.strip("${}# ").strip())
        if token.text == self.language.opens:
            return self.closed(self.either())
        if token.text == "[":
            return Many(tuple(self.listed("]")))
        if token.kind == "name":
            return self.named(token.text)
        raise unreadable(token.text)

    def named(self, name: str) -> Node:
        if self.peek() == "(":
            self.at += 1
            return Call(name, tuple(self.listed(")")))
        if name.lower() in self.language.literals:
            return Literal(self.language.literals[name.lower()])
        return Ref(name)

    def closed(self, node: Node) -> Node:
        if self.peek() != self.language.closes:
            raise Untold(Problem("a bracket is not closed"))
        self.at += 1
        return node

    def listed(self, end: str) -> list[Node]:
        items: list[Node] = []
        while self.peek() != end:
            items.append(self.either())
            if self.peek() in {",", ";"}:
                self.at += 1
            elif self.peek() != end:
                raise Untold(Problem("a bracket is not closed"))
        self.at += 1
        return items

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def word(self) -> str:
        """The next token where it can be an operator, in small letters."""
        if self.at >= len(self.tokens) or self.tokens[self.at].kind in {"text", "number", "ref"}:
            return ""
        return self.tokens[self.at].text.lower()


def _tokens(language: Language, text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = language.token.match(text, at)
        if not match or match.end() == at:
            raise unreadable(text[at:])
        yield _Token(str(match.lastgroup), match.group())
        at = match.end()


def _unquoted(text: str) -> str:
    inside, quote = text[1:-1], text[0]
    return inside.replace("\\" + quote, quote).replace("\\\\", "\\")


def _minus(node: Node) -> Node:
    if isinstance(node, Literal) and isinstance(node.value, int | float):
        return Literal(-node.value)
    return Call("-", (Literal(0), node))
