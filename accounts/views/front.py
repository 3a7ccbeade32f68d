"""The bare address of the server."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from accounts.guards import find_current_user, public
from accounts.navigation import home_url

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
@public
def index() -> Response:
    """Lead to the studies, or to signing in."""
    return redirect(home_url() if find_current_user() else url_for("account.sign_in"))
