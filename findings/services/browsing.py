"""Browses single units of evidence: filtered, sorted, in pages."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from findings.models import Assignment, Evidence, Theme
from findings.services.voices import (
    LIVING,
    VOICE_COLUMNS,
    is_unsorted,
    joined,
    segment_of,
    voice,
)
from findings.tallies import Voice
from research.models.organisation import Contact, Organisation
from surveys.models.response import Answer

NO_THEME = "-"

#: Name in the address -> what comes first.
ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "unsure-kind": (Evidence.kind_score.asc(),),
    "unsure-stage": (Evidence.stage_score.asc(),),
    "severe": (func.coalesce(Evidence.severity, 0).desc(),),
}


@dataclass(frozen=True)
class Wanted:
    """Which units to show; what is empty takes everything. `theme` is a slug, or `NO_THEME`."""

    kind: str = ""
    stage: str = ""
    language: str = ""
    segment: str = ""
    theme: str = ""
    question: str = ""
    order: str = ""


@dataclass(frozen=True)
class Shown:
    """One unit with what is known of it; `client` is the organisation's name."""

    unit: Evidence
    voice: Voice
    client: str
    themes: tuple[Theme, ...]


def list_units(
    session: Session, study_id: uuid.UUID, wanted: Wanted, *, offset: int, limit: int
) -> tuple[list[Shown], int]:
    """Return a stretch of the units wanted, and how many there are in all."""
    conditions = _conditions(study_id, wanted)
    total = session.scalar(joined(select(func.count())).where(*conditions)) or 0
    statement = (
        joined(select(Evidence, Organisation.name.label("client_name"), *VOICE_COLUMNS))
        .outerjoin(Organisation, Organisation.id == Contact.organisation_id)
        .where(*conditions)
        .order_by(*ORDERS.get(wanted.order, ()), Evidence.source_key, Evidence.start)
        .offset(offset)
        .limit(limit)
    )
    rows = list(session.execute(statement))
    themes = _themes_by_unit(session, [row.evidence_id for row in rows])
    shown = [
        Shown(row[0], voice(row), row.client_name or "", tuple(themes.get(row.evidence_id, ())))
        for row in rows
    ]
    return shown, total


def list_languages(session: Session, study_id: uuid.UUID) -> list[str]:
    """Return the languages people speak in this study."""
    statement = select(Evidence.language).where(Evidence.study_id == study_id).distinct()
    return sorted(language for language in session.scalars(statement) if language)


def _conditions(study_id: uuid.UUID, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Evidence.study_id == study_id]
    columns = {
        "kind": Evidence.kind,
        "stage": Evidence.stage,
        "language": Evidence.language,
        "segment": segment_of,
        "question": Answer.question_id,
    }
    for name, column in columns.items():
        value = getattr(wanted, name)
        if value:
            conditions.append(column == ("" if value == NO_THEME else value))
    if wanted.theme == NO_THEME:
        conditions.append(is_unsorted())
    elif wanted.theme:
        conditions.append(_in_theme(wanted.theme))
    return conditions


def _in_theme(slug: str) -> ColumnElement[bool]:
    placed = (
        select(Assignment.id)
        .join(Theme, Assignment.theme_id == Theme.id)
        .where(Assignment.evidence_id == Evidence.id, Assignment.state.in_(LIVING))
        .where(Theme.slug == slug, Theme.study_id == Evidence.study_id)
    )
    return placed.exists()


def _themes_by_unit(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Theme]]:
    statement = (
        select(Assignment.evidence_id, Theme)
        .join(Theme, Assignment.theme_id == Theme.id)
        .where(Assignment.evidence_id.in_(ids), Assignment.state.in_(LIVING))
        .where(Theme.merged_into_id.is_(None))
        .order_by(Theme.label)
    )
    found: dict[uuid.UUID, list[Theme]] = {}
    for evidence_id, theme in session.execute(statement):
        found.setdefault(evidence_id, []).append(theme)
    return found
