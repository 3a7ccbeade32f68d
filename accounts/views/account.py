"""Signing in and out, and one's own account."""

import uuid
from ipaddress import ip_network

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts import services
from accounts.forms import PasswordForm, ProfileForm, SignInForm
from accounts.guards import (
    current_session,
    current_user,
    find_current_user,
    forget_session,
    idle_time,
    public,
    requires,
    start_session,
)
from accounts.navigation import home_url
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import DomainError
from foundation.languages import LANGUAGES
from foundation.texts import one_line
from foundation.web import kept_forms
from foundation.web.locale import keep_locale
from foundation.web.pages import blame, local_path, page

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("/sign-in")
@public
def sign_in() -> str | Response:
    """Ask who is there."""
    if find_current_user():
        return redirect(_next_page())
    return page("accounts/account/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@public
def do_sign_in() -> tuple[str, int] | Response:
    """Open a session, or say in one sentence that it cannot be."""
    form, status, kept = SignInForm(), 422, kept_forms.unpack()
    if form.validate():
        try:
            asked = {"email": form.email.data, "client": _client()}
            services.admit_try(db.session, **asked)
            db.session.commit()  # the try counts, whatever comes of it
            _, secret = services.sign_in(db.session, password=form.password.data, **asked)
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            blame(form, error)
            status = error.status
        else:
            start_session(secret)
            if kept:
                return page("errors/unsent.html", kept=kept), 200
            return redirect(_next_page(), 303)
    return page("accounts/account/sign_in.html", form=form, kept=kept), status


def _client() -> str:
    """Where the request comes from; of IPv6 the network, for one machine has all its addresses."""
    address = request.remote_addr or ""
    if ":" not in address:
        return address
    return str(ip_network(f"{address.partition('%')[0]}/64", strict=False))


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session here and in the database."""
    row = current_session()
    if row:
        services.sign_out(db.session, row)
        db.session.commit()
    forget_session()
    flash(gettext("You are signed out."))
    return redirect(url_for("account.sign_in"), 303)


@blueprint.post("/language")
@public
def language() -> Response:
    """Change the language of the pages, for this browser and for the account."""
    wanted = request.form.get("locale", "")
    if wanted not in LANGUAGES:
        abort(400)
    keep_locale(wanted)
    user = find_current_user()
    if user:
        services.set_language(user, wanted)
        db.session.commit()
    return redirect(_next_page(), 303)


@blueprint.get("/")
@requires(Action.OWN_ACCOUNT)
def show() -> str:
    """Show one's own account and the browsers signed in to it."""
    user = current_user()
    return _show_account(ProfileForm(obj=user), PasswordForm())


@blueprint.post("/")
@requires(Action.OWN_ACCOUNT)
def save() -> tuple[str, int] | Response:
    """Save one's own name and language."""
    form, user = ProfileForm(), current_user()
    if not form.validate():
        return _show_account(form, PasswordForm(formdata=None)), 422
    user.name = one_line(form.name.data)
    services.set_language(user, form.language.data)
    db.session.commit()
    if user.language:
        keep_locale(user.language)
    flash(gettext("Your account is saved."))
    return redirect(url_for("account.show"), 303)


@blueprint.post("/password")
@requires(Action.OWN_ACCOUNT)
def password() -> tuple[str, int] | Response:
    """Change one's own password; every other browser is signed out."""
    form, user, row = PasswordForm(), current_user(), current_session()
    if form.validate():
        try:
            services.change_password(
                db.session,
                user,
                present=form.present.data,
                new=form.password.data,
                keep=row.id if row else None,
            )
        except DomainError as error:
            blame(form, error)
        else:
            db.session.commit()
            flash(gettext("Your password is changed. Other browsers are signed out."))
            return redirect(url_for("account.show"), 303)
    return _show_account(ProfileForm(formdata=None, obj=user), form), 422


@blueprint.post("/sessions/end")
@requires(Action.OWN_ACCOUNT)
def end_sessions() -> Response:
    """Sign out every other browser of one's own."""
    row = current_session()
    services.end_sessions(db.session, current_user(), but=row.id if row else None)
    db.session.commit()
    flash(gettext("Every other browser is signed out."))
    return redirect(url_for("account.show"), 303)


def _show_account(profile: ProfileForm, password_form: PasswordForm) -> str:
    user, row = current_user(), current_session()
    here: uuid.UUID | None = row.id if row else None
    sessions = services.list_sessions(db.session, user, idle=idle_time())
    wrong = password_form if password_form.errors else profile
    return page(
        "accounts/account/show.html",
        form=wrong,
        profile=profile,
        password_form=password_form,
        sessions=sessions,
        here=here,
    )


def _next_page() -> str:
    return local_path(request.values.get("next")) or home_url()
