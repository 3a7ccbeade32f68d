"""Orders that differ from person to person and are the same for one person at every visit.

They come from the seed kept with the response and from ids alone, so neither the language, the
browser nor a new option changes how the others stand to one another.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from surveys.definition import Section
from surveys.question_types import Choice, Question, Row
from surveys.question_types.values import RANDOM

#: Types whose options come in sets that are the same for everybody.
FIXED = frozenset({"maxdiff"})
T = TypeVar("T", Choice, Row, Section)


def shuffled(parts: Iterable[T], seed: int, of: str) -> tuple[T, ...]:
    """The parts in the order that the seed gives them."""

    def place(part: T) -> bytes:
        return hashlib.blake2b(f"{seed}/{of}/{part.id}".encode(), digest_size=8).digest()

    return tuple(sorted(parts, key=place))


def arranged(question: Question, seed: int) -> Question:
    """The question as it is shown: its options, or the rows of a grid, in this person's order.

    “Something else” and “none of these” stay last.
    """
    if question.order != RANDOM or question.type in FIXED:
        return question
    own = question.id.partition("@")[0]
    if question.rows:
        return replace(question, rows=shuffled(question.rows, seed, own))
    last = [each for each in question.choices if each.other or each.exclusive]
    free = [each for each in question.choices if each not in last]
    return replace(question, choices=(*shuffled(free, seed, own), *last))


def runs(sections: Sequence[Section]) -> list[list[Section]]:
    """The sections in groups: neighbours of random order together, every other one alone."""
    groups: list[list[Section]] = []
    for section in sections:
        is_random = section.order == RANDOM
        if is_random and groups and groups[-1][-1].order == RANDOM:
            groups[-1].append(section)
        else:
            groups.append([section])
    return groups


def arranged_sections(sections: Sequence[Section], seed: int) -> tuple[Section, ...]:
    """The sections in this person's order."""
    return tuple(
        section for group in runs(sections) for section in shuffled(group, seed, "sections")
    )
