"""Sentences that are translated only where they are shown.

Anything with a `message` (an English message id with `%(name)s` places) and `params` is such a
sentence: an error, a problem of a file, a `Phrase`. A parameter may be one too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self, TypeGuard

#: NUL, and the characters that turn the direction of whatever follows, past the end of a name:
#: embeddings, overrides and isolates. Joiners and the two direction marks stay, scripts need them.
_STEERING = dict.fromkeys((0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def steadied(text: str) -> str:
    """Return the text without characters that would turn the words around it."""
    return text if text.isascii() and "\0" not in text else text.translate(_STEERING)


def one_line(text: str | None) -> str:
    """Return a name or title as it is kept: one line, single spaces, nothing that steers."""
    return " ".join(steadied(text or "").split())


class Said(Protocol):
    """What can be shown in the reader's language."""

    @property
    def message(self) -> str:
        """The message id."""

    @property
    def params(self) -> Mapping[str, Any]:
        """What fills its places."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that stands alone.

    ``plural`` is the message for every count but one, and ``params["n"]`` is then that count.
    """

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""

    @classmethod
    def counted(cls, message: str, plural: str, /, n: int, **params: object) -> Self:
        """Return *message* when *n* is one and *plural* otherwise, with *n* among its params."""
        return cls(message, {"n": n, **params}, plural)

    def __str__(self) -> str:
        """Return the English sentence."""
        message = self.plural if self.plural and self.params["n"] != 1 else self.message
        return message % self.params if self.params else message


def msgid(text: str) -> str:
    """Mark a text as one to translate where it is shown; it is returned as it is."""
    return text


def is_said(value: object) -> TypeGuard[Said]:
    """Say whether the value is a sentence to translate."""
    return isinstance(getattr(value, "message", None), str) and hasattr(value, "params")


def to_plain(said: Said) -> dict[str, Any]:
    """Return the sentence as JSON values."""
    params = {name: _plain(value) for name, value in said.params.items()}
    plural = getattr(said, "plural", "")
    return {"message": said.message, "params": params} | ({"plural": plural} if plural else {})


def _plain(value: object) -> Any:
    if is_said(value):
        return to_plain(value)
    return value if isinstance(value, str | int | float) else str(value)


def from_plain(plain: Mapping[str, Any]) -> Phrase:
    """Return the sentence that `to_plain` wrote."""
    params = {
        name: from_plain(value) if isinstance(value, Mapping) else value
        for name, value in plain["params"].items()
    }
    return Phrase(plain["message"], params, plain.get("plural", ""))
