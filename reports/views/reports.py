"""Reports of a study: made as a job, listed, downloaded."""

import uuid

from flask import Blueprint, current_app, flash, make_response, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import NotFound
from foundation.queue import send
from foundation.web.pages import page
from reports import services
from reports.forms import ReportForm
from research.models.study import Study
from research.services import studies

blueprint = Blueprint("reports", __name__, url_prefix="/studies/<slug>/reports")


@blueprint.get("/")
@requires(Action.SEE_REPORTS)
def index(slug: str) -> str:
    """List the study's reports."""
    study = studies.find(db.session, slug)
    return _index(study, ReportForm())


def _index(study: Study, form: ReportForm) -> str:
    reports = services.list_reports(db.session, study)
    newest = services.find_latest(db.session, study)
    return page(
        "reports/reports/index.html",
        study=study,
        reports=reports,
        newest=newest,
        form=form,
        jobs=services.find_underway(db.session, reports),
    )


@blueprint.post("/")
@requires(Action.MAKE_REPORT)
def make(slug: str) -> Response | tuple[str, int]:
    """Order a report and watch it being made."""
    study = studies.find(db.session, slug)
    form = ReportForm()
    if not form.validate():
        return _index(study, form), 422
    job = services.commission(
        db.session,
        study,
        title=form.title.data or "",
        language=form.language.data,
        actor=current_user(),
    )
    db.session.commit()
    send(current_app, job.id)
    back = url_for("reports.index", slug=slug)
    return redirect(url_for("jobs.show", job_id=job.id, next=back), 303)


@blueprint.post("/<uuid:report_id>/remove")
@requires(Action.MAKE_REPORT)
def remove(slug: str, report_id: uuid.UUID) -> Response:
    """Take away a report nobody needs."""
    study = studies.find(db.session, slug)
    report = services.find(db.session, study, report_id)
    services.remove(db.session, study, report, actor=current_user())
    db.session.commit()
    flash(gettext("The report is removed."))
    return redirect(url_for("reports.index", slug=slug), 303)


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
