"""Long work: a Job row a person can watch, and a queue that only carries its id.

The row is the truth: it is written in the same transaction as the data, claimed by a lease on the
database's clock, renewed while the work goes on, and taken up again when its worker dies. The
queue (Huey) may lose or repeat a message without harm.
"""

import json
import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, String, Text, Uuid, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import now
from foundation.db import Base, Entity, UtcDateTime, begin_write, count_changed
from foundation.errors import DomainError
from foundation.texts import Phrase, Said, from_plain, to_plain

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 5


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Entity, Base):
    """One piece of long work; a person watches its state, progress and error."""

    __tablename__ = "jobs"

    kind: Mapped[str] = mapped_column(String(40))
    #: What the work is about, for instance a study's id.
    subject: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED, index=True)
    #: Steps done and steps in all of the present phase, and the phase's name.
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(String(120), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    #: Two jobs with one key never stand in the queue together.
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    owner: Mapped[str] = mapped_column(String(120), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    checkpoint: Mapped[dict[str, Any]] = mapped_column(default=dict)
    run_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def reason(self) -> Said:
        """What stopped the work, ready to be shown in the reader's language."""
        plain = self.result.get("reason")
        return from_plain(plain) if plain else Phrase(self.error)

    @property
    def percent(self) -> int:
        """Return the present phase's progress, 0 to 100."""
        return round(100 * self.done / self.total) if self.total else 0


@dataclass
class Work:
    """What a handler gets: a session of its own, the job's payload, and a way to tell progress."""

    session: Session
    job_id: uuid.UUID
    subject: uuid.UUID | None
    payload: dict[str, Any]
    listener: Callable[[str, int, int], None] | None = None
    #: What the page of the finished job needs, for instance an id; JSON values only.
    result: dict[str, Any] = field(default_factory=dict)

    def progress(self, done: int, total: int, phase: str) -> None:
        """Tell how far the present phase (a message id) is; renews the lease.

        Written in a transaction of its own: never call this while `session` holds unsaved
        changes that were flushed, SQLite has one writer.
        """
        if self.listener:
            self.listener(phase, done, total)
        with Session(self.session.get_bind()) as own:
            values = {"done": done, "total": total, "phase": phase[:120]}
            lease = {"lease_until": database_now(own) + LEASE}
            own.execute(update(Job).where(Job.id == self.job_id).values(**values, **lease))
            own.commit()


Handler = Callable[[Work], None]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(
    session: Session,
    kind: str,
    *,
    subject: uuid.UUID | None = None,
    payload: dict[str, Any] | None = None,
    key: str | None = None,
    created_by: uuid.UUID | None = None,
) -> Job:
    """Add a job to the transaction; call `send(job.id)` of the queue after the commit.

    With a `key`, an unfinished job of that key is returned instead of a second one.
    """
    if key is not None:
        begin_write(session, f"job:{key}")
        known = find_unfinished(session, key)
        if known is not None:
            return known
    job = Job(kind=kind, subject=subject, payload=payload or {}, key=key, created_by=created_by)
    session.add(job)
    session.flush()
    return job


def find_unfinished(session: Session, key: str) -> Job | None:
    """Return the job of this key that waits or runs; a finished one gives its key back."""
    return session.scalar(select(Job).where(Job.key == key))


def is_underway(session: Session, subject: uuid.UUID) -> bool:
    """Say whether a job about this subject waits or runs."""
    going = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    return session.scalar(select(Job.id).where(Job.subject == subject, going).limit(1)) is not None


def database_now(session: Session) -> datetime:
    """Return the database's own time, the only clock leases trust."""
    value = session.scalar(select(func.now()))
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=now().tzinfo)
    return now()


def claim(session: Session, job_id: uuid.UUID) -> bool:
    """Take the job for this process, by one conditional update; False when it is not free."""
    moment = database_now(session)
    free = or_(
        Job.state == JobState.QUEUED,
        (Job.state == JobState.RUNNING) & (Job.lease_until < moment),
    )
    statement = (
        update(Job)
        .where(Job.id == job_id, free)
        .values(
            state=JobState.RUNNING,
            owner=f"{socket.gethostname()}:{os.getpid()}",
            lease_until=moment + LEASE,
            attempts=Job.attempts + 1,
            error="",
        )
    )
    taken = count_changed(session, statement) == 1
    session.commit()
    return taken


def run(
    engine: Engine, job_id: uuid.UUID, listener: Callable[[str, int, int], None] | None = None
) -> JobState:
    """Claim the job and do it; return where it stands afterwards."""
    with Session(engine) as session:
        if not claim(session, job_id):
            job = session.get(Job, job_id)
            return JobState(job.state) if job else JobState.FAILED
        job = session.get_one(Job, job_id)
        work = Work(session, job.id, job.subject, dict(job.payload), listener)
        kind, attempts = job.kind, job.attempts
        session.rollback()
        with _heartbeat(engine, job_id):
            state, reason = _attempt(kind, work, attempts)
        result = {"reason": to_plain(reason)} if reason else work.result
        _finish(session, job_id, state=state, error=str(reason or ""), result=result)
        return state


def _attempt(kind: str, work: Work, attempts: int) -> tuple[JobState, Said | None]:
    try:
        _handlers[kind](work)
    except DomainError as error:
        work.session.rollback()
        return JobState.FAILED, error
    except Exception as error:
        log.exception("Job %s (%s) failed at attempt %s", work.job_id, kind, attempts)
        work.session.rollback()
        state = JobState.FAILED if attempts >= MOST_ATTEMPTS else JobState.QUEUED
        return state, Phrase(
            "An unexpected error stopped the work (%(kind)s).", {"kind": type(error).__name__}
        )
    return JobState.DONE, None


def _finish(
    session: Session, job_id: uuid.UUID, *, state: JobState, error: str, result: dict[str, Any]
) -> None:
    job = session.get_one(Job, job_id, populate_existing=True)
    job.state, job.error, job.result, job.lease_until = state, error, result, None
    if state == JobState.QUEUED:
        job.run_after = now() + timedelta(seconds=2**job.attempts)
    else:
        job.key = None
    session.commit()


@contextmanager
def _heartbeat(engine: Engine, job_id: uuid.UUID) -> Iterator[None]:
    """Renew the lease while the handler works without telling progress."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(LEASE.total_seconds() / 3):
            with Session(engine) as session:
                lease = database_now(session) + LEASE
                session.execute(update(Job).where(Job.id == job_id).values(lease_until=lease))
                session.commit()

    thread = threading.Thread(target=beat, daemon=True, name=f"lease-{job_id}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def find_waiting(session: Session) -> list[uuid.UUID]:
    """Return the jobs whose message may be lost or whose worker died, oldest first."""
    moment = database_now(session)
    dead = (Job.state == JobState.RUNNING) & (Job.lease_until < moment)
    ready = or_(Job.run_after.is_(None), Job.run_after <= moment)
    waiting = (Job.state == JobState.QUEUED) & ready
    statement = select(Job.id).where(or_(dead, waiting)).order_by(Job.created_at, Job.id)
    return list(session.scalars(statement))


def to_json(value: object) -> bytes:
    """Serialize a queue message; ids and strings only."""
    return json.dumps(value, separators=(",", ":")).encode()
