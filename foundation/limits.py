"""Counts of attempts in a window of time, kept in the database so that all workers share them."""

from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import now
from foundation.db import Base, Entity, UtcDateTime, insert_for


class Attempt(Entity, Base):
    """How often something was tried in one window."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("key", "window"),)

    #: What is limited and for whom, for instance `sign-in:someone@example.com`.
    key: Mapped[str] = mapped_column(String(400))
    window: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int] = mapped_column(default=0)


def count_attempt(session: Session, key: str, *, seconds: int) -> int:
    """Count one more attempt and return how many this window has seen, this one included.

    One statement, so that attempts at the same moment count one by one in every worker.
    """
    moment = now()
    window = datetime.fromtimestamp(moment.timestamp() // seconds * seconds, tz=moment.tzinfo)
    statement = (
        insert_for(session, Attempt)
        .values(key=key, window=window, count=1)
        .on_conflict_do_update(index_elements=["key", "window"], set_={"count": Attempt.count + 1})
        .returning(Attempt.count)
    )
    count = session.scalar(statement) or 1
    if count == 1:
        session.execute(delete(Attempt).where(Attempt.window < moment - timedelta(days=1)))
    return count


def forget_attempts(session: Session, key: str) -> None:
    """Forget the attempts of this key: they came from somebody who may."""
    session.execute(delete(Attempt).where(Attempt.key == key))
