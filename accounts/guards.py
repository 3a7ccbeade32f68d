"""Who may open which page: every endpoint declares a rule, and one without a rule is refused.

    @blueprint.get("/")
    @requires(Action.SEE_STUDY)
    def index() -> str: ...

The decorators only mark the view; the check stands before every request, so a forgotten mark
closes a page instead of opening it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from accounts import services
from accounts.forms import SignInForm
from accounts.models import User, UserSession
from accounts.permissions import Action, may
from foundation.clock import now
from foundation.db import db
from foundation.errors import NotAllowed
from foundation.web import kept_forms
from foundation.web.locale import speak_to_colleague
from foundation.web.pages import page, wants_fragment

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

_MARK = "access_rule"
#: Where the cookie keeps the session.
_COOKIE_KEY = "sid"


@dataclass(frozen=True)
class Rule:
    """What a page asks of its visitor: an action of their role, or nothing at all."""

    action: Action | None

    @property
    def is_public(self) -> bool:
        """Say whether anybody may open the page."""
        return self.action is None


def requires(action: Action) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Open this page to signed-in colleagues whose role covers the action."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _MARK, Rule(action))
        return view

    return mark


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Open this page to everybody."""
    setattr(view, _MARK, Rule(None))
    return view


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Return the rule this endpoint declares; Flask's own static files are public."""
    if endpoint == "static":
        return Rule(None)
    return getattr(app.view_functions[endpoint], _MARK, None)


def current_user() -> User:
    """Return the signed-in colleague; raises `NotAllowed` where nobody is signed in."""
    user = find_current_user()
    if user is None:
        raise NotAllowed("Sign in first.")
    return user


def find_current_user() -> User | None:
    """Return the signed-in colleague, or None."""
    row = current_session()
    return row.user if row else None


def current_session() -> UserSession | None:
    """Return the living session of this request's cookie, or None; looked up once a request."""
    if "signed_in" not in g:
        g.signed_in = _find_session()
        if g.signed_in and g.signed_in.user.language:
            speak_to_colleague(g.signed_in.user.language)
    found: UserSession | None = g.signed_in
    return found


def start_session(secret: str) -> None:
    """Let this browser carry the session; whatever it carried before is forgotten."""
    locale = session.get("locale")
    session.clear()
    session[_COOKIE_KEY] = secret
    if locale:
        session["locale"] = locale
    g.pop("signed_in", None)
    g.pop("csrf_token", None)  # the page that follows bears a token of the new session


def forget_session() -> None:
    """Let this browser carry nothing any more."""
    session.clear()
    g.signed_in = None


def idle_time() -> timedelta:
    """Return after how long without a request a session ends."""
    return timedelta(minutes=current_app.extensions["settings"].idle_minutes)


def allowed(action: Action | str) -> bool:
    """Say whether the signed-in colleague's role covers this action; for templates."""
    user = find_current_user()
    return user is not None and may(user.role, Action(action))


def _find_session() -> UserSession | None:
    secret = session.get(_COOKIE_KEY)
    if not secret:
        return None
    moment = now()
    row = services.find_session(db.session, secret, moment=moment, idle=idle_time())
    if row and moment - row.seen_at > services.SEEN_STEP:
        # A short transaction of its own, so that a refused request counts as well.
        with Session(db.engine) as own, own.begin():
            services.mark_seen(own, row.id, moment=moment)
    return row


def _check() -> Response | tuple[str, int] | None:
    endpoint = request.endpoint
    if endpoint is None:  # no such address: the 404 page follows
        return None
    rule = rule_of(current_app, endpoint)
    if rule is None:
        log.error("Endpoint %s declares no access rule and is refused", endpoint)
        raise NotAllowed("This page is closed to everybody.")
    if rule.action is None:
        return None
    user = find_current_user()
    if user is None:
        return _ask_to_sign_in()
    if not may(user.role, rule.action):
        log.warning("Colleague %s (%s) was refused %s", user.id, user.role, endpoint)
        raise NotAllowed("Your role does not cover this page. Ask an owner of this installation.")
    return None


def _ask_to_sign_in() -> Response | tuple[str, int]:
    """Lead to the sign-in page; it stands here at once where it has to carry what was typed."""
    if kept := kept_forms.keep():
        return page("accounts/account/sign_in.html", form=SignInForm(formdata=None), kept=kept), 401
    if request.method == "POST" and not wants_fragment():
        flash(gettext("You are signed out: what you sent last is not saved."), "warn")
    return redirect(url_for("account.sign_in", next=kept_forms.page_behind()), 303)


def init_app(app: Flask) -> None:
    """Stand before every request, and tell templates who is signed in."""
    app.before_request(_check)
    # Looked up only where a template asks: an error page must not need the database.
    app.jinja_env.globals["colleague"] = LocalProxy(find_current_user)
    app.jinja_env.globals["allowed"] = allowed
