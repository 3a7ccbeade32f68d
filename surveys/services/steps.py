"""What the overview of a study says about questionnaires, invitations and answers."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.texts import Phrase, msgid
from research.models.study import Study
from research.services.steps import Step, StepState, overview_step
from surveys.models.response import Response, stands_in_results
from surveys.services import designing, inviting


@overview_step(30)
def questionnaires_step(session: Session, study: Study) -> Step:
    """Say how many of the study's segments a published questionnaire asks."""
    found = designing.list_questionnaires(session, study)
    asked = {segment for each in found if each.versions for segment in inviting.asks(each)}
    done = [segment for segment in study.segments if segment in asked]
    state = StepState.DONE if len(done) == len(study.segments) else StepState.READY
    detail = Phrase.counted(
        "%(done)s of %(n)s segment has a published questionnaire",
        "%(done)s of %(n)s segments have a published questionnaire",
        len(study.segments),
        done=len(done),
    )
    return Step(msgid("Questionnaires"), state, detail, "questionnaires.index")


@overview_step(50)
def invitations_step(session: Session, study: Study) -> Step:
    """Say how many people have a link, and how many should get one."""
    plan = inviting.plan_links(session, study)
    if not plan.kept and not plan.new:
        detail = msgid("Nobody can be asked yet")
        return Step(msgid("Invitations"), StepState.WAITING, detail, "invitations.index")
    state = StepState.READY if plan.new else StepState.DONE
    have = Phrase.counted("%(n)s person has a link", "%(n)s people have a link", plan.kept)
    said = Phrase("%(have)s, %(new)s can get one", {"have": have, "new": len(plan.new)})
    return Step(msgid("Invitations"), state, said, "invitations.index")


@overview_step(60)
def answers_step(session: Session, study: Study) -> Step:
    """Say how many responses are complete and how many were only begun."""
    counts = select(func.count(), func.count(Response.submitted_at)).where(
        Response.study_id == study.id, stands_in_results()
    )
    everyone, complete = session.execute(counts).one()
    params = {"complete": complete, "partial": everyone - complete}
    detail = msgid("%(complete)s complete, %(partial)s begun")
    waiting = StepState.READY if study.is_open else StepState.WAITING
    state = StepState.DONE if complete else waiting
    return Step(msgid("Answers"), state, detail, "answers.index", params)
