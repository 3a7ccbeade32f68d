"""The library of known pains and praise: read, searched, printed; and the firm's own pains."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from accounts.guards import current_user, requires
from accounts.permissions import Action
from analysis.library import STAGES
from findings.forms import OwnPainForm, OwnPainsFileForm
from findings.known.catalogue import Catalogue, catalogue, shipped_catalogue
from findings.known.namesakes import Namesake
from findings.known.own_files import Reading, written
from findings.known.own_themes import (
    LONGEST_TELLING,
    MOST_LISTED,
    OwnTheme,
    Problem,
    doubts,
    read_own,
)
from findings.services.library import own_pains
from foundation.db import db
from foundation.errors import Conflict, DomainError, NotFound
from foundation.languages import LANGUAGES
from foundation.web.choices import offer
from foundation.web.display import explain
from foundation.web.locale import current_locale
from foundation.web.pages import blame, page
from research.journey_presets import PRESETS

blueprint = Blueprint("library", __name__, url_prefix="/library")

#: The journey in whose stages the library is told.
JOURNEY = "eight-stage"
#: Words of a search longer than this are no search.
LONGEST_SEARCH = 200


@blueprint.get("")
@requires(Action.SEE_THEMES)
def index() -> str:
    """Show the library by stage, or what a search finds in it."""
    whole = _catalogue()
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    return page(
        "findings/library/index.html",
        words=words,
        found=whole.search(words) if words else whole,
        entries=whole.entries,
        stages=_stage_names(),
    )


@blueprint.get("/<key>")
@requires(Action.SEE_THEMES)
def show(key: str) -> str:
    """Show one pain, or topic of praise, with its examples in every language."""
    whole = _catalogue()
    entry = whole.entries.get(key)
    if entry is None:
        raise NotFound("The library has no pain or praise of this name any more.")
    return page(
        "findings/library/show.html",
        entry=entry,
        entries=whole.entries,
        taken_for_it=_taken_for(whole, key),
        doubts=_doubts(key),
        stages=_stage_names(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.EDIT_LIBRARY)
def new() -> str | tuple[str, int] | Answer:
    """Take a known pain of the firm's own."""
    form = _own_form()
    return _save(form, "") or _own_page(form)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@requires(Action.EDIT_LIBRARY)
def edit(key: str) -> str | tuple[str, int] | Answer:
    """Change a known pain of the firm's own; whoever comes second sees both."""
    there = own_pains.find_own(db.session, key)
    if there is None and request.method == "GET":
        raise NotFound("There is no pain of the firm's own of this name any more.")
    form = _own_form(_filled(there) if there else None)
    return _save(form, key) or _own_page(form, own_pains.find_own(db.session, key))


@blueprint.post("/<key>/remove")
@requires(Action.EDIT_LIBRARY)
def remove(key: str) -> Answer:
    """Forget a known pain of the firm's own; whoever saw it as it was before is led to it."""
    rev = request.form.get("rev", 0, type=int)
    try:
        own_pains.remove_own(db.session, key, rev=rev, actor=current_user())
    except Conflict as error:
        db.session.rollback()
        flash(explain(error), "pain")
        return redirect(url_for("library.edit", key=key), 303)
    db.session.commit()
    flash(gettext("Removed. Themes that bear its name keep it."))
    return redirect(url_for("library.index"), 303)


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Action.EDIT_LIBRARY)
def upload() -> tuple[str, int]:
    """Take a file of own pains: tried first, then saved."""
    form = OwnPainsFileForm()
    reading, done = Reading(), None
    if form.validate_on_submit():
        try:
            file = form.file.data
            reading = own_pains.read_file(file.read(), file.filename or "")
            if not reading.problems:
                done = own_pains.save_own(db.session, reading.themes, actor=current_user())
        except DomainError as error:
            blame(form, error)
        _finish(is_kept=done is not None and not done.problems and not form.dry_run.data)
    problems = done.problems if done else reading.problems
    told = {"form": form, "done": done if not problems else None, "keys": STAGES}
    told |= _listed(problems, reading.notices)
    return page("findings/library/import.html", **told), 422 if form.errors or problems else 200


@blueprint.get("/own.jsonl")
@requires(Action.EDIT_LIBRARY)
def export() -> Response:
    """Hand out the firm's own pains as a file that can be imported again unchanged."""
    headers = {"Content-Disposition": "attachment; filename=own-pains.jsonl"}
    text = written(own_pains.list_own(db.session))
    return Response(text, mimetype="application/jsonl; charset=utf-8", headers=headers)


def _listed(problems: Sequence[Problem], notices: Sequence[Problem]) -> dict[str, Any]:
    """Return the first of the problems and of the notices, and how many more of each there are."""
    return {
        "problems": problems[:MOST_LISTED],
        "left": len(problems[MOST_LISTED:]),
        "notices": notices[:MOST_LISTED],
        "notices_left": len(notices[MOST_LISTED:]),
    }


