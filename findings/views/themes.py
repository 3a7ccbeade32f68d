"""The theme board, and one theme beside it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import allowed, current_user, requires
from accounts.models import User
from accounts.permissions import Action
from findings.board import Board, Filter, load_board, load_drawer
from findings.embedding.sending import Destination, destination
from findings.forms import (
    JudgeForm,
    MergeForm,
    NameForm,
    QuotesForm,
    StageForm,
    ThemeForm,
    chosen_units,
)
from findings.models import Theme
from findings.naming import theme_name
from findings.services import evidence, merging, themes
from findings.services.runs import running
from findings.services.voices import borrowed_names
from foundation import queue
from foundation.db import db
from foundation.errors import Conflict, DomainError, Invalid
from foundation.languages import language_name
from foundation.web.choices import offer
from foundation.web.locale import current_locale
from foundation.web.pages import blame, local_path, page
from research.models.study import Study
from research.services import journeys, studies

blueprint = Blueprint("themes", __name__, url_prefix="/studies/<slug>/themes")

VERBS: dict[str, Callable[..., None]] = {
    "approve": themes.approve,
    "drop": themes.drop,
    "revive": themes.revive,
    "lock": themes.lock,
}


@blueprint.get("")
@requires(Action.SEE_THEMES)
def index(slug: str) -> str:
    """Show the board."""
    study = studies.find(db.session, slug)
    return page(
        "findings/themes/index.html",
        study=study,
        board=_board(study),
        job=running.latest_job(db.session, study),
        embedded_at=_embedded_at(),
    )


@blueprint.get("/<key>")
@requires(Action.SEE_THEMES)
def show(slug: str, key: str) -> str:
    """Show one theme beside the board."""
    study = studies.find(db.session, slug)
    theme = themes.find_theme(db.session, study.id, key)
    return _theme_page(study, theme, NameForm(label=_name(theme), rev=theme.rev))


@blueprint.get("/new")
@requires(Action.EDIT_THEMES)
def new(slug: str) -> str:
    """Ask for a theme a person has thought of."""
    study = studies.find(db.session, slug)
    return page("findings/themes/new.html", study=study, form=_theme_form(study))


@blueprint.post("/new")
@requires(Action.EDIT_THEMES)
def add(slug: str) -> tuple[str, int] | Response:
    """Add the theme."""
    study = studies.find(db.session, slug)
    form = _theme_form(study)
    if form.validate():
        given = {name: form[name].data for name in ("label", "kind", "stage")}
        try:
            theme = themes.create(db.session, study, **given, actor=current_user())
        except DomainError as error:
            blame(form, error)
        else:
            db.session.commit()
            return redirect(url_for("themes.show", slug=slug, key=theme.slug), 303)
    return page("findings/themes/new.html", study=study, form=form), 422


@blueprint.post("/analyse")
@requires(Action.ANALYSE)
def analyse(slug: str) -> Response:
    """Start the analysis; the board shows how far it is."""
    study = studies.find(db.session, slug)
    job = running.enqueue(db.session, study, created_by=current_user().id)
    db.session.commit()
    queue.send(current_app, job.id)
    return redirect(url_for("themes.index", slug=slug), 303)


@blueprint.post("/<key>/name")
@requires(Action.EDIT_THEMES)
def rename(slug: str, key: str) -> str | tuple[str, int] | Response:
    """Give the theme a name; of two people at once, the second sees both names."""
    study = studies.find(db.session, slug)
    theme = themes.find_theme(db.session, study.id, key)
    form = NameForm()
    is_sound = form.validate()
    if form.rev.errors:
        raise _incomplete()
    if is_sound:
        try:
            _rename(theme, form)
        except (Conflict, Invalid) as error:
            db.session.rollback()
            blame(form, error)
            form.rev.raw_data = [str(theme.rev)]
        else:
            return _back(study, theme, form.next.data)
    return _theme_page(study, theme, form), 422


def _rename(theme: Theme, form: NameForm) -> None:
    is_one_of_many = themes.has_translations(theme) and not form.everywhere.data
    language = current_locale() if is_one_of_many else ""
    values = {"label": form.label.data, "language": language, "rev": form.rev.data}
    themes.rename(db.session, theme, **values, actor=current_user())
    db.session.commit()
    said = gettext("The name is saved.")
    if is_one_of_many:
        said = gettext(
            "The name in %(language)s is saved. The other languages keep theirs.",
            language=language_name(language),
        )
    flash(said)


@blueprint.post("/<key>/stage")
@requires(Action.EDIT_THEMES)
def move(slug: str, key: str) -> Response:
    """Set the theme's home stage."""
    study, theme, form = _posted(slug, key, StageForm())
    themes.move_stage(
        db.session, theme, stage=form.stage.data or "", rev=form.rev.data, actor=current_user()
    )
    db.session.commit()
    flash(gettext("“%(theme)s” is moved.", theme=_name(theme)))
    return _back(study, theme, form.next.data)


