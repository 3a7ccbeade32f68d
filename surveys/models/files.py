"""Files beside the questions and the answers: their bytes stand in the database with the rest."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity
from surveys.models.response import Response


class Picture(Entity, Base):
    """A picture that stands for an option, known by the SHA-256 of its bytes; never changed."""

    __tablename__ = "pictures"
    __table_args__ = (
        UniqueConstraint("study_id", "content_hash"),
        CheckConstraint("width > 0 AND height > 0", name="size"),
    )

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    content_hash: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class AnswerFile(Entity, Base):
    """A file that a respondent handed in as the answer to a question; gone with the person."""

    __tablename__ = "answer_files"
    __table_args__ = (UniqueConstraint("response_id", "question_id"),)

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    response: Mapped[Response] = relationship()
    #: Whoever handed it in: a file can name a person, so it does not outlive them.
    contact_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[str] = mapped_column(String(80))
    #: SHA-256 of the bytes; the answer refers to it.
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
