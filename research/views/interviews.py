"""Interviews: logged, written down by stage, marked passage by passage."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from accounts.guards import requires
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import Invalid
from foundation.web.choices import offer
from foundation.web.locale import current_locale
from foundation.web.pages import page
from research.forms import (
    InterviewForm,
    JudgementForm,
    NewInterviewForm,
    NoteForm,
    PassageForm,
)
from research.interview_file import Agreement, Mark
from research.models.interview import Interview, Note
from research.models.study import Study
from research.passages import cut, paragraphs
from research.services import contacts, interviews, journeys, studies
from research.services.contacts import Wanted
from research.services.interviews import Talk
from research.views.saving import commit_or_tell, note, save, status

blueprint = Blueprint("interviews", __name__, url_prefix="/studies/<slug>/interviews")

OFFERED_MOST = 2_000  # contacts offered while typing


@blueprint.get("")
@requires(Action.SEE_INTERVIEWS)
def index(slug: str) -> str:
    """List the interviews."""
    study = studies.find(db.session, slug)
    found = interviews.list_interviews(db.session, study)
    return page("research/interviews/index.html", study=study, interviews=found)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.EDIT_INTERVIEWS)
def new(slug: str) -> tuple[str, int] | Response:
    """Log an interview."""
    study, made = studies.find(db.session, slug), []
    form = NewInterviewForm(contact=request.args.get("contact", ""))

    def log() -> None:
        person = contacts.find_by_email(db.session, study, form.contact.data.strip())
        made.append(interviews.log(db.session, study, person, _talk(form), _agreement(form)))
        note("log_interview", made[0])

    if save(form, log):
        return redirect(url_for("interviews.show", slug=slug, interview_id=made[0].id), 303)
    people, _ = contacts.list_contacts(db.session, study, Wanted(), limit=OFFERED_MOST)
    context = {"study": study, "form": form, "people": people}
    return page("research/interviews/new.html", **context), status(form)


@blueprint.get("/<uuid:interview_id>")
@requires(Action.SEE_INTERVIEWS)
def show(slug: str, interview_id: uuid.UUID) -> str:
    """Show what was said, with the passages marked in it."""
    study, interview = _interview(slug, interview_id)
    return _show(study, interview, NoteForm(formdata=None))


@blueprint.route("/<uuid:interview_id>/edit", methods=["GET", "POST"])
@requires(Action.EDIT_INTERVIEWS)
def edit(slug: str, interview_id: uuid.UUID) -> tuple[str, int] | Response:
    """Change when an interview was held and what the person allowed."""
    study, interview = _interview(slug, interview_id)
    consent = interview.consent
    given = {} if consent is None else {
        name: getattr(consent, name) for name in ("scope", "given_on", "expires_on", "wording")
    }  # fmt: skip
    form = InterviewForm(obj=interview, data=given)

    def change() -> None:
        interviews.change(db.session, interview, _talk(form), _agreement(form))
        note("change_interview", interview)

    if save(form, change):
        return _to(study, interview)
    context = {"study": study, "interview": interview, "form": form}
    return page("research/interviews/edit.html", **context), status(form)


@blueprint.post("/<uuid:interview_id>/withdraw")
@requires(Action.EDIT_INTERVIEWS)
def withdraw(slug: str, interview_id: uuid.UUID) -> Response:
    """Take the person's consent back."""
    study, interview = _interview(slug, interview_id)

    def act() -> None:
        interviews.withdraw_consent(db.session, interview)
        note("withdraw_consent", interview)

    commit_or_tell(act, gettext("The consent is taken back: nothing of this talk is quoted."))
    return _to(study, interview)


@blueprint.post("/<uuid:interview_id>/remove")
@requires(Action.EDIT_INTERVIEWS)
def remove(slug: str, interview_id: uuid.UUID) -> Response:
    """Remove an interview with everything in it."""
    _study, interview = _interview(slug, interview_id)

    def act() -> None:
        note("remove_interview", interview)
        interviews.remove(db.session, interview)

    commit_or_tell(act, gettext("The interview is removed."))
    return redirect(url_for("interviews.index", slug=slug), 303)


@blueprint.post("/<uuid:interview_id>/notes")
@requires(Action.EDIT_INTERVIEWS)
def add_note(slug: str, interview_id: uuid.UUID) -> tuple[str, int] | Response:
    """Add notes of one part of the talk."""
    study, interview = _interview(slug, interview_id)
    form = NoteForm()
    values = {"stage": form.stage.data or "", "text": form.text.data or ""}
    if save(form, lambda: interviews.add_note(db.session, study, interview, **values)):
        return _to(study, interview)
    return _show(study, interview, form), status(form)


@blueprint.route("/notes/<uuid:note_id>", methods=["GET", "POST"])
@requires(Action.EDIT_INTERVIEWS)
def edit_note(slug: str, note_id: uuid.UUID) -> tuple[str, int] | Response:
    """Change a note."""
    study = studies.find(db.session, slug)
    found = interviews.find_note(db.session, study, note_id)
    form = NoteForm(obj=found)
    values = {"stage": form.stage.data or "", "text": form.text.data or ""}
    if save(form, lambda: interviews.change_note(db.session, study, found, **values)):
        return _to(study, found.interview)
    form.stage.choices = _stages(study)
    return page("research/interviews/note.html", study=study, note=found, form=form), status(form)


