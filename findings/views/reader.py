"""The reader by endpoint of one study: what would be sent where, the switch, what was read."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from findings.embedding.sending import destination
from findings.models import Theme
from findings.services import counting
from findings.services.latest import last_run
from findings.services.reader import switching
from findings.services.voices import borrowed_names
from foundation.db import db
from foundation.settings import Settings
from foundation.texts import from_plain
from foundation.web.locale import current_locale
from foundation.web.pages import page
from research.models.study import Study
from research.services import studies

blueprint = Blueprint("reader", __name__, url_prefix="/studies/<slug>/reader")

#: The documentation of the reader: a file, and the heading of its part.
MANUAL = Path(__file__).parents[2] / "docs" / "themes.md"
MANUAL_HEADING = "## A reader by endpoint\n"


@blueprint.get("")
@requires(Action.ANALYSE)
def index(slug: str) -> str:
    """Say what is sent where, and what the last reading took."""
    study = studies.find(db.session, slug)
    run = last_run(db.session, study.id)
    told = dict(run.reader) if run else {}
    return page(
        "findings/reader/index.html",
        study=study,
        switch=switching.look(db.session, study, _settings()),
        embedded_at=destination(_settings()),
        told=told,
        said=borrowed_names(db.session, study.id, current_locale()),
        stopped=from_plain(told["stopped"]) if told.get("stopped") else None,
        agreed=_agreed(study) if told else [],
    )


@blueprint.get("/setting-up")
@requires(Action.ANALYSE)
def manual(slug: str) -> str:
    """Show the documentation of the reader: how it is set up, what leaves, what it costs."""
    study = studies.find(db.session, slug)
    return page("findings/reader/manual.html", study=study, paragraphs=_manual())


@blueprint.post("")
@requires(Action.SWITCH_READER)
def switch(slug: str) -> Response:
    """Switch the reader on or off."""
    study = studies.find(db.session, slug)
    if request.form.get("verb") == "on":
        url = request.form.get("url", "")
        switching.switch_on(db.session, study, _settings(), url=url, actor=current_user())
        said = gettext("The reader is on. The next analysis sends the texts of this study.")
    else:
        switching.switch_off(db.session, study, actor=current_user())
        said = gettext("The reader is off. It is sent nothing of this study any longer.")
    db.session.commit()
    flash(said)
    return redirect(url_for("reader.index", slug=slug), 303)


@cache
def _manual() -> list[list[tuple[str, str]]]:
    """Return the documentation's paragraphs, each as pieces of text with their look.

    The look is "code", "strong", or empty.
    """
    part = MANUAL.read_text("utf-8").split(MANUAL_HEADING)[1].split("\n## ")[0]
    reader = part.split("\n**A firm's own pains**")[
        0
    ]  # what follows is told on the library's pages
    return [list(_pieces(each)) for each in reader.strip().split("\n\n")]


def _pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    for code, strong, plain in re.findall(r"`([^`]+)`|\*\*(.+?)\*\*|([^`*]+)", paragraph):
        yield ("code", code) if code else ("strong", strong) if strong else ("", plain)


def _agreed(study: Study) -> list[Theme]:
    """The themes a reader made, those first about which the offline engine thinks otherwise."""
    there = counting.list_themes(db.session, study.id)
    told = [theme for theme in there if theme.agreement is not None and theme.status != "dropped"]
    return sorted(told, key=lambda theme: (theme.agreement or 0.0, theme.slug))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
