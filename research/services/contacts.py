"""Client organisations and the people in them: found, added, changed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from foundation.db import begin_write
from foundation.errors import Conflict, Invalid, NotFound
from foundation.texts import Phrase, msgid, one_line
from research.cells import Problem, read_email
from research.contact_sheet import LONGEST, organisation_key
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from research.services.languages import known_language
from research.services.steps import Step, StepState, overview_step
from research.words import BuyingRole, LawfulBasis, Segment

CHOICES: Mapping[str, frozenset[str]] = {
    "segment": frozenset(Segment),
    "role": frozenset({"", *BuyingRole}),
    "lawful_basis": frozenset({"", *LawfulBasis}),
}
PERSON_TEXTS = ("name", "job_title")
FIRM_TEXTS = ("industry", "country", "size", "revenue_band", "tier", "use_case")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people of a study a list shows."""

    segment: str = ""
    search: str = ""
    reachable_only: bool = False


def list_contacts(
    session: Session, study: Study, wanted: Wanted, *, offset: int = 0, limit: int = 100
) -> tuple[Sequence[Contact], int]:
    """Return a stretch of the people wanted, by organisation and name, and how many there are."""
    statement = _wanted(study, wanted)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    ordered = (
        statement.options(contains_eager(Contact.organisation))
        .order_by(Organisation.name_key, Contact.name, Contact.id)
        .offset(offset)
        .limit(limit)
    )
    return session.scalars(ordered).all(), total


def _wanted(study: Study, wanted: Wanted) -> Select[Contact]:
    statement = (
        select(Contact)
        .join(Contact.organisation)
        .where(Organisation.study_id == study.id, Contact.erased_at.is_(None))
    )
    if wanted.segment:
        statement = statement.where(Contact.segment == wanted.segment)
    if wanted.reachable_only:
        statement = statement.where(Contact.do_not_contact.is_(False), Contact.lawful_basis != "")
    words = organisation_key(wanted.search)
    if not words:
        return statement
    text = wanted.search.strip()
    # SQLite folds the case of ASCII only, so a name is looked for as it may be written.
    written = {text, words, words.title(), words.upper()}
    return statement.where(
        or_(
            Organisation.name_key.contains(words, autoescape=True),
            Contact.email.contains(words, autoescape=True),
            *(Contact.name.contains(form, autoescape=True) for form in sorted(written)),
            func.lower(Contact.name).contains(words, autoescape=True),
        )
    )


def count_by_segment(session: Session, study: Study) -> dict[str, tuple[int, int]]:
    """Return for each segment how many organisations and how many people it holds."""
    statement = (
        select(Contact.segment, func.count(func.distinct(Organisation.id)), func.count())
        .join(Contact.organisation)
        .where(Organisation.study_id == study.id, Contact.erased_at.is_(None))
        .group_by(Contact.segment)
    )
    found = {segment: (firms, people) for segment, firms, people in session.execute(statement)}
    return {str(segment): found.get(segment, (0, 0)) for segment in Segment}


def count_all(session: Session, study: Study) -> tuple[int, int]:
    """Return how many organisations and how many people the study has."""
    statement = (
        select(func.count(func.distinct(Organisation.id)), func.count(Contact.id))
        .select_from(Organisation)
        .outerjoin(
            Contact, (Contact.organisation_id == Organisation.id) & Contact.erased_at.is_(None)
        )
        .where(Organisation.study_id == study.id)
    )
    firms, people = session.execute(statement).one()
    return int(firms), int(people)


def find(session: Session, study: Study, contact_id: uuid.UUID) -> Contact:
    """Return the study's contact of that id; an erased one is not found."""
    contact = session.scalar(_wanted(study, Wanted()).where(Contact.id == contact_id))
    if contact is None:
        raise NotFound("There is no such contact in this study.")
    return contact


def find_by_email(session: Session, study: Study, email: str) -> Contact:
    """Return the study's contact of that address; raises when there is none or more than one."""
    found = session.scalars(_wanted(study, Wanted()).where(Contact.email == email.lower())).all()
    if not found:
        raise NotFound("There is no contact %(email)s in this study.", email=email[:100])
    if len(found) > 1:
        raise Conflict("%(email)s is a contact of two organisations.", email=email)
    return found[0]


