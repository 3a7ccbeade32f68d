"""The journey on one page: what each column shows, chosen so that the page holds it.

A landscape A4 has one size; a study has three to a dozen stages and labels of any length. So the
map takes pains, touchpoints and one quote a stage by priority until the column's lines are used
up. Lines are estimated from the width of the writing: Thai and Korean take more room than Latin.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from unicodedata import combining, east_asian_width

from reports.charts.curves import emotion_curve
from reports.document.report import Document, Quote, Stage, Theme, Touchpoint
from reports.estimates import Mean

Thing = TypeVar("Thing")

PAGE_WIDTH = 960.0
"""Width of all columns of the map in the units of its curve."""


@dataclass(frozen=True)
class Density:
    """How much one column holds: characters a line, and lines for each lane."""

    name: str
    letters: int
    touchpoint_lines: int
    pain_lines: int
    strength_lines: int
    quote_lines: int


ROOMY = Density("roomy", 46, 4, 9, 3, 5)
PLAIN = Density("plain", 27, 5, 12, 4, 6)
DENSE = Density("dense", 20, 5, 14, 4, 7)
TIGHT = Density("tight", 17, 4, 14, 4, 7)


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

    def curve(self, title: str, *, height: float = 118, mirrored: bool = False) -> str:
        """Return the curve over all columns, as wide as they are."""
        return emotion_curve(self.means, title, width=PAGE_WIDTH, height=height, mirrored=mirrored)


def drawn(document: Document) -> JourneyMap:
    """Return the map of *document*, with as much in each column as one page holds."""
    density = density_of(len(document.stages))
    columns = tuple(_column(stage, density) for stage in document.stages)
    return JourneyMap(columns, density, tuple(stage.emotion for stage in document.stages))


def density_of(stages: int) -> Density:
    """Return how dense the columns of a map with *stages* stages are."""
    if stages <= 4:
        return ROOMY
    if stages <= 6:
        return PLAIN
    return DENSE if stages <= 8 else TIGHT


def lines(text: str, letters: int) -> int:
    """Return how many lines *text* takes in a column of *letters* Latin letters."""
    return max(1, math.ceil(_width(text) / letters))


def _column(stage: Stage, density: Density) -> Column:
    letters = density.letters
    pains = _that_fit(stage.pains, [p.label for p in stage.pains], letters, density.pain_lines, 1)
    strengths = _that_fit(
        stage.strengths, [s.label for s in stage.strengths], letters, density.strength_lines, 0
    )
    names = [touchpoint.name for touchpoint in stage.touchpoints]
    touchpoints = _that_fit(stage.touchpoints, names, letters, density.touchpoint_lines, 0)
    return Column(
        stage=stage,
        touchpoints=touchpoints,
        pains=pains,
        strengths=strengths,
        quote=_quote(stage.quotes, letters, density.quote_lines),
        more=len(stage.pains) - len(pains),
    )


def _that_fit(
    things: Sequence[Thing], texts: Iterable[str], letters: int, room: int, extra: int
) -> tuple[Thing, ...]:
    kept: list[Thing] = []
    for thing, text in zip(things, texts, strict=True):
        room -= lines(text, letters) + extra
        if room < 0:
            break
        kept.append(thing)
    return tuple(kept)


def _quote(quotes: Sequence[Quote], letters: int, room: int) -> Quote | None:
    return next((q for q in quotes if lines(q.text, letters) <= room), None)


def _width(text: str) -> float:
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if combining(letter) or letter in "ัิีึืฺุู็่้๊๋์ํ๎":
        return 0.0
    return 1.8 if east_asian_width(letter) in "WF" else 1.0
