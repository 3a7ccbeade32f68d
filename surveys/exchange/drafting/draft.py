"""What the readers of all formats fill: a questionnaire in the source's own names and languages."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.exchange.conditions.tree import Node, Untold
from surveys.exchange.report import NOWHERE
from surveys.question_types import Problem

Words = dict[str, str]
"""A text by language."""


@dataclass
class Part:
    """An option, a row or a column; `flags` are our properties of it."""

    name: str
    words: Words
    flags: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pending:
    """A condition not yet settled: its tree, or why it can't be read."""

    construct: str
    place: Problem
    source: str
    node: Node | None = None
    why: Problem | None = None


def pending(
    source: str, read: Callable[[str], Node], construct: str, place: Problem
) -> Pending | None:
    """Read a condition; None where there is none."""
    if not source.strip():
        return None
    try:
        return Pending(construct, place, source, read(source))
    except Untold as error:
        return Pending(construct, place, source, why=error.why)


@dataclass
class Kept:
    """What we wrote into another tool's file for ourselves.

    `own` holds our properties; `was` what the file itself said of them then: where it says
    something else now, a person has changed it there, and that counts.
    """

    own: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)


@dataclass
class Demand:
    """What an answer must meet beside bounds of its own, and what to say if it does not."""

    condition: Pending
    say: Words = field(default_factory=dict)


@dataclass
class Figure:
    """A calculated value on its way in.

    `wish` is the id of one that a text calculates on the spot, whose name is the formula; the text
    tells where it can't be said.
    """

    name: str
    calculation: Pending
    wish: str = ""


@dataclass(frozen=True)
class Limit:
    """A quota on its way in: no more than `most` people for whom the condition holds."""

    name: str
    condition: Pending
    most: int


@dataclass
class Item:
    """A question on its way in.

    `names` are further names of parts, as the source's conditions use them: name -> (`row` or
    `option`, the part's name).
    """

    name: str
    type: str
    place: Problem = NOWHERE
    text: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    unit: Words = field(default_factory=dict)
    choices: list[Part] = field(default_factory=list)
    rows: list[Part] = field(default_factory=list)
    scale: list[Words] = field(default_factory=list)
    bands: list[Words] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    conditions: list[Pending] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    #: Where to go on, by a question's name or `end`, and under which condition.
    jumps: list[tuple[Pending, str]] = field(default_factory=list)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Codes of a score's points where they are not 1, 2, 3 …: code -> point.
    codes: dict[str, Any] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)


@dataclass
class Stretch:
    """A section on its way in; one of ours (`is_ours`) may be empty.

    `loop` is the name of the question that it is asked again for, by each answer.
    """

    name: str
    title: Words = field(default_factory=dict)
    place: Problem = NOWHERE
    items: list[Item] = field(default_factory=list)
    conditions: list[Pending] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)
    loop: str = ""
    is_ours: bool = False
    kept: Kept = field(default_factory=Kept)


@dataclass
class Draft:
    """A whole questionnaire on its way in.

    `piping` finds an earlier answer quoted inside a text; its group `name` is the question.
    `has_variants`: items of one name are one question, of which a person meets one.
    `is_unforced`: answers in the person's own words may be left out, whatever the source asks.
    """

    name: str
    language: str = "en"
    title: Words = field(default_factory=dict)
    intro: Words = field(default_factory=dict)
    thanks: Words = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    piping: re.Pattern[str] | None = None
    has_variants: bool = False
    is_unforced: bool = False
    kept: Kept = field(default_factory=Kept)

    @property
    def items(self) -> Iterator[Item]:
        """All questions in order."""
        for stretch in self.stretches:
            yield from stretch.items


def same(text: str, language: str) -> Words:
    """A text in one language; nothing where it is empty."""
    return {language: text} if text else {}


def filled(words: Mapping[str, str]) -> Words:
    """The languages that say something."""
    return {language: text for language, text in words.items() if text.strip()}


def joined(first: Words, second: Words, by: str = "\n\n") -> Words:
    """Two texts in one, in each language that has one of them."""
    return {
        language: by.join(
            text for text in (first.get(language, ""), second.get(language, "")) if text
        )
        for language in dict.fromkeys([*first, *second])
    }
