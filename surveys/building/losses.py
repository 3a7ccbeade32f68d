"""What a question loses when it gets another type."""

from dataclasses import dataclass, fields
from typing import Any

from surveys.building.editing import Starters, blank, retyped
from surveys.definition import Definition
from surveys.question_types import QUESTION_TYPES, Question

_STAYS = frozenset({"id", "type"})


@dataclass(frozen=True)
class Loss:
    """A property that goes, and what it held."""

    name: str
    held: Any


def losses(definition: Definition, question: Question, kind: str, words: Starters) -> list[Loss]:
    """Return what goes that somebody has entered; what a new question bears is no loss."""
    if kind not in QUESTION_TYPES:
        return []
    made, _name = retyped(definition, question.id, kind, words, taken=())
    new, fresh = made.question(question.id), blank(question.id, question.type, words)
    names = (each.name for each in fields(Question) if each.name not in _STAYS)
    return [
        Loss(name, held)
        for name in names
        if (held := getattr(question, name)) != getattr(new, name)
        and held not in (getattr(fresh, name), (), "", None, False)
    ]
