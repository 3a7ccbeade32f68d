from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation import limits
from foundation.clock import now
from foundation.db import db


def test_attempts_of_one_key_are_counted_in_their_window(session):
    counts = [limits.count_attempt(session, "a", seconds=86400) for _ in range(3)]
    assert (counts, limits.count_attempt(session, "b", seconds=86400)) == ([1, 2, 3], 1)


def test_attempts_at_the_same_moment_are_counted_one_by_one(app):
    engine = db.engine

    def attempt(_):
        with Session(engine) as own, own.begin():
            return limits.count_attempt(own, "same", seconds=86400)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(attempt, range(24))) == list(range(1, 25))


def test_old_windows_are_cleared_away(session, monkeypatch):
    past = now() - timedelta(days=3)
    monkeypatch.setattr(limits, "now", lambda: past)
    limits.count_attempt(session, "old", seconds=60)
    monkeypatch.undo()
    limits.count_attempt(session, "new", seconds=60)
    assert session.scalar(select(func.count()).select_from(limits.Attempt)) == 1
