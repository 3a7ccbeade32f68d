"""Texts of an ONS schema: a string, a list of them, or one with placeholders or plural forms."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.exchange.drafting.draft import Words
from surveys.exchange.markup import plain_text
from surveys.exchange.report import Losses, shown
from surveys.question_types import Problem

PIPING = re.compile(r"\{\s*(?P<name>[\w-]+)\s*\}")
_ORDER = ("description", "instruction", "guidance", "definition", "definitions")


class Texts:
    """Reads texts in the one language of a file."""

    def __init__(self, language: str, losses: Losses) -> None:
        self.language = language
        self.losses = losses

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
        plain, tags = plain_text(text)
        if tags:
            self.losses.changed(
                Problem("The formatting is taken off: %(text)s", params={"text": shown(plain)}),
                name,
                place,
            )
        return plain

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
            source = each.get("value") if isinstance(each, Mapping) else None
            if isinstance(source, Mapping) and source.get("source") == "answers":
                answer = f"{{{source.get('identifier', '')}}}"
                text = text.replace(f"{{{each.get('placeholder', '')}}}", answer)
        return text

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
    for name in ("title", "description"):
        yield from _contents(value.get(name))
    for text in _contents(value.get("list")):
        yield f"- {text}" if isinstance(text, str) else text
    yield from _contents(value.get("contents"))
