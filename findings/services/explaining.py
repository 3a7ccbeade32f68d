"""Why a unit stands where it stands: what was stored of it, and its words read again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import analysis
from analysis.corpus import Passage
from analysis.library import Library, library_version
from findings.gathering import Gathered, gather, stage_specs
from findings.models import AnalysisRun, Assignment, Evidence, Theme
from findings.services.latest import last_run
from findings.services.library.own_pains import library_of
from findings.services.voices import LIVING, joined
from foundation.errors import NotFound, Unavailable
from research.models.study import Study
from research.services import journeys

#: Of a large theme the surest units speak for all: more would make people wait.
MOST_OTHERS = 80


@dataclass(frozen=True)
class Why:
    """A unit, its place in the theme asked about (None in no theme), and what speaks for it.

    `others` are the theme's other units that were compared, of `members` in all; an explanation's
    nearest texts are numbered as they are. `question` is the wording of the question answered.
    `is_by_newer_library` says that the known pains have changed since the last run.
    """

    unit: Evidence
    place: Assignment | None
    others: tuple[Evidence, ...]
    members: int
    question: str
    is_by_newer_library: bool
    told: "analysis.Explanation"


def explain(
    session: Session,
    study: Study,
    unit_id: uuid.UUID,
    *,
    theme: str = "",
    vectors: "analysis.Vectors",
) -> Why:
    """Explain a unit of the study; of several themes the one with this slug, else the surest.

    Raises `NotFound` where the unit, or the text it was cut from, is not there any more, and
    `Unavailable` for an embedder that cannot read a few texts by themselves.
    """
    _refuse_word_counts(vectors)
    unit = _find(session, study, unit_id)
    gathered = gather(session, study)
    passage = _passage(gathered, unit)
    library, run = library_of(session), last_run(session, study.id)
    place = _place(session, unit, theme)
    others = _others(session, unit, place.theme) if place else []
    case = analysis.Case(
        passage=passage,
        start=unit.start,
        end=unit.end,
        language=unit.language,
        trust=_trust(run, passage),
        others=tuple((each.text, each.language) for each in others[:MOST_OTHERS]),
        library_id=(place.theme.library_id or None) if place else None,
        at_home=run.metrics.get("library_fit", 1.0) if run else 1.0,
    )
    stages = stage_specs(journeys.in_force(session, study))
    return Why(
        unit=unit,
        place=place,
        others=tuple(others[:MOST_OTHERS]),
        members=len(others),
        question=gathered.questions.get(passage.question or "", ""),
        is_by_newer_library=_is_newer(library, run),
        told=analysis.explain(case, stages, vectors, library),
    )


def _refuse_word_counts(vectors: "analysis.Vectors") -> None:
    if not vectors.embedder.is_fixed:
        raise Unavailable(
            "Without a sentence model the words of one statement cannot be read again. Set "
            "EMBEDDER to the folder of a model or to a server, and run the analysis once more."
        )


def _find(session: Session, study: Study, unit_id: uuid.UUID) -> Evidence:
    unit = session.get(Evidence, unit_id)
    if unit is None or unit.study_id != study.id:
        raise NotFound("This statement is not there any more.")
    return unit


def _passage(gathered: Gathered, unit: Evidence) -> Passage:
    """Return the text the unit was cut from, as it stands."""
    for passage in gathered.corpus.passages:
        if passage.id == unit.source_key and passage.text[unit.start : unit.end] == unit.text:
            return passage
    raise NotFound("The words of this statement have changed. Run the analysis again.")


def _place(session: Session, unit: Evidence, slug: str) -> Assignment | None:
    statement = (
        select(Assignment)
        .join(Theme, Assignment.theme_id == Theme.id)
        .where(Assignment.evidence_id == unit.id, Assignment.state.in_(LIVING))
        .where(Theme.merged_into_id.is_(None))
        .order_by((Theme.slug == slug).desc(), Assignment.score.desc(), Theme.slug)
    )
    return session.scalars(statement).first()


def _others(session: Session, unit: Evidence, theme: Theme) -> Sequence[Evidence]:
    """Return the theme's other units, the surest first."""
    statement = (
        joined(select(Evidence))
        .join(Assignment, Assignment.evidence_id == Evidence.id)
        .where(Assignment.theme_id == theme.id, Assignment.state.in_(LIVING))
        .where(Evidence.id != unit.id)
        .order_by(Assignment.score.desc(), Evidence.source_key, Evidence.start)
    )
    return session.scalars(statement).all()


def _is_newer(library: Library, run: AnalysisRun | None) -> bool:
    now = library_version(library)
    return run is not None and run.versions.get("library", now) != now


def _trust(run: AnalysisRun | None, passage: Passage) -> float | None:
    """Return how far the last run trusted the stage of the passage's question."""
    measured: dict[str, dict[str, float]] = run.metrics.get("trust", {}) if run else {}
    return measured.get(passage.question or "", {}).get(passage.stage_hint or "")
