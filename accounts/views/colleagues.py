"""Who works here: adding colleagues, changing what they may do, closing their accounts."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts import services
from accounts.forms import ColleagueForm, RoleForm
from accounts.guards import current_user, requires
from accounts.permissions import Action, Role
from foundation.db import db
from foundation.errors import DomainError
from foundation.web.pages import blame, page

blueprint = Blueprint("colleagues", __name__, url_prefix="/colleagues")


@blueprint.get("/")
@requires(Action.MANAGE_COLLEAGUES)
def index() -> str:
    """List everyone."""
    return page("accounts/colleagues/index.html", people=services.list_colleagues(db.session))


@blueprint.get("/new")
@requires(Action.MANAGE_COLLEAGUES)
def new() -> str:
    """Ask who joins."""
    return page("accounts/colleagues/new.html", form=ColleagueForm())


@blueprint.post("/new")
@requires(Action.MANAGE_COLLEAGUES)
def add() -> str | tuple[str, int]:
    """Add a colleague and show the made-up password this once."""
    form = ColleagueForm()
    if form.validate():
        try:
            person, secret = services.add_colleague(
                db.session,
                email=form.email.data,
                name=form.name.data,
                role=Role(form.role.data),
                actor=current_user(),
            )
        except DomainError as error:
            db.session.rollback()
            blame(form, error)
        else:
            db.session.commit()
            return page("accounts/colleagues/secret.html", person=person, secret=secret)
    return page("accounts/colleagues/new.html", form=form), 422


@blueprint.get("/<uuid:user_id>")
@requires(Action.MANAGE_COLLEAGUES)
def show(user_id: uuid.UUID) -> str:
    """Show one colleague and what can be changed."""
    person = services.find_colleague(db.session, user_id)
    return page("accounts/colleagues/show.html", person=person, form=RoleForm(role=person.role))


@blueprint.post("/<uuid:user_id>")
@requires(Action.MANAGE_COLLEAGUES)
def change(user_id: uuid.UUID) -> tuple[str, int] | Response:
    """Give the colleague another role."""
    person, form = services.find_colleague(db.session, user_id), RoleForm()
    if form.validate():
        try:
            services.change_role(db.session, person, Role(form.role.data), actor=current_user())
        except DomainError as error:
            blame(form, error)
        else:
            return _saved(gettext("The role is changed. The colleague has to sign in again."))
    return page("accounts/colleagues/show.html", person=person, form=form), 422


@blueprint.post("/<uuid:user_id>/disable")
@requires(Action.MANAGE_COLLEAGUES)
def disable(user_id: uuid.UUID) -> Response:
    """Close the account and end its sessions."""
    person = services.find_colleague(db.session, user_id)
    services.disable(db.session, person, actor=current_user())
    return _saved(gettext("The account of %(name)s is closed.", name=person.name))


@blueprint.post("/<uuid:user_id>/enable")
@requires(Action.MANAGE_COLLEAGUES)
def enable(user_id: uuid.UUID) -> Response:
    """Open the account again."""
    person = services.find_colleague(db.session, user_id)
    services.enable(db.session, person, actor=current_user())
    return _saved(gettext("The account of %(name)s is open again.", name=person.name))


@blueprint.post("/<uuid:user_id>/password")
@requires(Action.MANAGE_COLLEAGUES)
def reset_password(user_id: uuid.UUID) -> str:
    """Make up a new password and show it this once."""
    person = services.find_colleague(db.session, user_id)
    secret = services.reset_password(db.session, person, actor=current_user())
    db.session.commit()
    return page("accounts/colleagues/secret.html", person=person, secret=secret)


def _saved(said: str) -> Response:
    db.session.commit()
    flash(said)
    return redirect(url_for("colleagues.index"), 303)