@blueprint.post("/notes/<uuid:note_id>/remove")
@requires(Action.EDIT_INTERVIEWS)
def remove_note(slug: str, note_id: uuid.UUID) -> Response:
    """Remove a note without marked passages."""
    study = studies.find(db.session, slug)
    found = interviews.find_note(db.session, study, note_id)
    interview = found.interview
    commit_or_tell(lambda: interviews.remove_note(db.session, found))
    return _to(study, interview)


@blueprint.route("/notes/<uuid:note_id>/mark", methods=["GET", "POST"])
@requires(Action.EDIT_INTERVIEWS)
def mark(slug: str, note_id: uuid.UUID) -> tuple[str, int] | Response:
    """Mark a passage: a GET names a paragraph by `paragraph`, counted from 0."""
    study = studies.find(db.session, slug)
    found = interviews.find_note(db.session, study, note_id)
    form = PassageForm(data=_paragraph(found.text) if request.method == "GET" else {})
    form.stage.choices = _stages(study)

    def act() -> None:
        quote = (form.quote.data or "").replace("\r\n", "\n") or None
        interviews.mark(db.session, study, found, _mark(form), quote=quote)

    if save(form, act):
        flash(gettext("The passage is marked."))
        return _to(study, found.interview, found)
    if not form.is_submitted():
        form.stage.data = found.stage
    return page("research/interviews/mark.html", study=study, note=found, form=form), status(form)


@blueprint.route("/excerpts/<uuid:excerpt_id>", methods=["GET", "POST"])
@requires(Action.EDIT_INTERVIEWS)
def excerpt(slug: str, excerpt_id: uuid.UUID) -> tuple[str, int] | Response:
    """Change what a marked passage is."""
    study = studies.find(db.session, slug)
    found = interviews.find_excerpt(db.session, study, excerpt_id)
    judged = {name: _text(getattr(found, name)) for name in ("severity", "emotion")}
    form = JudgementForm(data={"stage": found.stage, "kind": found.kind, **judged})
    form.stage.choices = _stages(study)
    if save(form, lambda: interviews.change_mark(db.session, study, found, _mark(form))):
        return _to(study, found.note.interview)
    return page("research/interviews/excerpt.html", study=study, excerpt=found, form=form), status(
        form
    )


@blueprint.post("/excerpts/<uuid:excerpt_id>/remove")
@requires(Action.EDIT_INTERVIEWS)
def unmark(slug: str, excerpt_id: uuid.UUID) -> Response:
    """Remove the mark from a passage."""
    study = studies.find(db.session, slug)
    found = interviews.find_excerpt(db.session, study, excerpt_id)
    interview = found.note.interview
    commit_or_tell(lambda: interviews.unmark(db.session, found))
    return _to(study, interview)


def _interview(slug: str, interview_id: uuid.UUID) -> tuple[Study, Interview]:
    study = studies.find(db.session, slug)
    return study, interviews.find(db.session, study, interview_id)


def _to(study: Study, interview: Interview, part: Note | None = None) -> Response:
    anchor = f"note-{part.id}" if part else None
    slug, interview_id = study.slug, interview.id
    address = url_for("interviews.show", slug=slug, interview_id=interview_id, _anchor=anchor)
    return redirect(address, 303)


def _show(study: Study, interview: Interview, note_form: NoteForm) -> str:
    stages = _stages(study)
    note_form.stage.choices = stages
    passage_form = PassageForm(formdata=None)
    passage_form.stage.choices = stages
    return page(
        "research/interviews/show.html",
        study=study,
        interview=interview,
        notes=[(each, cut(each.text, each.excerpts)) for each in interview.notes],
        form=note_form,
        passage_form=passage_form,
        stage_names={each.value: each.label for each in stages},
    )


def _stages(study: Study) -> list[SelectChoice]:
    journey = journeys.newest(db.session, study)
    named = {each.key: each.name_in(current_locale()) for each in journey.stages}
    return offer({"": gettext("No one stage"), **named})


def _talk(form: InterviewForm) -> Talk:
    return Talk(
        held_on=form.held_on.data,
        interviewer=form.interviewer.data,
        language=form.language.data,
        summary=form.summary.data or "",
    )


def _agreement(form: InterviewForm) -> Agreement | None:
    if not form.scope.data:
        return None
    given = form.given_on.data or form.held_on.data
    return Agreement(form.scope.data, given, form.wording.data or "", form.expires_on.data)


def _paragraph(text: str) -> dict[str, Any]:
    spans, place = paragraphs(text), request.args.get("paragraph", 0, type=int)
    start, end = spans[max(0, min(place, len(spans) - 1))]
    return {"start": start, "end": end, "quote": text[start:end]}


def _mark(form: JudgementForm) -> Mark:
    """Return what the form says; a judgement of the form alone carries no place."""
    start, end = (_number(form, name) or 0 if name in form else 0 for name in ("start", "end"))
    return Mark(
        start,
        end,
        stage=form.stage.data or "",
        kind=form.kind.data or "",
        severity=_number(form, "severity"),
        emotion=_number(form, "emotion"),
    )


def _number(form: JudgementForm, name: str) -> int | None:
    text = str(form[name].data or "")
    try:
        return int(text) if text else None
    except ValueError as error:
        raise Invalid(name, "This is not a whole number.") from error


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
