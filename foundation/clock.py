"""The one place that asks what time it is, so that a test or a replay can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

_set: list[datetime] = []


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _set[-1] if _set else datetime.now(UTC)  # noqa: TID251  the one lawful caller


def today() -> date:
    """Return the present day in UTC."""
    return now().date()


def is_over(day: date) -> bool:
    """Say whether a day has ended everywhere: the last places are 12 hours behind UTC."""
    return (now() - timedelta(hours=12)).date() > day


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the whole process believe that it is `moment`, an aware instant."""
    _set.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.pop()
