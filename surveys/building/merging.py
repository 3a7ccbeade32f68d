"""Two people's changes of one question, part or start page, put together field by field.

A page bears a print of each field as its reader saw it. A field that only one of the two has
changed is as that one left it; one that both have changed is a clash, and a person chooses.

Fields: a property's name; `choices.o1.text`, `rows.r1.stage`; `scale.2`, `bands.1`; and words of
another language as `th:q1.text`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from surveys.building.editing import WHOLE
from surveys.definition import Definition, Section
from surveys.question_types import Choice, Question, Row
from surveys.rules import Formula

Thing = Question | Section | Definition
T = TypeVar("T", Question, Section, Definition)
Words = Mapping[str, Mapping[str, str]]
#: Properties whose order says nothing.
_SETS = frozenset({"audience", "declines", "accepts", "segments"})
_LINES = {"choices": ("text", "other", "exclusive", "score"), "rows": ("text", "stage")}
_PLACES = ("scale", "bands")
_ELSEWHERE = frozenset(
    {"id", "questions", "sections", "language", "retired", "translations", "made_from"}
)


@dataclass(frozen=True)
class Clash:
    """A field that two people have changed; `sign` is the print of what is stored."""

    field: str
    stored: Any
    posted: Any
    sign: str


@dataclass(frozen=True)
class Together:
    """Fields to be taken from who saves, those kept from who was faster, and the clashes."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    clashes: tuple[Clash, ...]


def thing_of(definition: Definition, name: str) -> Thing | None:
    """Return what is edited under a name; None where there is nothing."""
    if name == WHOLE:
        return definition
    section = next((each for each in definition.sections if each.id == name), None)
    return section or definition.question(name)


def flat(thing: Thing, words: Words) -> dict[str, Any]:
    """Return every field as a plain value, with the words of other languages by their keys."""
    spoken = {
        f"{language}:{key}": text for language, own in words.items() for key, text in own.items()
    }
    return {**dict(_fields(thing)), **spoken}


def _fields(thing: Thing) -> Iterator[tuple[str, Any]]:
    for name in (each.name for each in fields(thing) if each.name not in _ELSEWHERE):
        value = getattr(thing, name)
        if name in _LINES:
            for line in value:
                yield from ((f"{name}.{line.id}.{of}", getattr(line, of)) for of in _LINES[name])
        elif name in _PLACES:
            yield from ((f"{name}.{place}", text) for place, text in enumerate(value, 1))
        else:
            yield name, sorted(value) if name in _SETS else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if hasattr(value, "__dataclass_fields__"):
        return [_plain(getattr(value, each.name)) for each in fields(value)]
    return value


def prints(found: Mapping[str, Any]) -> dict[str, str]:
    """Return a short print of each field that holds something."""
    signs = {name: sign(value) for name, value in found.items()}
    return {name: made for name, made in signs.items() if made}


def sign(value: Any) -> str:
    """Return the print of a field; none of one that is empty."""
    value = value.replace("\r\n", "\n").strip() if isinstance(value, str) else _plain(value)
    if value is None or value is False or value in ("", [], ()):
        return ""
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()[:10]


def merge(
    seen: Mapping[str, str],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    chosen: Mapping[str, str],
) -> Together:
    """Compare what is saved with what is stored; `chosen` says `ours:` or `theirs:` and a print.

    A choice holds for what was stored when it was made.
    """
    mine, kept, clashes = [], [], []
    for name, value in ours.items():
        here, there, before = sign(value), sign(theirs.get(name)), seen.get(name, "")
        if here == there:
            continue
        if here == before or chosen.get(name) == f"theirs:{there}":
            kept.append(name)
        elif there == before or chosen.get(name) == f"ours:{there}":
            mine.append(name)
        else:
            clashes.append(Clash(name, theirs.get(name), value, there))
    return Together(tuple(mine), tuple(kept), tuple(clashes))


def with_fields(stored: T, posted: T, names: Sequence[str]) -> T:
    """Return what is stored, with the fields of these names as posted."""
    for name in names:
        if ":" not in name:
            stored = _with(stored, posted, name)
    return stored


def _with(stored: T, posted: T, name: str) -> T:
    part, _, rest = name.partition(".")
    if part in _LINES:
        line, _, of = rest.rpartition(".")
        return _set(stored, part, _with_line(stored, posted, part, (line, of)))
    if part in _PLACES:
        own, place = list(getattr(stored, part)), int(rest) - 1
        own[place : place + 1] = [getattr(posted, part)[place]]
        return _set(stored, part, tuple(own))
    return _set(stored, name, getattr(posted, name))


def _with_line(stored: Thing, posted: Thing, part: str, of: tuple[str, str]) -> tuple[Any, ...]:
    """Set one property of a line; a line that was taken away comes back at the end."""
    own: tuple[Choice | Row, ...] = getattr(stored, part)
    wanted = next(each for each in getattr(posted, part) if each.id == of[0])
    if all(each.id != wanted.id for each in own):
        return (*own, wanted)
    given: dict[str, Any] = {of[1]: getattr(wanted, of[1])}
    return tuple(replace(each, **given) if each.id == wanted.id else each for each in own)


def _set(thing: T, name: str, value: Any) -> T:
    given: dict[str, Any] = {name: value}
    return replace(thing, **given)


def with_words(stored: Words, posted: Words, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the stored words of the languages that are posted, with those of these names."""
    return {
        language: {
            key: text if f"{language}:{key}" in names else stored.get(language, {}).get(key, "")
            for key, text in own.items()
        }
        for language, own in posted.items()
    }


def read_seen(text: str) -> dict[str, str]:
    """Read the prints that a page bears; none where they can't be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
