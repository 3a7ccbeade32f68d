"""Personal links: who has one, how each segment answers, links to copy, to print and to send."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

import segno
from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response as Redirect

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import begin_write, db
from foundation.files.spreadsheets import CSV_TYPE, write_csv
from foundation.settings import Settings
from foundation.web.display import num
from foundation.web.pages import page
from research.models.study import Study
from research.services import studies
from surveys.models.invitation import Invitation
from surveys.services import inviting
from surveys.services.inviting import LIVE, Pair, Person, PersonState

blueprint = Blueprint("invitations", __name__, url_prefix="/studies/<slug>/invitations")

PEOPLE_A_PAGE = 50
CODES_A_PAGE = 48


def qr_code(link: str) -> Markup:
    """The link as a picture a telephone reads; a fifth of it may be smudged."""
    drawing = segno.make(link, error="m", micro=False)
    svg = drawing.svg_inline(omitsize=True, border=2, svgclass="qr-drawing")
    return Markup(svg)  # noqa: S704  only squares: it holds nothing of the text it was made from


def link_of(invitation: Invitation) -> str:
    """The personal link on this server's public address."""
    settings: Settings = current_app.extensions["settings"]
    secret = current_app.config["SECRET_KEY"]
    return inviting.personal_link(invitation, secret=secret, public_url=settings.public_url)


@blueprint.get("/")
@requires(Action.SEE_INVITATIONS)
def index(slug: str) -> str:
    """Response by segment, the people with their state, and those left out."""
    study = studies.find(db.session, slug)
    people = inviting.list_people(db.session, study)
    rows = inviting.response_by_segment(people)
    chosen = request.args.get("state", "")
    wanted = [each for each in people if not chosen or each.state == chosen]
    return page(
        "surveys/invitations/index.html",
        study=study,
        plan=inviting.plan_links(db.session, study),
        rows=[*rows, inviting.in_all(rows)] if len(rows) > 1 else rows,
        people=people,
        states=Counter(each.state for each in people),
        chosen=chosen,
        **_page_of(wanted, PEOPLE_A_PAGE),
    )


def _page_of(people: Sequence[Person], size: int) -> dict[str, Any]:
    """One page of a long list of people."""
    pages = max(1, -(-len(people) // size))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = people[(number - 1) * size : number * size]
    return {"shown": shown, "page": number, "pages": pages, "total": len(people)}


@blueprint.post("/")
@requires(Action.INVITE)
def make(slug: str) -> Redirect:
    """Make a link for everyone who should have one and has none, as was chosen by segment."""
    chosen = _chosen()
    if chosen == []:
        flash(gettext("Tick at least one questionnaire."), "pain")
        return redirect(url_for("invitations.index", slug=slug), 303)
    db.session.commit()  # the guard has read: begin anew, as a writer
    begin_write(db.session)
    study = studies.find(db.session, slug)
    secret = current_app.config["SECRET_KEY"]
    plan = inviting.make_links(db.session, study, secret=secret, chosen=chosen)
    new = len(plan.new)
    record(db.session, current_user(), "make_links", study, {"new": new})
    db.session.commit()
    flash(ngettext("%(count)s link is made.", "%(count)s links are made.", new, count=num(new)))
    return redirect(url_for("invitations.index", slug=slug), 303)


def _chosen() -> list[Pair] | None:
    """What was ticked, as segment and questionnaire; None where there was nothing to choose."""
    if "choosing" not in request.form:
        return None
    ticked = [each.partition("/") for each in request.form.getlist("ask")]
    return [(segment, key) for segment, _, key in ticked]


@blueprint.get("/links.csv")
@requires(Action.INVITE)
def links(slug: str) -> Response:
    """The links of everyone who can still answer, for a mail merge."""
    study = studies.find(db.session, slug)
    settings: Settings = current_app.extensions["settings"]
    rows = inviting.link_rows(
        inviting.list_people(db.session, study),
        study,
        secret=current_app.config["SECRET_KEY"],
        public_url=settings.public_url,
    )
    headers = {"Content-Disposition": f"attachment; filename={study.slug}-links.csv"}
    return Response(write_csv(inviting.LINK_COLUMNS, rows), content_type=CSV_TYPE, headers=headers)


@blueprint.get("/codes")
@requires(Action.INVITE)
def codes(slug: str) -> str:
    """QR codes to print and cut out, one for everyone who can still answer."""
    study = studies.find(db.session, slug)
    live = [each for each in inviting.list_people(db.session, study) if each.state in LIVE]
    paged = _page_of(live, CODES_A_PAGE)
    cards = [(person, link_of(person.invitation)) for person in paged["shown"]]
    drawn = [(person, link, qr_code(link)) for person, link in cards]
    return page("surveys/invitations/codes.html", study=study, cards=drawn, **paged)


@blueprint.get("/<uuid:invitation_id>")
@requires(Action.INVITE)
def show(slug: str, invitation_id: uuid.UUID) -> str:
    """One person's link, to copy or to scan."""
    study = studies.find(db.session, slug)
    person = _person(study, invitation_id)
    link = link_of(person.invitation) if person.state != PersonState.REVOKED else ""
    drawing = qr_code(link) if link else ""
    return page(
        "surveys/invitations/show.html", study=study, person=person, link=link, drawing=drawing
    )


def _person(study: Study, invitation_id: uuid.UUID) -> Person:
    invitation = inviting.find_invitation(db.session, study, invitation_id)
    people = inviting.list_people(db.session, study)
    return next(each for each in people if each.invitation.id == invitation.id)


@blueprint.post("/<uuid:invitation_id>/renew")
@requires(Action.INVITE)
def renew(slug: str, invitation_id: uuid.UUID) -> Redirect:
    """Make another link for this person; the one before is dead at once."""
    invitation = _invitation(slug, invitation_id)
    inviting.renew_link(invitation, secret=current_app.config["SECRET_KEY"])
    record(db.session, current_user(), "renew_link", invitation)
    return _saved(slug, invitation, gettext("The new link is below. The old one no longer opens."))


@blueprint.post("/<uuid:invitation_id>/revoke")
@requires(Action.INVITE)
def revoke(slug: str, invitation_id: uuid.UUID) -> Redirect:
    """Take this person's link back."""
    invitation = _invitation(slug, invitation_id)
    inviting.revoke_link(invitation, secret=current_app.config["SECRET_KEY"])
    record(db.session, current_user(), "revoke_link", invitation)
    return _saved(slug, invitation, gettext("The link is taken back. Answers already given stay."))


def _invitation(slug: str, invitation_id: uuid.UUID) -> Invitation:
    return inviting.find_invitation(db.session, studies.find(db.session, slug), invitation_id)


def _saved(slug: str, invitation: Invitation, said: str) -> Redirect:
    db.session.commit()
    flash(said)
    return redirect(url_for("invitations.show", slug=slug, invitation_id=invitation.id), 303)
