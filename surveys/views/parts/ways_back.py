"""What is not there leads back to where it would be: the questionnaire, or the study's list."""

from flask import render_template, request, url_for
from flask_babel import gettext

from foundation.db import db
from foundation.errors import NotFound
from foundation.web.display import explain
from research.services import studies
from surveys.services import designing


def lead_back(error: NotFound) -> tuple[str, int]:
    """The error's page with a way back."""
    db.session.rollback()
    label, back = _way_back(**(request.view_args or {}))
    said = explain(error)
    return render_template(
        "errors/error.html", sentence=said, status=error.status, back=back, back_label=label
    ), error.status


def _way_back(slug: str = "", key: str = "", **_others: object) -> tuple[str, str]:
    try:
        study = studies.find(db.session, slug)
    except NotFound:
        return "", ""
    if any(each.key == key for each in designing.list_questionnaires(db.session, study)):
        here = url_for("questionnaires.show", slug=slug, key=key)
        return str(gettext("Back to the questionnaire")), here
    return str(gettext("Questionnaires")), url_for("questionnaires.index", slug=slug)
