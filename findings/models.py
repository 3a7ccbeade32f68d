"""Evidence, themes, and who said which belongs to which."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity, UtcDateTime
from research.models.interview import Excerpt
from surveys.models.response import Answer


class AnalysisRun(Entity, Base):
    """One run of the analysis: same corpus and options, same result."""

    __tablename__ = "analysis_runs"

    study_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("studies.id", ondelete="CASCADE"), index=True
    )
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    corpus_hash: Mapped[str] = mapped_column(String(64))
    versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seed: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The number of themes people chose since, see `Grain`; None while it is the number found.
    cut: Mapped[int | None]
    metrics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: What a reader by endpoint read, and what it took; empty where none did.
    reader: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Evidence(Entity, Base):
    """One unit of text from exactly one answer or one interview excerpt."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("source_key", "start", "end"),
        CheckConstraint("(answer_id IS NULL) <> (excerpt_id IS NULL)", name="one_source"),
        CheckConstraint('"end" > start AND start >= 0', name="span"),
        CheckConstraint("kind IN ('pain', 'praise', 'suggestion', 'neutral')", name="kind"),
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
    )

    study_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("studies.id", ondelete="CASCADE"), index=True
    )
    #: `answer:<id>` or `excerpt:<id>`; never empty, so that no unit can stand here twice.
    source_key: Mapped[str] = mapped_column(String(60))
    answer_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("answers.id", ondelete="CASCADE"), index=True
    )
    answer: Mapped[Answer | None] = relationship()
    excerpt_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("excerpts.id", ondelete="CASCADE"), index=True
    )
    excerpt: Mapped[Excerpt | None] = relationship()
    #: Code points of the source's text; the end is exclusive.
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8), default="")
    kind: Mapped[str] = mapped_column(String(20))
    kind_score: Mapped[float] = mapped_column(default=0.0)
    severity: Mapped[int | None]
    #: Where the severity comes from: `rating`, `interviewer`, `words`, `person`.
    severity_source: Mapped[str] = mapped_column(String(20), default="")
    stage: Mapped[str] = mapped_column(String(60), default="")
    stage_score: Mapped[float] = mapped_column(default=0.0)
    second_stage: Mapped[str] = mapped_column(String(60), default="")
    second_stage_score: Mapped[float] = mapped_column(default=0.0)
    #: `machine` or `person`; a run never changes what a person set.
    kind_origin: Mapped[str] = mapped_column(String(10), default="machine")
    stage_origin: Mapped[str] = mapped_column(String(10), default="machine")
    #: Which machine it was: the offline engine, or a reader by endpoint.
    coder: Mapped[str] = mapped_column(String(10), default="engine")
    #: The words that showed it to the reader: [start, end] in code points of the source's text.
    shown_by: Mapped[list[Any]] = mapped_column(default=list)
    #: The key of the finest `Grain` it belongs to, empty where the last run found no theme for it.
    grain: Mapped[str] = mapped_column(String(80), default="")
    #: The run that last saw this unit; an older one means the source's text has changed.
    run_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("analysis_runs.id", ondelete="SET NULL")
    )


class Theme(Entity, Base):
    """What several clients say; its id and a person's words outlive every run."""

    __tablename__ = "themes"
    __table_args__ = (
        UniqueConstraint("study_id", "slug"),
        CheckConstraint("status IN ('proposed', 'approved', 'dropped')", name="status"),
        CheckConstraint("kind IN ('pain', 'praise', 'suggestion', 'neutral')", name="kind"),
    )

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(200))
    #: The label in other languages, by language code.
    labels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    definition: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(20))
    #: Key phrases by language code.
    keywords: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The home stage's key.
    stage: Mapped[str] = mapped_column(String(60), default="")
    #: Probability by stage key over all its texts.
    stage_scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(String(10), default="proposed")
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("themes.id", ondelete="SET NULL")
    )
    #: What a person decided: a run leaves these alone.
    name_locked: Mapped[bool] = mapped_column(default=False)
    stage_locked: Mapped[bool] = mapped_column(default=False)
    locked: Mapped[bool] = mapped_column(default=False)
    #: The known pain it was recognised as, if any.
    library_id: Mapped[str] = mapped_column(String(80), default="")
    #: How far the offline engine's nearest theme holds the same units, where a reader made it.
    agreement: Mapped[float | None]
    #: Raised at each change; a save based on an older one is refused.
    rev: Mapped[int] = mapped_column(default=1)


