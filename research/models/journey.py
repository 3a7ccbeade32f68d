"""The journey we believe clients take: a model of stages, each with its touchpoints."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity, UtcDateTime


class JourneyModel(Entity, Base):
    """A study's journey; the highest version is in force, a published one is never edited."""

    __tablename__ = "journey_models"
    __table_args__ = (UniqueConstraint("study_id", "version"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(120))
    #: The preset it began as (`three-stage`, `four-stage`, `eight-stage`), empty for a firm's own.
    preset: Mapped[str] = mapped_column(String(30), default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stages: Mapped[list["Stage"]] = relationship(
        order_by="Stage.position", back_populates="journey", cascade="all, delete-orphan"
    )


class Stage(Entity, Base):
    """One stage of the journey; positions are dense from 0."""

    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("journey_id", "key"),)

    journey_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("journey_models.id", ondelete="CASCADE"), index=True
    )
    journey: Mapped[JourneyModel] = relationship(back_populates="stages")
    position: Mapped[int]
    #: Stable name in questionnaires, exports and results.
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    #: The name in other languages, by language code.
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    description: Mapped[str] = mapped_column(Text, default="")
    #: Words and sentences typical of the stage; they seed the mapping of texts.
    seeds: Mapped[list[Any]] = mapped_column(default=list)
    #: Ways out of this stage, for instance hired / not now / no way.
    outcomes: Mapped[list[Any]] = mapped_column(default=list)
    #: Whether the client decides here to go on or elsewhere.
    decision_point: Mapped[bool] = mapped_column(default=False)
    #: What is decided there, in one line.
    decision: Mapped[str] = mapped_column(String(200), default="")
    touchpoints: Mapped[list["Touchpoint"]] = relationship(
        order_by="Touchpoint.position", back_populates="stage", cascade="all, delete-orphan"
    )

    def name_in(self, language: str) -> str:
        """Return the stage's name in a language, else the name it was given first."""
        return str(self.names.get(language) or self.name)


class Touchpoint(Entity, Base):
    """Where client and firm meet within a stage."""

    __tablename__ = "touchpoints"
    __table_args__ = (CheckConstraint("place IN ('online', 'offline', 'both')", name="place"),)

    stage_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("stages.id", ondelete="CASCADE"), index=True
    )
    stage: Mapped[Stage] = relationship(back_populates="touchpoints")
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(10), default="both")
    owner_team: Mapped[str] = mapped_column(String(80), default="")
    desired_outcome: Mapped[str] = mapped_column(String(200), default="")
    metric: Mapped[str] = mapped_column(String(120), default="")
    #: Whether it directly moves a key figure of the firm.
    moves_kpi: Mapped[bool] = mapped_column(default=False)
