"""The clients of a study: listed, imported after a dry run, changed one by one."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import Gone
from foundation.web.pages import page, send_back
from research.forms import ClientListForm, ContactForm, ListBasisForm, NewContactForm
from research.models.organisation import Contact
from research.services import client_lists, contacts, erasing, studies
from research.services.client_lists import Given
from research.services.contacts import Wanted
from research.views.saving import commit_or_tell, note, save, status
from research.words import Segment

blueprint = Blueprint("clients", __name__, url_prefix="/studies/<slug>/clients")

PAGE = 50
SHOWN_MOST = 1_000

_FIRM_FIELDS = (
    "industry", "country", "size", "revenue_band", "tier", "use_case", "engaged_from",
    "engaged_until", "notes",
)  # fmt: skip


@blueprint.errorhandler(Gone)
def back_to_the_list(error: Gone) -> Response:
    """Lead from a page the browser still had to the list, and say why."""
    return send_back(error, "clients.index")


@blueprint.get("")
@requires(Action.SEE_CONTACTS)
def index(slug: str) -> str:
    """List the people of a study, by segment and by words."""
    study = studies.find(db.session, slug)
    segment = request.args.get("segment", "")
    wanted = Wanted(segment if segment in set(Segment) else "", request.args.get("q", "")[:200])
    number = max(request.args.get("page", 1, type=int), 1)
    people, total = contacts.list_contacts(
        db.session, study, wanted, offset=(number - 1) * PAGE, limit=PAGE
    )
    return page(
        "research/clients/index.html",
        study=study,
        people=people,
        total=total,
        wanted=wanted,
        page_number=number,
        pages=-(-total // PAGE),
        counts=contacts.count_by_segment(db.session, study),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.EDIT_CONTACTS)
def new(slug: str) -> tuple[str, int] | Response:
    """Add one person."""
    study, form = studies.find(db.session, slug), NewContactForm()

    def add() -> None:
        made = contacts.add(db.session, study, form.organisation.data, _values(form))
        note("add_contact", made)

    if save(form, add):
        flash(gettext("The contact is added."))
        return redirect(url_for("clients.index", slug=slug), 303)
    return page("research/clients/new.html", study=study, form=form), status(form)


@blueprint.route("/<uuid:contact_id>", methods=["GET", "POST"])
@requires(Action.EDIT_CONTACTS)
def contact(slug: str, contact_id: uuid.UUID) -> tuple[str, int] | Response:
    """Show and change one person and what is known of their organisation."""
    study = studies.find(db.session, slug)
    person = contacts.find(db.session, study, contact_id)
    form = ContactForm(obj=person, data=_firm_data(person))

    def change() -> None:
        contacts.change(db.session, person, _values(form))
        note("change_contact", person)

    if save(form, change):
        flash(gettext("Saved."))
        return redirect(url_for("clients.contact", slug=slug, contact_id=contact_id), 303)
    shown = page(
        "research/clients/contact.html",
        study=study,
        person=person,
        form=form,
        known_in=erasing.studies_of(db.session, erasing.find_all(db.session, person.email)),
    )
    return shown, status(form)


@blueprint.post("/<uuid:contact_id>/objection")
@requires(Action.EDIT_CONTACTS)
def objection(slug: str, contact_id: uuid.UUID) -> Response:
    """Note that the person does not want to be contacted, or (`on` empty) that they do again."""
    study = studies.find(db.session, slug)
    person = contacts.find(db.session, study, contact_id)
    wish = bool(request.form.get("on"))

    def act() -> None:
        contacts.change(db.session, person, {"do_not_contact": wish})
        note("do_not_contact", person, do_not_contact=wish)

    commit_or_tell(act, gettext("Saved."))
    return redirect(url_for("clients.contact", slug=slug, contact_id=contact_id), 303)


@blueprint.post("/<uuid:contact_id>/erase")
@requires(Action.EDIT_CONTACTS)
def erase(slug: str, contact_id: uuid.UUID) -> Response:
    """Erase the person for good, in every study that has the address."""
    study = studies.find(db.session, slug)
    person = contacts.find(db.session, study, contact_id)

    def act() -> None:
        gone = erasing.erase(db.session, person.email)
        slugs = ", ".join(each.slug for each in erasing.studies_of(db.session, gone))
        note("erase_person", study, studies=slugs)

    commit_or_tell(act, gettext("The person is erased."))
    return redirect(url_for("clients.index", slug=slug), 303)


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Action.EDIT_CONTACTS)
def upload(slug: str) -> tuple[str, int] | Response:
    """Take a client list for its dry run."""
    study, form, kept = studies.find(db.session, slug), ClientListForm(), []

    def keep() -> None:
        file = form.file.data
        data = file.read()
        given = Given(form.segment.data, form.lawful_basis.data)
        client_lists.plan(db.session, study, data, file.filename, given)
        kept.append(
            client_lists.keep_upload(
                db.session, study, filename=file.filename, data=data,
                given=given, created_by=current_user().id,
            )
        )  # fmt: skip

    if save(form, keep):
        return redirect(url_for("clients.dry_run", slug=slug, upload_id=kept[0].id), 303)
    return page("research/clients/import.html", study=study, form=form), status(form)


@blueprint.get("/import/<uuid:upload_id>")
@requires(Action.EDIT_CONTACTS)
def dry_run(slug: str, upload_id: uuid.UUID) -> str:
    """Show every problem of a client list, and what importing it would do."""
    study = studies.find(db.session, slug)
    kept = client_lists.find_upload(db.session, study, upload_id)
    plan = client_lists.plan_upload(db.session, study, kept)
    changed = [row for row in plan.rows if row.outcome != "unchanged"]
    return page(
        "research/clients/dry_run.html",
        study=study,
        upload=kept,
        plan=plan,
        form=ListBasisForm(data={"lawful_basis": plan.given.lawful_basis}),
        changed=changed[:SHOWN_MOST],
        hidden=max(len(changed) - SHOWN_MOST, 0),
        shown=client_lists.shown,
        most=SHOWN_MOST,
    )


@blueprint.post("/import/<uuid:upload_id>")
@requires(Action.EDIT_CONTACTS)
def carry_out(slug: str, upload_id: uuid.UUID) -> Response:
    """Import a client list that was tried, all of it."""
    study = studies.find(db.session, slug)
    kept = client_lists.find_upload(db.session, study, upload_id)
    plan = client_lists.plan_upload(db.session, study, kept)

    def act() -> None:
        client_lists.carry_out(db.session, study, plan)
        note("import_contacts", study, file=kept.filename, rows=len(plan.rows))
        db.session.delete(kept)

    said = ngettext(
        "%(added)s person added, %(updated)s updated, %(unchanged)s unchanged.",
        "%(added)s people added, %(updated)s updated, %(unchanged)s unchanged.",
        plan.count("added"),
        added=plan.count("added"),
        updated=plan.count("updated"),
        unchanged=plan.count("unchanged"),
    )
    if commit_or_tell(act, said):
        return redirect(url_for("clients.index", slug=slug), 303)
    return redirect(url_for("clients.dry_run", slug=slug, upload_id=upload_id), 303)


@blueprint.post("/import/<uuid:upload_id>/basis")
@requires(Action.EDIT_CONTACTS)
def give_basis(slug: str, upload_id: uuid.UUID) -> Response:
    """Let one lawful basis hold for a client list that was tried, and try it again."""
    study = studies.find(db.session, slug)
    kept, form = client_lists.find_upload(db.session, study, upload_id), ListBasisForm()
    save(form, lambda: client_lists.give_basis(kept, form.lawful_basis.data))
    return redirect(url_for("clients.dry_run", slug=slug, upload_id=upload_id), 303)


@blueprint.post("/import/<uuid:upload_id>/discard")
@requires(Action.EDIT_CONTACTS)
def discard(slug: str, upload_id: uuid.UUID) -> Response:
    """Throw a client list away that was tried."""
    study = studies.find(db.session, slug)
    db.session.delete(client_lists.find_upload(db.session, study, upload_id))
    db.session.commit()
    return redirect(url_for("clients.upload", slug=slug), 303)


def _values(form: ContactForm) -> dict[str, Any]:
    left_out = {"csrf_token", "organisation", "services"}
    values = {name: value for name, value in form.data.items() if name not in left_out}
    return {**values, "services": (form.services.data or "").splitlines()}


def _firm_data(person: Contact) -> dict[str, Any]:
    firm = person.organisation
    known = {name: getattr(firm, name) for name in _FIRM_FIELDS}
    return {**known, "services": "\n".join(firm.services)}
