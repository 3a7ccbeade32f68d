"""Every statement people made, filtered and sorted; many are judged at once."""

import uuid
from collections.abc import Collection
from dataclasses import fields
from importlib import import_module
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from findings.forms import EvidenceForm, chosen_units
from findings.gathering import gather
from findings.models import Evidence, Theme
from findings.naming import theme_name
from findings.services import browsing, evidence, explaining, themes
from findings.services.counting import list_themes
from findings.services.voices import borrowed_names
from foundation.db import db
from foundation.errors import Invalid
from foundation.languages import language_name
from foundation.web.locale import current_locale
from foundation.web.pages import local_path, page
from research.models.study import Study
from research.services import journeys, studies

if TYPE_CHECKING:
    from analysis import Vectors

blueprint = Blueprint("evidence", __name__, url_prefix="/studies/<slug>/evidence")

PAGE = 50
#: No study has more pages; a larger number would be none for the database either.
LAST_PAGE = 1_000_000


@blueprint.get("")
@requires(Action.SEE_EVIDENCE)
def index(slug: str) -> str:
    """List the statements wanted, a page of them."""
    study = studies.find(db.session, slug)
    names = [each.name for each in fields(browsing.Wanted)]
    wanted = browsing.Wanted(**{name: request.args.get(name, "") for name in names})
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    units, total = browsing.list_units(
        db.session, study.id, wanted, offset=(number - 1) * PAGE, limit=PAGE
    )
    said = borrowed_names(db.session, study.id, current_locale())
    return page(
        "findings/evidence/index.html",
        study=study,
        wanted=wanted,
        units=units,
        total=total,
        number=number,
        pages=-(-total // PAGE),
        questions=gather(db.session, study).questions,
        stages=stage_names(study),
        themes=_open_themes(study, said),
        said=said,
        spoken=[(code, language_name(code)) for code in _spoken(study)],
    )


@blueprint.get("/<uuid:unit_id>/why")
@requires(Action.SEE_EVIDENCE)
def why(slug: str, unit_id: uuid.UUID) -> str:
    """Say why a statement is in its theme, at its stage and of its kind."""
    study = studies.find(db.session, slug)
    # numpy is loaded when there is something to read: no other page needs it.
    embedding = import_module("findings.embedding.choice")
    with embedding.plainly():
        found = explaining.explain(
            db.session, study, unit_id, theme=request.args.get("theme", ""), vectors=_vectors()
        )
    return page(
        "findings/evidence/why.html",
        study=study,
        why=found,
        stages=stage_names(study),
        said=borrowed_names(db.session, study.id, current_locale()),
    )


def _vectors() -> "Vectors":
    """The embedder with its memory, opened once: what the analysis has read is not read again."""
    kept = current_app.extensions
    if "vectors" not in kept:
        embedding = import_module("findings.embedding.choice")
        kept["vectors"] = embedding.vectors_for(kept["settings"])
    vectors: Vectors = kept["vectors"]
    return vectors


@blueprint.post("")
@requires(Action.EDIT_THEMES)
def judge(slug: str) -> Response:
    """Sort the ticked statements into a theme, or correct their kind, stage or severity."""
    study, form = studies.find(db.session, slug), EvidenceForm()
    units = evidence.find_units(db.session, study.id, chosen_units())
    if form.verb.data == "theme":
        theme = themes.find_theme(db.session, study.id, form.theme.data or "")
        evidence.put(db.session, units, theme, actor=current_user())
    else:
        _correct(form, units)
    db.session.commit()
    flash(gettext("Statements changed: %(count)s.", count=len(units)))
    return redirect(local_path(form.next.data) or url_for("evidence.index", slug=slug), 303)


def _correct(form: EvidenceForm, units: list[Evidence]) -> None:
    for unit in units:
        if form.verb.data == "kind":
            evidence.set_kind(db.session, unit, form.kind.data or "")
        elif form.verb.data == "stage":
            evidence.set_stage(db.session, unit, form.stage.data or "")
        elif form.verb.data == "severity" and (form.severity.data or "").isdecimal():
            evidence.set_severity(unit, int(form.severity.data))
        else:
            raise Invalid("verb", "Choose what to do with the statements.")


def stage_names(study: Study) -> dict[str, str]:
    """The journey's stages in the language spoken, by key."""
    stages = journeys.in_force(db.session, study).stages
    return {stage.key: stage.name_in(current_locale()) for stage in stages}


def _spoken(study: Study) -> list[str]:
    return browsing.list_languages(db.session, study.id)


def _open_themes(study: Study, said: Collection[uuid.UUID]) -> list[tuple[str, str]]:
    """Themes that take evidence: (slug, name), by name; after them those named by a quote."""
    taking = (each for each in list_themes(db.session, study.id) if each.status != "dropped")
    return sorted(
        ((each.slug, _name(each, is_said=each.id in said)) for each in taking),
        key=lambda pair: pair[1],
    )


def _name(theme: Theme, *, is_said: bool) -> str:
    name = theme_name(theme, current_locale())
    return f"“{name}”" if is_said else name