@blueprint.post("/<key>/judge")
@requires(Action.EDIT_THEMES)
def judge(slug: str, key: str) -> Response:
    """Approve, drop, revive or lock the theme."""
    study, theme, form = _posted(slug, key, JudgeForm())
    if form.verb.data not in VERBS:
        raise Invalid("verb", "A theme can be approved, dropped, revived or locked.")
    VERBS[form.verb.data](db.session, theme, rev=form.rev.data, actor=current_user())
    db.session.commit()
    return _back(study, theme, form.next.data)


@blueprint.post("/<key>/unlock")
@requires(Action.UNLOCK_THEME)
def unlock(slug: str, key: str) -> Response:
    """Take the lock off."""
    study, theme, form = _posted(slug, key, StageForm())
    themes.unlock(db.session, theme, rev=form.rev.data, actor=current_user())
    db.session.commit()
    return _back(study, theme, form.next.data)


@blueprint.post("/<key>/merge")
@requires(Action.EDIT_THEMES)
def merge(slug: str, key: str) -> Response:
    """Let another theme take this one's evidence."""
    study, theme, form = _posted(slug, key, MergeForm())
    into = themes.find_theme(db.session, study.id, form.into.data)
    merging.merge(db.session, theme, into=into, rev=form.rev.data, actor=current_user())
    db.session.commit()
    flash(gettext("“%(theme)s” is merged. Its own page can undo it.", theme=_name(theme)))
    return redirect(url_for("themes.show", slug=slug, key=into.slug), 303)


@blueprint.post("/<key>/unmerge")
@requires(Action.EDIT_THEMES)
def unmerge(slug: str, key: str) -> Response:
    """Take a merge back."""
    study, theme, form = _posted(slug, key, StageForm())
    merging.undo_merge(db.session, theme, rev=form.rev.data, actor=current_user())
    db.session.commit()
    return _back(study, theme, None)


@blueprint.post("/<key>/quotes")
@requires(Action.EDIT_THEMES)
def sort_quotes(slug: str, key: str) -> Response:
    """Move the chosen quotes to another theme, to a new one, or out; or confirm them."""
    study = studies.find(db.session, slug)
    theme = themes.find_theme(db.session, study.id, key)
    form = QuotesForm()
    units = evidence.find_units(db.session, study.id, chosen_units())
    there = _sort(study, theme, form, units)
    db.session.commit()
    flash(gettext("Quotes sorted: %(count)s.", count=len(units)))
    return redirect(url_for("themes.show", slug=slug, key=there.slug), 303)


def _sort(study: Study, theme: Theme, form: QuotesForm, units: Any) -> Theme:
    """Do what the pressed button says; return the theme to look at next."""
    actor: User = current_user()
    if form.verb.data == "split":
        label = form.label.data or ""
        return evidence.split(db.session, units, theme, label=label, actor=actor)
    if form.verb.data == "move":
        target = themes.find_theme(db.session, study.id, form.target.data or "")
        evidence.move(db.session, units, theme, target, actor=actor)
    elif form.verb.data == "reject":
        evidence.reject(db.session, units, theme, actor=actor)
    else:
        evidence.put(db.session, units, theme, actor=actor)
    return theme


def _posted(slug: str, key: str, form: Any) -> tuple[Study, Theme, Any]:
    study = studies.find(db.session, slug)
    theme = themes.find_theme(db.session, study.id, key)
    if not form.validate():
        raise _incomplete()
    return study, theme, form


def _incomplete() -> Invalid:
    return Invalid("rev", "This form is incomplete. Reload the page and try again.")


def _name(theme: Theme) -> str:
    return theme_name(theme, current_locale())


def _back(study: Study, theme: Theme, target: str | None) -> Response:
    place = local_path(target) or url_for("themes.show", slug=study.slug, key=theme.slug)
    return redirect(place, 303)


def _theme_form(study: Study) -> ThemeForm:
    form = ThemeForm()
    form.stage.choices = offer({"": gettext("Not sorted"), **_stage_names(study)})
    return form


def _stage_names(study: Study) -> dict[str, str]:
    stages = journeys.in_force(db.session, study).stages
    return {stage.key: stage.name_in(current_locale()) for stage in stages}


def _board(study: Study) -> Board:
    given = {name: request.args.get(name, "") for name in ("kind", "status", "segment")}
    return load_board(db.session, study, Filter(**given), is_reader=not allowed(Action.EDIT_THEMES))


def _embedded_at() -> Destination | None:
    return destination(current_app.extensions["settings"])


def _theme_page(study: Study, theme: Theme, form: NameForm) -> str:
    """One theme in the drawer, beside the board."""
    board = _board(study)
    return page(
        "findings/themes/show.html",
        study=study,
        board=board,
        job=running.latest_job(db.session, study),
        embedded_at=_embedded_at(),
        theme=theme,
        said=borrowed_names(db.session, study.id, current_locale()),
        drawer=load_drawer(db.session, study, theme, board.eyes),
        has_translations=themes.has_translations(theme),
        form=form,
    )