def add(session: Session, study: Study, organisation: str, values: Mapping[str, Any]) -> Contact:
    """Add a person, and their organisation when it is new; values as `change` takes them."""
    name = one_line(organisation)
    if not name:
        raise Invalid("organisation", "Name the organisation.")
    if len(name) > LONGEST["organisation"]:
        raise Invalid("organisation", "Use at most %(most)s characters.", most=200)
    begin_write(session, f"clients:{study.id}")
    firm = _find_firm(session, study, name) or Organisation(
        study_id=study.id,
        name=name,
        name_key=organisation_key(name)[:200],
        services=[],
        attributes={},
    )
    session.add(firm)
    session.flush()
    contact = Contact(organisation=firm, email="", segment="", attributes={})
    with session.no_autoflush:
        _fill(session, contact, {"segment": "", "email": "", **values})
        session.add(contact)
    session.flush()
    return contact


def change(session: Session, contact: Contact, values: Mapping[str, Any]) -> None:
    """Change what is known of a person and their organisation.

    `values` may hold name, email, job_title, segment, role, language, lawful_basis,
    do_not_contact, left_at, and of the organisation industry, country, size, revenue_band, tier,
    use_case, services, engaged_from, engaged_until, notes.
    """
    begin_write(session, f"clients:{contact.organisation.study_id}")
    with session.no_autoflush:
        _fill(session, contact, values)
    session.flush()


def _fill(session: Session, contact: Contact, values: Mapping[str, Any]) -> None:
    for name in (*PERSON_TEXTS, *FIRM_TEXTS):
        if name in values:
            owner = contact if name in PERSON_TEXTS else contact.organisation
            setattr(owner, name, _text(name, values[name]))
    for name, choices in CHOICES.items():
        if name in values:
            if values[name] not in choices:
                raise Invalid(name, "Choose one of the values offered.")
            setattr(contact, name, str(values[name]))
    if "language" in values:
        contact.language = known_language(values["language"])
    if "email" in values:
        contact.email = _free_email(session, contact, values["email"])
    _fill_rest(contact, values)


def _fill_rest(contact: Contact, values: Mapping[str, Any]) -> None:
    firm = contact.organisation
    if "do_not_contact" in values:
        contact.do_not_contact = bool(values["do_not_contact"])
    if "left_at" in values:
        contact.left_at = values["left_at"]
    if "notes" in values:
        firm.notes = (values["notes"] or "").replace("\r\n", "\n").replace("\0", "").strip()
    if "services" in values:
        firm.services = [line for name in values["services"] if (line := one_line(name))]
    start: date | None = values.get("engaged_from", firm.engaged_from)
    end: date | None = values.get("engaged_until", firm.engaged_until)
    if start and end and end < start:
        raise Invalid("engaged_until", "The engagement ends before it starts.")
    firm.engaged_from, firm.engaged_until = start, end


def _text(name: str, text: str | None) -> str:
    line = one_line(text)
    if len(line) > LONGEST[name]:
        raise Invalid(name, "Use at most %(most)s characters.", most=LONGEST[name])
    return line


def _free_email(session: Session, contact: Contact, text: str) -> str:
    email = read_email(text or "")
    if isinstance(email, Problem):
        raise Invalid("email", email.message, **dict(email.params))
    taken = select(Contact.id).where(
        Contact.organisation_id == contact.organisation.id, Contact.email == email
    )
    if session.scalar(taken) not in {None, contact.id}:
        raise Invalid("email", "Another contact of this organisation has this address.")
    return email


def _find_firm(session: Session, study: Study, name: str) -> Organisation | None:
    key = organisation_key(name)[:200]
    return session.scalar(
        select(Organisation).where(Organisation.study_id == study.id, Organisation.name_key == key)
    )


@overview_step(20)
def clients_step(session: Session, study: Study) -> Step:
    """Say whether there are clients to ask."""
    firms, people = count_all(session, study)
    if not people:
        detail = msgid("Bring in the client list")
        return Step(msgid("Import clients"), StepState.READY, detail, "clients.index")
    counts = {
        "people": Phrase.counted("%(n)s person", "%(n)s people", people),
        "firms": Phrase.counted("%(n)s organisation", "%(n)s organisations", firms),
    }
    said = Phrase("%(people)s at %(firms)s", counts)
    return Step(msgid("Import clients"), StepState.DONE, said, "clients.index")
