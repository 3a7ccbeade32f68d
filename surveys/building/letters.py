"""Texts of a questionnaire without what nobody can see and no file can hold."""

import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from surveys.definition import Definition
from surveys.rules import Formula

T = TypeVar("T")

#: Characters that files such as Word's may not hold, nor PostgreSQL's text; those that break a line
#: become a line break.
_UNPRINTABLE: dict[int, str | None] = {
    **dict.fromkeys((*range(9), *range(14, 32), 0x7F, 0xFFFE, 0xFFFF)),
    **dict.fromkeys((0x0B, 0x0C, 0x0D), "\n"),
}
#: They count as letters or signs, and nobody sees them.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def printable(text: str) -> str:
    """Return the text without control characters and halves of characters."""
    if any("\ud800" <= each <= "\udfff" for each in text):
        # Two halves are one character, as JSON's escapes write it.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text.replace("\r\n", "\n").translate(_UNPRINTABLE)


def is_visible(text: str) -> bool:
    """Say whether there is anything in the text that a person can see."""
    return any(each not in _BLANK and unicodedata.category(each) not in _UNSEEN for each in text)


def typed(text: str) -> str:
    """Return what a person typed: printable, without space around it; empty where none sees it."""
    clean = printable(text).strip()
    return clean if is_visible(clean) else ""


def legible(definition: Definition) -> Definition:
    """Return the questionnaire with printable texts; one that shows nothing is empty."""
    return _each(definition)


def _each(value: T) -> T:
    made: Any = value
    if isinstance(value, str):
        made = _text(value)
    elif isinstance(value, Formula):
        tree = _each(value.tree)
        made = value if tree == value.tree else type(value)(tree)
    elif isinstance(value, tuple | list):
        made = type(value)(_each(each) for each in value)
    elif isinstance(value, Mapping):
        made = {_each(key): _each(each) for key, each in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        given = {each.name: getattr(value, each.name) for each in fields(value)}
        made = replace(value, **{name: _each(each) for name, each in given.items()})
    return made  # type: ignore[no-any-return]  # of the same type as what came in


def _text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    clean = printable(text)
    return clean if is_visible(clean) else ""
