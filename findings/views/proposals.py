"""What the last run would change about themes that people have judged."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from findings.services import proposals
from findings.services.grains.standing import load
from findings.services.voices import borrowed_names
from foundation.db import db
from foundation.web.locale import current_locale
from foundation.web.pages import page
from research.services import journeys, studies

blueprint = Blueprint("proposals", __name__, url_prefix="/studies/<slug>/proposals")


@blueprint.get("")
@requires(Action.EDIT_THEMES)
def index(slug: str) -> str:
    """List what is offered."""
    study = studies.find(db.session, slug)
    stages = {each.key: each for each in journeys.in_force(db.session, study).stages}
    offered = proposals.list_open(db.session, study.id)
    return page(
        "findings/proposals/index.html",
        study=study,
        offered=offered,
        stages=stages,
        said=borrowed_names(db.session, study.id, current_locale()),
        hierarchy=load(db.session, study.id),
    )


@blueprint.post("/<uuid:proposal_id>")
@requires(Action.EDIT_THEMES)
def decide(slug: str, proposal_id: uuid.UUID) -> Response:
    """Do what is offered, or leave everything as it is for good."""
    study = studies.find(db.session, slug)
    proposal = proposals.find_proposal(db.session, study.id, proposal_id)
    if request.form.get("verb") == "accept":
        proposals.accept(db.session, proposal, actor=current_user())
        flash(gettext("Done."))
    else:
        proposals.decline(proposal)
        flash(gettext("Left as it is. The same will not be offered again."))
    db.session.commit()
    return redirect(url_for("proposals.index", slug=slug), 303)
