"""Errors a person can read: each carries one English sentence, ready for translation.

The sentence is a message id with `%(name)s` placeholders; `str(error)` is the English text, and
pages show `gettext(error.message, **error.params)`.
"""

from collections.abc import Callable
from typing import Any


def _rebuild(
    kind: "type[DomainError]", args: tuple[Any, ...], state: dict[str, Any]
) -> "DomainError":
    """Make the error again on the other side of a pickle, whatever its constructor asks for."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class DomainError(Exception):
    """Something a person asked for cannot be done; the message says what, where and what to do."""

    status = 400

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message

    def __reduce__(self) -> tuple[Callable[..., "DomainError"], tuple[object, ...]]:
        return _rebuild, (type(self), self.args, vars(self))


class NotFound(DomainError):
    """The thing named does not exist, or the person may not know that it does."""

    status = 404


class Gone(NotFound):
    """The thing was here and has been dealt with; its blueprint leads back to the list."""


class Conflict(DomainError):
    """The thing has changed, is in another state, or exists already."""

    status = 409


class NotAllowed(DomainError):
    """The person's role does not cover this."""

    status = 403


class Invalid(DomainError):
    """A value is unusable; `field` names the input it came from."""

    status = 422

    def __init__(self, field: str, message: str, **params: object) -> None:
        super().__init__(message, **params)
        self.field = field


class Unavailable(DomainError):
    """A part of the system is out of reach for the moment; trying again later may work."""

    status = 503


class TooMany(DomainError):
    """Something was tried too often; the message says how long to wait."""

    status = 429
