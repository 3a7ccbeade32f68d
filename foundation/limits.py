"""Counts of attempts in a window of time, kept in the database so that all workers share them."""

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import now
from foundation.db import Base, Entity, UtcDateTime


class Attempt(Entity, Base):
    """How often something was tried in one window."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("key", "window"),)

    #: What is limited and for whom, for instance `sign-in:someone@example.com`.
    key: Mapped[str] = mapped_column(String(400))
    window: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int] = mapped_column(default=0)


def count_attempt(session: Session, key: str, *, seconds: int) -> int:
    """Count one more attempt and return how many this window has seen, this one included."""
    moment = now()
    window = datetime.fromtimestamp(moment.timestamp() // seconds * seconds, tz=moment.tzinfo)
    statement = select(Attempt).where(Attempt.key == key, Attempt.window == window)
    attempt = session.scalar(statement.with_for_update())
    if attempt is None:
        session.execute(delete(Attempt).where(Attempt.window < moment - timedelta(days=1)))
        attempt = Attempt(key=key, window=window, count=0)
        session.add(attempt)
    attempt.count += 1
    session.flush()
    return attempt.count
