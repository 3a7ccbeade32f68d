"""Test links of a questionnaire: made, shown to be copied or scanned, taken back."""

import uuid

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import Invalid
from foundation.settings import Settings
from foundation.web.display import explain
from foundation.web.pages import page
from surveys.services import trying
from surveys.views.invitations import qr_code
from surveys.views.questionnaires import load

blueprint = Blueprint("trials", __name__, url_prefix="/studies/<slug>/questionnaires/<key>/trials")


@blueprint.post("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def make(slug: str, key: str) -> Redirect:
    """Make a test link of the draft or a published version."""
    _study, questionnaire = load(slug, key)
    try:
        trial = trying.make(
            db.session,
            questionnaire,
            secret=current_app.config["SECRET_KEY"],
            wish=request.form,
            by=current_user().name,
        )
    except Invalid as error:
        db.session.rollback()
        flash(explain(error), "pain")
        return redirect(url_for("questionnaires.show", slug=slug, key=key), 303)
    record(db.session, current_user(), "make_trial", trial)
    db.session.commit()
    return redirect(url_for("trials.show", slug=slug, key=key, trial_id=trial.id), 303)


@blueprint.get("/<uuid:trial_id>")
@requires(Action.EDIT_QUESTIONNAIRES)
def show(slug: str, key: str, trial_id: uuid.UUID) -> str:
    """The test link, to copy, to open or to scan."""
    study, questionnaire = load(slug, key)
    trial = trying.find(db.session, questionnaire, trial_id)
    settings: Settings = current_app.extensions["settings"]
    secret = current_app.config["SECRET_KEY"]
    link = trying.link(trial, secret=secret, public_url=settings.public_url)
    return page(
        "surveys/trials/show.html",
        study=study,
        questionnaire=questionnaire,
        trial=trial,
        link=link,
        drawing=qr_code(link),
    )


@blueprint.post("/<uuid:trial_id>/revoke")
@requires(Action.EDIT_QUESTIONNAIRES)
def revoke(slug: str, key: str, trial_id: uuid.UUID) -> Redirect:
    """Take the test link back."""
    _study, questionnaire = load(slug, key)
    trial = trying.find(db.session, questionnaire, trial_id)
    trying.take_back(db.session, trial)
    record(db.session, current_user(), "revoke_trial", trial)
    db.session.commit()
    flash(gettext("The test link is taken back. It no longer opens."))
    return redirect(url_for("questionnaires.show", slug=slug, key=key), 303)
