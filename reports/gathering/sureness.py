"""How sure the analysis is of each theme: that its words are of its kind, and belong together."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from findings.models import Assignment, Evidence
from findings.services.voices import LIVING
from research.models.study import Study

SURE_OF_KIND = 0.75
"""Below this mean, one passage in four may not be pain, praise or a request at all."""
SURE_OF_PLACE = 0.3
"""Below this mean, the passages say different things, and the name fits only some of them."""


def sure_themes(session: Session, study: Study) -> frozenset[uuid.UUID]:
    """Return the themes of *study* the analysis is sure of."""
    statement = (
        select(Assignment.theme_id)
        .join(Evidence, Assignment.evidence_id == Evidence.id)
        .where(Evidence.study_id == study.id, Assignment.state.in_(LIVING))
        .group_by(Assignment.theme_id)
        .having(func.avg(Evidence.kind_score) >= SURE_OF_KIND)
        .having(func.avg(Assignment.score) >= SURE_OF_PLACE)
    )
    return frozenset(session.scalars(statement))
