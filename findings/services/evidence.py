"""What a person does with single units of evidence: sort them, judge them, correct them."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accounts.models import User
from findings.models import Assignment, Evidence, Theme
from findings.services.themes import check_stage, create, note, refuse_locked
from findings.services.voices import LIVING
from foundation.errors import Invalid, NotFound
from research.models.study import Study
from research.words import Kind

WORST = 4
NOWHERE = "–"


def find_units(session: Session, study_id: uuid.UUID, ids: Collection[uuid.UUID]) -> list[Evidence]:
    """Return these units of the study; raises `Invalid` for none and `NotFound` for a stranger."""
    if not ids:
        raise Invalid("units", "Choose at least one quote.")
    statement = select(Evidence).where(Evidence.study_id == study_id, Evidence.id.in_(ids))
    units = list(session.scalars(statement.order_by(Evidence.source_key, Evidence.start)))
    if len(units) != len(set(ids)):
        raise NotFound("One of these quotes is not there any more. Reload the page.")
    return units


def put(session: Session, units: Collection[Evidence], theme: Theme, *, actor: User | None) -> None:
    """Sort units into a theme, as a person's word: the machine's other suggestions give way."""
    _refuse_closed(theme)
    known = _by_unit(session, units)
    for unit in units:
        current = known.get(unit.id, [])
        for each in current:
            if each.state == "suggested" and each.theme_id != theme.id:
                refuse_locked(each.theme)
                session.delete(each)
        _accept(session, unit, theme, current)
    note(session, theme, "evidence_added", actor, _ids(units))


def move(
    session: Session,
    units: Collection[Evidence],
    theme: Theme,
    target: Theme,
    *,
    actor: User | None,
) -> None:
    """Take units out of a theme, for good, and sort them into another."""
    reject(session, units, theme, actor=actor)
    put(session, units, target, actor=actor)


def split(
    session: Session, units: Collection[Evidence], theme: Theme, *, label: str, actor: User | None
) -> Theme:
    """Make a theme of its own of these units of a theme; return it."""
    study = session.get_one(Study, theme.study_id)
    new = create(session, study, label=label, kind=theme.kind, stage=theme.stage, actor=actor)
    move(session, units, theme, new, actor=actor)
    note(session, theme, "split", actor, {"theme": str(new.id), "label": new.label})
    return new


def reject(
    session: Session, units: Collection[Evidence], theme: Theme, *, actor: User | None
) -> None:
    """Say that units do not belong to a theme; no run offers them to it again."""
    refuse_locked(theme)
    wanted = {unit.id for unit in units}
    assignments = _living(session, theme, wanted)
    if len(assignments) != len(wanted):
        raise NotFound("One of these quotes is not in the theme any more. Reload the page.")
    for each in assignments:
        each.state, each.origin = "rejected", "person"
    note(session, theme, "evidence_rejected", actor, _ids(units))


def set_kind(session: Session, unit: Evidence, kind: str) -> None:
    """Say what a unit is; suggested themes of another kind give way."""
    if kind not in set(Kind):
        raise Invalid("kind", "A quote is pain, praise, suggestion or neutral.")
    unit.kind, unit.kind_origin, unit.kind_score = kind, "person", 1.0
    if kind != Kind.PAIN:
        unit.severity, unit.severity_source = None, ""
    for each in _by_unit(session, [unit]).get(unit.id, []):
        if each.state == "suggested" and each.theme.kind != kind and not each.theme.locked:
            session.delete(each)


def set_stage(session: Session, unit: Evidence, stage: str) -> None:
    """Say which stage of the study's journey a unit speaks of; the next run learns from it."""
    check_stage(session, unit.study_id, stage or NOWHERE)
    unit.stage, unit.stage_origin, unit.stage_score = stage, "person", 1.0
    unit.second_stage, unit.second_stage_score = "", 0.0


def set_severity(unit: Evidence, severity: int | None) -> None:
    """Say how bad a pain is, 1 (irritates) to 4 (lost the deal); None for not known."""
    if unit.kind != Kind.PAIN:
        raise Invalid("severity", "Only a pain has a severity.")
    if severity is not None and not 1 <= severity <= WORST:
        raise Invalid("severity", "A severity is 1, 2, 3 or 4.")
    unit.severity, unit.severity_source = severity, "person"


def _accept(session: Session, unit: Evidence, theme: Theme, current: list[Assignment]) -> None:
    mine = next((each for each in current if each.theme_id == theme.id), None)
    if mine is None:
        mine = Assignment(evidence=unit, theme=theme)
        session.add(mine)
    if mine.state != "locked":
        mine.origin, mine.state, mine.score = "person", "accepted", 1.0


def _refuse_closed(theme: Theme) -> None:
    refuse_locked(theme)
    if theme.status == "dropped" or theme.merged_into_id:
        raise Invalid(
            "theme",
            "The theme “%(label)s” is dropped or merged. Choose another.",
            label=theme.label,
        )


def _living(session: Session, theme: Theme, ids: Collection[uuid.UUID]) -> list[Assignment]:
    statement = select(Assignment).where(
        Assignment.theme_id == theme.id,
        Assignment.evidence_id.in_(ids),
        Assignment.state.in_(LIVING),
    )
    return list(session.scalars(statement))


def _by_unit(session: Session, units: Collection[Evidence]) -> dict[uuid.UUID, list[Assignment]]:
    statement = (
        select(Assignment)
        .where(Assignment.evidence_id.in_([unit.id for unit in units]))
        .options(joinedload(Assignment.theme))
    )
    found: dict[uuid.UUID, list[Assignment]] = {}
    for each in session.scalars(statement):
        found.setdefault(each.evidence_id, []).append(each)
    return found


def _ids(units: Collection[Evidence]) -> dict[str, object]:
    return {"evidence": [str(unit.id) for unit in units], "count": len(units)}
