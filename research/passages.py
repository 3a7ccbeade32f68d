"""Cuts a note into paragraphs and marked passages, by code points."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

_PARAGRAPH = re.compile(r"\S(?:.*\S)?")


class Span(Protocol):
    """A marked passage: `start` and `end` (exclusive) in code points of the note."""

    start: int
    end: int


Marked = TypeVar("Marked", bound=Span)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that begins at `start` and lies in the same marks throughout."""

    start: int
    text: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a note that holds words, cut at the borders of its marks."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    #: Marks that end in this paragraph, to be shown beneath it.
    ending: tuple[Span, ...]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the span of each line with words, in code points, end exclusive."""
    return [found.span() for found in _PARAGRAPH.finditer(text)]


def cut(text: str, marks: Iterable[Marked]) -> list[Paragraph]:
    """Cut a note's text into paragraphs, and each at the borders of the marks in it."""
    known = sorted(marks, key=lambda mark: (mark.start, mark.end))
    spans = paragraphs(text)
    ends = [*(start for start, _ in spans[1:]), len(text) + 1][: len(spans)]
    return [
        Paragraph(
            start,
            end,
            tuple(_pieces(text, start, end, known)),
            tuple(mark for mark in known if start < mark.end <= following),
        )
        for (start, end), following in zip(spans, ends, strict=True)
    ]


def _pieces(text: str, start: int, end: int, marks: list[Marked]) -> list[Piece]:
    borders = {start, end}
    for mark in marks:
        borders |= {border for border in (mark.start, mark.end) if start < border < end}
    ordered = sorted(borders)
    return [
        Piece(first, text[first:last], tuple(m for m in marks if m.start < last and m.end > first))
        for first, last in pairwise(ordered)
    ]
