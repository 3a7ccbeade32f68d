"""The journey on one page: what each column shows, chosen so that the page holds it.

A landscape A4 has one size; a study has three to a dozen stages and labels of any length. So the
map is measured before it is drawn: each lane is as high as its fullest column, and the lanes give
up their last entries in turn until the page holds them all. Lines are estimated from the width of
the writing: Korean takes more room than Latin, and Thai marks take none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from unicodedata import combining, east_asian_width

from reports.document.report import Document, Quote, Stage, Theme, Touchpoint, settled_first
from reports.estimates import Mean

Thing = TypeVar("Thing", Theme, Touchpoint)

ROOM = 166.0
"""Millimetres between the page's title and its foot, with a line to spare."""
FIXED = 66.0
"""Millimetres of the stages' heads, the curve, the numbers heard and the lanes' own margins."""
THAI_MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"


@dataclass(frozen=True)
class Density:
    """How a column is set: the style's name, letters a line, millimetres a line."""

    name: str
    letters: int
    line: float


@dataclass(frozen=True)
class Allowance:
    """How many lines each lane may take in one column."""

    touchpoints: int
    pains: int
    strengths: int
    quote: int


ALLOWANCES = (
    Allowance(5, 16, 6, 7),
    Allowance(4, 13, 5, 6),
    Allowance(4, 11, 4, 5),
    Allowance(3, 9, 4, 5),
    Allowance(3, 7, 3, 4),
    Allowance(2, 5, 3, 3),
    Allowance(1, 4, 2, 0),
)


@dataclass(frozen=True)
class Column:
    """One stage of the map; ``more`` counts the pain points the column had no room for."""

    stage: Stage
    touchpoints: tuple[Touchpoint, ...]
    pains: tuple[Theme, ...]
    strengths: tuple[Theme, ...]
    quote: Quote | None
    more: int


@dataclass(frozen=True)
class JourneyMap:
    """The map as a value; ``means`` are the points of the curve, one a column."""

    columns: tuple[Column, ...]
    density: Density
    means: tuple[Mean | None, ...]


def drawn(document: Document) -> JourneyMap:
    """Return the map of *document*, with as much in each column as one page holds."""
    density = density_of(len(document.stages))
    means = tuple(stage.emotion for stage in document.stages)
    for allowance in ALLOWANCES:
        columns = tuple(
            _column(stage, density, allowance, document.language) for stage in document.stages
        )
        if height(columns, density) <= ROOM:
            break
    return JourneyMap(columns, density, means)


def density_of(stages: int) -> Density:
    """Return how a map with *stages* columns is set."""
    if stages <= 4:
        return Density("roomy", 42, 3.9)
    if stages <= 6:
        return Density("plain", 25, 3.9)
    return Density("dense", 19, 3.5) if stages <= 8 else Density("tight", 17, 3.2)


def height(columns: Sequence[Column], density: Density) -> float:
    """Return the height of the map's table in millimetres."""
    lanes = (_touchpoint_lines, _pain_lines, _strength_lines, _moment_lines, _quote_lines)
    total = sum(max(lane(column, density.letters) for column in columns) for lane in lanes)
    return FIXED + density.line * total


def lines(text: str, letters: int) -> int:
    """Return how many lines *text* takes in a column of *letters* Latin letters."""
    return max(1, math.ceil(sum(_width(letter) for letter in text) / letters))


def _column(stage: Stage, density: Density, allowance: Allowance, language: str) -> Column:
    letters = density.letters
    names = [touchpoint.name for touchpoint in stage.touchpoints]
    pains = _fitting(stage.pains, _labels(stage.pains), letters, allowance.pains - 1, extra=1)
    praised = settled_first(stage.strengths)
    return Column(
        stage=stage,
        touchpoints=_fitting(stage.touchpoints, names, letters, allowance.touchpoints),
        pains=pains,
        strengths=_fitting(praised, _labels(praised), letters, allowance.strengths, extra=1),
        quote=_quote(stage.quotes, letters, allowance.quote, language),
        more=len(stage.pains) - len(pains),
    )


def _labels(themes: Sequence[Theme]) -> list[str]:
    return [theme.label for theme in themes]


def _fitting(
    things: Sequence[Thing], texts: Sequence[str], letters: int, room: int, *, extra: int = 0
) -> tuple[Thing, ...]:
    kept: list[Thing] = []
    for thing, text in zip(things, texts, strict=True):
        room -= lines(text, letters) + extra
        if room < 0 and kept:
            break
        kept.append(thing)
    return tuple(kept)


def _quote(quotes: Sequence[Quote], letters: int, room: int, language: str) -> Quote | None:
    """Return the first quote there is room for, one in the map's language before all others."""
    fitting = [q for q in quotes if lines(q.text, letters) <= room]
    return min(fitting, key=lambda q: q.language != language, default=None)


def _touchpoint_lines(column: Column, letters: int) -> float:
    return max(1, sum(lines(touchpoint.name, letters) for touchpoint in column.touchpoints))


def _pain_lines(column: Column, letters: int) -> float:
    each = (lines(pain.label, letters) + 1.35 for pain in column.pains)
    return max(2.0, sum(each) + (column.more > 0))


def _strength_lines(column: Column, letters: int) -> float:
    return max(1.0, sum(lines(theme.label, letters) + 1.35 for theme in column.strengths))


def _moment_lines(column: Column, letters: int) -> float:
    told = sum(lines(moment, letters) for moment in column.stage.moments[:1])
    return max(1, told + column.stage.is_decision)


def _quote_lines(column: Column, letters: int) -> float:
    return 1.12 * lines(column.quote.text, letters) + 1.0 if column.quote else 1.0


def _width(letter: str) -> float:
    if combining(letter) or letter in THAI_MARKS:
        return 0.0
    return 1.8 if east_asian_width(letter) in "WF" else 1.0
