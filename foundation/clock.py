"""The one place that asks what time it is, so that tests can freeze it."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  the one lawful caller


def today() -> date:
    """Return the present day in UTC."""
    return now().date()
