"""Pictures that stand for options: shown, put in and taken away, for all or for one language."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import Invalid, NotFound
from foundation.web.display import explain
from research.services import studies
from surveys.forms import PictureForm
from surveys.services import building, designing
from surveys.services.building import Frame
from surveys.services.files import pictures
from surveys.services.translating import exchange
from surveys.views.respond_pages import picture_file

blueprint = Blueprint("pictures", __name__, url_prefix="/studies/<slug>/pictures")

_OPTION = "/<key>/<question_id>/<choice_id>"


@blueprint.get("/<content_hash>")
@requires(Action.SEE_QUESTIONNAIRES)
def show(slug: str, content_hash: str) -> Response:
    """A picture of the study's questions."""
    study = studies.find(db.session, slug)
    return picture_file(pictures.find(db.session, study, content_hash))


@blueprint.post(_OPTION)
@requires(Action.EDIT_QUESTIONNAIRES)
def upload(slug: str, key: str, question_id: str, choice_id: str) -> Redirect:
    """Let a picture stand for an option of the draft."""
    study, form = studies.find(db.session, slug), PictureForm()
    file: FileStorage | None = form.picture.data if form.validate() else None
    data = file.stream.read(pictures.LARGEST + 1) if file else b""
    if file:
        file.close()
    try:
        kept = pictures.keep(db.session, study, data)
    except Invalid as error:
        db.session.rollback()
        flash(explain(error), "error")
        return _back(slug, key, question_id)
    _show(slug, key, question_id, choice_id, kept.content_hash)
    flash(gettext("The picture is saved in the draft."))
    return _back(slug, key, question_id)


@blueprint.post(f"{_OPTION}/remove")
@requires(Action.EDIT_QUESTIONNAIRES)
def remove(slug: str, key: str, question_id: str, choice_id: str) -> Redirect:
    """Take an option's picture out of the draft; published versions keep theirs."""
    _show(slug, key, question_id, choice_id, "")
    flash(gettext("The picture is taken out of the draft."))
    return _back(slug, key, question_id)


def _show(slug: str, key: str, question_id: str, choice_id: str, image: str) -> None:
    study = studies.find(db.session, slug)
    questionnaire = designing.find(db.session, study, key)
    language = request.form.get("language", "")
    if language and language not in exchange.targets(study, designing.draft_of(questionnaire)):
        raise NotFound("The questionnaire is not translated into “%(code)s”.", code=language[:20])
    frame, by = Frame(question_id, choice_id, language), current_user().name
    building.show_as(db.session, questionnaire, frame, image, by=by)
    record(db.session, current_user(), "show_picture", questionnaire, {"question": question_id})
    db.session.commit()


def _back(slug: str, key: str, question_id: str) -> Redirect:
    """To the question's page, or to the page of the language the picture is for."""
    language = request.form.get("language") or None
    if language and request.form.get("back") == "translations":
        target = url_for("translations.index", slug=slug, key=key, language=language)
    else:
        target = url_for("builder.edit", slug=slug, key=key, name=question_id, language=language)
    return redirect(f"{target}#pictures", 303)
