"""Where along the journey each group of clients struggles: stages, not single pain points."""

from dataclasses import dataclass

from reports.document.report import SEGMENTS, Document, Known, Stage
from reports.estimates import Share

MANY = 1 / 3
"""A group struggles at a stage where one in three of those asked names a pain point there."""


@dataclass(frozen=True)
class Struggle:
    """A stage, and the clients of a group that name a pain point there, of those asked."""

    stage: Stage
    share: Share


def of_segment(document: Document, segment: str) -> tuple[Struggle, ...]:
    """Return up to two stages where a segment struggles, the worst first."""
    number = SEGMENTS.index(segment)
    cells = [(stage, stage.struggles[number]) for stage in document.stages if stage.struggles]
    found = [
        Struggle(stage, cell.share)
        for stage, cell in cells
        if cell.known is Known.SHOWN and cell.share and cell.share.value >= MANY
    ]
    return _worst(found)


def of_all(document: Document) -> tuple[Struggle, ...]:
    """Return up to two stages where clients of every kind struggle, the worst first."""
    return _worst([Struggle(stage, stage.hurt) for stage in document.stages if stage.hurt])


def _worst(found: list[Struggle]) -> tuple[Struggle, ...]:
    """Return the worst, and the next one where the interval of the worst reaches it."""
    ranked = sorted(found, key=lambda each: (-each.share.value, each.stage.number))
    return tuple(each for each in ranked[:2] if each.share.value >= ranked[0].share.interval[0])
