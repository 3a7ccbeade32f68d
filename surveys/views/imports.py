"""Answers another tool collected: a file, which column is what, a dry run, and the decision."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import begin_write, db
from foundation.errors import DomainError, Gone, Invalid
from foundation.files.tables import Table, read_table
from foundation.web.display import num
from foundation.web.pages import blame, page, send_back
from research.models.study import Study, Upload
from research.services import studies
from surveys.answer_sheet import (
    AnswerMap,
    guess_map,
    our_words,
    plain_map,
    read_plain_map,
    strange_words,
    targets,
    write_map,
)
from surveys.forms import AnswerFileForm, chosen_map, words_to_decide
from surveys.services import designing, importing
from surveys.services.importing import ImportRefused

blueprint = Blueprint("imports", __name__, url_prefix="/studies/<slug>/answers/imports")

Page = str | tuple[str, int] | Redirect
ROWS_SHOWN = 3


@blueprint.errorhandler(Gone)
def back_to_the_answers(error: Gone) -> Redirect:
    """Lead from a page the browser still had to the answers, and say why."""
    return send_back(error, "answers.index")


@blueprint.get("/")
@requires(Action.IMPORT_ANSWERS)
def new(slug: str) -> str:
    """Ask for the file."""
    study = studies.find(db.session, slug)
    return _new(study, AnswerFileForm())


def _new(study: Study, form: AnswerFileForm) -> str:
    asking = [each for each in designing.list_questionnaires(db.session, study) if each.versions]
    form.offer([(each.key, each.title) for each in asking])
    return page("surveys/imports/new.html", study=study, form=form, asking=asking)


@blueprint.post("/")
@requires(Action.IMPORT_ANSWERS)
def upload(slug: str) -> Page:
    """Keep the file until it is decided what becomes of it."""
    study, form = studies.find(db.session, slug), AnswerFileForm()
    asking = designing.list_questionnaires(db.session, study)
    form.offer([(each.key, each.title) for each in asking if each.versions])
    if not form.validate():
        return _new(study, form), 422
    try:
        kept = _keep(study, form)
    except DomainError as error:
        db.session.rollback()
        field = error.field if isinstance(error, Invalid) else "file"
        blame(form, Invalid(field, error.message, **error.params))
        return _new(studies.find(db.session, slug), form), 422
    db.session.commit()
    return redirect(url_for("imports.show", slug=slug, upload_id=kept.id), 303)


def _keep(study: Study, form: AnswerFileForm) -> Upload:
    file: FileStorage = form.file.data
    data, name = file.stream.read(), file.filename or ""
    read_table(data, name)  # a file that is no table is told at once
    choices: dict[str, Any] = {"questionnaire": form.questionnaire.data}
    if form.map.data:
        choices["map"] = plain_map(_given_map(form.map.data))
    kept = Upload(
        study_id=study.id,
        purpose="answers",
        filename=name[-255:],
        data=data,
        choices=choices,
        created_by=current_user().id,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _given_map(file: FileStorage) -> AnswerMap:
    try:
        return importing.parse_map(file.stream.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid("map", "The file is not UTF-8 text: save it as UTF-8.") from error
    except ImportRefused as error:
        first = error.problems[0]
        raise Invalid("map", first.message, **dict(first.params)) from error


def _load(slug: str, upload_id: uuid.UUID) -> tuple[Study, Upload, Table]:
    study = studies.find(db.session, slug)
    kept = db.session.get(Upload, upload_id)
    if kept is None or kept.study_id != study.id or kept.purpose != "answers":
        raise Gone("This file is no longer kept: it was imported or taken away.")
    return study, kept, read_table(kept.data, kept.filename)


def _map_of(study: Study, kept: Upload, table: Table) -> tuple[AnswerMap, bool]:
    """The map chosen so far, or a guess; and whether it was chosen."""
    if "map" in kept.choices:
        return read_plain_map(kept.choices["map"]), True
    key = str(kept.choices["questionnaire"])
    definition = importing.find_version(db.session, study, key).read()
    return guess_map(table.header, definition, key), False


@blueprint.get("/<uuid:upload_id>")
@requires(Action.IMPORT_ANSWERS)
def show(slug: str, upload_id: uuid.UUID) -> str:
    """Which column is what, the first rows, and what importing would do."""
    study, kept, table = _load(slug, upload_id)
    return _show(study, kept, table)


def _show(study: Study, kept: Upload, table: Table, problems: tuple[object, ...] = ()) -> str:
    answer_map, is_chosen = _map_of(study, kept, table)
    version = importing.find_version(db.session, study, answer_map.questionnaire)
    definition = version.read()
    cells = importing.as_cells(table)
    plan = None
    if is_chosen and not problems:
        plan = importing.plan_import(db.session, study, table=table, answer_map=answer_map)
    return page(
        "surveys/imports/show.html",
        study=study,
        upload=kept,
        table=table,
        rows=table.rows[:ROWS_SHOWN],
        map=answer_map,
        is_chosen=is_chosen,
        definition=definition,
        targets=targets(definition),
        our_words=our_words,
        words=words_to_decide(answer_map, strange_words(cells, definition, answer_map)),
        plan=plan,
        problems=problems,
    )


@blueprint.post("/<uuid:upload_id>")
@requires(Action.IMPORT_ANSWERS)
def choose(slug: str, upload_id: uuid.UUID) -> Page:
    """Keep which column is what, and go on to the dry run."""
    study, kept, table = _load(slug, upload_id)
    before, _is_chosen = _map_of(study, kept, table)
    definition = importing.find_version(db.session, study, before.questionnaire).read()
    strange = strange_words(importing.as_cells(table), definition, before)
    chosen, problems = chosen_map(request.form, table.header, before, strange)
    if problems:
        return _show(study, kept, table, problems), 422
    kept.choices = {**kept.choices, "map": plain_map(chosen)}
    db.session.commit()
    target = url_for("imports.show", slug=slug, upload_id=upload_id, _anchor="result")
    return redirect(target, 303)


@blueprint.post("/<uuid:upload_id>/confirm")
@requires(Action.IMPORT_ANSWERS)
def confirm(slug: str, upload_id: uuid.UUID) -> Page:
    """Import all of the file, or say why nothing of it."""
    study, kept, table = _load(slug, upload_id)
    answer_map, _is_chosen = _map_of(study, kept, table)
    db.session.commit()  # reading the file took its time: begin anew, as a writer
    begin_write(db.session)
    try:
        plan = importing.import_answers(db.session, study, table=table, answer_map=answer_map)
    except ImportRefused:
        db.session.rollback()
        return _show(study, kept, table), 422
    return _imported(study, kept, len(plan.new))


def _imported(study: Study, kept: Upload, new: int) -> Redirect:
    change: dict[str, object] = {"new": new, "file": kept.filename}
    record(db.session, current_user(), "import_answers", study, change)
    db.session.delete(kept)
    db.session.commit()
    shown = num(new)
    flash(
        ngettext(
            "%(count)s response is imported.",
            "%(count)s responses are imported.",
            new,
            count=shown,
        )
    )
    return redirect(url_for("answers.index", slug=study.slug), 303)


@blueprint.post("/<uuid:upload_id>/forget")
@requires(Action.IMPORT_ANSWERS)
def forget(slug: str, upload_id: uuid.UUID) -> Redirect:
    """Take the file away again; nothing is imported."""
    _study, kept, _table = _load(slug, upload_id)
    db.session.delete(kept)
    db.session.commit()
    flash(gettext("The file is taken away. Nothing was imported."))
    return redirect(url_for("answers.index", slug=slug), 303)


@blueprint.get("/<uuid:upload_id>/map.yaml")
@requires(Action.IMPORT_ANSWERS)
def export_map(slug: str, upload_id: uuid.UUID) -> Response:
    """The map as a file, for the next import or the command line."""
    study, kept, table = _load(slug, upload_id)
    answer_map, _is_chosen = _map_of(study, kept, table)
    headers = {"Content-Disposition": "attachment; filename=answers-map.yaml"}
    return Response(
        write_map(answer_map), content_type="application/yaml; charset=utf-8", headers=headers
    )
