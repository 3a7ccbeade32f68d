"""A questionnaire as a value: sections of questions, their texts, and the translations beside them.

Every text has a key: `title`, `intro`, `thanks`, `<section>.title`, `<question>.text`,
`<question>.hint`, `<question>.unit`, `<question>.<choice or row>`, `<question>.scale.<point>`,
`<question>.band.<band>`, `<question>.check.<n>`.
Translations are by these keys, so they never move with the order of things. A translation is of
the present words, unless `made_from` says which earlier ones it was made from.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

from surveys.question_types import QUESTION_TYPES, Choice, Question, Row
from surveys.rules import Expression, Formula, Rule

FORMAT = "throughline/1"
START_SECONDS = 20
SEGMENTS = ("current", "lost", "former", "prospect")
"""Whom a questionnaire asks that names no segments."""
#: No text of a questionnaire is longer, in any language.
LONGEST_TEXT = 4000
#: So many names of a free list are gone through where `loop_limit` says nothing.
LOOP_LIMIT = 5
#: And never through more, whatever a draft says: every page makes a question of each.
MOST_NAMES = 20
Translations = Mapping[str, Mapping[str, str]]
#: Made up from the source for trying a draft out; no questionnaire may be in them.
PSEUDO_LANGUAGES = ("qps", "qpr")
T = TypeVar("T")


@dataclass(frozen=True)
class Section:
    """A part of the questionnaire; its title is a step of the respondent's way.

    With `loop`, the id of an earlier question, its questions are asked once for each item of the
    answer: each option chosen, or each name of a list; `loop_limit` is the most. Neighbouring
    sections whose `order` is random come in another order for each person.
    """

    id: str
    title: str
    questions: tuple[Question, ...] = ()
    show_if: Rule | None = None
    loop: str = ""
    loop_limit: int | None = None
    order: str = ""


@dataclass(frozen=True)
class Value:
    """A value calculated from answers, under a name that rules and texts can use."""

    id: str
    value: Expression


@dataclass(frozen=True)
class Quota:
    """No more than `limit` people for whom the rule holds are taken."""

    id: str
    when: Rule
    limit: int


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
    values: tuple[Value, ...] = ()
    quotas: tuple[Quota, ...] = ()
    translations: Translations = field(default_factory=dict)
    made_from: Translations = field(default_factory=dict)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, each once."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def every(self) -> tuple[Question, ...]:
        """All questions in order, those of a repeated section once for each item there can be.

        A repetition bears the id `question@item`; it is what people answer and exports hold.
        """
        return tuple(each for section in self.sections for each in self._of_section(section))

    def items(self, section: Section) -> tuple[str, ...]:
        """The items a section can be repeated for: options, rows, or the numbers of a list."""
        driver = self._plain_by_id.get(section.loop)
        if driver is None:
            return ()
        if driver.rows:
            return tuple(row.id for row in driver.rows)
        if driver.choices:
            return tuple(choice.id for choice in driver.choices if not choice.exclusive)
        most = min(section.loop_limit or LOOP_LIMIT, MOST_NAMES)
        return tuple(str(n) for n in range(1, most + 1))

    def most_items(self, section: Section) -> int:
        """How often a section is gone through at most."""
        if not section.loop:
            return 1
        driver = self._plain_by_id.get(section.loop)
        limits = [section.loop_limit, driver.max_choices if driver else None]
        return min([len(self.items(section)), *(each for each in limits if each)])

    def _of_section(self, section: Section, most: int | None = None) -> Iterator[Question]:
        if not section.loop:
            yield from section.questions
            return
        for item in self.items(section)[:most]:
            yield from (repeated(question, item) for question in section.questions)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The source language, then those it is translated into."""
        return (self.language, *(each for each in self.translations if each != self.language))

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every text that needs a translation, by its key."""
        return dict(_texts(self))

    def outdated(self, language: str) -> dict[str, str]:
        """The earlier words, by key, of translations whose source has changed since."""
        words = self.translations.get(language, {})
        return {
            key: earlier
            for key, earlier in self.made_from.get(language, {}).items()
            if self.texts.get(key, earlier) != earlier and words.get(key, "").strip()
        }

    @cached_property
    def option_ids(self) -> Mapping[str, frozenset[str]]:
        """The ids of the options of each question; a value has none."""
        values = {each.id: frozenset[str]() for each in self.values}
        return values | {
            each.id: frozenset(choice.id for choice in each.choices) for each in self.questions
        }

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or the repetition `question@item`."""
        return self._by_id.get(question_id) or self._plain_by_id.get(question_id)

    def section_of(self, question: Question) -> Section:
        """The section a question stands in; raises KeyError for a stranger."""
        return self._sections_by_question[question.id.partition("@")[0]]

    def asked(self, segment: str) -> tuple[Question, ...]:
        """The questions meant for a segment, whatever their conditions, as often as at most."""
        everything = (
            each
            for section in self.sections
            for each in self._of_section(section, self.most_items(section))
        )
        return tuple(q for q in everything if not q.audience or segment in q.audience)

    def derived(self, make: Callable[["Definition"], T]) -> T:
        """What `make` makes of this questionnaire, made once and kept with it."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("T", self._derived[make])

    @cached_property
    def _derived(self) -> dict[Callable[..., Any], Any]:
        return {}

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
        return {question.id: question for question in reversed(self.every)}

    @cached_property
    def _plain_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in reversed(self.questions)}

    @cached_property
    def _sections_by_question(self) -> dict[str, Section]:
        pairs = [(each.id, section) for section in self.sections for each in section.questions]
        return dict(reversed(pairs))

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
        translated = self.translations.get(language, {})
        if language == self.language or not (translated or self._has_pictures(language)):
            return self
        words = {key: text for key, text in translated.items() if text.strip()}
        sections = tuple(_localised(section, words, language) for section in self.sections)
        return replace(
            self,
            title=words.get("title", self.title),
            intro=words.get("intro", self.intro),
            thanks=words.get("thanks", self.thanks),
            sections=sections,
        )

    def _has_pictures(self, language: str) -> bool:
        return any(language in choice.images for q in self.questions for choice in q.choices)

    def plain(self, *, rules_as_text: bool = False) -> dict[str, Any]:
        """The questionnaire as plain JSON values; defaults are left out."""
        return {"format": FORMAT, **_plain(self, _text if rules_as_text else _tree)}

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
    for number, check in enumerate(question.checks, 1):
        yield from _if_any(f"{question.id}.check.{number}", check.say)


def _if_any(key: str, text: str) -> Iterator[tuple[str, str]]:
    if text:
        yield key, text


def _localised(section: Section, words: Mapping[str, str], language: str) -> Section:
    questions = (with_words(question, words) for question in section.questions)
    return replace(
        section,
        title=words.get(f"{section.id}.title", section.title),
        questions=tuple(_pictured(question, language) for question in questions),
    )


def _pictured(question: Question, language: str) -> Question:
    """The question with the pictures of a language."""
    if not any(language in choice.images for choice in question.choices):
        return question
    return replace(question, choices=tuple(each.pictured(language) for each in question.choices))


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
        checks=tuple(
            replace(check, say=spoken(f"check.{n}", check.say))
            for n, check in enumerate(question.checks, 1)
        ),
    )


def repeated(question: Question, item: str) -> Question:
    """The question as it is asked for one item."""
    return replace(question, id=f"{question.id}@{item}")


def _tree(formula: Formula) -> Any:
    # A bare text would read back as the infix form of something else.
    return formula.text if isinstance(formula.tree, str) else formula.tree


def _text(formula: Formula) -> str:
    return formula.text


def _plain(value: Any, said: Callable[[Formula], Any]) -> Any:
    if isinstance(value, Formula):
        return said(value)
    if is_dataclass(value):
        pairs = ((each, getattr(value, each.name)) for each in fields(value))
        kept = ((each, given) for each, given in pairs if given not in _absent(each))
        return {each.name: _plain(given, said) for each, given in kept}
    if isinstance(value, tuple):
        return [_plain(each, said) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each, said) for key, each in value.items()}
    return value


def _absent(each: Any) -> tuple[Any, ...]:
    """Values of a field that say nothing: its default."""
    if each.name == "language":  # said always: nobody should have to know the default
        return ()
    return ({},) if each.name in {"translations", "made_from", "images"} else (each.default,)
