"""Long work, watched: how far it is, what went wrong, where its result is."""

import uuid

from flask import Blueprint, request

from accounts.guards import requires
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import NotFound
from foundation.jobs import Job
from foundation.web.pages import local_path, page

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("/<uuid:job_id>")
@requires(Action.WATCH_JOB)
def show(job_id: uuid.UUID) -> str:
    """Show where the job stands; `next` is the page that holds its result."""
    job = db.session.get(Job, job_id)
    if job is None:
        raise NotFound("There is no such job. It may have been cleared away.")
    return page("accounts/jobs/show.html", job=job, next=local_path(request.args.get("next")))
