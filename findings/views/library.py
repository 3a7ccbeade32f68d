"""The library of known pains and praise, to be read, searched and printed."""

from flask import Blueprint, request
from flask_babel import gettext

from accounts.guards import requires
from accounts.permissions import Action
from findings.catalogue import Catalogue, shipped_catalogue
from foundation.errors import NotFound
from foundation.web.locale import current_locale
from foundation.web.pages import page
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
    whole = shipped_catalogue()
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
    whole = shipped_catalogue()
    entry = whole.entries.get(key)
    if entry is None:
        raise NotFound("The library has no pain or praise of this name any more.")
    return page(
        "findings/library/show.html",
        entry=entry,
        entries=whole.entries,
        taken_for_it=_taken_for(whole, key),
        stages=_stage_names(),
    )


def _taken_for(whole: Catalogue, key: str) -> list[str]:
    """Return the pains that name this one as their neighbour."""
    return [k for k, each in whole.entries.items() if key in getattr(each.about, "neighbours", ())]


def _stage_names() -> dict[str, str]:
    language = current_locale()
    names = {each.key: each.names.get(language, each.name) for each in PRESETS[JOURNEY].stages}
    return {**names, "": gettext("Any stage")}
