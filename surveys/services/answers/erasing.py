"""What a person answered becomes nobody's, without their words, addresses, signatures and files."""

import uuid

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from research.models.organisation import Contact
from research.services.erasing import on_erasure
from surveys.definition import Definition
from surveys.models.files import AnswerFile
from surveys.models.invitation import Invitation
from surveys.models.response import Answer, Response
from surveys.question_types import AnswerValue, kind
from surveys.question_types.values import NAMELESS
from surveys.walking.lines import is_list
from surveys.walking.plan import names_in


@on_erasure
def erase_answers(session: Session, contact: Contact) -> None:
    """Take everything personal out of what the person answered; the links open no longer."""
    asked = select(Invitation).where(Invitation.contact_id == contact.id)
    # Whoever is answering just now holds the lock; what they say meanwhile is erased too.
    invitations = session.scalars(asked.with_for_update()).all()
    mine = [Response.contact_id == contact.id]
    mine.append(Response.invitation_id.in_([each.id for each in invitations]))
    whole = select(Response).where(or_(*mine)).execution_options(populate_existing=True)
    for response in session.scalars(whole).all():
        _make_nobodys(session, response)
    session.execute(delete(AnswerFile).where(AnswerFile.contact_id == contact.id))
    for invitation in invitations:
        session.delete(invitation)
    session.flush()


def _make_nobodys(session: Session, response: Response) -> None:
    definition = response.version.read()
    said = select(Answer.question_id, Answer.value, Answer.text, Answer.updated_at)
    rows = session.execute(said.where(Answer.response_id == response.id)).all()
    session.execute(delete(AnswerFile).where(AnswerFile.response_id == response.id))
    # New rows take their place: whatever was made of the old ones' words goes with them.
    session.execute(delete(Answer).where(Answer.response_id == response.id))
    for name, value, text, at in rows:
        if left := _impersonal(definition, name, AnswerValue(value, text)):
            session.add(
                Answer(
                    response=response,
                    question_id=name,
                    value=left.value,
                    text=left.text,
                    # Nobody was heard just now: reports are held against what is new.
                    created_at=at,
                    updated_at=at,
                )
            )
    response.contact = response.invitation = None
    response.source_ref, response.receipt = f"erased:{uuid.uuid4()}", ""
    response.attributes, response.lines = {}, {}
    session.flush()


def _impersonal(definition: Definition, name: str, answer: AnswerValue) -> AnswerValue | None:
    question = definition.question(name)
    if question is None:  # said of a line that is no longer in its list
        return None
    if is_list(definition, name) and answer.value is None:
        # Other answers keep their places by it.
        return AnswerValue(text="\n".join(NAMELESS for _ in names_in(answer.text)))
    return kind(question).impersonal(question, answer)
