"""Quotas: who takes a place, and whom there is no room for any more.

A submitted response holds a place of each quota it falls under. Places are counted and taken while
one lock of the questionnaire is held, so two who hand in at the same moment never overfill one.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from foundation.db import begin_write
from surveys.definition import Definition, Quota
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.models.response import Answer, QuotaPlace, Response, stands_in_results
from surveys.question_types import AnswerValue
from surveys.walking.walk import Walk, walk


def judge(session: Session, response: Response, way: Walk) -> None:
    """Mark a response for which there is no room, and take the mark off one for which there is.

    A submitted response takes its places, and gives back those it no longer falls under. A test
    meets the quotas as anybody does, and takes no place.
    """
    if not way.definition.quotas:
        return
    if response.submitted_at is None or response.is_test:
        response.full_quota = _first_full(session, response, way.quotas())
    else:
        take_places(session, response, way)


def take_places(session: Session, response: Response, way: Walk) -> bool:
    """Take a place of each quota; False, with the mark set, where one is full."""
    if not way.definition.quotas:
        return True
    if response.is_test:
        response.full_quota = _first_full(session, response, way.quotas())
        return not response.full_quota
    begin_write(session, f"quotas:{response.version.questionnaire_id}")
    mine = way.quotas()
    response.full_quota = _first_full(session, response, mine)
    session.execute(delete(QuotaPlace).where(QuotaPlace.response_id == response.id))
    if not response.full_quota:
        _fill(session, response, mine)
    session.flush()
    return not response.full_quota


def _fill(session: Session, response: Response, quotas: Iterable[Quota]) -> None:
    session.add_all(
        QuotaPlace(
            response_id=response.id,
            questionnaire_id=response.version.questionnaire_id,
            quota=quota.id,
        )
        for quota in quotas
    )


def _first_full(session: Session, response: Response, quotas: Iterable[Quota]) -> str:
    """The first quota that others have filled; empty where there is room in all."""
    found = (quota.id for quota in quotas if _taken(session, response, quota) >= quota.limit)
    return next(found, "")


def _taken(session: Session, response: Response, quota: Quota) -> int:
    statement = select(func.count(QuotaPlace.id)).where(
        QuotaPlace.questionnaire_id == response.version.questionnaire_id,
        QuotaPlace.quota == quota.id,
        QuotaPlace.response_id != response.id,
    )
    return session.scalar(statement) or 0


def recount(session: Session, questionnaire: Questionnaire, definition: Definition) -> None:
    """Give every submitted response the places it holds by this version's quotas.

    Called when a version is published and when answers are imported: quotas may be new, and nobody
    who is already in is put out again.
    """
    begin_write(session, f"quotas:{questionnaire.id}")
    mine = QuotaPlace.questionnaire_id == questionnaire.id
    session.execute(delete(QuotaPlace).where(mine))
    if not definition.quotas:
        return
    for response, answers in _submitted(session, questionnaire):
        _fill(session, response, walk(definition, answers, response.respondent).quotas())
    session.flush()


def _submitted(
    session: Session, questionnaire: Questionnaire
) -> Iterable[tuple[Response, dict[str, AnswerValue]]]:
    statement = (
        select(Response)
        .join(Response.version)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
        .where(stands_in_results(), Response.submitted_at.is_not(None))
        .options(joinedload(Response.version))
    )
    responses = {each.id: each for each in session.scalars(statement)}
    answers: dict[uuid.UUID, dict[str, AnswerValue]] = {each: {} for each in responses}
    rows = select(Answer).where(Answer.response_id.in_(list(responses)))
    for row in session.scalars(rows):
        kept = AnswerValue.kept(row.value, row.text, row.quote)
        answers[row.response_id][row.question_id] = kept
    return [(response, answers[key]) for key, response in responses.items()]
