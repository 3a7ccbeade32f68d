"""A study's clients as they are, and as a client list will leave them."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from research.cells import Problem
from research.contact_sheet import OF_THE_FIRM, SheetContact, near_key, organisation_key
from research.models.organisation import Contact, Organisation
from research.models.study import Study

PERSON_FIELDS = (
    "segment", "name", "role", "job_title", "language", "lawful_basis", "do_not_contact", "left_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an import sets: field, what stands there, what will stand there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row: `added`, `updated` or `unchanged`, and what changes."""

    contact: SheetContact
    outcome: str
    changes: tuple[Change, ...] = ()


_Row = dict[str, Any]


class Clients:
    """The study's clients by name and address, as they are and as the list will leave them.

    Plain rows, read and written in bulk: a list may hold a hundred thousand people.
    """

    def __init__(self, session: Session, study: Study, lawful_basis: str = "") -> None:
        self.session = session
        self.study = study
        #: For people who have none, neither in the study nor on the list.
        self.lawful_basis = lawful_basis
        self.without_basis = 0
        self.remarks: list[Problem] = []
        firms = _rows(session, Organisation, ("id", "name", "name_key", *OF_THE_FIRM), study)
        self.firms = {firm["name_key"]: firm for firm in firms}
        #: A name for each near key, with the row that brought it; 0 for the study's own.
        self.near = {near_key(firm["name"]): (firm["name"], 0) for firm in self.firms.values()}
        columns = ("id", "organisation_id", "email", *PERSON_FIELDS, "attributes")
        people = _rows(session, Contact, columns, study)
        self.people = {(person["organisation_id"], person["email"]): person for person in people}
        self.addresses = {email for _, email in self.people}
        self.new_firms: dict[uuid.UUID, _Row] = {}
        self.new_people: list[_Row] = []
        self.changed_firms: dict[uuid.UUID, _Row] = {}
        self.changed_people: list[_Row] = []

    def take(self, contact: SheetContact) -> RowPlan:
        """Take a row in and say what it changes."""
        key = organisation_key(contact.organisation)[:200]
        firm = self.firms.get(key)
        changes = self._change_firm(firm, contact) if firm else []
        if firm is None:
            self._remark_on_near_name(contact)
            firm = self._add_firm(key, contact)
        person = self.people.get((firm["id"], contact.email))
        if person is None:
            self._remark_on_twin(contact)
            self._count_basis(self._add_person(firm, contact))
            return RowPlan(contact, "added", tuple(changes))
        self._remark_on_opt_out(contact, person)
        values = self._person_values(contact, person)
        own = _differences(person, values)
        if own:
            person.update(values)
            self.changed_people.append(person)
        self._count_basis(person)
        return RowPlan(contact, "updated" if changes or own else "unchanged", (*changes, *own))

    def write(self) -> None:
        """Write what was taken in, a statement a kind."""
        for table, rows in (
            (Organisation, list(self.new_firms.values())),
            (Contact, self.new_people),
        ):
            if rows:
                self.session.execute(insert(table), rows)
        for table, rows in (
            (Organisation, list(self.changed_firms.values())),
            (Contact, self.changed_people),
        ):
            if rows:
                self.session.execute(update(table), rows)
        self.session.expire_all()

    def _add_firm(self, key: str, contact: SheetContact) -> _Row:
        firm = {
            "id": uuid.uuid4(), "study_id": self.study.id, "name": contact.organisation,
            "name_key": key, "attributes": {}, **_NEW_FIRM, **_firm_values(contact),
        }  # fmt: skip
        self.firms[key] = self.new_firms[firm["id"]] = firm
        return firm

    def _change_firm(self, firm: _Row, contact: SheetContact) -> list[Change]:
        """Change the firm; what the list adds to a firm of its own is no change to tell."""
        values = _firm_values(contact)
        changes = _differences(firm, values)
        firm.update(values)
        if firm["id"] in self.new_firms:
            return []
        if changes:
            self.changed_firms[firm["id"]] = firm
        return changes

    def _add_person(self, firm: _Row, contact: SheetContact) -> _Row:
        person = {
            "id": uuid.uuid4(), "organisation_id": firm["id"], "email": contact.email, **_NEW_PERSON
        }  # fmt: skip
        person.update(self._person_values(contact, person))
        self.people[firm["id"], contact.email] = person
        self.new_people.append(person)
        return person

    def _person_values(self, contact: SheetContact, person: _Row) -> dict[str, Any]:
        """Return what the row says of the person; who asked not to be contacted stays so."""
        found = {"segment": contact.segment, **contact.values}
        if self.lawful_basis and not person["lawful_basis"]:
            found.setdefault("lawful_basis", self.lawful_basis)
        values = {name: found[name] for name in PERSON_FIELDS if name in found}
        if person["do_not_contact"]:
            values.pop("do_not_contact", None)
        if contact.attributes:
            values["attributes"] = {**(person["attributes"] or {}), **contact.attributes}
        return values

    def _count_basis(self, person: _Row) -> None:
        self.without_basis += not (person["lawful_basis"] or person["do_not_contact"])

    def _remark_on_near_name(self, contact: SheetContact) -> None:
        """Remark on a new firm whose name is nearly that of another; the two stay two."""
        name = contact.organisation
        other, row = self.near.setdefault(near_key(name), (name, contact.row))
        if other == name:
            return
        self.remarks.append(
            Problem(
                "“%(value)s” is nearly “%(other)s” of row %(row)s. They stay two organisations; if"
                " they are one, write both alike."
                if row
                else "“%(value)s” is nearly “%(other)s”, which the study has. They stay two"
                " organisations; if they are one, write the name as the study does.",
                {"value": name, "other": other, "row": row},
                contact.row,
            )
        )

    def _remark_on_twin(self, contact: SheetContact) -> None:
        if contact.email in self.addresses:
            self.remarks.append(
                Problem(
                    "%(email)s is a contact of another organisation too; this adds a second one.",
                    {"email": contact.email},
                    contact.row,
                )
            )

    def _remark_on_opt_out(self, contact: SheetContact, person: _Row) -> None:
        if person["do_not_contact"] and contact.values.get("do_not_contact") is False:
            self.remarks.append(
                Problem(
                    "%(email)s asked not to be contacted; the list cannot take that back.",
                    {"email": contact.email},
                    contact.row,
                )
            )


_NEW_FIRM: _Row = dict.fromkeys(OF_THE_FIRM, "") | {
    "services": [], "engaged_from": None, "engaged_until": None,
}  # fmt: skip
_NEW_PERSON: _Row = dict.fromkeys(PERSON_FIELDS, "") | {
    "do_not_contact": False, "left_at": None, "attributes": {},
}  # fmt: skip


def _rows(
    session: Session, table: type[Organisation | Contact], names: Sequence[str], study: Study
) -> Iterator[_Row]:
    statement = select(*(getattr(table, name) for name in names))
    if table is Contact:
        statement = statement.join(Contact.organisation)
    found = session.execute(statement.where(Organisation.study_id == study.id))
    return (dict(zip(names, row, strict=True)) for row in found)


def _firm_values(contact: SheetContact) -> dict[str, Any]:
    values = {name: contact.values[name] for name in OF_THE_FIRM if name in contact.values}
    if "services" in values:
        values["services"] = list(values["services"])
    return values


def _differences(row: _Row, values: Mapping[str, Any]) -> list[Change]:
    return [Change(name, row[name], value) for name, value in values.items() if value != row[name]]
