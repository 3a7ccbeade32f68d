"""Files that respondents hand in: told by their bytes, kept with the answer, never run."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.errors import NotFound
from foundation.files.kinds import clean_name, recognise
from research.models.study import Study
from surveys.models.files import AnswerFile
from surveys.models.response import Response
from surveys.question_types import Question
from surveys.services.answering import Visit


@dataclass(frozen=True)
class Handed:
    """A file as it is kept: a cleaned name, its kind by its bytes, and the hash of them."""

    name: str
    media_type: str
    data: bytes

    @property
    def key(self) -> str:
        """SHA-256 of the bytes in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def facts(self) -> dict[str, object]:
        """What the answer says of it."""
        return {"name": self.name, "size": len(self.data), "key": self.key}


def take(name: str, data: bytes) -> Handed | None:
    """Read a file from outside; None for a kind we do not know. Notes of cameras are left out."""
    known = recognise(data, name)
    if known is None:
        return None
    return Handed(clean_name(name, known.ending), known.media_type, known.data)


def keep(session: Session, visit: Visit, question: Question, handed: Handed | None) -> None:
    """Let the kept bytes follow the answer that was just recorded, in the same transaction.

    An answer that was taken back or replaced loses its bytes; a new one brings them.
    """
    if visit.response is None:
        return
    answer = visit.answers.get(question.id)
    key = answer.value.get("key") if answer and isinstance(answer.value, dict) else None
    row = _row(session, visit.response, question.id)
    if row is not None and row.key != key:
        session.delete(row)
        session.flush()
        row = None
    if row is None and handed is not None and handed.key == key:
        session.add(
            AnswerFile(
                response=visit.response,
                contact_id=visit.response.contact_id,
                question_id=question.id,
                key=handed.key,
                name=handed.name,
                media_type=handed.media_type,
                size=len(handed.data),
                data=handed.data,
            )
        )
        session.flush()


def _row(session: Session, response: Response, question_id: str) -> AnswerFile | None:
    statement = select(AnswerFile).where(
        AnswerFile.response_id == response.id, AnswerFile.question_id == question_id
    )
    return session.scalar(statement)


def find(session: Session, study: Study, response: Response, question_id: str) -> AnswerFile:
    """The file of an answer; raises NotFound, also where the person was erased."""
    row = _row(session, response, question_id) if response.study_id == study.id else None
    if row is None or (response.contact is not None and response.contact.erased_at is not None):
        raise NotFound("This file is not kept here.")
    return row