def _finish(*, is_kept: bool) -> None:
    if is_kept:
        db.session.commit()
    else:
        db.session.rollback()


def _catalogue() -> Catalogue:
    own = own_pains.list_own(db.session)
    return catalogue(own_pains.library_of(db.session)) if own else shipped_catalogue()


def _taken_for(whole: Catalogue, key: str) -> list[str]:
    """Return the pains that name this one as their neighbour."""
    return [k for k, each in whole.entries.items() if key in getattr(each.about, "neighbours", ())]


def _doubts(key: str) -> list[Problem]:
    """Return what is to be looked at in a pain of the firm's own; nothing in one that ships."""
    own = own_pains.find_own(db.session, key)
    return doubts(own) if own else []


def _stage_names() -> dict[str, str]:
    language = current_locale()
    names = {each.key: each.names.get(language, each.name) for each in PRESETS[JOURNEY].stages}
    return {**names, "": gettext("Any stage")}


def _own_form(data: Mapping[str, Any] | None = None) -> OwnPainForm:
    form = OwnPainForm(data=data)
    names = {key: name for key, name in _stage_names().items() if key}
    form.stage.choices = offer({"": gettext("Choose a stage"), **names})
    return form


def _filled(theme: OwnTheme) -> dict[str, Any]:
    names = {f"name_{language}": name for language, name in theme.names.items()}
    examples = "\n".join(each.text for each in theme.examples)
    fields = ("definition", "difference", "stage")
    told = {name: getattr(theme, name) for name in fields}
    return {**names, **told, "severity": str(theme.severity), "examples": examples}


def _raw(form: OwnPainForm, key: str, known: Mapping[str, str]) -> dict[str, Any]:
    """Return what was posted; an example that was `known` before keeps its language."""
    names = {code: form[f"name_{code}"].data for code in LANGUAGES if form[f"name_{code}"].data}
    fields = ("definition", "difference", "stage", "severity")
    told = {name: form[name].data for name in fields}
    lines = [line.strip() for line in (form.examples.data or "").splitlines()]
    examples = [{"text": line, "language": known.get(line, "")} for line in lines]
    return {"id": key, "names": names, **told, "examples": examples}


def _save(form: OwnPainForm, key: str) -> Answer | None:
    """Save what was posted, and lead to it; None where nothing was, or where it has problems."""
    if not form.validate_on_submit():
        return None
    before = own_pains.find_own(db.session, key) if key else None
    known = {each.text: each.language for each in before.examples} if before else {}
    theme, problems = read_own(_raw(form, key, known))
    if theme is None:
        names = [each.problem() for each in _namesakes(form, before)]
        _blame(form, [*problems, *names])
        return None
    try:
        saved = _kept(theme, form)
    except DomainError as error:
        db.session.rollback()
        blame(form, error)
        return None
    db.session.commit()
    flash(gettext("Saved. The next analysis of every study reads it."))
    return redirect(url_for("library.show", key=saved.key), 303)


def _kept(theme: OwnTheme, form: OwnPainForm) -> OwnTheme:
    if not theme.key:
        return own_pains.add_own(db.session, theme, actor=current_user())
    return own_pains.change_own(db.session, theme, rev=form.rev.data or 0, actor=current_user())


def _blame(form: OwnPainForm, problems: Iterable[Problem]) -> None:
    for problem in problems:
        place = "name_en" if problem.place == "names" else problem.place
        if place == "stage":
            form.stage.errors = [gettext("Choose the stage where it is at home.")]
        elif place == "severity":
            form.severity.errors = [gettext("Choose how much it typically weighs.")]
        elif place in form:
            form[place].errors = [*form[place].errors, explain(problem)]
        else:
            form.form_errors = [*form.form_errors, explain(problem)]


def _namesakes(form: OwnPainForm, there: OwnTheme | None) -> list[Namesake]:
    """Return what bears a name that was typed, to lead to it."""
    names = {code: form[f"name_{code}"].data or "" for code in LANGUAGES}
    return own_pains.find_namesakes(db.session, names, there.key if there else "")


def _own_page(form: OwnPainForm, there: OwnTheme | None = None) -> tuple[str, int]:
    """Show the form; of a pain that somebody has changed since also how it stands now.

    Saved again, it takes that one's place, and a pain that was removed is added anew.
    """
    is_asked = form.is_submitted()
    is_stale = is_asked and there is not None and there.rev != form.rev.data and form.form_errors
    rev = there.rev if there and (is_stale or not is_asked) else form.rev.data
    told = {"form": form, "there": there, "is_stale": is_stale, "rev": rev}
    told["namesakes"] = _namesakes(form, there) if form.errors else []
    told |= {"stages": _stage_names(), "longest": LONGEST_TELLING}
    return page("findings/library/own.html", **told), 422 if form.errors else 200
