"""Interviews: what was said, marked passage by passage, under the consent given."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity
from research.models.organisation import Contact


class Interview(Entity, Base):
    """One talk with one person."""

    __tablename__ = "interviews"

    study_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("studies.id", ondelete="CASCADE"), index=True
    )
    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    contact: Mapped[Contact] = relationship()
    #: Segment at the time of the talk.
    segment: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date]
    interviewer: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    consent: Mapped["Consent | None"] = relationship(
        back_populates="interview", cascade="all, delete-orphan"
    )
    notes: Mapped[list["Note"]] = relationship(
        order_by="Note.position", back_populates="interview", cascade="all, delete-orphan"
    )

    @property
    def called(self) -> str:
        """The person talked with."""
        return self.contact.called


class Consent(Entity, Base):
    """What the person allowed, in which words, and whether they took it back."""

    __tablename__ = "consents"

    interview_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interviews.id", ondelete="CASCADE"), unique=True
    )
    interview: Mapped[Interview] = relationship(back_populates="consent")
    scope: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(Text, default="")
    given_on: Mapped[date]
    #: Last day on which the words may still be used; empty when the person set none.
    expires_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]

    def holds_on(self, day: date) -> bool:
        """Say whether the consent stands on this day: neither taken back nor run out."""
        is_back = self.withdrawn_on is not None and self.withdrawn_on <= day
        return not is_back and (self.expires_on is None or day <= self.expires_on)


class Note(Entity, Base):
    """Notes of one section of the talk; text with LF line ends, never edited once marked."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("interview_id", "position"),)

    interview_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    interview: Mapped[Interview] = relationship(back_populates="notes")
    position: Mapped[int]
    #: Stage key of the section, empty for talk of no one stage.
    stage: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text)
    excerpts: Mapped[list["Excerpt"]] = relationship(
        order_by="Excerpt.start", back_populates="note", cascade="all, delete-orphan"
    )


class Excerpt(Entity, Base):
    """A marked passage of a note; `quote` equals the note's text from `start` to `end`."""

    __tablename__ = "excerpts"
    __table_args__ = (
        CheckConstraint('"end" > start AND start >= 0', name="span"),
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        CheckConstraint("emotion BETWEEN -3 AND 3", name="emotion"),
    )

    note_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("notes.id", ondelete="CASCADE"), index=True
    )
    note: Mapped[Note] = relationship(back_populates="excerpts")
    #: Code points from the start of the note's text; the end is exclusive.
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(60), default="")
    #: The interviewer's own judgement; empty leaves it to the analysis.
    kind: Mapped[str] = mapped_column(String(20), default="")
    severity: Mapped[int | None]
    emotion: Mapped[int | None]
