"""The last run over a study, and what it says of itself."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from findings.models import AnalysisRun


def last_run(session: Session, study_id: uuid.UUID) -> AnalysisRun | None:
    """Return the study's latest finished run."""
    statement = (
        select(AnalysisRun)
        .where(AnalysisRun.study_id == study_id, AnalysisRun.ended_at.is_not(None))
        .order_by(AnalysisRun.ended_at.desc())
        .limit(1)
    )
    return session.scalar(statement)


def found_by(run: AnalysisRun) -> int:
    """Return the number of themes a run found by itself, before anybody asked for more or fewer."""
    return int(run.metrics.get("themes_found", run.metrics.get("themes", 1)))
