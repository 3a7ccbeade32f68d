"""Reports of a study: ordered, frozen, finished, found."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from accounts.models import User
from accounts.services import record
from findings.gathering import find_talks
from foundation.clock import now, today
from foundation.db import begin_write
from foundation.errors import Conflict, Invalid, NotFound
from foundation.jobs import Job, JobState, enqueue, find_unfinished, is_underway
from foundation.texts import Phrase, msgid, one_line
from reports.document.report import Document
from reports.document.snapshot import freeze, thaw
from reports.gathering.compose import compose
from reports.models import Report
from research.models.organisation import Contact
from research.models.study import Study
from research.services.steps import Step, StepState, overview_step
from research.words import LANGUAGES
from surveys.models.response import Answer, Response, stands_in_results


def order(
    session: Session, study: Study, *, title: str = "", language: str = "en", actor: User | None
) -> Report:
    """Add a report that waits to be made.

    Raises Invalid for a language the product does not speak, and Conflict where so few people
    were heard since the last report that the two together would show what they said.
    """
    if language not in LANGUAGES:
        raise Invalid("language", "Reports are written in en, th, ko, vi or fa.")
    _check_difference(session, study)
    report = Report(
        study_id=study.id,
        title=one_line(title)[:200] or study.title,
        language=language,
        created_by=actor.id if actor else None,
    )
    session.add(report)
    session.flush()
    record(session, actor, "report.order", report)
    return report


def commission(
    session: Session, study: Study, *, title: str, language: str, actor: User | None
) -> Job:
    """Order a report and the job that makes it, or return the job already making the same one."""
    named = one_line(title)[:200] or study.title
    key = f"report:{study.id}:{language}:{hashlib.sha256(named.encode()).hexdigest()[:32]}"
    begin_write(session, f"job:{key}")
    underway = find_unfinished(session, key)
    if underway is not None:
        return underway
    report = order(session, study, title=named, language=language, actor=actor)
    return enqueue(
        session,
        "report",
        subject=report.id,
        payload={"report": str(report.id)},
        key=key,
        created_by=actor.id if actor else None,
    )


def remove(session: Session, study: Study, report: Report, *, actor: User | None) -> None:
    """Take a report away for good.

    The newest finished one stays: the next report is held against it, so that the two together
    never show what a few people said.
    """
    if report.status == "waiting" and is_underway(session, report.id):
        raise Conflict("This report is being made. Wait until it is ready.")
    if report == find_latest(session, study):
        raise Conflict("The newest report stays: the next one is held against it.")
    record(session, actor, "report.remove", report, {"title": report.title})
    session.delete(report)
    session.flush()


def draw_up(session: Session, report: Report) -> Document:
    """Freeze the study's figures and words in *report* and return them."""
    study = session.get_one(Study, report.study_id)
    document = compose(
        session, study, language=report.language, frozen_on=today(), title=report.title
    )
    report.snapshot = freeze(document)
    report.snapshot_hash = snapshot_hash(report)
    report.frozen_at = now()
    session.flush()
    return document


def finish(session: Session, report: Report, *, pdf: bytes, pages: int) -> None:
    """Keep the PDF made from the frozen figures; a finished report never changes."""
    if report.status == "ready":
        raise Conflict("This report is finished and cannot be changed. Make a new one.")
    report.pdf, report.pages, report.status = pdf, pages, "ready"
    session.flush()


def give_up(session: Session, report: Report) -> None:
    """Mark a report that could not be made."""
    report.status = "failed"
    session.flush()


def find(session: Session, study: Study, report_id: uuid.UUID) -> Report:
    """Return the study's report of this id."""
    report = session.get(Report, report_id)
    if report is None or report.study_id != study.id:
        raise NotFound("This study has no such report.")
    return report


def list_reports(session: Session, study: Study) -> list[Report]:
    """Return the study's reports, newest first."""
    statement = (
        select(Report)
        .where(Report.study_id == study.id)
        .order_by(Report.created_at.desc(), Report.id)
    )
    return list(session.scalars(statement))


def find_underway(session: Session, reports: Sequence[Report]) -> dict[uuid.UUID, Job]:
    """Return the jobs that are making *reports*, by the report's id."""
    waiting = [report.id for report in reports if report.status == "waiting"]
    going = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    jobs = session.scalars(select(Job).where(Job.subject.in_(waiting), going))
    return {job.subject: job for job in jobs if job.subject}


def find_latest(session: Session, study: Study) -> Report | None:
    """Return the newest finished report, or None."""
    ready = (report for report in list_reports(session, study) if report.status == "ready")
    return next(ready, None)


def reopen(report: Report) -> Document:
    """Return the document a report was made from."""
    return thaw(report.snapshot)


def snapshot_hash(report: Report) -> str:
    """Return the SHA-256 of a report's snapshot, in hexadecimal."""
    text = json.dumps(report.snapshot, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _check_difference(session: Session, study: Study) -> None:
    last = find_latest(session, study)
    if last is None or last.frozen_at is None:
        return
    fresh = len(_heard_since(session, study, last.frozen_at))
    if 0 < fresh < study.min_people:
        raise Conflict(
            "Of the %(least)s people a new report needs, %(n)s were heard since the last one. "
            "Beside that one, a new report would show what they said.",
            n=fresh,
            least=study.min_people,
        )


def _heard_since(session: Session, study: Study, moment: datetime) -> set[uuid.UUID]:
    """The people a new report would add: those alone whose answers and words stand in it.

    Whoever is not in it must not make the others look like more than they are.
    """
    people = func.coalesce(Response.contact_id, Response.id)
    said = select(Answer.id).where(Answer.response_id == Response.id, Answer.updated_at > moment)
    written = (
        select(people)
        .outerjoin(Contact, Response.contact_id == Contact.id)
        .where(Response.study_id == study.id, stands_in_results(), Contact.erased_at.is_(None))
        # Who has not handed in yet, or has changed an answer, stands in it all the same.
        .where(or_(Response.submitted_at > moment, said.exists()))
    )
    fresh = {talk.contact_id for talk in find_talks(session, study) if talk.created_at > moment}
    return fresh | set(session.scalars(written))


@overview_step(90)
def report_step(session: Session, study: Study) -> Step:
    """Say how many reports are ready."""
    ready = select(func.count()).where(Report.study_id == study.id, Report.status == "ready")
    count = session.scalar(ready) or 0
    state = StepState.DONE if count else StepState.WAITING if study.is_draft else StepState.READY
    ready_now = Phrase.counted("%(n)s report ready", "%(n)s reports ready", count)
    detail = ready_now if count else msgid("No report yet")
    return Step(msgid("Make the report"), state, detail, "reports.index")
