"""Answers with a whole page, or with its inner part when our own script asks for that."""

from typing import Any, Protocol

from flask import Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from foundation.db import db
from foundation.errors import DomainError, Invalid
from foundation.web.display import explain

#: Our `swap(element, url)` sends this header; the layout then leaves out everything but `main`.
FRAGMENT_HEADER = "X-Fragment"


class Field(Protocol):
    """What the form macros need of a WTForms field."""

    name: str
    type: str
    errors: Any


def wants_fragment() -> bool:
    """Say whether the request comes from our script and needs only the page's inner part."""
    return FRAGMENT_HEADER in request.headers


def page(template: str, /, **context: Any) -> str:
    """Return the page of this template; the layout reads `fragment` and leaves out its frame."""
    return render_template(template, fragment=wants_fragment(), **context)


def local_path(target: str | None) -> str | None:
    """Return the target when it is a plain path on this server, else None.

    Browsers read `//host`, `/\\host` and paths with control characters as other servers.
    """
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return None
    if "\\" in target or any(ord(letter) < 33 for letter in target):
        return None
    return target


def send_back(error: DomainError, endpoint: str) -> Response:
    """Lead to the study's list of such things, with the reason on top of it."""
    db.session.rollback()
    flash(explain(error))
    return redirect(url_for(endpoint, slug=(request.view_args or {})["slug"]), 303)


def blame(form: Any, error: DomainError) -> None:
    """Show a service's refusal on the form: at its field where it names one, else on top."""
    sentence = explain(error)
    if isinstance(error, Invalid) and error.field in form:
        field = form[error.field]
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors = [*form.form_errors, sentence]


def is_group(field: Field) -> bool:
    """Say whether the field is several radios or ticks under one legend."""
    return field.type in {"RadioField", "MultiCheckboxField"}


def flat_errors(errors: Any) -> list[str]:
    """Return every sentence in a field's errors, those of its inner fields included."""
    if isinstance(errors, dict):
        return [text for inner in errors.values() for text in flat_errors(inner)]
    if isinstance(errors, (list, tuple)):
        return [text for inner in errors for text in flat_errors(inner)]
    return [str(errors)]


def input_attributes(field: Field, described: str, more: dict[str, Any]) -> dict[str, Any]:
    """Return an input's attributes: what describes it, whether it is wrong, and `more`."""
    attributes = dict(more)
    if described.strip():
        attributes["aria-describedby"] = described.strip()
    if field.errors:
        attributes["aria-invalid"] = "true"
    if field.type in {"StringField", "TextAreaField"}:
        attributes.setdefault("dir", "auto")
    return attributes


def init_app(app: Flask) -> None:
    """Give the form macros their tools."""
    tools = (is_group, flat_errors, input_attributes)
    app.jinja_env.globals.update({tool.__name__: tool for tool in tools})
