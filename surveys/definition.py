"""A questionnaire as a value: sections of questions, their texts, and the translations beside them.

Every text has a key: `title`, `intro`, `thanks`, `<section>.title`, `<question>.text`,
`<question>.hint`, `<question>.unit`, `<question>.<choice or row>`, `<question>.scale.<point>`,
`<question>.band.<band>`.
Translations are by these keys, so they never move with the order of things.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from surveys.question_types import QUESTION_TYPES, Choice, Question, Row
from surveys.rules import Rule

FORMAT = "throughline/1"
START_SECONDS = 20
Translations = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Section:
    """A part of the questionnaire; its title is a step of the respondent's way."""

    id: str
    title: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A whole questionnaire. `retired` lists ids of earlier versions that may not come back."""

    id: str
    title: str
    intro: str = ""
    thanks: str = ""
    language: str = "en"
    segments: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    translations: Translations = field(default_factory=dict)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The source language, then those it is translated into."""
        return (self.language, *(each for each in self.translations if each != self.language))

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every text that needs a translation, by its key."""
        return dict(_texts(self))

    def question(self, question_id: str) -> Question | None:
        """The question with this id."""
        return self._by_id.get(question_id)

    def section_of(self, question: Question) -> Section:
        """The section a question stands in; raises StopIteration for a stranger."""
        return next(section for section in self.sections if question in section.questions)

    def asked(self, segment: str) -> tuple[Question, ...]:
        """The questions meant for a segment, whatever their conditions."""
        return tuple(q for q in self.questions if not q.audience or segment in q.audience)

    def minutes(self, segment: str) -> int:
        """How long a person of the segment needs at most, in whole minutes, rounded up."""
        return math.ceil(self.seconds(segment) / 60)

    def seconds(self, segment: str) -> int:
        """How long a person of the segment needs at most, in seconds."""
        known = [QUESTION_TYPES.get(question.type) for question in self.asked(segment)]
        pairs = zip(known, self.asked(segment), strict=True)
        return START_SECONDS + sum(kind.seconds(question) for kind, question in pairs if kind)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in reversed(self.questions)}

    def localised(self, language: str) -> "Definition":
        """The same questionnaire with its texts in a language; what is missing stays in source."""
        # One page asks for it several times, and every page of every respondent does.
        if language not in self._spoken:
            self._spoken[language] = self._in_language(language)
        return self._spoken[language]

    @cached_property
    def _spoken(self) -> dict[str, "Definition"]:
        return {}

    def _in_language(self, language: str) -> "Definition":
        translated = self.translations.get(language)
        if not translated or language == self.language:
            return self
        words = {key: text for key, text in translated.items() if text.strip()}
        sections = tuple(_localised_section(section, words) for section in self.sections)
        return replace(
            self,
            title=words.get("title", self.title),
            intro=words.get("intro", self.intro),
            thanks=words.get("thanks", self.thanks),
            sections=sections,
        )

    def plain(self, *, rules_as_text: bool = False) -> dict[str, Any]:
        """The questionnaire as plain JSON values; defaults are left out."""
        document = {"format": FORMAT, **_plain(self)}
        if rules_as_text:
            for section in document.get("sections", []):
                for question in section.get("questions", []):
                    if "show_if" in question:
                        question["show_if"] = Rule(question["show_if"]).text
        return document

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        canonical = json.dumps(self.plain(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def _texts(definition: Definition) -> Iterator[tuple[str, str]]:
    for name in ("title", "intro", "thanks"):
        yield from _if_any(name, getattr(definition, name))
    for section in definition.sections:
        yield from _if_any(f"{section.id}.title", section.title)
        for question in section.questions:
            yield from question_texts(question)


def question_texts(question: Question) -> Iterator[tuple[str, str]]:
    """The texts of one question, by their keys."""
    for name in ("text", "hint", "unit"):
        yield from _if_any(f"{question.id}.{name}", getattr(question, name))
    parts: tuple[Choice | Row, ...] = (*question.choices, *question.rows)
    for part in parts:
        yield from _if_any(f"{question.id}.{part.id}", part.text)
    for point, name in enumerate(question.scale, 1):
        yield from _if_any(f"{question.id}.scale.{point}", name)
    for band, words in enumerate(question.bands, 1):
        yield from _if_any(f"{question.id}.band.{band}", words)


def _if_any(key: str, text: str) -> Iterator[tuple[str, str]]:
    if text:
        yield key, text


def _localised_section(section: Section, words: Mapping[str, str]) -> Section:
    return replace(
        section,
        title=words.get(f"{section.id}.title", section.title),
        questions=tuple(with_words(question, words) for question in section.questions),
    )


def with_words(question: Question, words: Mapping[str, str]) -> Question:
    """The question with other words by their keys; a key that is not given keeps its words."""

    def spoken(key: str, source: str) -> str:
        return words.get(f"{question.id}.{key}", source)

    def parts(of: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(part, text=spoken(part.id, part.text)) for part in of)

    return replace(
        question,
        text=spoken("text", question.text),
        hint=spoken("hint", question.hint),
        unit=spoken("unit", question.unit),
        choices=parts(question.choices),
        rows=parts(question.rows),
        scale=tuple(spoken(f"scale.{n}", name) for n, name in enumerate(question.scale, 1)),
        bands=tuple(spoken(f"band.{n}", words) for n, words in enumerate(question.bands, 1)),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Rule):
        return value.tree
    if isinstance(value, Definition | Section | Question | Choice | Row):
        pairs = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: _plain(given) for each, given in pairs if given not in _absent(each)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _absent(each: Any) -> tuple[Any, ...]:
    """Values of a field that say nothing: its default."""
    if each.name == "language":  # said always: nobody should have to know the default
        return ()
    return ({},) if each.name == "translations" else (each.default,)
