"""The tree that every foreign condition is read into, before it becomes a rule of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveys.question_types import Problem


@dataclass(frozen=True)
class Literal:
    """A number, a text, True or False."""

    value: Any


@dataclass(frozen=True)
class Ref:
    """A question, by the name the source gives it; `Ref("")` is the question itself."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function or an operator with its operands.

    Operators are `and`, `or`, `not`, `==`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `/`, `mod`;
    `has` (a value among those chosen), `has-any`, `has-all` (one, or all, of a list), `count`
    (how many are chosen), `answered`; anything else is a function of the source's own name.
    """

    name: str
    operands: tuple["Node", ...]


@dataclass(frozen=True)
class Many:
    """A list of values."""

    items: tuple["Node", ...]


Node = Literal | Ref | Call | Many


class Untold(Exception):
    """A condition that our rules can't tell; `why` is a sentence without its place."""

    def __init__(self, why: Problem) -> None:
        self.why = why
        super().__init__(str(why))


def unreadable(found: str) -> Untold:
    """The error for a condition that can't be read at all."""
    return Untold(Problem("it can't be read at “%(found)s”", params={"found": found[:40]}))


def call(name: str, *operands: Node) -> Call:
    """A call with its operands one by one."""
    return Call(name, operands)


def every(nodes: list[Node]) -> Node | None:
    """All of them together; None where there is none."""
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else Call("and", tuple(nodes))


def names_in(node: Node) -> Iterator[str]:
    """Every name a tree looks at."""
    if isinstance(node, Ref):
        yield node.name
    for each in getattr(node, "operands", getattr(node, "items", ())):
        yield from names_in(each)
