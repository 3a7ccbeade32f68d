"""Importing a client list: first a dry run that names everything, then all of it or nothing."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.db import begin_write
from foundation.errors import Conflict, Gone
from foundation.files.tables import read_table
from foundation.texts import steadied
from research.cells import Problem
from research.contact_sheet import (
    OF_THE_FIRM,
    ContactSheet,
    SheetContact,
    organisation_key,
    read_contacts,
)
from research.models.organisation import Contact, Organisation
from research.models.study import Study, Upload

KEPT_FOR = timedelta(days=1)
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


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import will do, as the dry run shows it; with problems it does nothing."""

    rows: tuple[RowPlan, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    sheet: str = ""

    def count(self, outcome: str) -> int:
        """Return how many rows have that outcome."""
        return sum(1 for row in self.rows if row.outcome == outcome)


def plan(
    session: Session, study: Study, data: bytes, filename: str, *, segment: str = ""
) -> ImportPlan:
    """Read a client list and say what importing it would do; nothing is changed.

    `segment` is taken for rows that name none. Raises TableError when the file is no table.
    """
    table = read_table(data, filename)
    cells = [tuple(map(steadied, row)) for row in table.rows]
    sheet = read_contacts(
        table.header, cells, table.numbers, segment=segment, overfull=table.overfull
    )
    clients = _Clients(session, study)
    rows = tuple(clients.take(contact) for contact in sheet.contacts)
    return ImportPlan(
        rows=rows,
        problems=sheet.problems,
        remarks=(*sheet.remarks, *clients.remarks, *_outside(sheet, study)),
        columns=sheet.columns,
        encoding=table.encoding,
        sheet=table.sheet,
    )


def carry_out(session: Session, study: Study, planned: ImportPlan) -> None:
    """Import everything planned; raises Conflict when the plan has problems.

    Two imports into one study follow each other: the second finds what the first brought.
    """
    if planned.problems:
        raise Conflict(
            "Nothing was imported: the list has problems (%(count)s).", count=len(planned.problems)
        )
    begin_write(session, f"clients:{study.id}")
    clients = _Clients(session, study)
    for row in planned.rows:
        clients.take(row.contact)
    clients.write()


def keep_upload(
    session: Session,
    study: Study,
    *,
    filename: str,
    data: bytes,
    segment: str = "",
    created_by: uuid.UUID | None = None,
) -> Upload:
    """Keep a client list between its dry run and the decision; forgotten ones are thrown away."""
    old = Upload.created_at < now() - KEPT_FOR
    session.execute(delete(Upload).where(Upload.purpose == "contacts", old))
    upload = Upload(
        study_id=study.id, purpose="contacts", filename=filename[-255:], data=data,
        choices={"segment": segment}, created_by=created_by,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return upload


def find_upload(session: Session, study: Study, upload_id: uuid.UUID) -> Upload:
    """Return a client list kept for this study."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.study_id != study.id or upload.purpose != "contacts":
        raise Gone("This file is no longer kept: it was imported or taken away.")
    return upload


def plan_upload(session: Session, study: Study, upload: Upload) -> ImportPlan:
    """Say what importing a kept client list would do."""
    segment = str(upload.choices.get("segment", ""))
    return plan(session, study, upload.data, upload.filename, segment=segment)


_Row = dict[str, Any]


class _Clients:
    """The study's clients by name and address, as they are and as the list will leave them.

    Plain rows, read and written in bulk: a list may hold a hundred thousand people.
    """

    def __init__(self, session: Session, study: Study) -> None:
        self.session = session
        self.study = study
        self.remarks: list[Problem] = []
        firms = _rows(session, Organisation, ("id", "name_key", *OF_THE_FIRM), study)
        self.firms = {firm["name_key"]: firm for firm in firms}
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
            firm = self._add_firm(key, contact)
        person = self.people.get((firm["id"], contact.email))
        if person is None:
            self._remark_on_twin(contact)
            self._add_person(firm, contact)
            return RowPlan(contact, "added", tuple(changes))
        self._remark_on_opt_out(contact, person)
        values = _person_values(contact, person)
        own = _differences(person, values)
        if own:
            person.update(values)
            self.changed_people.append(person)
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

    def _add_person(self, firm: _Row, contact: SheetContact) -> None:
        person = {
            "id": uuid.uuid4(), "organisation_id": firm["id"], "email": contact.email, **_NEW_PERSON
        }  # fmt: skip
        person.update(_person_values(contact, person))
        self.people[firm["id"], contact.email] = person
        self.new_people.append(person)

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


def _person_values(contact: SheetContact, person: _Row) -> dict[str, Any]:
    """Return what the row says of the person; who asked not to be contacted stays so."""
    found = {"segment": contact.segment, **contact.values}
    values = {name: found[name] for name in PERSON_FIELDS if name in found}
    if person["do_not_contact"]:
        values.pop("do_not_contact", None)
    if contact.attributes:
        values["attributes"] = {**(person["attributes"] or {}), **contact.attributes}
    return values


def _differences(row: _Row, values: Mapping[str, Any]) -> list[Change]:
    return [Change(name, row[name], value) for name, value in values.items() if value != row[name]]


def _outside(sheet: ContactSheet, study: Study) -> Sequence[Problem]:
    """Remark on people whose segment the study does not ask."""
    return [
        Problem(
            "The study does not ask the segment “%(value)s”; the contact is kept anyway.",
            {"value": contact.segment},
            contact.row,
        )
        for contact in sheet.contacts
        if contact.segment not in study.segments
    ]


def shown(value: Any) -> str:
    """Return a value as the dry run shows it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "; ".join(f"{name}: {text}" for name, text in value.items())
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
