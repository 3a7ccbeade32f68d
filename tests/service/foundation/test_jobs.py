"""Jobs: claimed once, watched, and taken up again when their worker dies."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from foundation import jobs
from foundation.clock import now
from foundation.db import db
from foundation.errors import Conflict
from foundation.jobs import Job, JobState


@pytest.fixture
def kinds(monkeypatch):
    table = {}
    monkeypatch.setattr(jobs, "_handlers", table)
    return table


def add(session, kind="count", **values):
    job = jobs.enqueue(session, kind, **values)
    session.commit()
    return job


def test_a_job_is_done_and_its_progress_kept(session, kinds):
    def count(work):
        work.progress(3, 4, "Counting")
        work.result["answer"] = 42

    kinds["count"] = count
    job = add(session)
    assert jobs.run(db.engine, job.id) == JobState.DONE
    session.refresh(job)
    assert (job.done, job.total, job.phase) == (3, 4, "Counting")
    assert (job.result, job.percent, job.is_over) == ({"answer": 42}, 75, True)


def test_a_job_is_claimed_only_once(session):
    job = add(session)
    assert jobs.claim(session, job.id)
    assert not jobs.claim(session, job.id)


def test_a_refusal_shows_its_sentence(session, kinds):
    def refuse(work):
        raise Conflict("The study “%(title)s” holds no answers yet.", title="A")

    kinds["count"] = refuse
    job = add(session)
    assert jobs.run(db.engine, job.id) == JobState.FAILED
    session.refresh(job)
    assert job.error == "The study “A” holds no answers yet."


def test_an_unexpected_error_is_tried_again_and_ends_after_five(session, kinds):
    def fail(work):
        raise ZeroDivisionError

    kinds["count"] = fail
    job = add(session)
    states = [jobs.run(db.engine, job.id) for _ in range(jobs.MOST_ATTEMPTS)]
    assert states == [JobState.QUEUED] * 4 + [JobState.FAILED]
    session.refresh(job)
    assert "ZeroDivisionError" in job.error


def test_a_dead_workers_job_is_found_and_taken_up(session):
    job = add(session)
    jobs.claim(session, job.id)
    assert jobs.find_waiting(session) == []
    session.execute(update(Job).values(lease_until=now() - timedelta(seconds=5)))
    session.commit()
    assert jobs.find_waiting(session) == [job.id]
    assert jobs.claim(session, job.id)


def test_a_key_keeps_a_second_job_out_until_the_first_is_over(session, kinds):
    kinds["count"] = lambda _: None
    first = add(session, key="analyse:1")
    assert add(session, key="analyse:1").id == first.id
    jobs.run(db.engine, first.id)
    assert add(session, key="analyse:1").id != first.id


def test_the_queue_carries_a_job_to_its_handler(app, session, kinds):
    kinds["count"] = lambda _: None
    job = add(session)
    app.extensions["queue"].send(job.id)
    session.refresh(job)
    assert job.state == JobState.DONE


def test_a_job_nobody_knows_ends_at_once(app):
    assert jobs.run(db.engine, uuid.uuid4()) == JobState.FAILED
