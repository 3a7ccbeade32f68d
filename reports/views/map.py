"""The journey map and its stage pages: the same document as the report, on the screen.

Researchers see the study as it stands. Readers see the last report's figures: a map that moved
with every answer would show what the last person said.
"""

from flask import Blueprint
from flask_babel import get_translations

from accounts.guards import allowed, requires
from accounts.permissions import Action
from foundation.clock import today
from foundation.db import db
from foundation.errors import NotFound
from foundation.web.locale import current_locale
from foundation.web.pages import page
from reports import services
from reports.document.report import Document
from reports.gathering.compose import compose
from reports.pdf.naming import with_names
from reports.pdf.pages import vocabulary
from reports.pdf.speech import Speech
from reports.pdf.told import Told
from research.models.study import Study
from research.services import studies

blueprint = Blueprint("map", __name__, url_prefix="/studies/<slug>/map")


@blueprint.get("/")
@requires(Action.SEE_MAP)
def index(slug: str) -> str:
    """Show the whole journey."""
    study = studies.find(db.session, slug)
    document = _document(study)
    if document is None or not document.stages:
        return page("reports/map/empty.html", study=study)
    return _show("reports/map/index.html", study, document)


@blueprint.get("/<key>")
@requires(Action.SEE_MAP)
def stage(slug: str, key: str) -> str:
    """Show one stage, phones first."""
    study = studies.find(db.session, slug)
    document = _document(study)
    stages = document.stages if document else ()
    found = next((one for one in stages if one.key == key), None)
    if document is None or found is None:
        raise NotFound("The journey of this study has no stage “%(key)s”.", key=key[:60])
    return _show("reports/map/stage.html", study, document, stage=found)


def _document(study: Study) -> Document | None:
    if allowed(Action.MAKE_REPORT):
        fresh = compose(db.session, study, language=current_locale(), frozen_on=today())
        return with_names(fresh, _speech())
    report = services.find_latest(db.session, study)
    return with_names(services.reopen(report), _speech()) if report else None


def _speech() -> Speech:
    return Speech(current_locale(), get_translations())


def _show(template: str, study: Study, document: Document, **more: object) -> str:
    speech = _speech()
    told = Told(document, speech).values()
    words = vocabulary(speech)
    return page(template, study=study, document=document, **(words | told | more))
