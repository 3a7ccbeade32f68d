"""The list of studies, a study's overview, and its life from draft to archive."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.guards import allowed, current_user, requires
from accounts.permissions import Action
from foundation.db import db
from foundation.languages import LANGUAGES, find_language, language_name
from foundation.texts import Phrase
from foundation.web.display import explain, num
from foundation.web.pages import page
from research.forms import NewStudyForm, StudyForm, WaveForm
from research.journey_presets import PRESETS
from research.models.study import Study
from research.services import contacts, steps, studies
from research.services.steps import Step
from research.study_file import StudyPlan
from research.views.saving import commit_or_tell, note, save, status

blueprint = Blueprint("studies", __name__, url_prefix="/studies")


@blueprint.get("/")
@requires(Action.SEE_STUDY)
def index() -> str:
    """List the studies, or those in the archive."""
    archived = request.args.get("archived") == "1"
    found = studies.list_studies(db.session, archived=archived)
    return page("research/studies/index.html", studies=found, archived=archived)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.EDIT_STUDY)
def new() -> tuple[str, int] | Response:
    """Plan a study and make it."""
    form, made = NewStudyForm(), []

    def create() -> None:
        model = PRESETS[form.journey.data]
        made.append(studies.create(db.session, _plan(form), model, owner_id=current_user().id))
        note("create_study", made[0])

    if save(form, create):
        return redirect(url_for("studies.overview", slug=made[0].slug), 303)
    return page("research/studies/new.html", form=form), status(form)


@blueprint.get("/<slug>/")
@requires(Action.SEE_STUDY)
def overview(slug: str) -> str:
    """Show where the work stands and what comes next."""
    study = studies.find(db.session, slug)
    done = steps.list_steps(db.session, study)
    details = {step.title: _detail(step) for step in done}
    context: dict[str, Any] = {"steps": done, "next": steps.next_step(done), "details": details}
    if allowed(Action.SEE_CONTACTS):
        context["segments"] = contacts.count_by_segment(db.session, study)
        context["panels"] = steps.list_panels(db.session, study)
    return page("research/studies/overview.html", study=study, **context)


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@requires(Action.EDIT_STUDY)
def edit(slug: str) -> tuple[str, int] | Response:
    """Change what a study is to be."""
    study = studies.find(db.session, slug)
    form = StudyForm(obj=study, data={"further": _further(study.languages)})

    def change() -> None:
        studies.change(db.session, study, _plan(form))
        note("change_study", study)

    if save(form, change):
        return redirect(url_for("studies.overview", slug=slug), 303)
    return page("research/studies/edit.html", study=study, form=form), status(form)


@blueprint.route("/<slug>/duplicate", methods=["GET", "POST"])
@requires(Action.EDIT_STUDY)
def duplicate(slug: str) -> tuple[str, int] | Response:
    """Make the study of the next wave."""
    study, form, made = studies.find(db.session, slug), WaveForm(), []

    def copy() -> None:
        wave, owner = form.wave.data, current_user().id
        made.append(studies.duplicate(db.session, study, wave=wave, owner_id=owner))
        note("duplicate_study", made[0], previous=str(study.id))

    if save(form, copy):
        return redirect(url_for("studies.overview", slug=made[0].slug), 303)
    return page("research/studies/duplicate.html", study=study, form=form), status(form)


@blueprint.post("/<slug>/open")
@requires(Action.EDIT_STUDY)
def open_study(slug: str) -> Response:
    """Take answers from now on."""
    return _turned(slug, studies.open_study, gettext("The study is open: answers are taken."))


@blueprint.post("/<slug>/close")
@requires(Action.EDIT_STUDY)
def close(slug: str) -> Response:
    """Take no more answers."""
    return _turned(slug, studies.close, gettext("The study is closed: no more answers are taken."))


@blueprint.post("/<slug>/archive")
@requires(Action.EDIT_STUDY)
def archive(slug: str) -> Response:
    """Put the study away."""
    return _turned(slug, studies.archive, gettext("The study is in the archive."))


@blueprint.post("/<slug>/unarchive")
@requires(Action.EDIT_STUDY)
def unarchive(slug: str) -> Response:
    """Take the study out of the archive."""
    said = gettext("The study is out of the archive.")
    if studies.find(db.session, slug).opened_at is not None:
        said = gettext("The study is out of the archive. It is closed: open it to take answers.")
    return _turned(slug, studies.unarchive, said)


def _detail(step: Step) -> str:
    if isinstance(step.detail, Phrase):
        return explain(step.detail)
    params = {
        name: num(value) if isinstance(value, int | float) else value
        for name, value in step.params.items()
    }
    return str(gettext(step.detail, **params))


def _turned(slug: str, turn: Callable[[Session, Study], None], said: str) -> Response:
    study = studies.find(db.session, slug)

    def act() -> None:
        turn(db.session, study)
        note(turn.__name__, study)

    commit_or_tell(act, said)
    return redirect(url_for("studies.overview", slug=slug), 303)


def _further(spoken: Sequence[str]) -> str:
    """The languages of a study beside those that are ticked, as a person writes them."""
    others = [code for code in spoken if code not in LANGUAGES]
    names = {language_name(code): code for code in others}
    return ", ".join(name if find_language(name) == code else code for name, code in names.items())


def _plan(form: StudyForm) -> StudyPlan:
    values = {name: form[name].data for name in StudyPlan.__slots__ if name in form}
    values["segments"] = tuple(form.segments.data or ())
    further = re.split("[,;،、\n]", form.further.data or "")
    values["languages"] = (*(form.languages.data or ()), *(each.strip() for each in further))
    texts = ("goal", "wave", "contact_name", "contact_email")
    return StudyPlan(**{**values, **{name: values[name] or "" for name in texts}})
