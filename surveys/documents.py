"""Questionnaires as YAML and JSON documents: written without loss, read with every problem named.

YAML is read strictly: no aliases (a small file can't grow without bound), no doubled keys, and
only true and false are truth values, so `no` stays a word.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from surveys.definition import (
    FORMAT,
    LONGEST_TEXT,
    PSEUDO_LANGUAGES,
    Definition,
    Quota,
    Section,
    Value,
)
from surveys.question_types import QUESTION_TYPES, Check, Choice, Jump, Problem, Question, Row
from surveys.rules import Expression, Rule, RuleSyntaxError
from surveys.yaml_text import Refused, read_strictly

LONGEST_DOCUMENT = 2_000_000


class DefinitionError(ValueError):
    """The document is not a questionnaire; `problems` holds a sentence for each reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


def read_yaml(text: str) -> Definition:
    """Read a YAML (or JSON) document; raises DefinitionError."""
    if len(text) > LONGEST_DOCUMENT:
        raise DefinitionError([Problem("The file is longer than two million characters")])
    try:
        data = read_strictly(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DefinitionError([_yaml_problem(error)]) from None
    return read_plain(data)


def _yaml_problem(error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = error if isinstance(error, Refused) else getattr(error, "problem", None)
    if mark is None:
        return Problem("The file is not YAML")
    params = {"what": what or "?", "line": mark.line + 1, "column": mark.column + 1}
    return Problem("Line %(line)s, column %(column)s: %(what)s", params=params)


def read_json(text: str) -> Definition:
    """Read the JSON twin; raises DefinitionError."""
    try:
        return read_plain(json.loads(text))
    except (ValueError, RecursionError) as error:  # one is a number of too many digits
        params = {"what": str(error)}
        raise DefinitionError([Problem("The file is not JSON: %(what)s", params=params)]) from None


def write_yaml(definition: Definition) -> str:
    """The YAML document, rules in their readable form."""
    return yaml.safe_dump(
        definition.plain(rules_as_text=True), allow_unicode=True, sort_keys=False, width=100
    )


def write_json(definition: Definition) -> str:
    """The JSON twin, rules as trees."""
    return json.dumps(definition.plain(), ensure_ascii=False, indent=2)


def read_plain(data: Any, *, is_kept: bool = False) -> Definition:
    """Read plain values; raises DefinitionError with all problems.

    What is kept in the database may hold longer texts, from a time without that limit.
    """
    place = _Place(is_kept=is_kept)
    if isinstance(data, Mapping) and data.get("format") != FORMAT:
        _say("A questionnaire begins with “format: %(format)s”", place, format=FORMAT)
    known = _read(data, {**_DEFINITION, "format": _text}, place, ("id", "title", "sections"))
    if place.problems:
        raise DefinitionError(place.problems)
    known.pop("format")
    return Definition(**known)


@dataclass(frozen=True)
class _Place:
    """Where the reader is, and the problems it has met so far."""

    section: str = ""
    question: str = ""
    part: str = ""
    problems: list[Problem] = field(default_factory=list)
    is_kept: bool = False


def _say(message: str, place: _Place, **params: Any) -> None:
    place.problems.append(Problem(message, place.section, place.question, "", place.part, params))


Reader = Callable[[Any, _Place], Any]


def _read(
    data: Any, readers: Mapping[str, Reader], place: _Place, needed: Iterable[str]
) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        _say("Expected properties such as “%(needed)s: …”", place, needed=next(iter(needed)))
        return {}
    for key in data:
        if key not in readers:
            _say("“%(key)s” is not a property known here", place, key=key)
    for key in needed:
        if data.get(key) in (None, ""):
            _say("“%(key)s” is missing", place, key=key)
    return {
        key: reader(data[key], replace(place, part=_deeper(place.part, key)))
        for key, reader in readers.items()
        if data.get(key) is not None
    }


def _deeper(part: str, key: str) -> str:
    return f"{part}.{key}" if part else key


def _text(value: Any, place: _Place) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        _say("Expected a text", place)
        return ""
    text = str(value)
    if len(text) > LONGEST_TEXT and not place.is_kept:
        _say("The text is longer than %(most)s characters", place, most=LONGEST_TEXT)
    return text


def _type(value: Any, place: _Place) -> str:
    name = _text(value, place)
    if name not in QUESTION_TYPES:
        known = ", ".join(QUESTION_TYPES)
        _say("“%(type)s” is not one of the types %(known)s", place, type=name[:40], known=known)
    return name


def _flag(value: Any, place: _Place) -> bool:
    words = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}
    if not isinstance(value, bool | str) or value not in words:
        _say("Expected true or false", place)
        return False
    return words[value]


def _number(value: Any, place: _Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        _say("Expected a number", place)
        return 0
    return value


def _count(value: Any, place: _Place) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 100_000:
        _say("Expected a whole number above 0", place)
        return 1
    return value


def _rule(value: Any, place: _Place) -> Rule | None:
    try:
        return Rule.from_text(value) if isinstance(value, str) else Rule.from_tree(value)
    except RuleSyntaxError as error:
        _say_unread(error, place)
        return None


def _expression(value: Any, place: _Place) -> Expression | None:
    try:
        if isinstance(value, str):
            return Expression.from_text(value)
        return Expression.from_tree(value)
    except RuleSyntaxError as error:
        _say_unread(error, place)
        return None


def _say_unread(error: RuleSyntaxError, place: _Place) -> None:
    _say(
        "The rule can't be read at character %(at)s: %(what)s",
        place,
        at=error.at + 1,
        what=error,
    )


def _texts(value: Any, place: _Place) -> tuple[str, ...]:
    return tuple(_text(each, place) for each in _items(value, place))


def _items(value: Any, place: _Place) -> list[Any]:
    if isinstance(value, list):
        return value
    _say("Expected a list", place)
    return []


def _choices(value: Any, place: _Place) -> tuple[Choice, ...]:
    return tuple(_part(Choice, _CHOICE, each, place) for each in _items(value, place))


def _rows(value: Any, place: _Place) -> tuple[Row, ...]:
    return tuple(_part(Row, _ROW, each, place) for each in _items(value, place))


def _jumps(value: Any, place: _Place) -> tuple[Jump, ...]:
    return _records(Jump, {"when": _rule, "to": _text}, value, place)


def _checks(value: Any, place: _Place) -> tuple[Check, ...]:
    return _records(Check, {"when": _rule, "say": _text}, value, place)


def _values(value: Any, place: _Place) -> tuple[Value, ...]:
    return _records(Value, {"id": _text, "value": _expression}, value, place)


def _quotas(value: Any, place: _Place) -> tuple[Quota, ...]:
    return _records(Quota, {"id": _text, "when": _rule, "limit": _count}, value, place)


def _records(
    kind: Any, readers: Mapping[str, Reader], value: Any, place: _Place
) -> tuple[Any, ...]:
    """A list of things all of whose properties are needed."""
    nothing = dict.fromkeys(readers)
    found = [
        {**nothing, **_read(each, readers, replace(place, part=f"{place.part} {n}"), readers)}
        for n, each in enumerate(_items(value, place), 1)
    ]
    return tuple(kind(**known) for known in found)


def _part(kind: Any, readers: Mapping[str, Reader], data: Any, place: _Place) -> Any:
    known = _read(
        data, readers, replace(place, part=f"{place.part} {_name(data)}".strip()), ("id", "text")
    )
    return kind(**{"id": "", "text": ""} | known)


def _name(data: Any) -> str:
    name = data.get("id") if isinstance(data, Mapping) else None
    return name if isinstance(name, str) else ""


def _questions(value: Any, place: _Place) -> tuple[Question, ...]:
    return tuple(_question(each, place) for each in _items(value, place))


def _question(data: Any, place: _Place) -> Question:
    inside = replace(place, question=_name(data), part="")
    known = _read(data, _QUESTION, inside, ("id", "type", "text"))
    return Question(**{"id": "", "type": "", "text": ""} | known)


def _sections(value: Any, place: _Place) -> tuple[Section, ...]:
    return tuple(_section(each, place) for each in _items(value, place))


def _section(data: Any, place: _Place) -> Section:
    inside = replace(place, section=_name(data), question="", part="")
    return Section(**{"id": "", "title": ""} | _read(data, _SECTION, inside, ("id", "title")))


def _translations(value: Any, place: _Place) -> dict[str, dict[str, str]]:
    if not isinstance(value, Mapping):
        _say("Expected a language and its texts", place)
        return {}
    for language in (each for each in PSEUDO_LANGUAGES if each in value):
        _say_pseudo(place, language)
    return {str(language): _words(words, place, str(language)) for language, words in value.items()}


def _pictures(value: Any, place: _Place) -> dict[str, str]:
    return {language: name for language, name in _words(value, place, "").items() if name}


def _language(value: Any, place: _Place) -> str:
    language = _text(value, place)
    if language in PSEUDO_LANGUAGES:
        _say_pseudo(place, language)
    return language


def _say_pseudo(place: _Place, language: str) -> None:
    _say("“%(code)s” is made up for the preview: choose a real language", place, code=language)


def _words(words: Any, place: _Place, language: str) -> dict[str, str]:
    inside = replace(place, part=f"{place.part}.{language}".rstrip("."))
    if not isinstance(words, Mapping):
        _say("Expected texts by their keys", inside)
        return {}
    return {str(key): _text(text, replace(inside, part=str(key))) for key, text in words.items()}


_CHOICE: dict[str, Reader] = {
    "id": _text,
    "text": _text,
    "other": _flag,
    "exclusive": _flag,
    "image": _text,
    "images": _pictures,
    "score": _number,
}
_ROW: dict[str, Reader] = {"id": _text, "text": _text, "stage": _text}
_QUESTION: dict[str, Reader] = {
    "id": _text,
    "type": _type,
    "text": _text,
    "hint": _text,
    "stage": _text,
    "required": _flag,
    "theme_source": _flag,
    "asks": _text,
    "quote": _flag,
    "audience": _texts,
    "show_if": _rule,
    "choices": _choices,
    "max_choices": _count,
    "rows": _rows,
    "scale": _texts,
    "minimum": _number,
    "maximum": _number,
    "unit": _text,
    "precision": _text,
    "max_length": _count,
    "declines": _texts,
    "bands": _texts,
    "accepts": _texts,
    "step": _number,
    "total": _number,
    "per_set": _count,
    "sets": _count,
    "order": _text,
    "go_to": _jumps,
    "checks": _checks,
}
_SECTION: dict[str, Reader] = {
    "id": _text,
    "title": _text,
    "questions": _questions,
    "show_if": _rule,
    "loop": _text,
    "loop_limit": _count,
    "order": _text,
}
_DEFINITION: dict[str, Reader] = {
    "id": _text,
    "title": _text,
    "sections": _sections,
    "language": _language,
    "intro": _text,
    "thanks": _text,
    "segments": _texts,
    "retired": _texts,
    "values": _values,
    "quotas": _quotas,
    "translations": _translations,
    "made_from": _translations,
}
