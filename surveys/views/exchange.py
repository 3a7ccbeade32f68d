"""Questionnaires of other tools: shown before they are taken in, handed out in other forms."""

import uuid

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import DomainError, Gone, NotFound
from foundation.web.pages import page, send_back
from research.models.study import Study
from research.services import studies
from surveys.building.telling.rules import Teller
from surveys.exchange.report import Weight
from surveys.exchange.terminal import FEW
from surveys.services import designing
from surveys.services.exchange import handing, taking
from surveys.services.exchange.taking import Waiting

blueprint = Blueprint("exchange", __name__, url_prefix="/studies/<slug>/exchange")

Page = str | tuple[str, int] | Redirect


@blueprint.errorhandler(Gone)
def back_to_the_questionnaires(error: Gone) -> Redirect:
    """Lead from a page the browser still had to the questionnaires, and say why."""
    return send_back(error, "questionnaires.index")


@blueprint.get("/<uuid:upload_id>")
@requires(Action.EDIT_QUESTIONNAIRES)
def show(slug: str, upload_id: uuid.UUID) -> str:
    """What the file becomes, and all that is not carried over."""
    study = studies.find(db.session, slug)
    return _show(study, taking.find_waiting(db.session, study, upload_id))


def _show(study: Study, waiting: Waiting, problem: DomainError | None = None) -> str:
    known = {each.key for each in designing.list_questionnaires(db.session, study)}
    return page(
        "surveys/exchange/show.html",
        study=study,
        waiting=waiting,
        definition=waiting.definition,
        tell=Teller(waiting.definition),
        is_known=waiting.definition.id in known,
        weights=[(each.value, waiting.kinds(each)) for each in Weight if waiting.of(each)],
        few=FEW,
        problem=problem,
    )


@blueprint.post("/<uuid:upload_id>/take")
@requires(Action.EDIT_QUESTIONNAIRES)
def take(slug: str, upload_id: uuid.UUID) -> Page:
    """Take it in: as a new questionnaire, or as the next draft of the one of its id."""
    study = studies.find(db.session, slug)
    waiting = taking.find_waiting(db.session, study, upload_id)
    try:
        questionnaire = taking.take(db.session, study, waiting.definition)
    except DomainError as error:
        db.session.rollback()
        study = studies.find(db.session, slug)
        return _show(study, taking.find_waiting(db.session, study, upload_id), error), 422
    record(db.session, current_user(), "import_questionnaire", questionnaire)
    db.session.delete(waiting.upload)
    db.session.commit()
    flash(gettext("The questionnaire is imported as a draft."))
    return redirect(url_for("questionnaires.show", slug=slug, key=questionnaire.key), 303)


@blueprint.post("/<uuid:upload_id>/forget")
@requires(Action.EDIT_QUESTIONNAIRES)
def forget(slug: str, upload_id: uuid.UUID) -> Redirect:
    """Take the file away again; nothing is imported."""
    study = studies.find(db.session, slug)
    db.session.delete(taking.find_waiting(db.session, study, upload_id).upload)
    db.session.commit()
    flash(gettext("The file is taken away. Nothing was imported."))
    return redirect(url_for("questionnaires.index", slug=slug), 303)


@blueprint.get("/<key>/<form>")
@requires(Action.SEE_QUESTIONNAIRES)
def export(slug: str, key: str, form: str) -> Response:
    """The draft in another tool's form, on paper, or as a codebook."""
    study = studies.find(db.session, slug)
    questionnaire = designing.find(db.session, study, key)
    if form not in handing.FORMS:
        raise NotFound("Questionnaires are not handed out in the form “%(form)s”.", form=form[:40])
    definition = designing.draft_of(questionnaire)
    language = request.args.get("language", definition.language)
    language = language if language in definition.languages else definition.language
    content = handing.write(definition, form, language)
    known = handing.FORMS[form]
    parts = [questionnaire.key, *(["codebook"] if form.startswith("codebook") else [])]
    parts += [language] if known.is_of_a_language else []
    name = secure_filename("-".join(parts))
    headers = {"Content-Disposition": f"attachment; filename={name}{known.suffix}"}
    return Response(content, content_type=known.content_type, headers=headers)
