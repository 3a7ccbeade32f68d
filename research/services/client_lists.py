"""Importing a client list: first a dry run that names everything, then all of it or nothing."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.db import begin_write
from foundation.errors import Conflict, Gone
from foundation.files.tables import read_table
from foundation.texts import steadied
from research.cells import Problem
from research.contact_sheet import ContactSheet, read_contacts
from research.models.study import Study, Upload
from research.services.client_changes import Clients, RowPlan

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for the whole list, where neither its rows nor the study know better."""

    segment: str = ""
    lawful_basis: str = ""


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import will do, as the dry run shows it; with problems it does nothing.

    `without_basis` counts people who could be asked but for a lawful basis.
    """

    rows: tuple[RowPlan, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    sheet: str = ""
    given: Given = NOTHING_GIVEN
    without_basis: int = 0

    def count(self, outcome: str) -> int:
        """Return how many rows have that outcome."""
        return sum(1 for row in self.rows if row.outcome == outcome)


def plan(
    session: Session, study: Study, data: bytes, filename: str, given: Given = NOTHING_GIVEN
) -> ImportPlan:
    """Read a client list and say what importing it would do; nothing is changed.

    Raises TableError when the file is no table.
    """
    table = read_table(data, filename)
    cells = [tuple(map(steadied, row)) for row in table.rows]
    sheet = read_contacts(
        table.header, cells, table.numbers, segment=given.segment, overfull=table.overfull
    )
    clients = Clients(session, study, given.lawful_basis)
    rows = tuple(clients.take(contact) for contact in sheet.contacts)
    return ImportPlan(
        rows=rows,
        problems=sheet.problems,
        remarks=(*sheet.remarks, *clients.remarks, *_outside(sheet, study)),
        columns=sheet.columns,
        encoding=table.encoding,
        sheet=table.sheet,
        given=given,
        without_basis=clients.without_basis,
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
    clients = Clients(session, study, planned.given.lawful_basis)
    for row in planned.rows:
        clients.take(row.contact)
    clients.write()


def keep_upload(
    session: Session,
    study: Study,
    *,
    filename: str,
    data: bytes,
    given: Given = NOTHING_GIVEN,
    created_by: uuid.UUID | None = None,
) -> Upload:
    """Keep a client list between its dry run and the decision; forgotten ones are thrown away."""
    old = Upload.created_at < now() - KEPT_FOR
    session.execute(delete(Upload).where(Upload.purpose == "contacts", old))
    upload = Upload(
        study_id=study.id, purpose="contacts", filename=filename[-255:], data=data,
        choices=asdict(given), created_by=created_by,
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
    return plan(session, study, upload.data, upload.filename, _given(upload))


def give_basis(upload: Upload, lawful_basis: str) -> None:
    """Let one lawful basis hold for a kept client list."""
    upload.choices = asdict(replace(_given(upload), lawful_basis=lawful_basis))


def _given(upload: Upload) -> Given:
    return Given(**{name: str(value) for name, value in upload.choices.items()})


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
