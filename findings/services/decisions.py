"""What people have decided about a study's themes and evidence: it survives every run."""

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from analysis.corpus import Decision, Known, KnownTheme, UnitKey
from findings.models import Assignment, Evidence, Theme
from findings.services.counting import is_settled, list_themes
from findings.services.voices import LIVING

#: Texts that tell the analysis what a theme is about.
MOST_EXAMPLES = 20


def read_known(session: Session, study_id: uuid.UUID) -> Known:
    """Return the themes people have judged and every decision about a unit.

    Dropped themes are among them, so that their evidence goes back to them instead of forming
    the same theme anew. Themes that nobody has judged are not: the machine finds them anew, from
    the same words the same ones, and what it finds is recognised by its evidence afterwards.
    """
    examples = _examples(session, study_id)
    decisions = tuple(_decisions(session, study_id))
    named = {decision.theme_id for decision in decisions}
    themes = [
        theme
        for theme in list_themes(session, study_id)
        if is_settled(theme) or str(theme.id) in named
    ]
    merged = select(Theme.id).where(
        Theme.study_id == study_id, Theme.merged_into_id.is_not(None)
    )  # fmt: skip
    return Known(
        themes=tuple(_known_theme(theme, examples.get(theme.id, ())) for theme in themes),
        decisions=decisions,
        rejected=frozenset(_rejected(session, study_id)),
        retired_ids=frozenset(map(str, session.scalars(merged))),
    )


def key_of(unit: Evidence) -> UnitKey:
    """Return the unit's span as the analysis names it."""
    return (unit.source_key, unit.start, unit.end)


def _known_theme(theme: Theme, examples: Iterable[str]) -> KnownTheme:
    return KnownTheme(
        id=str(theme.id),
        labels=dict(theme.labels) or {"en": theme.label},
        kind=theme.kind,
        stage=theme.stage or None,
        locked=theme.locked,
        examples=tuple(examples)[:MOST_EXAMPLES],
        library_id=theme.library_id or None,
    )


def _examples(session: Session, study_id: uuid.UUID) -> dict[uuid.UUID, list[str]]:
    statement = (
        select(Assignment.theme_id, Evidence.text)
        .join(Evidence)
        .where(Evidence.study_id == study_id, Assignment.state.in_(LIVING))
        .order_by(
            Assignment.state == "suggested", Assignment.score.desc(), Evidence.text, Evidence.id
        )
    )
    found: dict[uuid.UUID, list[str]] = {}
    for theme_id, text in session.execute(statement):
        found.setdefault(theme_id, []).append(text)
    return found


def _decisions(session: Session, study_id: uuid.UUID) -> Iterable[Decision]:
    """One a unit; of several themes a person gave a unit, the first is told."""
    chosen = Assignment.state.in_(("accepted", "locked"))
    statement = (
        select(Evidence, Assignment.theme_id)
        .outerjoin(Assignment, (Assignment.evidence_id == Evidence.id) & chosen)
        .where(Evidence.study_id == study_id)
        .where(
            or_(
                Assignment.id.is_not(None),
                Evidence.kind_origin == "person",
                Evidence.stage_origin == "person",
            )
        )
        .order_by(Evidence.source_key, Evidence.start, Assignment.created_at, Assignment.id)
    )
    told: set[uuid.UUID] = set()
    for unit, theme_id in session.execute(statement):
        if unit.id not in told:
            told.add(unit.id)
            yield Decision(
                *key_of(unit),
                theme_id=str(theme_id) if theme_id else None,
                kind=unit.kind if unit.kind_origin == "person" else None,
                stage=(unit.stage or None) if unit.stage_origin == "person" else None,
            )


def _rejected(session: Session, study_id: uuid.UUID) -> Iterable[tuple[UnitKey, str]]:
    statement = (
        select(Evidence, Assignment.theme_id)
        .join(Assignment, Assignment.evidence_id == Evidence.id)
        .where(Evidence.study_id == study_id, Assignment.state == "rejected")
    )
    for unit, theme_id in session.execute(statement):
        yield key_of(unit), str(theme_id)
