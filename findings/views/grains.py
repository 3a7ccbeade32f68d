"""More themes or fewer: what another cut would change, and going there."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from findings.forms import CutForm, PartForm
from findings.services import parting, themes
from findings.services.grains.changes import changes
from findings.services.grains.moving import go_to
from findings.services.grains.standing import load
from foundation.db import db
from foundation.errors import Invalid
from foundation.web.display import num
from foundation.web.pages import page
from research.services import studies

blueprint = Blueprint("grains", __name__, url_prefix="/studies/<slug>/grains")


@blueprint.get("")
@requires(Action.EDIT_THEMES)
def index(slug: str) -> str | Response:
    """Show the slider, and what the cut asked for would change; the board before there are any."""
    study = studies.find(db.session, slug)
    hierarchy = load(db.session, study.id)
    if hierarchy is None:
        return redirect(url_for("themes.index", slug=study.slug))
    asked = request.args.get("position", hierarchy.position, type=int)
    fewest, most = hierarchy.ends
    position = min(max(asked, fewest), most)
    return page(
        "findings/grains/index.html",
        study=study,
        hierarchy=hierarchy,
        position=position,
        changes=changes(hierarchy, position),
    )


@blueprint.post("")
@requires(Action.EDIT_THEMES)
def change(slug: str) -> Response:
    """Go to a cut; the board then offers the way back."""
    study, form = studies.find(db.session, slug), CutForm()
    hierarchy = load(db.session, study.id)
    before = hierarchy.position if hierarchy else 0
    if not form.validate():
        raise Invalid("position", "This form is incomplete. Reload the page and try again.")
    told = go_to(db.session, study, form.position.data, actor=current_user())
    db.session.commit()
    changed = sum(1 for each in told if not each.offered)
    flash(
        ngettext(
            "%(count)s theme changed; all others are as they were.",
            "%(count)s themes changed; all others are as they were.",
            changed,
            count=num(changed),
        )
    )
    return redirect(url_for("themes.index", slug=slug, before=before), 303)


@blueprint.post("/part")
@requires(Action.EDIT_THEMES)
def part(slug: str) -> Response:
    """Let a sub-theme stand by itself."""
    study, form = studies.find(db.session, slug), PartForm()
    if not form.validate():
        raise Invalid("grain", "This form is incomplete. Reload the page and try again.")
    theme = themes.find_theme(db.session, study.id, form.theme.data)
    new = parting.part(db.session, theme, form.grain.data, actor=current_user())
    db.session.commit()
    return redirect(url_for("themes.show", slug=slug, key=new.slug), 303)
