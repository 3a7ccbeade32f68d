"""Questionnaires and their immutable versions."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity, Json, UtcDateTime
from surveys.definition import Definition
from surveys.documents import read_plain

#: Versions read before, by content hash; they never change, and a page needs one several times.
_read: dict[str, Definition] = {}
MOST_READ = 100


class Questionnaire(Entity, Base):
    """A questionnaire of a study, with the draft of its next version."""

    __tablename__ = "questionnaires"
    __table_args__ = (UniqueConstraint("study_id", "key"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    #: The name on the command line and in map files, for instance `current`.
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    #: Segments it asks.
    audience: Mapped[list[Any]] = mapped_column(default=list)
    #: The draft definition as plain values.
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    #: The published ones; drafts frozen for a test are not among them.
    versions: Mapped[list["QuestionnaireVersion"]] = relationship(
        primaryjoin="and_(Questionnaire.id == QuestionnaireVersion.questionnaire_id,"
        " QuestionnaireVersion.number > 0)",
        order_by="QuestionnaireVersion.number",
        back_populates="questionnaire",
    )


class QuestionnaireVersion(Entity, Base):
    """A published questionnaire, or a draft frozen for a test; never changed afterwards."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    questionnaire_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("questionnaires.id", ondelete="CASCADE")
    )
    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")
    #: From 1 on; 0 and below are drafts frozen for a test, which nobody is asked by.
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    #: SHA-256 of the canonical definition.
    content_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def called(self) -> str:
        """The questionnaire's title."""
        return self.questionnaire.title

    @property
    def is_draft(self) -> bool:
        """Say whether this is a draft frozen for a test."""
        return self.number < 1

    def read(self) -> Definition:
        """Return the definition as a value."""
        known = _read.get(self.content_hash)
        if known is None:
            if len(_read) >= MOST_READ:
                _read.clear()
            known = _read[self.content_hash] = read_plain(self.definition, is_kept=True)
        return known


def is_published() -> ColumnElement[bool]:
    """Tell versions that ask people from drafts frozen for a test."""
    return QuestionnaireVersion.number > 0


class DraftStep(Entity, Base):
    """One change of a draft, with what the draft was before: what undoing goes back to.

    Of an undone step, `before` is what doing it again leads to.
    """

    __tablename__ = "draft_steps"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    questionnaire_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("questionnaires.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    #: What was done: a key of the page's words, for instance `move`.
    what: Mapped[str] = mapped_column(String(40))
    #: The question or part it was done to; empty for the whole.
    about: Mapped[str] = mapped_column(String(80), default="")
    #: Name of the colleague who did it.
    by: Mapped[str] = mapped_column(String(200), default="")
    before: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    is_undone: Mapped[bool] = mapped_column(default=False)


class TranslationReview(Entity, Base):
    """What is known of one translation: that a person found it right, or that a machine made it.

    It holds for certain words as the translation of certain others, told by `of`, and for nothing
    else; so it needs no taking away when the draft changes.
    """

    __tablename__ = "translation_reviews"
    __table_args__ = (UniqueConstraint("questionnaire_id", "language", "of"),)

    questionnaire_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("questionnaires.id", ondelete="CASCADE")
    )
    language: Mapped[str] = mapped_column(String(20))
    #: Fingerprint of the text's key, its source and its translation.
    of: Mapped[str] = mapped_column(String(16))
    #: `reviewed`, or `machine` for a draft that nobody has read yet.
    state: Mapped[str] = mapped_column(String(20))
    #: Name of the colleague.
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
