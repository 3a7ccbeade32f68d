"""Texts of an ONS schema: a string, a list of them, or one with placeholders or plural forms."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.exchange.drafting.draft import Words
from surveys.exchange.markup import plain_text
from surveys.exchange.report import Losses, shown
from surveys.question_types import Problem

PIPING = re.compile(r"\{\s*(?P<name>[\w-]+)\s*\}")
_ORDER = (
    "description", "instruction", "guidance", "definition", "definitions", "warning", "content",
)  # fmt: skip
#: An answer as the older form quotes it, in any of its functions and filters.
_OLDER = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}")
_ANSWER = re.compile(r"answers(?:\[['\"](?P<name>[^'\"]+)['\"]\]|\.(?P<alias>\w+))")


class Texts:
    """Reads texts in the one language of a file.

    `aliases` are second names of answers; `names` the answers by which the things of a list are
    called, with their list, and `loop` the list whose things are gone through.
    """

    def __init__(self, language: str, losses: Losses) -> None:
        self.language = language
        self.losses = losses
        self.aliases: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.loop = ""

    def words(self, value: Any, name: str, place: Problem) -> Words:
        """A text by its language, plain."""
        parts = [self._one(each, name, place) for each in _listed(value)]
        text = "\n".join(part for part in parts if part)
        return {self.language: text} if text else {}

    def _one(self, value: Any, name: str, place: Problem) -> str:
        if isinstance(value, Mapping):
            text = self._with_places(value, name, place)
        else:
            text = str(value) if isinstance(value, str | int | float) else ""
        plain, tags = plain_text(_OLDER.sub(self._older, text))
        # Emphasis says nothing that the words do not.
        if set(tags) - _EMPHASIS:
            self.losses.changed(
                Problem("The formatting is taken off: %(text)s", params={"text": shown(plain)}),
                name,
                place,
            )
        return plain

    def _older(self, found: re.Match[str]) -> str:
        """A quote of the older form as one of today's."""
        answers = [
            each["name"] or self.aliases.get(each["alias"], each["alias"])
            for each in _ANSWER.finditer(found["inside"])
        ]
        if answers:
            return f"{{{answers[0]}}}"
        name = re.findall(r"[A-Za-z][\w-]*", found["inside"])
        return f"{{{name[1] if len(name) > 1 and name[0] == 'metadata' else ''.join(name[:1])}}}"

    def _with_places(self, value: Mapping[str, Any], name: str, place: Problem) -> str:
        plural = value.get("text_plural")
        text = value.get("text")
        if isinstance(plural, Mapping):
            forms = plural.get("forms")
            text = forms.get("other", "") if isinstance(forms, Mapping) else ""
            self.losses.changed(
                Problem("Of the plural forms one is kept: %(text)s", params={"text": shown(text)}),
                name,
                place,
            )
        text = str(text or "")
        for each in _listed(value.get("placeholders")):
            if isinstance(each, Mapping):
                quotes = dict.fromkeys(map(self._quote, answers_in(each)))
                if quotes:
                    wanted = f"{{{each.get('placeholder', '')}}}"
                    text = text.replace(wanted, " ".join(quotes))
        return text

    def _quote(self, identifier: str) -> str:
        if self.loop and self.names.get(identifier) == self.loop:
            return "{item}"
        return f"{{{self.names.get(identifier, identifier)}}}"

    def hint(self, question: Mapping[str, Any], place: Problem) -> Words:
        """All that stands around a question's title, in one text."""
        parts = [
            words[self.language]
            for name in _ORDER
            for each in _contents(question.get(name))
            if (words := self.words(each, name, place))
        ]
        return {self.language: "\n".join(parts)} if parts else {}

    def page(self, content: Any, place: Problem) -> list[str]:
        """The paragraphs of a page's content."""
        return [
            words[self.language]
            for each in _contents(content)
            if (words := self.words(each, "contents", place))
        ]


_EMPHASIS = {"em", "strong", "b", "i", "u"}


def written(value: Any) -> str:
    """A piece of the file as it stands there, cut for a sentence."""
    return shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def answers_in(value: Any) -> Iterator[str]:
    """Every answer, or sum of them, that a placeholder looks at, in order."""
    if isinstance(value, list):
        for each in value:
            yield from answers_in(each)
    elif isinstance(value, Mapping):
        source, name = value.get("source"), value.get("identifier")
        if source in {"answers", "calculated_summary", "grand_calculated_summary"}:
            yield str(name)
            return
        for each in value.values():
            yield from answers_in(each)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _contents(value: Any) -> Iterator[Any]:
    """Every text inside a content, in reading order."""
    if isinstance(value, list):
        for each in value:
            yield from _contents(each)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _of_content(value)


def _of_content(value: Mapping[str, Any]) -> Iterator[Any]:
    if "text" in value or "text_plural" in value:
        yield value
        return
    for name in ("title", "question", "description"):
        yield from _contents(value.get(name))
    for text in _contents(value.get("list")):
        yield f"- {text}" if isinstance(text, str) else text
    for name in ("contents", "content", "guidance", "definition", "questions"):
        yield from _contents(value.get(name))
