"""Lets a part of a theme stand by itself, as a person's decision."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import User
from analysis.hierarchy.cut import Grain as Place
from analysis.hierarchy.cut import owner
from findings.models import Assignment, Evidence, Grain, Theme
from findings.services import evidence
from findings.services.voices import LIVING
from foundation.errors import NotFound
from foundation.languages import DEFAULT


def part(session: Session, theme: Theme, key: str, *, actor: User | None) -> Theme:
    """Make a theme of its own of the theme's texts that belong to a grain; return it.

    It bears the name the analysis has for it, in every language. Raises `NotFound` where the theme
    holds none of them any more.
    """
    grain = session.scalar(select(Grain).where(Grain.study_id == theme.study_id, Grain.key == key))
    units = units_of(session, theme, key) if grain else []
    if grain is None or not units:
        raise NotFound("This part of the theme is not there any more. Reload the page.")
    label = str(grain.labels.get(DEFAULT) or next(iter(grain.labels.values()), theme.label))
    new = evidence.split(session, units, theme, label=label[:200], actor=actor)
    new.labels, new.library_id = dict(grain.labels), grain.library_id
    new.keywords, new.stage_scores = dict(grain.keywords), dict(grain.stage_scores)
    grain.theme_id = new.id
    session.flush()
    return new


def units_of(session: Session, theme: Theme, key: str) -> list[Evidence]:
    """Return the theme's texts that belong to a grain or to a part of it."""
    rows = session.scalars(select(Grain).where(Grain.study_id == theme.study_id))
    grains = {each.key: Place(each.key, each.part_of, each.stands_from) for each in rows}
    if key not in grains:
        return []
    within = [each for each in grains if owner(grains, each, grains[key].stands_from) == key]
    statement = (
        select(Evidence)
        .join(Assignment, Assignment.evidence_id == Evidence.id)
        .where(Assignment.theme_id == theme.id, Assignment.state.in_(LIVING))
        .where(Evidence.grain.in_(within))
        .order_by(Evidence.source_key, Evidence.start)
    )
    return list(session.scalars(statement))
