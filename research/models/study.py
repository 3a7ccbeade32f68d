"""Study: one goal, one firm's clients, one wave."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db import Base, Entity, UtcDateTime
from research.words import StudyState


class Study(Entity, Base):
    """A piece of research with one clear goal; everything below belongs to exactly one."""

    __tablename__ = "studies"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),
        CheckConstraint("min_people >= 5 AND min_firms >= 3", name="smallest_group"),
    )

    #: The name in addresses and on the command line.
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    goal: Mapped[str] = mapped_column(Text, default="")
    #: The firm whose clients are asked, as respondents know it.
    firm: Mapped[str] = mapped_column(String(200))
    wave: Mapped[str] = mapped_column(String(60), default="")
    segments: Mapped[list[Any]] = mapped_column(default=list)
    languages: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(10), default=StudyState.DRAFT)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Whom respondents may write to.
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    #: The smallest group that may stand behind a shown figure; frozen once the study opens.
    min_people: Mapped[int] = mapped_column(default=5)
    min_firms: Mapped[int] = mapped_column(default=3)
    #: The study this one continues as the next wave.
    previous_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("studies.id", ondelete="SET NULL")
    )
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    @property
    def is_open(self) -> bool:
        """Say whether answers are taken."""
        return self.state == StudyState.OPEN

    @property
    def is_draft(self) -> bool:
        """Say whether the journey and the smallest group may still change."""
        return self.state == StudyState.DRAFT


class Upload(Entity, Base):
    """A file between its dry run and the decision to import it."""

    __tablename__ = "uploads"

    study_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("studies.id", ondelete="CASCADE"), index=True
    )
    #: What it is to become: `contacts`, `answers`.
    purpose: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str] = mapped_column(String(255))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    #: Choices made so far, for instance the columns' mapping.
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )
