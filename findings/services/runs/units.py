"""Stores the units a run has cut the texts into, and clears away what no text holds any more."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.corpus import Corpus, Unit, UnitKey
from findings.models import AnalysisRun, Assignment, Evidence
from findings.services.decisions import key_of


def store_units(
    session: Session, run: AnalysisRun, corpus: Corpus, units: Iterable[Unit]
) -> list[tuple[Evidence, Unit]]:
    """Insert or update the units whose text still stands in the corpus; return both side by side.

    A unit is known by its source and span, so it keeps its id, and what a person said of its
    kind, severity and stage holds.
    """
    texts = {passage.id: passage.text for passage in corpus.passages}
    there = {key_of(each): each for each in _units_of(session, run.study_id)}
    kept = []
    for unit in units:
        if texts.get(unit.passage_id, "")[unit.start : unit.end] == unit.text:
            evidence = there.pop(unit.key, None) or _new_unit(session, run, unit)
            _refresh(evidence, unit, run)
            kept.append((evidence, unit))
    _clear(session, run, texts, there)
    session.flush()
    return kept


def _units_of(session: Session, study_id: UUID) -> list[Evidence]:
    return list(session.scalars(select(Evidence).where(Evidence.study_id == study_id)))


def _new_unit(session: Session, run: AnalysisRun, unit: Unit) -> Evidence:
    source, _, key = unit.passage_id.partition(":")
    evidence = Evidence(
        study_id=run.study_id,
        source_key=unit.passage_id,
        answer_id=UUID(key) if source == "answer" else None,
        excerpt_id=UUID(key) if source == "excerpt" else None,
        start=unit.start,
        end=unit.end,
        text=unit.text,
        kind_origin="machine",
        stage_origin="machine",
        severity_source="",
    )
    session.add(evidence)
    return evidence


def _refresh(evidence: Evidence, unit: Unit, run: AnalysisRun) -> None:
    evidence.language, evidence.run_id = unit.language, run.id
    evidence.coder, evidence.shown_by = unit.coder, [list(span) for span in unit.shown_by]
    if evidence.kind_origin != "person":
        evidence.kind, evidence.kind_score = unit.kind, round(unit.kind_score, 4)
    if evidence.severity_source != "person":
        _rate(evidence, unit)
    if evidence.stage_origin != "person":
        evidence.stage, evidence.stage_score = unit.stage or "", round(unit.stage_score, 4)
        evidence.second_stage = unit.second_stage or ""
        evidence.second_stage_score = round(unit.second_stage_score, 4)


def _rate(evidence: Evidence, unit: Unit) -> None:
    """A pain has a severity and nothing else has; a person may have changed the kind."""
    evidence.severity = unit.severity if evidence.kind == "pain" else None
    evidence.severity_source = unit.severity_source if evidence.severity else ""


def _clear(
    session: Session, run: AnalysisRun, texts: dict[str, str], gone: dict[UnitKey, Evidence]
) -> None:
    """Delete units that the run did not see.

    Where the words still stand and only the cuts fall elsewhere, a unit that a person has decided
    on stays.
    """
    decided = _decided(session, run.study_id)
    for evidence in gone.values():
        words = texts.get(evidence.source_key, "")[evidence.start : evidence.end]
        if words != evidence.text or evidence.id not in decided:
            session.delete(evidence)


def _decided(session: Session, study_id: UUID) -> set[UUID]:
    judged = (Evidence.kind_origin == "person") | (Evidence.stage_origin == "person")
    rated = Evidence.severity_source == "person"
    own = select(Evidence.id).where(Evidence.study_id == study_id, judged | rated)
    sorted_ = (
        select(Assignment.evidence_id)
        .join(Evidence)
        .where(Evidence.study_id == study_id, Assignment.origin == "person")
    )
    return {*session.scalars(own), *session.scalars(sorted_)}
