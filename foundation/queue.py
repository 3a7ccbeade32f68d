"""The queue that carries job ids: in this process, at once, or on SQLite, Redis or PostgreSQL."""

import json
import threading
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from foundation import jobs
from foundation.db import db
from foundation.errors import Invalid
from foundation.files.private import keep_private


class JsonSerializer(Serializer):  # type: ignore[misc]  # huey ships no types
    """Messages as JSON: huey's own serializers are pickles, which a queue should not hold."""

    def _serialize(self, data: Any) -> bytes:
        return jobs.to_json(data)

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


class _ThreadConsumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """A consumer inside the serving process, which leaves that process's signals alone."""

    def _set_signal_handlers(self) -> None:
        return


class Queue:
    """Carries job ids to whoever does them."""

    def __init__(
        self,
        url: str,
        instance: Path,
        engine: Callable[[], Engine],
        inside: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """Carry jobs of `engine`; `inside` gives the context a job is done in."""
        self.url = url
        self.engine = engine
        self.inside = inside
        self.huey = _make_huey(url, instance)
        self._consumer: Consumer | None = None
        self._lock = threading.Lock()
        self._task = self.huey.task(name="run_job")(self._run)
        self.huey.periodic_task(crontab(minute="*"), name="requeue")(self.requeue)

    @property
    def is_in_process(self) -> bool:
        """Say whether the serving process does the jobs itself."""
        return self.url == "thread:"

    def send(self, job_id: uuid.UUID) -> None:
        """Hand the job on; call it after the commit that wrote the row."""
        self._task(str(job_id))

    def requeue(self) -> None:
        """Send again what lies waiting: a lost message or a dead worker costs a minute."""
        with Session(self.engine()) as session:
            waiting = jobs.find_waiting(session)
        for job_id in waiting:
            self.send(job_id)

    def start(self) -> None:
        """Start the in-process worker thread once; other queues have a worker of their own."""
        with self._lock:
            if not self.is_in_process or self._consumer is not None:
                return
            self._consumer = _ThreadConsumer(self.huey, workers=1, initial_delay=0.05)
            self._consumer.start()
        self.requeue()

    def stop(self) -> None:
        """Stop the in-process worker thread after the job at hand."""
        with self._lock:
            if self._consumer is not None:
                self._consumer.stop(graceful=True)
                self._consumer = None

    def work(self) -> None:
        """Do jobs until told to stop; the body of `flask worker`."""
        self.requeue()
        self.huey.create_consumer(workers=1).run()

    def _run(self, job_id: str) -> None:
        with self.inside():
            jobs.run(self.engine(), uuid.UUID(job_id))


def _make_huey(url: str, instance: Path) -> Huey:
    common = {"results": False, "serializer": JsonSerializer()}
    if url == "immediate:":
        return MemoryHuey("jobs", immediate=True, **common)
    if url == "thread:":
        instance.mkdir(parents=True, exist_ok=True)
        return _sqlite_huey(instance / "queue.db", **common)
    if url.startswith("sqlite:///"):
        return _sqlite_huey(Path(url.removeprefix("sqlite:///")), **common)
    if url.startswith("redis"):
        return RedisHuey("jobs", url=url, **common)
    if url.startswith("postgres"):
        return PostgresHuey("jobs", dsn=url, **common)
    raise Invalid(
        "QUEUE_URL",
        "QUEUE_URL must start with thread:, immediate:, sqlite:///, redis:// or postgresql://, "
        "not “%(url)s”.",
        url=url,
    )


def _sqlite_huey(path: Path, **common: Any) -> Huey:
    keep_private(path)
    return SqliteHuey("jobs", filename=str(path), timeout=30, **common)


def install_queue(app: Flask, url: str, instance: Path) -> Queue:
    """Give the application its queue; the worker thread starts with the first request."""

    def engine() -> Engine:
        with app.app_context():
            return db.engine

    queue = Queue(url, instance, engine, app.app_context)
    app.extensions["queue"] = queue
    if queue.is_in_process and not app.testing:
        app.before_request(queue.start)
    return queue


def send(app: Flask, job_id: uuid.UUID) -> None:
    """Hand a committed job to the application's queue."""
    queue: Queue = app.extensions["queue"]
    queue.send(job_id)
