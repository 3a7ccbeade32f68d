"""Reads YAML documents people write: every field checked, every problem named with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml

from foundation.languages import find_language, is_language

TEXT_MOST = 200_000  # characters of one document
NESTING_MOST = 40  # values within values

Raw = dict[Any, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a document, in one sentence, and where (`stages[2].key`)."""

    message: str
    where: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = self.message % self.params if self.params else self.message
        return f"{self.where}: {sentence}" if self.where else sentence


class _TooDeep(yaml.MarkedYAMLError):
    """The document is nested deeper than any of ours."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _Loader(yaml.SafeLoader):
    """Plain values, where a day that no calendar has stays the text it is."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Read a node, refusing endless nesting."""
        self._depth = getattr(self, "_depth", 0) + 1
        if self._depth > NESTING_MOST:
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML has no types here
            raise _TooDeep(event.start_mark.line + 1)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_day(self, node: Any) -> Any:
        """Return a date; the field's reader names one that does not exist."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)


def only_value(loader: yaml.SafeLoader) -> Any:
    """Return the one document there is; raises YAMLError, ValueError or RecursionError."""
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def load(text: str) -> Any:
    """Return the values of a YAML document, or a Problem."""
    if len(text) > TEXT_MOST:
        return Problem("The document is longer than %(most)s characters.", "", {"most": TEXT_MOST})
    try:
        return only_value(_Loader(text))
    except _TooDeep as error:
        message = "The document is nested too deeply at line %(line)s."
        return Problem(message, "", {"line": error.line})
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Problem("Line %(line)s is not valid YAML.", "", {"line": line})
    except (yaml.YAMLError, ValueError, RecursionError):
        return Problem("This is not valid YAML.")


class Reader:
    """Takes values out of a loaded document and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, message: str, where: str, **params: object) -> None:
        """Note a problem; `params` fill its sentence."""
        self.problems.append(Problem(message, where, params))

    def known(self, raw: Raw, names: tuple[str, ...], where: str) -> None:
        """Name every field the document may not have, with the one that was probably meant."""
        for name in raw:
            if name not in names:
                near = get_close_matches(str(name), names, n=1) or [", ".join(names)]
                message = "There is no field “%(name)s”; did you mean %(near)s?"
                self.say(message, where, name=name, near=near[0])

    def text(self, raw: Raw, name: str, where: str) -> str:
        """Return a text with single spaces; empty when it is not there."""
        return " ".join(self.long_text(raw, name, where).split())

    def long_text(self, raw: Raw, name: str, where: str) -> str:
        """Return a text as it was written."""
        value = raw.get(name)
        if value is None or isinstance(value, str):
            return (value or "").replace("\r\n", "\n").replace("\0", "")
        self.say("`%(name)s` must be text.", where, name=name)
        return ""

    def needed_text(self, raw: Raw, name: str, where: str) -> str:
        """Return a text that must be there."""
        value = self.text(raw, name, where)
        if not value and raw.get(name) in (None, ""):
            self.say("`%(name)s` is missing.", where, name=name)
        return value

    def one_of(self, raw: Raw, name: str, where: str, choices: tuple[str, ...]) -> str:
        """Return one of the choices, or empty when nothing is there."""
        value = self.text(raw, name, where)
        if value and value not in choices:
            message = "“%(value)s” is not one of %(choices)s."
            self.say(message, _within(where, name), value=value[:60], choices=", ".join(choices))
            return ""
        return value

    def some_of(self, raw: Raw, name: str, where: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of choices, each once."""
        values = self.items(raw, name, where)
        for value in values:
            if value not in choices:
                message = "“%(value)s” is not one of %(choices)s."
                self.say(
                    message, _within(where, name), value=str(value)[:60], choices=", ".join(choices)
                )
        return tuple(choice for choice in choices if choice in values)

    def language(self, raw: Raw, name: str, where: str) -> str:
        """Return the code of a language, or empty when nothing is there."""
        return self._language(self.text(raw, name, where), _within(where, name))

    def languages(self, raw: Raw, name: str, where: str) -> tuple[str, ...]:
        """Return the codes of a list of languages, each once."""
        place = _within(where, name)
        found = [self._language(str(each), place) for each in self.items(raw, name, where)]
        return tuple(dict.fromkeys(filter(None, found)))

    def _language(self, written: str, where: str) -> str:
        code = find_language(written) if written else ""
        if code and is_language(code):
            return code
        if written:
            message = (
                "“%(value)s” is no language we know: write its English name or its code, such as"
                " German or de."
            )
            self.say(message, where, value=written[:60])
        return ""

    def whole(self, raw: Raw, name: str, where: str) -> int | None:
        """Return a whole number, or None when nothing is there."""
        value = raw.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.say("`%(name)s` must be a whole number.", where, name=name)
        return None

    def day(self, raw: Raw, name: str, where: str) -> date | None:
        """Return a date, or None when nothing is there."""
        value = raw.get(name)
        if value is None or type(value) is date:
            return value
        self.say("`%(name)s` must be a date such as 2026-03-04.", where, name=name)
        return None

    def items(self, raw: Raw, name: str, where: str) -> list[Any]:
        """Return a list, empty when nothing is there."""
        value = raw.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.say("`%(name)s` must be a list.", where, name=name)
        return []

    def mapping(self, raw: Any, where: str) -> Raw:
        """Return the value when it is a mapping, else an empty one."""
        if isinstance(raw, dict):
            return raw
        self.say("Here a mapping such as `key: value` is expected.", where)
        return {}

    def each(self, raw: Raw, name: str, where: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
        """Read every value of a list; places count from 1."""
        values = enumerate(self.items(raw, name, where), start=1)
        start = _within(where, name)
        return tuple(read(value, f"{start}[{number}]") for number, value in values)


def _within(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