class Grain(Entity, Base):
    """A theme, or a part of one, in the hierarchy the last run found; each run brings its own.

    It stands by itself from `stands_from` themes on; with fewer it is part of the grain `part_of`.
    """

    __tablename__ = "grains"
    __table_args__ = (UniqueConstraint("study_id", "key"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(80))
    part_of: Mapped[str] = mapped_column(String(80), default="")
    stands_from: Mapped[int] = mapped_column(default=0)
    #: Whether it is really another thing than what it is part of, not only the best cut.
    is_clear: Mapped[bool] = mapped_column(default=False)
    #: The theme it is or once was; None while it never stood by itself.
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(20))
    #: What its theme is to be called, by language code.
    labels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    keywords: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stage: Mapped[str] = mapped_column(String(60), default="")
    stage_scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    library_id: Mapped[str] = mapped_column(String(80), default="")


class Assignment(Entity, Base):
    """A unit's place in a theme, and who put it there; a rejected one is never offered again."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("evidence_id", "theme_id"),
        CheckConstraint("origin IN ('person', 'rule', 'machine')", name="origin"),
        CheckConstraint(
            "state IN ('suggested', 'accepted', 'rejected', 'locked')", name="state"
        ),
    )  # fmt: skip

    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    evidence: Mapped[Evidence] = relationship()
    theme_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("themes.id", ondelete="CASCADE"), index=True
    )
    theme: Mapped[Theme] = relationship()
    origin: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="suggested")
    score: Mapped[float] = mapped_column(default=0.0)
    run_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("analysis_runs.id", ondelete="SET NULL")
    )


class ThemeEvent(Entity, Base):
    """One change of a theme: created, renamed, moved, approved, dropped, merged, split, revived."""

    __tablename__ = "theme_events"

    theme_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("themes.id", ondelete="CASCADE"), index=True
    )
    verb: Mapped[str] = mapped_column(String(30))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    change: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Proposal(Entity, Base):
    """What a re-run suggests about an existing theme; nothing changes before a person accepts."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'declined')", name="state"),
    )  # fmt: skip

    study_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("studies.id", ondelete="CASCADE"), index=True
    )
    run_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("analysis_runs.id", ondelete="SET NULL")
    )
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="open")


class ReaderConsent(Entity, Base):
    """An owner's word that one study's texts may be read at one endpoint, and at no other."""

    __tablename__ = "reader_consents"

    study_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("studies.id", ondelete="CASCADE"), unique=True
    )
    url: Mapped[str] = mapped_column(String(300))
    given_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )


class ReaderReply(Entity, Base):
    """A reply that was paid for; `key` is the hash of endpoint, model, prompts and request."""

    __tablename__ = "reader_replies"
    __table_args__ = (UniqueConstraint("study_id", "key"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    reply: Mapped[str] = mapped_column(Text)


class OwnPain(Entity, Base):
    """A known pain of the firm's own, beside those of the library that ships."""

    __tablename__ = "own_pains"
    __table_args__ = (CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),)

    #: Its id in the library, by which a theme is recognised as it.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    #: Its name by language code; one at least.
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    definition: Mapped[str] = mapped_column(Text)
    difference: Mapped[str] = mapped_column(Text, default="")
    #: One of the eight standard stages.
    stage: Mapped[str] = mapped_column(String(60))
    severity: Mapped[int]
    #: What clients say of it: a list of {text, language}.
    examples: Mapped[list[Any]] = mapped_column(default=list)
    #: Raised at each change; a save based on an older one is refused.
    rev: Mapped[int] = mapped_column(default=1)
