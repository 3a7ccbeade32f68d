"""Questionnaires of a study: added, read, edited, checked, published, taken out as YAML."""

from collections.abc import Iterable

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import Conflict, DomainError, Invalid, NotFound
from foundation.web.display import explain
from foundation.web.locale import current_locale
from foundation.web.pages import blame, page
from research.models.study import Study
from research.services import journeys, studies
from surveys.building.telling.rules import Teller
from surveys.definition import Definition
from surveys.documents import LONGEST_DOCUMENT, write_yaml
from surveys.forms import DocumentFileForm, DocumentForm, NewQuestionnaireForm
from surveys.models.questionnaire import Questionnaire
from surveys.services import (
    assessing,
    building,
    designing,
    drafts,
    steps,  # noqa: F401  registers the steps of this room on the overview
    tallying,
    trying,
)
from surveys.services.assessing import Standing
from surveys.services.designing import Unreadable, Unsound
from surveys.services.drafts import Overtaken
from surveys.services.exchange import taking
from surveys.views.parts.builder_pages import starters
from surveys.views.parts.ways_back import lead_back

blueprint = Blueprint("questionnaires", __name__, url_prefix="/studies/<slug>/questionnaires")

blueprint.register_error_handler(NotFound, lead_back)

Page = str | tuple[str, int] | Redirect


def load(slug: str, key: str) -> tuple[Study, Questionnaire]:
    """The study and its questionnaire; raises NotFound."""
    study = studies.find(db.session, slug)
    return study, designing.find(db.session, study, key)


def _assess(study: Study, questionnaire: Questionnaire) -> Standing:
    return assessing.assess(db.session, study, questionnaire)


def _stages(study: Study) -> dict[str, str]:
    stages = journeys.newest(db.session, study).stages
    return {stage.key: stage.name_in(current_locale()) for stage in stages}


@blueprint.get("/")
@requires(Action.SEE_QUESTIONNAIRES)
def index(slug: str) -> str:
    """The study's questionnaires, and those that can be added."""
    study = studies.find(db.session, slug)
    return _index(study, DocumentFileForm())


def _index(
    study: Study,
    form: DocumentFileForm,
    problems: tuple[object, ...] = (),
    new: NewQuestionnaireForm | None = None,
) -> str:
    if new is None:
        new = NewQuestionnaireForm(formdata=None, segments=list(study.segments))
        new.offer(study.segments)
    found = designing.list_questionnaires(db.session, study)
    standings, unreadable = _assess_all(study, found)
    there = {each.key for each in found}
    shipped = {
        key: designing.read_shipped(key).localised(current_locale())
        for key in designing.shipped_keys()
        if key not in there or key in designing.PURPOSES
    }
    return page(
        "surveys/questionnaires/index.html",
        study=study,
        standings=standings,
        unreadable=unreadable,
        shipped={key: each for key, each in shipped.items() if key not in designing.PURPOSES},
        purposes={key: each for key, each in shipped.items() if key in designing.PURPOSES},
        form=form,
        new=new,
        problems=problems,
    )


def _assess_all(
    study: Study, found: Iterable[Questionnaire]
) -> tuple[list[Standing], list[Unreadable]]:
    """Where each stands, and the sentences of those that this version can't read."""
    standings, unreadable = [], []
    for each in found:
        try:
            standings.append(_assess(study, each))
        except Unreadable as error:
            unreadable.append(error)
    return standings, unreadable


@blueprint.post("/shipped/<key>")
@requires(Action.EDIT_QUESTIONNAIRES)
def add(slug: str, key: str) -> Redirect:
    """Take a shipped questionnaire into the study."""
    study = studies.find(db.session, slug)
    questionnaire = designing.create_from_shipped(db.session, study, key)
    record(db.session, current_user(), "add_questionnaire", questionnaire)
    db.session.commit()
    flash(gettext("The questionnaire is added as a draft. Read it, change it, then publish it."))
    return redirect(url_for("questionnaires.show", slug=slug, key=questionnaire.key), 303)


@blueprint.post("/new")
@requires(Action.EDIT_QUESTIONNAIRES)
def create(slug: str) -> Page:
    """Begin a questionnaire with nothing in it."""
    study, form = studies.find(db.session, slug), NewQuestionnaireForm()
    form.offer(study.segments)
    if not form.validate():
        return _index(study, DocumentFileForm(), new=form), 422
    language = next(iter(study.languages), "en")
    questionnaire = building.start(
        db.session, study, form.title.data, form.segments.data, starters(language)
    )
    record(db.session, current_user(), "add_questionnaire", questionnaire)
    db.session.commit()
    flash(gettext("The questionnaire is begun. Add its first question."))
    return redirect(url_for("builder.index", slug=slug, key=questionnaire.key), 303)


