"""People with a personal link to the shipped questionnaire of their segment."""

from dataclasses import replace
from functools import cache

from sqlalchemy.orm import Session

from foundation.tokens import derive_token, hash_token
from research.models.study import Study
from surveys.definition import Definition
from surveys.models.invitation import Invitation
from surveys.services import designing
from tests.factories.surveys import make_contact, make_questionnaire, make_study

LANGUAGES = ("en", "th", "ko", "vi", "fa")


@cache
def shipped(key: str) -> Definition:
    """A shipped questionnaire, read once."""
    return designing.read_shipped(key)


def make_link(session: Session, *, key: str = "current", definition: Definition | None = None,
              study: Study | None = None, language: str = "", **invitation) -> str:  # fmt: skip
    """The token of a new person's link; keyword arguments are those of the invitation."""
    study = study or make_study(session, languages=list(LANGUAGES), contact_name="Maren Tollefsen",
                                contact_email="listening@firm.example")  # fmt: skip
    asked = definition or shipped(key)
    if not asked.segments:
        asked = replace(asked, segments=(key,))
    contact = make_contact(session, study, segment=key, language=language)
    whole = make_questionnaire(session, study, asked, key=key)
    row = Invitation(contact=contact, questionnaire=whole, token_hash="", **invitation)
    session.add(row)
    session.flush()
    token = derive_token("tests only", str(row.id))
    row.token_hash = hash_token(token)
    session.flush()
    return token
