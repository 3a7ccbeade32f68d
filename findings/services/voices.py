"""Reads the evidence of a study together with who said it."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from findings.models import Assignment, Evidence, Theme
from findings.naming import is_said, theme_name
from findings.tallies import Voice
from research.models.interview import Consent, Excerpt, Interview, Note
from research.models.organisation import Contact
from research.words import ConsentScope, QuotePermission
from surveys.models.response import Answer, Response, stands_in_results

#: Assignments that count; a rejected one only keeps the machine from offering it again.
LIVING = ("suggested", "accepted", "locked")

QUOTABLE_SCOPES = (
    ConsentScope.INTERNAL_QUOTE,
    ConsentScope.EXTERNAL_ANONYMOUS_QUOTE,
    ConsentScope.ATTRIBUTED,
)

#: The speaker's segment at the time.
segment_of = func.coalesce(Response.segment, Interview.segment)

VOICE_COLUMNS = (
    Evidence.id.label("evidence_id"),
    Evidence.text,
    Evidence.language,
    Evidence.kind,
    Evidence.severity,
    Evidence.stage,
    segment_of.label("segment"),
    Contact.role,
    Contact.organisation_id,
    Contact.id.label("contact_id"),
    Response.id.label("response_id"),
    Answer.id.label("answer_id"),
    Answer.question_id,
    Answer.quote,
    Answer.redacted_text,
    Interview.id.label("interview_id"),
    Consent.scope,
    Response.submitted_at,
    Response.started_at,
    Interview.held_on,
)


def voices_by_theme(session: Session, study_id: uuid.UUID) -> dict[uuid.UUID, list[Voice]]:
    """Return the living evidence of every theme of the study, surest first."""
    statement = (
        joined(select(*VOICE_COLUMNS, Assignment.theme_id))
        .join(Assignment, Assignment.evidence_id == Evidence.id)
        .where(Evidence.study_id == study_id, Assignment.state.in_(LIVING))
        .order_by(Assignment.score.desc(), Evidence.source_key, Evidence.start)
    )
    found: dict[uuid.UUID, list[Voice]] = {}
    for row in session.execute(statement):
        found.setdefault(row.theme_id, []).append(voice(row))
    return found


def borrowed_names(session: Session, study_id: uuid.UUID, language: str) -> frozenset[uuid.UUID]:
    """Return the themes whose name in this language is somebody's words: a person should name them.

    A name that a person gave is one, whatever was said.
    """
    open_to_names = select(Theme).where(Theme.study_id == study_id, Theme.name_locked.is_(False))
    names = {each.id: theme_name(each, language) for each in session.scalars(open_to_names)}
    statement = (
        joined(select(Assignment.theme_id, Evidence.text))
        .join(Assignment, Assignment.evidence_id == Evidence.id)
        .where(Evidence.study_id == study_id, Assignment.state.in_(LIVING))
    )
    return frozenset(
        theme_id
        for theme_id, text in session.execute(statement)
        if theme_id in names and is_said(names[theme_id], [text])
    )


def unsorted_voices(session: Session, study_id: uuid.UUID, limit: int) -> list[Voice]:
    """Return pains, praise and suggestions that stand in no theme, surest of their kind first."""
    statement = (
        joined(select(*VOICE_COLUMNS))
        .where(Evidence.study_id == study_id, Evidence.kind != "neutral", is_unsorted())
        .order_by(Evidence.kind_score.desc(), Evidence.source_key, Evidence.start)
        .limit(limit)
    )
    return [voice(row) for row in session.execute(statement)]


def count_unsorted(session: Session, study_id: uuid.UUID) -> int:
    """Return how many pains, praises and suggestions stand in no theme."""
    statement = joined(select(func.count())).where(
        Evidence.study_id == study_id, Evidence.kind != "neutral", is_unsorted()
    )
    return session.scalar(statement) or 0


def joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join evidence to its source and speaker; leave out what may not be used at all.

    That is: test responses, erased people, and interviews whose consent was withdrawn.
    """
    contact_id = func.coalesce(Response.contact_id, Interview.contact_id)
    return (
        statement.select_from(Evidence)
        .outerjoin(Answer, Evidence.answer_id == Answer.id)
        .outerjoin(Response, Answer.response_id == Response.id)
        .outerjoin(Excerpt, Evidence.excerpt_id == Excerpt.id)
        .outerjoin(Note, Excerpt.note_id == Note.id)
        .outerjoin(Interview, Note.interview_id == Interview.id)
        .outerjoin(Consent, Consent.interview_id == Interview.id)
        .outerjoin(Contact, Contact.id == contact_id)
        .where(Contact.erased_at.is_(None), Consent.withdrawn_on.is_(None))
        .where(or_(Response.id.is_(None), stands_in_results()))
    )


def voice(row: Row[*tuple[Any, ...]]) -> Voice:
    """Make the value of one joined row that holds `VOICE_COLUMNS`."""
    return Voice(
        evidence_id=row.evidence_id,
        text=row.text,
        language=row.language,
        kind=row.kind,
        severity=row.severity,
        stage=row.stage,
        segment=row.segment or "",
        role=row.role or "",
        client=row.organisation_id,
        person=row.contact_id or row.response_id,
        question=row.question_id or "",
        link=row.answer_id or row.interview_id,
        may_quote=_may_quote(row),
        said_on=said_on(row),
    )


def said_on(row: Row[*tuple[Any, ...]]) -> date:
    """Return the day of the interview, or the day the answers were sent, else begun."""
    day: date = row.held_on or (row.submitted_at or row.started_at).date()
    return day


def _may_quote(row: Row[*tuple[Any, ...]]) -> bool:
    """A redacted answer is not quoted from here: its units are cut from the unredacted text."""
    if row.answer_id:
        return row.quote == QuotePermission.ANONYMOUS and not row.redacted_text
    return row.scope in QUOTABLE_SCOPES


def is_unsorted() -> ColumnElement[bool]:
    """The condition that a unit stands in no theme."""
    sorted_ = select(Assignment.id).where(
        Assignment.evidence_id == Evidence.id, Assignment.state.in_(LIVING)
    )
    return ~sorted_.exists()
