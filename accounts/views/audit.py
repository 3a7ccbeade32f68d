"""The trail: who did what, and when."""

from flask import Blueprint, request

from accounts import services
from accounts.guards import requires
from accounts.permissions import Action
from accounts.trail import tell
from foundation.db import db
from foundation.web.pages import page

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

PAGE_LENGTH = 50


@blueprint.get("/")
@requires(Action.SEE_AUDIT)
def index() -> str:
    """Show a page of the trail, newest first."""
    number = max(1, request.args.get("page", 1, type=int))
    events, total = services.list_events(
        db.session, offset=(number - 1) * PAGE_LENGTH, limit=PAGE_LENGTH
    )
    pages = max(1, -(-total // PAGE_LENGTH))
    names = services.name_subjects(db.session, events)
    lines = [(event, tell(event.verb, event.change, names.get(event.id, ""))) for event in events]
    return page("accounts/audit/index.html", lines=lines, number=number, pages=pages, total=total)
