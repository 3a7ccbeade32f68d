"""The steps of the work, contributed by every room, in the order they are done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from foundation.texts import Phrase
from research.models.study import Study


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    READY = "ready"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a study's work, for its overview.

    `title` is a message id (`msgid("…")`), and so is `detail`, filled by `params`, unless it is a
    phrase, which carries its own. `endpoint` takes the study's slug. A step is done, ready to be
    worked on, or waits for an earlier one.
    """

    title: str
    state: StepState
    detail: str | Phrase
    endpoint: str
    params: Mapping[str, object] = field(default_factory=dict)


StepMaker = Callable[[Session, Study], Step]
_makers: dict[str, tuple[int, StepMaker]] = {}


def overview_step(order: int) -> Callable[[StepMaker], StepMaker]:
    """Register a function that says where one step stands; steps are shown by `order`.

    Rooms above register theirs when they are imported, so this room needs to know none of them.
    The orders in use: 10 journey, 20 clients, 30 questionnaires, 40 opening, 50 invitations,
    60 answers, 70 interviews, 80 themes, 90 report.
    """

    def register(maker: StepMaker) -> StepMaker:
        _makers[f"{maker.__module__}.{maker.__qualname__}"] = (order, maker)
        return maker

    return register


def list_steps(session: Session, study: Study) -> list[Step]:
    """Return the study's steps in their order."""
    ordered = sorted(_makers.values(), key=lambda each: each[0])
    return [maker(session, study) for _, maker in ordered]


def next_step(steps: list[Step]) -> Step | None:
    """Return the first step that is ready and not done."""
    return next((step for step in steps if step.state == StepState.READY), None)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a study's overview that a room above shows: a template and what it needs."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


PanelMaker = Callable[[Session, Study], Panel | None]
_panels: dict[str, tuple[int, PanelMaker]] = {}


def overview_panel(order: int) -> Callable[[PanelMaker], PanelMaker]:
    """Register a function that makes a panel of the overview; None leaves it out.

    Only colleagues who may see contacts see panels. The template is included with `panel`, the
    mapping of what it needs, and `study`.
    """

    def register(maker: PanelMaker) -> PanelMaker:
        _panels[f"{maker.__module__}.{maker.__qualname__}"] = (order, maker)
        return maker

    return register


def list_panels(session: Session, study: Study) -> list[Panel]:
    """Return the panels of the study's overview in their order."""
    ordered = sorted(_panels.values(), key=lambda each: each[0])
    made = (maker(session, study) for _, maker in ordered)
    return [panel for panel in made if panel is not None]
