"""Reports: a frozen snapshot of the figures and the PDF made from it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db import Base, Entity, Json, UtcDateTime


class Report(Entity, Base):
    """A report as it was made; once frozen it never changes."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'ready', 'failed')", name="status"),
    )  # fmt: skip

    study_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("studies.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="en")
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    #: The figures and words as they stood, from which the PDF can be made again byte for byte.
    snapshot: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, deferred=True)
    snapshot_hash: Mapped[str] = mapped_column(String(64), default="")
    pages: Mapped[int] = mapped_column(default=0)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )
