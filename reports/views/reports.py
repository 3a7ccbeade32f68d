"""Reports of a study: made as a job, listed, downloaded."""

import uuid

from flask import Blueprint, current_app, make_response, redirect, url_for
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import NotFound
from foundation.jobs import enqueue
from foundation.queue import send
from foundation.web.pages import page
from reports import services
from reports.forms import ReportForm
from research.services import studies

blueprint = Blueprint("reports", __name__, url_prefix="/studies/<slug>/reports")


@blueprint.get("/")
@requires(Action.SEE_REPORTS)
def index(slug: str) -> str:
    """List the study's reports."""
    study = studies.find(db.session, slug)
    reports = services.list_reports(db.session, study)
    return page("reports/reports/index.html", study=study, reports=reports, form=ReportForm())


@blueprint.post("/")
@requires(Action.MAKE_REPORT)
def make(slug: str) -> Response | tuple[str, int]:
    """Order a report and watch it being made."""
    study = studies.find(db.session, slug)
    form = ReportForm()
    if not form.validate():
        reports = services.list_reports(db.session, study)
        template = "reports/reports/index.html"
        return page(template, study=study, reports=reports, form=form), 422
    report = services.order(
        db.session,
        study,
        title=form.title.data or "",
        language=form.language.data,
        actor=current_user(),
    )
    job = enqueue(
        db.session,
        "report",
        subject=report.id,
        payload={"report": str(report.id)},
        created_by=current_user().id,
    )
    db.session.commit()
    send(current_app, job.id)
    back = url_for("reports.index", slug=slug)
    return redirect(url_for("jobs.show", job_id=job.id, next=back), 303)


@blueprint.get("/<uuid:report_id>.pdf")
@requires(Action.SEE_REPORTS)
def download(slug: str, report_id: uuid.UUID) -> Response:
    """Hand out the PDF as it was frozen."""
    study = studies.find(db.session, slug)
    report = services.find(db.session, study, report_id)
    if report.pdf is None:
        raise NotFound("This report has no PDF yet.")
    response = make_response(report.pdf)
    response.headers["Content-Type"] = "application/pdf"
    day = f"{report.frozen_at:%Y-%m-%d}" if report.frozen_at else "report"
    name = f"{study.slug}-{day}-{report.snapshot_hash[:8]}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
