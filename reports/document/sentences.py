"""A sentence as a value: a message to translate, and what goes into it."""

from dataclasses import dataclass, field
from typing import Self, TypeAlias

Part: TypeAlias = "str | int | float | Sentence"


@dataclass(frozen=True)
class Sentence:
    """An English message with ``%(name)s`` places, translated only where it is shown.

    ``plural`` is the message for every count but one, and ``parts["n"]`` is then that count.
    A part is a number (shown with the reader's digits), words a person wrote (isolated from the
    direction of the text around them) or another sentence.
    """

    message: str
    plural: str = ""
    parts: dict[str, Part] = field(default_factory=dict)

    @classmethod
    def of(cls, message: str, /, **parts: Part) -> Self:
        """Return the sentence *message* says of *parts*."""
        return cls(message, "", parts)

    @classmethod
    def counted(cls, message: str, plural: str, /, n: int, **parts: Part) -> Self:
        """Return *message* when *n* is one and *plural* otherwise, with *n* among its parts."""
        return cls(message, plural, {"n": n, **parts})

    def __str__(self) -> str:
        """Return the English sentence, for logs and tests."""
        text = self.plural if self.plural and self.parts.get("n") != 1 else self.message
        return text % {name: str(part) for name, part in self.parts.items()}
