"""Colleagues, their sessions, and the trail of what they did."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.clock import now
from foundation.db import Base, Entity, UtcDateTime


class User(Entity, Base):
    """A colleague who works here."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("role IN ('owner', 'researcher', 'reader')", name="role"),)

    #: Lower-cased.
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    #: argon2id.
    password_hash: Mapped[str] = mapped_column(String(255))
    #: Interface language; empty means the browser's.
    language: Mapped[str] = mapped_column(String(8), default="")
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UserSession(Entity, Base):
    """One signed-in browser; revoking the row ends it in every worker at once."""

    __tablename__ = "user_sessions"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    user: Mapped[User] = relationship()
    #: SHA-256 of the cookie's secret; the secret itself is nowhere here.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditEvent(Entity, Base):
    """Who did what to which thing, and how it changed; rows are only ever added."""

    __tablename__ = "audit_events"

    #: No foreign key: the trail outlives the colleague.
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    verb: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    change: Mapped[dict[str, Any]] = mapped_column(default=dict)
