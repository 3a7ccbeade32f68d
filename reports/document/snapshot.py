"""A report frozen as JSON, and read back as the same value."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from reports.document.report import Document
from reports.document.sentences import Sentence


def freeze(document: Document) -> dict[str, Any]:
    """Return *document* as plain JSON values; ``thaw`` gives back an equal document."""
    frozen: dict[str, Any] = _plain(document)
    return frozen


def thaw(frozen: Mapping[str, Any]) -> Document:
    """Return the document that ``freeze`` wrote; raises KeyError where a part is missing."""
    document: Document = _value(Document, frozen)
    return document


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _value(kind: Any, plain: Any) -> Any:
    if plain is None:
        return None
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(option for option in get_args(kind) if option is not types.NoneType)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in plain)
    return _simple(kind, plain)


def _simple(kind: Any, plain: Any) -> Any:
    if kind is Sentence:
        return _sentence(plain)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        fields = dataclasses.fields(kind)
        # What is new since a report was frozen keeps its default; a part without one is missed.
        told = (f for f in fields if f.name in plain or f.default is dataclasses.MISSING)
        return kind(**{f.name: _value(hints[f.name], plain[f.name]) for f in told})
    if kind is date:
        return date.fromisoformat(plain)
    return kind(plain) if isinstance(kind, type) and issubclass(kind, Enum) else plain


def _sentence(plain: Mapping[str, Any] | str) -> Sentence:
    if isinstance(plain, str):  # so were early signals frozen once
        return Sentence.of("%(name)s", name=plain)
    parts = {
        name: _sentence(part) if isinstance(part, dict) else part
        for name, part in plain["parts"].items()
    }
    return Sentence(plain["message"], plain["plural"], parts)