@blueprint.post("/import")
@requires(Action.EDIT_QUESTIONNAIRES)
def import_file(slug: str) -> Page:
    """Take a YAML document as a draft; another tool's file waits until its report was read."""
    study, form = studies.find(db.session, slug), DocumentFileForm()
    if not form.validate():
        return _index(study, form), 422
    files = [(each.filename or "", each.stream.read()) for each in request.files.getlist("file")]
    try:
        if taking.is_foreign(*files[0]):
            kept = taking.keep(db.session, study, files, user_id=current_user().id)
            db.session.commit()
            return redirect(url_for("exchange.show", slug=slug, upload_id=kept.id), 303)
        questionnaire = designing.import_document(db.session, study, _text_of(files[0][1]))
    except DomainError as error:
        db.session.rollback()
        blame(form, error)
        found = error.problems if isinstance(error, Unsound) else ()
        return _index(studies.find(db.session, slug), form, found), 422
    record(db.session, current_user(), "import_questionnaire", questionnaire)
    db.session.commit()
    flash(gettext("The questionnaire is imported as a draft."))
    return redirect(url_for("questionnaires.show", slug=slug, key=questionnaire.key), 303)


def _text_of(data: bytes) -> str:
    try:
        return data[: 4 * LONGEST_DOCUMENT + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("file", "The file is not UTF-8 text: save it as UTF-8.") from error


@blueprint.get("/<key>/")
@requires(Action.SEE_QUESTIONNAIRES)
def show(slug: str, key: str) -> str:
    """The draft's questions in one language, and what is to be fixed."""
    study, questionnaire = load(slug, key)
    standing = _assess(study, questionnaire)
    spoken = [each.language for each in standing.speech]
    language = request.args.get("language", standing.draft.language)
    language = language if language in spoken else standing.draft.language
    shown = standing.draft.localised(language)
    return page(
        "surveys/questionnaires/show.html",
        study=study,
        standing=standing,
        language=language,
        definition=shown,
        tell=Teller(shown),
        trials=trying.list_live(db.session, questionnaire),
        stages=_stages(study),
    )


@blueprint.post("/<key>/duplicate")
@requires(Action.EDIT_QUESTIONNAIRES)
def duplicate(slug: str, key: str) -> Redirect:
    """Begin another questionnaire with this one's draft."""
    study, questionnaire = load(slug, key)
    title = gettext("Copy of %(title)s", title=questionnaire.title)
    made = designing.duplicate(db.session, study, questionnaire, title)
    record(db.session, current_user(), "add_questionnaire", made)
    db.session.commit()
    flash(gettext("The copy is a draft of its own. Its questions keep their ids."))
    return redirect(url_for("questionnaires.show", slug=slug, key=made.key), 303)


@blueprint.post("/<key>/delete")
@requires(Action.EDIT_QUESTIONNAIRES)
def delete(slug: str, key: str) -> Redirect:
    """Delete a questionnaire that nobody was asked by."""
    study, questionnaire = load(slug, key)
    record(db.session, current_user(), "delete_questionnaire", questionnaire)
    try:
        designing.delete(db.session, study, questionnaire)
    except DomainError as error:
        db.session.rollback()
        flash(explain(error), "error")
        return redirect(url_for("questionnaires.show", slug=slug, key=key), 303)
    db.session.commit()
    flash(gettext("The questionnaire is deleted."))
    return redirect(url_for("questionnaires.index", slug=slug), 303)


@blueprint.get("/<key>/document")
@requires(Action.EDIT_QUESTIONNAIRES)
def document(slug: str, key: str) -> str:
    """The draft as YAML, to be edited as a whole."""
    study, questionnaire = load(slug, key)
    draft = designing.draft_of(questionnaire)
    form = DocumentForm(document=write_yaml(draft), base=draft.content_hash)
    return _document(study, questionnaire, form)


def _document(
    study: Study,
    questionnaire: Questionnaire,
    form: DocumentForm,
    problems: tuple[object, ...] = (),
) -> str:
    return page(
        "surveys/questionnaires/document.html",
        study=study,
        questionnaire=questionnaire,
        form=form,
        problems=problems,
    )


@blueprint.post("/<key>/document")
@requires(Action.EDIT_QUESTIONNAIRES)
def save_document(slug: str, key: str) -> Page:
    """Put the edited document in the draft's place."""
    study, questionnaire = load(slug, key)
    form = DocumentForm()
    if not form.validate():
        return _document(study, questionnaire, form), 422
    if form.base.data != designing.draft_of(questionnaire).content_hash:
        return _late(slug, key, form)
    try:
        changed = designing.read_document(form.document.data or "")
        designing.edit(db.session, questionnaire, changed)
    except Overtaken:
        return _late(slug, key, form)
    except DomainError as error:
        return _refused(slug, key, form, error)
    return _saved(slug, questionnaire)


def _late(slug: str, key: str, form: DocumentForm) -> tuple[str, int]:
    """Show the text of a person whom a colleague has overtaken; saving it again is their choice."""
    db.session.rollback()
    study, questionnaire = load(slug, key)
    form.base.data = designing.draft_of(questionnaire).content_hash
    form.form_errors = [
        gettext(
            "The draft was changed meanwhile, by you or a colleague. Your text is below and"
            " is not saved: compare it with the present draft, then save again."
        )
    ]
    return _document(study, questionnaire, form), 409


def _refused(slug: str, key: str, form: DocumentForm, error: DomainError) -> tuple[str, int]:
    db.session.rollback()
    blame(form, error)
    found = error.problems if isinstance(error, Unsound) else ()
    return _document(*load(slug, key), form, found), 422


def _saved(slug: str, questionnaire: Questionnaire) -> Redirect:
    record(db.session, current_user(), "edit_questionnaire", questionnaire)
    db.session.commit()
    flash(gettext("The draft is saved."))
    return redirect(url_for("questionnaires.show", slug=slug, key=questionnaire.key), 303)


@blueprint.get("/<key>/document.yaml")
@requires(Action.SEE_QUESTIONNAIRES)
def export(slug: str, key: str) -> Response:
    """The draft as a YAML file."""
    _study, questionnaire = load(slug, key)
    return _yaml(designing.draft_of(questionnaire), questionnaire.key)


@blueprint.get("/<key>/versions/<int:number>.yaml")
@requires(Action.SEE_QUESTIONNAIRES)
def export_version(slug: str, key: str, number: int) -> Response:
    """A published version as a YAML file."""
    _study, questionnaire = load(slug, key)
    found = next((each for each in questionnaire.versions if each.number == number), None)
    if found is None:
        raise NotFound("The questionnaire has no version %(number)s.", number=number)
    return _yaml(found.read(), f"{questionnaire.key}-{number}")


def _yaml(definition: Definition, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={secure_filename(name)}.yaml"}
    content_type = "application/yaml; charset=utf-8"
    return Response(write_yaml(definition), content_type=content_type, headers=headers)


@blueprint.get("/<key>/publish")
@requires(Action.EDIT_QUESTIONNAIRES)
def ask_to_publish(slug: str, key: str) -> str:
    """What publishing would change, and what stands against it."""
    return _publishing(*load(slug, key))


def _publishing(study: Study, questionnaire: Questionnaire, *, said: str = "") -> str:
    standing = _assess(study, questionnaire)
    return page(
        "surveys/questionnaires/publish.html",
        study=study,
        said=said,
        since=drafts.since(db.session, questionnaire, request.form["seen"])
        if said and "seen" in request.form
        else None,
        standing=standing,
        tell=Teller(standing.draft),
        earlier=Teller(standing.newest.read() if standing.newest else standing.draft),
        inside=tallying.count_inside(db.session, study, questionnaire),
    )


@blueprint.post("/<key>/publish")
@requires(Action.EDIT_QUESTIONNAIRES)
def publish(slug: str, key: str) -> Page:
    """Freeze the draft as the next version."""
    study, questionnaire = load(slug, key)
    seen = request.form.get("seen", "")
    try:
        version = designing.publish(db.session, study, questionnaire, seen=seen)
    except Unsound:
        return _publishing(study, questionnaire), 422
    except Conflict as error:
        db.session.rollback()
        return _publishing(*load(slug, key), said=explain(error)), error.status
    record(db.session, current_user(), "publish", version, {"number": version.number})
    db.session.commit()
    flash(gettext("Version %(number)s is published and asks from now on.", number=version.number))
    return redirect(url_for("questionnaires.show", slug=slug, key=key), 303)
