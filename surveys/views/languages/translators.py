"""Translators' files: taken out, and taken in after a dry run, in whole or not at all."""

import uuid

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.clock import now
from foundation.db import db
from foundation.errors import DomainError, Gone, Invalid, NotFound
from foundation.files.spreadsheets import XLSX_TYPE
from foundation.web.display import num
from foundation.web.pages import blame, page, send_back
from research.models.study import Study, Upload
from research.services import studies
from surveys.building.translators import Sheet
from surveys.forms import TranslationsFileForm
from surveys.models.questionnaire import Questionnaire
from surveys.services import designing
from surveys.services.translating import exchange
from surveys.services.translating.exchange import TranslationsRefused

blueprint = Blueprint(
    "translators", __name__, url_prefix="/studies/<slug>/questionnaires/<key>/translators"
)

Page = str | tuple[str, int] | Redirect
PURPOSE = "translations"


@blueprint.errorhandler(Gone)
def back_to_the_questionnaires(error: Gone) -> Redirect:
    """Lead from a page the browser still had to the questionnaires, and say why."""
    return send_back(error, "questionnaires.index")


def _load(slug: str, key: str) -> tuple[Study, Questionnaire]:
    study = studies.find(db.session, slug)
    return study, designing.find(db.session, study, key)


def _file(data: bytes, content_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={secure_filename(name)}"}
    return Response(data, content_type=content_type, headers=headers)


@blueprint.get("/texts.po")
@requires(Action.SEE_QUESTIONNAIRES)
def export_po(slug: str, key: str) -> Response:
    """The texts in one language as a PO file."""
    study, questionnaire = _load(slug, key)
    language = request.args.get("language", "")
    if language not in exchange.targets(study, designing.draft_of(questionnaire)):
        raise NotFound("The questionnaire is not translated into “%(code)s”.", code=language[:20])
    data = exchange.export_po(db.session, questionnaire, language, now())
    return _file(data, "text/x-gettext-translation; charset=utf-8", f"{key}.{language}.po")


@blueprint.get("/texts.xlsx")
@requires(Action.SEE_QUESTIONNAIRES)
def export_xlsx(slug: str, key: str) -> Response:
    """The texts as a workbook of one sheet a language."""
    study, questionnaire = _load(slug, key)
    known = exchange.targets(study, designing.draft_of(questionnaire))
    if not known:
        raise NotFound("The questionnaire is in one language only.")
    data = exchange.export_xlsx(db.session, questionnaire, known)
    return _file(data, XLSX_TYPE, f"{key}.translations.xlsx")


@blueprint.get("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def new(slug: str, key: str) -> str:
    """Give out the files, and ask for one that came back."""
    return _new(*_load(slug, key), TranslationsFileForm())


def _new(study: Study, questionnaire: Questionnaire, form: TranslationsFileForm) -> str:
    draft = designing.draft_of(questionnaire)
    return page(
        "surveys/translators/new.html",
        study=study,
        questionnaire=questionnaire,
        targets=exchange.targets(study, draft),
        form=form,
    )


@blueprint.post("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def upload(slug: str, key: str) -> Page:
    """Keep the file until it is decided what becomes of it."""
    study, questionnaire = _load(slug, key)
    form = TranslationsFileForm()
    if not form.validate():
        return _new(study, questionnaire, form), 422
    file: FileStorage = form.file.data
    data, name = file.stream.read(), file.filename or ""
    try:
        exchange.read_file(data, name)  # a file that holds no translations is told at once
    except DomainError as error:
        db.session.rollback()
        blame(form, Invalid("file", error.message, **error.params))
        return _new(*_load(slug, key), form), 422
    kept = Upload(
        study_id=study.id,
        purpose=PURPOSE,
        filename=name[-255:],
        data=data,
        choices={"questionnaire": questionnaire.key},
        created_by=current_user().id,
    )
    db.session.add(kept)
    db.session.commit()
    return redirect(url_for("translators.show", slug=slug, key=key, upload_id=kept.id), 303)


def _kept(study: Study, questionnaire: Questionnaire, upload_id: uuid.UUID) -> Upload:
    kept = db.session.get(Upload, upload_id)
    if (
        kept is None
        or (kept.study_id, kept.purpose) != (study.id, PURPOSE)
        or kept.choices.get("questionnaire") != questionnaire.key
    ):
        raise Gone("This file is no longer kept: it was imported or taken away.")
    return kept


@blueprint.get("/<uuid:upload_id>")
@requires(Action.EDIT_QUESTIONNAIRES)
def show(slug: str, key: str, upload_id: uuid.UUID) -> str:
    """What importing the file would do."""
    study, questionnaire = _load(slug, key)
    kept = _kept(study, questionnaire, upload_id)
    return _show(study, questionnaire, kept, exchange.read_file(kept.data, kept.filename))


def _show(study: Study, questionnaire: Questionnaire, kept: Upload, sheets: list[Sheet]) -> str:
    draft = designing.draft_of(questionnaire)
    return page(
        "surveys/translators/show.html",
        study=study,
        questionnaire=questionnaire,
        draft=draft,
        upload=kept,
        dry=exchange.plan(study, draft, sheets),
    )


@blueprint.post("/<uuid:upload_id>/confirm")
@requires(Action.EDIT_QUESTIONNAIRES)
def confirm(slug: str, key: str, upload_id: uuid.UUID) -> Page:
    """Take all of the file in, or say why nothing of it."""
    study, questionnaire = _load(slug, key)
    kept = _kept(study, questionnaire, upload_id)
    sheets = exchange.read_file(kept.data, kept.filename)
    db.session.commit()  # reading the file took its time: begin anew, as a writer
    user = current_user()
    try:
        dry = exchange.take_in(db.session, study, questionnaire, sheets, user.name if user else "")
    except TranslationsRefused:
        db.session.rollback()
        return _show(study, questionnaire, kept, sheets), 422
    change: dict[str, object] = {"new": dry.count, "file": kept.filename}
    record(db.session, user, "import_translations", questionnaire, change)
    db.session.delete(kept)
    db.session.commit()
    shown = num(dry.count)
    flash(
        ngettext(
            "%(count)s translation is taken in.",
            "%(count)s translations are taken in.",
            dry.count,
            count=shown,
        )
    )
    return redirect(url_for("translations.index", slug=slug, key=key), 303)


@blueprint.post("/<uuid:upload_id>/forget")
@requires(Action.EDIT_QUESTIONNAIRES)
def forget(slug: str, key: str, upload_id: uuid.UUID) -> Redirect:
    """Take the file away again; nothing is imported."""
    study, questionnaire = _load(slug, key)
    db.session.delete(_kept(study, questionnaire, upload_id))
    db.session.commit()
    return redirect(url_for("translators.new", slug=slug, key=key), 303)
