"""A person is erased: who they are and what they said goes for good, what was counted stays.

Every room forgets what it holds of them; rooms above register how when they are imported.
"""

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from foundation.clock import now
from foundation.db import begin_write
from foundation.errors import NotFound
from research.models.interview import Interview
from research.models.organisation import Contact
from research.models.study import Study, Upload

Eraser = Callable[[Session, Contact], None]
_erasers: dict[str, Eraser] = {}


def on_erasure(eraser: Eraser) -> Eraser:
    """Register a function that deletes what a room holds of a person."""
    _erasers[f"{eraser.__module__}.{eraser.__qualname__}"] = eraser
    return eraser


def find_all(session: Session, email: str) -> list[Contact]:
    """Everyone of this address, in whichever study and organisation."""
    statement = (
        select(Contact)
        .where(Contact.email == email.strip().lower(), Contact.erased_at.is_(None))
        .options(joinedload(Contact.organisation))
        .order_by(Contact.created_at, Contact.id)
    )
    return list(session.scalars(statement))


def studies_of(session: Session, people: list[Contact]) -> list[Study]:
    """The studies these people are in, by their titles."""
    ids = {each.organisation.study_id for each in people}
    return list(session.scalars(select(Study).where(Study.id.in_(ids)).order_by(Study.title)))


def erase(session: Session, email: str) -> list[Contact]:
    """Erase the person of this address in every study; raises NotFound where there is none.

    What is left of each is a row that names nobody, so that nothing that counts people breaks.
    """
    for study in sorted({each.organisation.study_id for each in find_all(session, email)}):
        begin_write(session, f"clients:{study}")
    people = find_all(session, email)
    if not people:
        raise NotFound("Nobody has the address %(email)s.", email=email[:100])
    for person in people:
        for eraser in _erasers.values():
            eraser(session, person)
        _forget(session, person)
    session.flush()
    return people


def _forget(session: Session, person: Contact) -> None:
    for talk in session.scalars(select(Interview).where(Interview.contact_id == person.id)):
        session.delete(talk)
    # A list that waits for its import holds them too, and would bring them back.
    session.execute(delete(Upload).where(Upload.study_id == person.organisation.study_id))
    person.name = person.job_title = person.role = person.language = person.lawful_basis = ""
    person.email = f"erased:{person.id}"
    person.left_at, person.attributes = None, {}
    person.do_not_contact, person.erased_at = True, now()
