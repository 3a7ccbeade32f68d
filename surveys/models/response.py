"""Responses and their answers."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity, Json, UtcDateTime
from research.models.organisation import Contact
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import QuestionnaireVersion
from surveys.walking.walk import Respondent


class Response(Entity, Base):
    """One person's going through one version of a questionnaire."""

    __tablename__ = "responses"
    __table_args__ = (
        UniqueConstraint("study_id", "source", "source_ref"),
        CheckConstraint("source IN ('link', 'import')", name="source"),
    )

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("questionnaire_versions.id", ondelete="CASCADE")
    )
    version: Mapped[QuestionnaireVersion] = relationship()
    #: Empty for imported answers and after erasure.
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="SET NULL"), unique=True
    )
    invitation: Mapped[Invitation | None] = relationship()
    contact_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    contact: Mapped[Contact | None] = relationship()
    #: Segment at the time.
    segment: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: What the thank-you page shows as reference.
    receipt: Mapped[str] = mapped_column(String(20), default="")
    source: Mapped[str] = mapped_column(String(10), default="link")
    #: The other tool's id of an imported response, the invitation's id of our own.
    source_ref: Mapped[str] = mapped_column(String(200))
    is_test: Mapped[bool] = mapped_column(default=False)
    #: What the person's own order of options and sections comes from.
    seed: Mapped[int] = mapped_column(default=0)
    #: The quota that was full when the person came to it; such a response stands in no result.
    full_quota: Mapped[str] = mapped_column(String(60), default="")
    #: The highest revision of an answer that was taken back. One given anew begins above it, so
    #: that no page of before is taken for one that knows it.
    taken_back: Mapped[int] = mapped_column(default=0)
    #: Columns of an imported file that no question takes.
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Who is who in lists of names that sections go through, by the list's question, as
    #: `walking.lines` keeps it; empty where no list was changed.
    lines: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def respondent(self) -> Respondent:
        """What of the person decides the way."""
        return Respondent(self.segment, self.language, self.seed)


def stands_in_results() -> ColumnElement[bool]:
    """Tell the responses that count from pilots and from people for whom there was no room."""
    return and_(Response.is_test.is_(False), Response.full_quota == "")


class QuotaPlace(Entity, Base):
    """A place of a quota that a submitted response has taken."""

    __tablename__ = "quota_places"
    __table_args__ = (UniqueConstraint("response_id", "quota"),)

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    questionnaire_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("questionnaires.id", ondelete="CASCADE"), index=True
    )
    #: The quota's id in the definition.
    quota: Mapped[str] = mapped_column(String(60))


class Answer(Entity, Base):
    """What a response says to one question."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("response_id", "question_id"),)

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    response: Mapped[Response] = relationship()
    question_id: Mapped[str] = mapped_column(String(80), index=True)
    #: The value in the question type's own form.
    value: Mapped[Any] = mapped_column(Json)
    #: The person's own words, verbatim; empty for closed questions.
    text: Mapped[str] = mapped_column(Text, default="")
    redacted_text: Mapped[str] = mapped_column(Text, default="")
    #: `anonymous`, `no`, or empty: not asked or not answered, which means no.
    quote: Mapped[str] = mapped_column(String(20), default="")
    #: Raised at each change; a save based on an older one is refused.
    rev: Mapped[int] = mapped_column(default=1)
