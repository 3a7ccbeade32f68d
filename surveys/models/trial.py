"""Test links: whoever has one tries a questionnaire out, and counts nowhere."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity, UtcDateTime
from surveys.models.questionnaire import QuestionnaireVersion


class Trial(Entity, Base):
    """A link that asks nobody in particular; it is derived, and only its hash is here."""

    __tablename__ = "trials"

    #: What is tried out: a published version, or a draft frozen for this link.
    version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("questionnaire_versions.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[QuestionnaireVersion] = relationship()
    #: As whom and in which language it begins.
    segment: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Name of the colleague who made it.
    by: Mapped[str] = mapped_column(String(200), default="")

    @property
    def called(self) -> str:
        """The title of what is tried out."""
        return self.version.called
