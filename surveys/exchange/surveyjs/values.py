"""Values of a SurveyJS definition, whatever stands there: texts by language, items, numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.exchange.conditions.literals import as_number
from surveys.exchange.drafting.draft import Words
from surveys.exchange.languages import language_code
from surveys.exchange.markup import plain_text
from surveys.exchange.report import Losses, path_place, shown
from surveys.question_types import Problem

DEFAULT = "en"
PIPING = re.compile(r"\{\s*(?P<name>[^{}\n]+?)\s*\}")


class Element:
    """An object of the definition that remembers which of its properties were read."""

    def __init__(self, data: Mapping[str, Any], path: str) -> None:
        self.data = data
        self.path = path
        self.read: set[str] = set()
        self.parts: list[Element] = []

    def get(self, *names: str) -> Any:
        """The first of these properties that is there."""
        self.read.update(names)
        return next((self.data[name] for name in names if self.data.get(name) is not None), None)

    def text(self, name: str) -> str:
        """A property as a text, empty where it is none."""
        value = self.get(name)
        return str(value) if isinstance(value, str | int | float) else ""

    def flag(self, *names: str) -> bool:
        """Whether one of these properties is set."""
        values = [self.get(name) for name in names]
        return any(value is True for value in values)

    def number(self, *names: str) -> float | None:
        """A property as a number; None where it is none."""
        return as_number(self.get(*names))

    def items(self, *names: str) -> list[Any]:
        """A property as a list, empty where it is none."""
        value = self.get(*names)
        return list(value) if isinstance(value, list) else []

    def elements(self, *names: str) -> list["Element"]:
        """The objects of a list, whose unread properties are told with those of this one."""
        found = elements(self.items(*names), f"{self.path}.{names[0]}")
        self.parts += found
        return found

    @property
    def place(self) -> Problem:
        """Where it stands in the file."""
        return path_place(self.path)

    def unread(self) -> dict[str, Any]:
        """The properties nobody asked for."""
        return {name: value for name, value in self.data.items() if name not in self.read}

    @property
    def whole(self) -> Iterator["Element"]:
        """This object and the parts that were read of it, with theirs."""
        yield self
        for each in self.parts:
            yield from each.whole


def elements(values: list[Any], path: str) -> list[Element]:
    """The objects of a list, with their paths; other values stand for objects of that value."""
    return [
        Element(value if isinstance(value, Mapping) else {"value": value}, f"{path}[{place}]")
        for place, value in enumerate(values)
    ]


class Texts:
    """Reads localisable texts; `source` is the language of what has none."""

    def __init__(self, source: str, losses: Losses) -> None:
        self.source = source
        self.losses = losses

    def words(self, value: Any, name: str, place: Problem) -> Words:
        """A text by language, without its HTML."""
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return self._clean({"default": str(value)}, name, place)
        if not isinstance(value, Mapping):
            return {}
        texts = {str(language): text for language, text in value.items() if isinstance(text, str)}
        own = [each for each in texts if each != "default" and language_code(each) == self.source]
        if own and "default" in texts and texts[own[0]] != texts["default"]:
            # What stands for all languages is English there; the source has words of its own.
            rest = texts.pop("default")
            if texts.setdefault(DEFAULT, rest) != rest:
                self.losses.left_out(
                    Problem("A second text of the same language is left out: %(text)s",
                            params={"text": shown(rest)}),
                    name,
                    place,
                )  # fmt: skip
        return self._clean(texts, name, place)

    def _clean(self, texts: Mapping[str, str], name: str, place: Problem) -> Words:
        words: Words = {}
        for language, text in texts.items():
            code = self.source if language == "default" else language_code(language)
            if not code:
                self.losses.left_out(
                    Problem(
                        "The language %(language)s is unknown here: its text is left out",
                        params={"language": language},
                    ),
                    name,
                    place,
                )
                continue
            plain, tags = plain_text(text)
            if tags:
                done = Problem(
                    "The formatting is taken off: %(text)s", params={"text": shown(plain)}
                )
                self.losses.changed(done, name, place)
            if plain and (language == "default" or code not in words):
                words[code] = plain
        return words
