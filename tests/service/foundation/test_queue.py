"""Every kind of queue carries each job exactly once."""

import gc
import threading
import time

import pytest
from sqlalchemy import func, select

from foundation import jobs
from foundation.db import db
from foundation.errors import Invalid
from foundation.jobs import Job, JobState
from foundation.queue import Queue


@pytest.fixture
def counted(monkeypatch):
    runs = []
    monkeypatch.setitem(jobs._handlers, "tally", lambda work: runs.append(work.job_id))
    return runs


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def add(session, count):
    added = [jobs.enqueue(session, "tally") for _ in range(count)]
    session.commit()
    return [job.id for job in added]


def count_done(session):
    session.rollback()
    return session.scalar(select(func.count()).where(Job.state == JobState.DONE))


def test_the_thread_in_the_server_does_each_job_once(app, session, counted, tmp_path):
    engine = db.engine
    queue = Queue("thread:", tmp_path, lambda: engine)
    ids = add(session, 5)
    queue.start()
    for job_id in ids:
        queue.send(job_id)
    assert wait_for(lambda: count_done(session) == 5)
    queue.stop()
    assert sorted(counted) == sorted(ids)


def test_a_job_whose_message_was_lost_is_found_at_the_start(app, session, counted, tmp_path):
    engine = db.engine
    queue = Queue("thread:", tmp_path, lambda: engine)
    ids = add(session, 1)
    queue.start()
    assert wait_for(lambda: count_done(session) == 1)
    queue.stop()
    assert counted == ids


# Huey leaves the connections of its worker threads to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_worker_of_its_own_takes_jobs_from_another_process(
    app, session, counted, tmp_path, request, kind
):
    url = f"sqlite:///{tmp_path / 'q.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    engine = db.engine
    sender, worker = (Queue(url, tmp_path, lambda: engine) for _ in range(2))
    ids = add(session, 4)
    consumer = worker.huey.create_consumer(workers=2, periodic=False, initial_delay=0.05)
    consumer._set_signal_handlers = lambda: None
    consumer.start()
    for job_id in ids:
        sender.send(job_id)
    assert wait_for(lambda: count_done(session) == 4)
    consumer.stop(graceful=True)
    close(sender, worker)
    assert sorted(counted) == sorted(ids)


def close(*queues):
    for queue in queues:
        queue.huey.storage.close()
    for thread in threading.enumerate():
        if thread.name.startswith("Worker"):
            thread.join(5)
    gc.collect()


def test_an_unknown_queue_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(Invalid, match="QUEUE_URL must start with"):
        Queue("carrier-pigeon:", tmp_path, lambda: None)
