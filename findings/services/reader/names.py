"""Who is named in a study's texts: clients and their firms, colleagues, the firm itself."""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import User
from analysis.library.texts import load_library
from analysis.reader.redaction import Redactor, everyday
from research.cells import word_key
from research.contact_sheet.vocabulary import LEGAL_FORMS
from research.models.interview import Interview
from research.models.organisation import Contact, Organisation
from research.models.study import Study


def redactor_of(session: Session, study: Study) -> Redactor:
    """Return what takes out of the study's texts who is named in them."""
    contacts = (
        select(Contact.name).join(Organisation).where(Organisation.study_id == study.id)
    )  # fmt: skip
    interviewers = select(Interview.interviewer).where(Interview.study_id == study.id)
    people = {
        study.contact_name,
        *session.scalars(contacts),
        *session.scalars(interviewers),
        *session.scalars(select(User.name)),
    }
    clients = select(Organisation.name).where(Organisation.study_id == study.id)
    firms = {name for full in (study.firm, *session.scalars(clients)) for name in _spellings(full)}
    return Redactor(_sorted(people), _sorted(firms), everyday_words())


@cache
def everyday_words() -> frozenset[str]:
    """Return the words of everyday language, as the pain library's texts hold them."""
    library = load_library()
    return everyday(each.text for each in (*library.examples, *library.moments))


def _spellings(name: str) -> Iterator[str]:
    """Yield a firm's name, and the name without its legal form."""
    yield name
    words = [
        word
        for word in name.replace(",", " ").split()
        if word_key(word.replace(".", "")) not in LEGAL_FORMS
    ]
    yield " ".join(words)


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(name.strip() for name in names if name.strip()))
