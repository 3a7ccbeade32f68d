"""What a new version changes for answers already given: words only, additions, or breaks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from surveys.definition import Definition, question_texts
from surveys.question_types import QUESTION_TYPES, Choice, Question, Row

#: Properties whose change leaves earlier answers comparable.
_MILD = ("required", "quote", "theme_source", "asks", "max_length", "declines", "accepts", "order")
#: Properties whose change gives earlier answers another meaning or other people.
_HARD = (
    "type", "stage", "audience", "show_if", "minimum", "maximum", "max_choices", "precision",
    "step", "total", "per_set", "sets", "go_to",
)  # fmt: skip


class Weight(IntEnum):
    """How much a change means for comparing versions."""

    TEXT = 1
    ADDITIVE = 2
    BREAKING = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as a sentence, with the question it is about."""

    weight: Weight
    message: str
    question: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = self.message % self.params if self.params else self.message
        return f"{self.question}: {sentence}" if self.question else sentence


def changes(old: Definition, new: Definition) -> list[Change]:
    """Every difference, the weightiest first, each kind in the order of the document."""
    found = [*_of_questions(old, new), *_of_the_whole(old, new), *_of_texts(old, new)]
    return sorted(found, key=lambda change: -change.weight)


def heaviest(found: Iterable[Change]) -> Weight | None:
    """The class of a new version; None where nothing differs."""
    return max((change.weight for change in found), default=None)


def _of_questions(old: Definition, new: Definition) -> Iterator[Change]:
    for question in new.questions:
        before = old.question(question.id)
        if before is None:
            yield Change(Weight.ADDITIVE, "The question is new.", question.id)
        else:
            yield from _of_question(before, question)
    for question in old.questions:
        if new.question(question.id) is None:
            yield Change(
                Weight.BREAKING,
                "The question is gone; its answers stay in the export.",
                question.id,
            )


def _of_question(old: Question, new: Question) -> Iterator[Change]:
    for name in _HARD + _MILD:
        if getattr(old, name) != getattr(new, name):
            weight = Weight.BREAKING if name in _HARD else Weight.ADDITIVE
            yield Change(weight, "“%(name)s” is different.", new.id, {"name": name})
    if len(old.scale) != len(new.scale):
        yield Change(Weight.BREAKING, "The scale has another number of points.", new.id)
    yield from _of_checks(old, new)
    before = {row.id: row.stage for row in old.rows}
    if any(before.get(row.id, row.stage) != row.stage for row in new.rows):
        yield Change(Weight.BREAKING, "“%(name)s” is different.", new.id, {"name": "stage"})
    yield from _of_pictures(old, new)
    yield from _of_parts(new, _parts(old), _parts(new))


def _of_pictures(old: Question, new: Question) -> Iterator[Change]:
    before = {choice.id: choice.image for choice in old.choices}
    for choice in new.choices:
        if before.get(choice.id, choice.image) != choice.image:
            shown = {"option": choice.text}
            yield Change(
                Weight.ADDITIVE, "“%(option)s” is shown by another picture.", new.id, shown
            )


def _of_checks(old: Question, new: Question) -> Iterator[Change]:
    """Checks by their rules; their words are texts like all others."""
    if [each.when for each in old.checks] != [each.when for each in new.checks]:
        yield Change(Weight.ADDITIVE, "“%(name)s” is different.", new.id, {"name": "checks"})
    before, after = _scores(old), _scores(new)
    if any(before[each] != after[each] for each in before.keys() & after.keys()):
        yield Change(Weight.BREAKING, "“%(name)s” is different.", new.id, {"name": "score"})


def _scores(question: Question) -> dict[str, float | None]:
    return {choice.id: choice.score for choice in question.choices}


def _parts(question: Question) -> dict[str, str]:
    """Options and rows by id."""
    parts: tuple[Choice | Row, ...] = (*question.choices, *question.rows)
    return {part.id: part.text for part in parts}


def _of_parts(
    question: Question, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Change]:
    known = QUESTION_TYPES.get(question.type)
    adds = Weight.BREAKING if known and known.is_relative else Weight.ADDITIVE
    for part in new.keys() - old.keys():
        params = {"part": new[part]}
        yield Change(adds, "“%(part)s” can be chosen or rated now.", question.id, params)
    for part in old.keys() - new.keys():
        params = {"part": old[part]}
        yield Change(Weight.BREAKING, "“%(part)s” is no longer offered.", question.id, params)


def _of_the_whole(old: Definition, new: Definition) -> Iterator[Change]:
    if set(old.segments) != set(new.segments):
        params = {"segments": ", ".join(new.segments)}
        yield Change(Weight.BREAKING, "It asks the segments %(segments)s now.", params=params)
    for language in set(new.languages) - set(old.languages):
        yield Change(Weight.ADDITIVE, "It speaks %(language)s now.", params={"language": language})
    for language in set(old.languages) - set(new.languages):
        params = {"language": language}
        yield Change(Weight.BREAKING, "It no longer speaks %(language)s.", params=params)
    yield from _of_sections(old, new)
    yield from _of_values(old, new)
    yield from _of_quotas(old, new)
    common = [question.id for question in new.questions if old.question(question.id)]
    if common != [question.id for question in old.questions if new.question(question.id)]:
        yield Change(Weight.ADDITIVE, "The questions stand in another order.")


def _of_sections(old: Definition, new: Definition) -> Iterator[Change]:
    before = {section.id: section for section in old.sections}
    for section in new.sections:
        for name in _SECTION if section.id in before else ():
            if getattr(before[section.id], name) != getattr(section, name):
                weight = Weight.ADDITIVE if name == "order" else Weight.BREAKING
                params = {"section": section.id, "name": name}
                yield Change(weight, "Section %(section)s: “%(name)s” is different.", params=params)


_SECTION = ("show_if", "loop", "loop_limit", "order")


def _of_values(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({each.id: each.value for each in one.values} for one in (old, new))
    for name in dict.fromkeys([*after, *before]):
        params = {"id": name}
        if name not in before:
            yield Change(Weight.ADDITIVE, "The value “%(id)s” is new.", params=params)
        elif name not in after:
            sentence = "The value “%(id)s” is gone; its column stays in the export."
            yield Change(Weight.BREAKING, sentence, params=params)
        elif before[name] != after[name]:
            sentence = "The value “%(id)s” is calculated in another way."
            yield Change(Weight.BREAKING, sentence, params=params)


def _of_quotas(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({each.id: each for each in one.quotas} for one in (old, new))
    for name in dict.fromkeys([*after, *before]):
        params = {"id": name}
        if name not in before:
            yield Change(Weight.ADDITIVE, "The quota “%(id)s” is new.", params=params)
        elif name not in after:
            yield Change(Weight.ADDITIVE, "The quota “%(id)s” is gone.", params=params)
        elif before[name] != after[name]:
            yield Change(Weight.ADDITIVE, "The quota “%(id)s” is different.", params=params)


def _of_texts(old: Definition, new: Definition) -> Iterator[Change]:
    owners = {key: each.id for each in new.questions for key, _ in question_texts(each)}
    for language in [each for each in new.languages if each in old.languages]:
        before, after = _spoken(old, language), _spoken(new, language)
        for key in (each for each in after if each in before):
            if before[key] != after[key]:
                params = {"key": key, "language": language}
                yield Change(
                    Weight.TEXT,
                    "The words of %(key)s are different in %(language)s.",
                    owners.get(key, ""),
                    params,
                )


def _spoken(definition: Definition, language: str) -> Mapping[str, str]:
    own = definition.texts if language == definition.language else {}
    return {**definition.translations.get(language, {}), **own}
