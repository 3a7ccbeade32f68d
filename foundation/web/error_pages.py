"""Turns every error into a page with one clear sentence."""

import logging
from collections.abc import Callable

from flask import Blueprint, Flask, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from foundation.db import db, is_busy
from foundation.errors import DomainError
from foundation.web import kept_forms
from foundation.web.display import explain

log = logging.getLogger(__name__)

Page = tuple[str, int]


def install_error_pages(app: Flask) -> None:
    """Register the pages of domain errors, HTTP errors and the unexpected."""
    app.register_error_handler(DomainError, _show_domain_error)
    app.register_error_handler(CSRFError, _show_csrf_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(IntegrityError, _show_collision)
    app.register_error_handler(OperationalError, _show_database_error)
    app.register_error_handler(Exception, _show_unexpected)


def frame_errors(blueprint: Blueprint, show: Callable[[str, int], str]) -> None:
    """Let all addresses under a blueprint show errors in a frame of its own.

    `show` is given the sentence and the status.
    """

    @blueprint.record
    def remember(state: BlueprintSetupState) -> None:
        frames = state.app.extensions.setdefault("error_frames", {})
        frames[f"{state.url_prefix or ''}/"] = show


def _show(sentence: str, status: int) -> Page:
    # By the address, for where no page answers there is no blueprint.
    for prefix, show in current_app.extensions.get("error_frames", {}).items():
        if request.path.startswith(prefix):
            return show(sentence, status), status
    return render_template("errors/error.html", sentence=sentence, status=status), status


def _show_domain_error(error: DomainError) -> Page:
    db.session.rollback()
    return _show(explain(error), error.status)


def _show_csrf_error(_error: CSRFError) -> Page:
    # A page opened before its reader signed in anew; another site's form is not offered again.
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if is_ours and (kept := kept_forms.unpack() or kept_forms.keep()):
        return render_template("errors/unsent.html", kept=kept), 400
    return _show(
        gettext("This form is too old to be sent. Go back, reload the page, send again."), 400
    )


def _show_http_error(error: HTTPException) -> Page:
    if isinstance(error, SecurityError):  # a page's links could lead to the strange host
        return "This server does not answer to that name.\n", 400
    sentences = {
        404: gettext("There is no page at this address."),
        405: gettext("This address does not take that kind of request."),
        413: gettext("The file is larger than this server takes."),
        429: gettext("Too many tries. Wait a few minutes, then try again."),
    }
    status = error.code or 500
    return _show(sentences.get(status, gettext("The request could not be understood.")), status)


def _show_collision(error: IntegrityError) -> Page:
    """Two people, or one person's two clicks, saved the same thing between a look and a change."""
    log.warning("Collision at %s: %s", request.endpoint, type(error.orig).__name__)
    db.session.rollback()
    sentence = gettext(
        "Somebody else saved the same thing at this moment. Look again and repeat your change."
    )
    return _show(sentence, 409)


def _show_database_error(error: OperationalError) -> Page:
    if not is_busy(error):
        return _show_unexpected(error)
    log.warning("The database was busy at %s", request.endpoint)
    db.session.rollback()
    return _show(
        gettext("The server is busy saving other changes. Wait a moment, then repeat yours."), 503
    )


def _show_unexpected(error: Exception) -> Page:
    log.error("Unexpected error at %s", request.endpoint, exc_info=error)
    db.session.rollback()
    return _show(gettext("Something went wrong on our side. What you had saved is safe."), 500)
