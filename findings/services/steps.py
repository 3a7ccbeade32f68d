"""What the overview of a study says about its themes."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from findings.models import Theme
from findings.services.runs.running import last_run
from research.models.study import Study
from research.services.steps import Step, StepState, msgid, overview_step


@overview_step(80)
def themes_step(session: Session, study: Study) -> Step:
    """Say how many themes were found and how many of them a person has approved."""
    title, endpoint = msgid("Judge the themes"), "themes.index"
    if last_run(session, study.id) is None:
        state = StepState.WAITING if study.is_draft else StepState.READY
        return Step(title, state, msgid("The analysis has not run yet"), endpoint)
    living = select(Theme.status).where(Theme.study_id == study.id, Theme.merged_into_id.is_(None))
    by_status = Counter(session.scalars(living))
    approved, proposed = by_status["approved"], by_status["proposed"]
    state = StepState.DONE if approved and not proposed else StepState.READY
    detail = msgid("%(approved)s themes approved, %(proposed)s still to judge")
    return Step(title, state, detail, endpoint, {"approved": approved, "proposed": proposed})
