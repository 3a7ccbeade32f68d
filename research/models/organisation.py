"""Organisation and Contact: the client firms and the people in them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.db import Base, Entity, UtcDateTime


class Organisation(Entity, Base):
    """A client firm; the unit that every count of clients counts."""

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("study_id", "name_key"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    #: The name folded for comparison (NFKC, case and spaces).
    name_key: Mapped[str] = mapped_column(String(200))
    industry: Mapped[str] = mapped_column(String(120), default="")
    country: Mapped[str] = mapped_column(String(80), default="")
    #: Employees.
    size: Mapped[str] = mapped_column(String(60), default="")
    revenue_band: Mapped[str] = mapped_column(String(60), default="")
    tier: Mapped[str] = mapped_column(String(60), default="")
    use_case: Mapped[str] = mapped_column(String(200), default="")
    #: Names of the services bought.
    services: Mapped[list[Any]] = mapped_column(default=list)
    engaged_from: Mapped[date | None]
    engaged_until: Mapped[date | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    #: Columns of the client list we have no field for.
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Contact(Entity, Base):
    """A person at a client firm."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("organisation_id", "email"),
        CheckConstraint("segment IN ('current', 'lost', 'former', 'prospect')", name="segment"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    organisation: Mapped[Organisation] = relationship()
    name: Mapped[str] = mapped_column(String(200), default="")
    #: Lower-cased.
    email: Mapped[str] = mapped_column(String(320))
    segment: Mapped[str] = mapped_column(String(20))
    #: Part in the buying group, empty when unknown.
    role: Mapped[str] = mapped_column(String(20), default="")
    job_title: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(8), default="")
    #: Without a lawful basis nobody is invited.
    lawful_basis: Mapped[str] = mapped_column(String(30), default="")
    do_not_contact: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[date | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def called(self) -> str:
        """The person's name, or the address where the list gave no name; empty once erased."""
        return self.name or ("" if self.erased_at else self.email)
