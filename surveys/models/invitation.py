"""Invitations: one per person and questionnaire, each with its personal link."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity, UtcDateTime
from research.models.organisation import Contact
from surveys.models.questionnaire import Questionnaire


class Invitation(Entity, Base):
    """A person asked to answer a questionnaire; the link is derived, only its hash is here."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("contact_id", "questionnaire_id"),)

    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    contact: Mapped[Contact] = relationship()
    questionnaire_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("questionnaires.id", ondelete="CASCADE"), index=True
    )
    questionnaire: Mapped[Questionnaire] = relationship()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: A higher generation makes a new link and revokes the old one.
    generation: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str] = mapped_column(String(20), default="link")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opted_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Set while the link is taken back; a new generation is made, but shown to nobody.
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The last day the link is good for; empty means the study's closing day.
    expires_on: Mapped[date | None]

    @property
    def called(self) -> str:
        """The person asked."""
        return self.contact.called
