"""Importing a client list: first a dry run that names everything, then all of it or nothing."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.errors import Conflict, NotFound
from foundation.files.tables import read_table
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
    sheet = read_contacts(
        table.header, table.rows, table.numbers, segment=segment, overfull=table.overfull
    )
    known = _Known(session, study)
    rows = tuple(known.plan(contact) for contact in sheet.contacts)
    return ImportPlan(
        rows=rows,
        problems=sheet.problems,
        remarks=(*sheet.remarks, *known.remarks, *_outside(sheet, study)),
        columns=sheet.columns,
        encoding=table.encoding,
        sheet=table.sheet,
    )


def carry_out(session: Session, study: Study, planned: ImportPlan) -> None:
    """Import everything planned; raises Conflict when the plan has problems."""
    if planned.problems:
        raise Conflict(
            "Nothing was imported: the list has problems (%(count)s).", count=len(planned.problems)
        )
    known = _Known(session, study)
    for row in planned.rows:
        if row.outcome != "unchanged":
            known.apply(row.contact)
    session.flush()


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
        raise NotFound("This file is no longer kept: upload it again.")
    return upload


def plan_upload(session: Session, study: Study, upload: Upload) -> ImportPlan:
    """Say what importing a kept client list would do."""
    segment = str(upload.choices.get("segment", ""))
    return plan(session, study, upload.data, upload.filename, segment=segment)


class _Known:
    """The study's clients by name and address, as they are and as the import will leave them."""

    def __init__(self, session: Session, study: Study) -> None:
        self.session = session
        self.study = study
        self.remarks: list[Problem] = []
        firms = select(Organisation).where(Organisation.study_id == study.id)
        self.firms = {firm.name_key: firm for firm in session.scalars(firms)}
        people = select(Contact).join(Contact.organisation)
        self.people = {
            (person.organisation_id, person.email): person
            for person in session.scalars(people.where(Organisation.study_id == study.id))
        }
        self.addresses = {email: firm for firm, email in self.people}
        self.told: set[uuid.UUID] = set()

    def plan(self, contact: SheetContact) -> RowPlan:
        firm = self.firms.get(organisation_key(contact.organisation)[:200])
        person = self.people.get((firm.id, contact.email)) if firm else None
        if person is None:
            self._remark_on_twin(contact)
        changes = self._firm_changes(firm, contact) if firm else []
        if person is None:
            return RowPlan(contact, "added", tuple(changes))
        changes += _differences(person, _person_values(contact, person))
        self._remark_on_opt_out(contact, person)
        return RowPlan(contact, "updated" if changes else "unchanged", tuple(changes))

    def apply(self, contact: SheetContact) -> None:
        key = organisation_key(contact.organisation)[:200]
        firm = self.firms.get(key)
        if firm is None:
            firm = Organisation(
                id=uuid.uuid4(), study_id=self.study.id, name=contact.organisation, name_key=key,
                services=[], attributes={},
            )  # fmt: skip
            self.firms[key] = firm
            self.session.add(firm)
        for name, value in _firm_values(contact).items():
            setattr(firm, name, value)
        person = self.people.get((firm.id, contact.email))
        if person is None:
            person = Contact(organisation=firm, email=contact.email, attributes={})
            self.people[firm.id, contact.email] = person
            self.session.add(person)
        for name, value in _person_values(contact, person).items():
            setattr(person, name, value)

    def _firm_changes(self, firm: Organisation, contact: SheetContact) -> list[Change]:
        """Name a firm's changes once, at its first row."""
        if firm.id in self.told:
            return []
        self.told.add(firm.id)
        return _differences(firm, _firm_values(contact))

    def _remark_on_twin(self, contact: SheetContact) -> None:
        if contact.email in self.addresses:
            self.remarks.append(
                Problem(
                    "%(email)s is a contact of another organisation too; this adds a second one.",
                    {"email": contact.email},
                    contact.row,
                )
            )

    def _remark_on_opt_out(self, contact: SheetContact, person: Contact) -> None:
        if person.do_not_contact and contact.values.get("do_not_contact") is False:
            self.remarks.append(
                Problem(
                    "%(email)s asked not to be contacted; the list cannot take that back.",
                    {"email": contact.email},
                    contact.row,
                )
            )


def _firm_values(contact: SheetContact) -> dict[str, Any]:
    values = {name: contact.values[name] for name in OF_THE_FIRM if name in contact.values}
    if "services" in values:
        values["services"] = list(values["services"])
    return values


def _person_values(contact: SheetContact, person: Contact) -> dict[str, Any]:
    """Return what the row says of the person; who asked not to be contacted stays so."""
    found = {"segment": contact.segment, **contact.values}
    values = {name: found[name] for name in PERSON_FIELDS if name in found}
    if person.do_not_contact:
        values.pop("do_not_contact", None)
    if contact.attributes:
        values["attributes"] = {**(person.attributes or {}), **contact.attributes}
    return values


def _differences(row: Organisation | Contact, values: Mapping[str, Any]) -> list[Change]:
    present = {name: getattr(row, name) for name in values}
    return [
        Change(name, present[name], value)
        for name, value in values.items()
        if value != present[name]
    ]


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
