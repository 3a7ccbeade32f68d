"""What would go wrong with a questionnaire, found before anyone is asked: every problem, placed."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from foundation.languages import is_language
from surveys.checking.formulas import problems_of_formulas
from surveys.checking.never import problems_of_conditions
from surveys.checking.places import problems_of_places
from surveys.checking.reach import problems_of_reach
from surveys.checking.shape import ids_of, problems_of_shape, words_in_use
from surveys.definition import LONGEST_TEXT, SEGMENTS, Definition, question_texts
from surveys.question_types import QUESTION_TYPES, Problem, Question, QuestionType
from surveys.question_types.values import DECLINES
from surveys.rules import references

STAGES = (
    "awareness", "research", "consideration", "decision",
    "onboarding", "usage", "expansion", "advocacy",
)  # fmt: skip
MOST_SECONDS = 9 * 60
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_RULE_WORDS = {"and", "or", "not", "in", "any", "all", "of", "count", "answered", "segment"}
_PART_WORDS = {
    "text", "hint", "unit", "scale", "band", "quote", "title", "decline", *DECLINES.values(),
}  # fmt: skip
#: Fields that the page of a question posts beside its answer.
_FORM_WORDS = {"csrf_token", "go", "language", "rev"}
#: Names of the questionnaire's own texts; the builder opens the start and the end by one of them.
_TEXTS_OF_THE_WHOLE = frozenset({"title", "intro", "thanks"})
LONGEST_SHOWN = 60
_DEFAULTS = Question("", "", "")
UNTRANSLATED = Problem("The translation is missing")
OUTDATED = Problem("The translation may be out of date: its source has changed")


def problems(
    definition: Definition,
    *,
    stages: Collection[str] = STAGES,
    languages: Collection[str] = (),
) -> list[Problem]:
    """Every problem of a questionnaire, in the order of the document.

    `stages` are the keys of the study's journey; `languages` those that must be complete, beside
    the ones the document already speaks.
    """
    found = [
        *_of_the_whole(definition),
        *_of_ids(definition),
        *problems_of_shape(definition),
        *problems_of_formulas(definition),
        *problems_of_conditions(definition),
        *problems_of_places(definition),
        *(each for question in definition.questions for each in _of(definition, question, stages)),
        *_of_translations(definition, languages),
        *_of_long_texts(definition),
    ]
    # Whether a question can be reached is asked only of one whose rules are right.
    return found or list(problems_of_reach(definition))


def _of_the_whole(definition: Definition) -> Iterator[Problem]:
    if not definition.questions:
        yield Problem("A questionnaire needs at least one question")
    for section in definition.sections:
        if not section.questions:
            yield Problem("The section has no question", section=section.id)
    yield from _of_segments("", definition.segments, SEGMENTS)
    if sum(kind.recommends for kind in _kinds(definition)) > 1:
        yield Problem("Ask for the recommendation score only once")
    yield from _of_length(definition)


def _kinds(definition: Definition) -> list[QuestionType]:
    found = (QUESTION_TYPES.get(question.type) for question in definition.questions)
    return [kind for kind in found if kind]


def _of_length(definition: Definition) -> Iterator[Problem]:
    for segment in definition.segments or SEGMENTS:
        seconds = definition.seconds(segment)
        if seconds > MOST_SECONDS:
            yield Problem(
                "It takes about %(minutes)s minutes for the segment %(segment)s, 9 are the limit: "
                "leave out what will not change a decision",
                params={"minutes": definition.minutes(segment), "segment": segment},
            )
            return


def _of_segments(
    question: str, given: Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    for segment in given:
        if segment not in known:
            yield Problem(
                "“%(segment)s” is not one of the segments %(known)s",
                question=question,
                part="audience" if question else "segments",
                params={"segment": segment, "known": ", ".join(known)},
            )


def new_unaddressable(definition: Definition, before: Mapping[str, Any] | None) -> list[Problem]:
    """Ids under which no page could be opened: not of the form, or the name of another page.

    Those that stood in the document before may stand on.
    """
    known = {
        each.get("id")
        for section in (before or {}).get("sections", ())
        for each in (section, *section.get("questions", ()))
    }
    found = _unaddressable(definition)
    return [each for each in found if (each.question or each.section) not in known]


def _unaddressable(definition: Definition) -> Iterator[Problem]:
    yield from _of_id(definition.id, ())
    for section in definition.sections:
        asked = ((section.id, question.id) for question in section.questions)
        for place in ((section.id, ""), *asked):
            found = _of_id(place[1] or place[0], _TEXTS_OF_THE_WHOLE)
            yield from (replace(each, section=place[0], question=place[1]) for each in found)


def _of_ids(definition: Definition) -> Iterator[Problem]:
    yield from _of_id(definition.id, ())
    ids = [section.id for section in definition.sections]
    ids += [question.id for question in definition.questions]
    ids += ids_of(definition)
    for name, times in Counter(ids).items():
        if times > 1:
            yield Problem("The id “%(id)s” stands %(n)s times", params={"id": name, "n": times})
        if name in definition.retired:
            yield Problem("The id “%(id)s” belonged to an earlier question", params={"id": name})
        yield from _of_id(name, reserved_ids() | words_in_use(definition))


def _of_id(name: str, reserved: Collection[str]) -> Iterator[Problem]:
    if not _ID.fullmatch(name):
        yield Problem(
            "The id “%(id)s” may hold only a-z, 0-9 and _, begins with a letter and has at most 60 "
            "characters: write another one after “id:”",
            params={"id": name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"},
        )
    if name in reserved:
        yield Problem(
            "The id “%(id)s” has a meaning of its own, choose another", params={"id": name}
        )


def _of(definition: Definition, question: Question, stages: Collection[str]) -> Iterator[Problem]:
    section = definition.section_of(question).id
    found = [
        *_of_type(question),
        *_of_parts(question),
        *_of_stage(question, stages),
        *_of_segments(question.id, question.audience, definition.segments or SEGMENTS),
        *_of_rule(definition, question),
    ]
    yield from (replace(each, section=section, question=question.id) for each in found)


def _of_type(question: Question) -> Iterator[Problem]:
    kind = QUESTION_TYPES.get(question.type)
    if kind is None:
        known = ", ".join(QUESTION_TYPES)
        params = {"type": question.type, "known": known}
        yield Problem("“%(type)s” is not one of the types %(known)s", part="type", params=params)
        return
    yield from kind.flaws(question)
    yield from _of_declines(question)
    for name in _TYPE_PROPERTIES - kind.uses:
        if getattr(question, name) != getattr(_DEFAULTS, name):
            yield Problem(
                "“%(name)s” means nothing to the type %(type)s",
                part=name,
                params={"name": name, "type": question.type},
            )


def _of_declines(question: Question) -> Iterator[Problem]:
    for name in question.declines:
        if name not in DECLINES:
            yield Problem(
                "“%(name)s” is not one of the ways to decline: %(known)s",
                part="declines",
                params={"name": name, "known": ", ".join(DECLINES)},
            )
    if question.declines and not QUESTION_TYPES[question.type].can_be_declined:
        yield Problem(
            "The type %(type)s has its own way to decline, or asks nothing: drop declines",
            part="declines",
            params={"type": question.type},
        )


_TYPE_PROPERTIES = frozenset().union(*(kind.uses for kind in QUESTION_TYPES.values()))


def _of_parts(question: Question) -> Iterator[Problem]:
    by_property = {
        "choices": [choice.id for choice in question.choices],
        "rows": [row.id for row in question.rows],
    }
    for name, ids in by_property.items():
        for part_id, times in Counter(ids).items():
            inside = list(_of_id(part_id, _PART_WORDS))
            if times > 1:
                params = {"id": part_id, "n": times}
                inside.append(Problem("The id “%(id)s” stands %(n)s times", params=params))
            yield from (replace(each, part=name) for each in inside)
    for language in {code for choice in question.choices for code in choice.images}:
        if not is_language(language):
            params = {"code": language}
            yield Problem("“%(code)s” is not a language code", part="choices", params=params)


def _of_stage(question: Question, stages: Collection[str]) -> Iterator[Problem]:
    for part, stage in _stages_named(question):
        if stage not in stages:
            yield Problem(
                "“%(stage)s” is not a stage of the journey; its stages are %(known)s",
                part=part,
                params={"stage": stage, "known": ", ".join(stages)},
            )
    if question.theme_source and not question.stage:
        yield Problem("Words that feed themes need the stage they speak of", part="stage")


def _stages_named(question: Question) -> Iterator[tuple[str, str]]:
    if question.stage:
        yield "stage", question.stage
    yield from ((f"rows {row.id} stage", row.stage) for row in question.rows if row.stage)


def _of_rule(definition: Definition, question: Question) -> Iterator[Problem]:
    if question.show_if is None:
        return
    if question.required and question.type == "information":
        yield Problem("A page that only informs can't be required", part="required")
    for reference in references(question.show_if.tree):
        target = definition.question(reference.question)
        asked = [set(each.audience or SEGMENTS) for each in (target, question) if each]
        if not set.intersection(*asked):
            yield Problem(
                "“%(id)s” is never asked of these segments, so this one isn't either",
                part="show_if",
                params={"id": reference.question},
            )


def _of_long_texts(definition: Definition) -> Iterator[Problem]:
    """Texts from a time without the limit: they are shown, and shortened before publishing."""
    owners = dict(_owners(definition))
    spoken = {"": definition.texts, **definition.translations}
    for language, words in spoken.items():
        for key, text in words.items():
            if len(text) > LONGEST_TEXT:
                yield Problem(
                    "The text is longer than %(most)s characters",
                    question=owners.get(key, ""),
                    language=language,
                    part=key,
                    params={"most": LONGEST_TEXT},
                )


def _of_translations(definition: Definition, languages: Collection[str]) -> Iterator[Problem]:
    owners = dict(_owners(definition))
    for language in dict.fromkeys([*definition.languages, *languages]):
        if not is_language(language):
            yield Problem("“%(code)s” is not a language code", params={"code": language})
        elif language != definition.language:
            yield from _of_language(definition, language, owners)


def _of_language(
    definition: Definition, language: str, owners: dict[str, str]
) -> Iterator[Problem]:
    words = definition.translations.get(language, {})
    for key in definition.texts:
        if not words.get(key, "").strip():
            about = owners.get(key, "")
            yield replace(UNTRANSLATED, question=about, language=language, part=key)
    for key in definition.outdated(language):
        yield replace(OUTDATED, question=owners.get(key, ""), language=language, part=key)
    for key in words.keys() - definition.texts.keys():
        yield Problem("This translates no text of the questionnaire", language=language, part=key)


def _owners(definition: Definition) -> Iterator[tuple[str, str]]:
    """The question that each text key belongs to."""
    for question in definition.questions:
        for key, _ in question_texts(question):
            yield key, question.id


def reserved_ids() -> frozenset[str]:
    """Words that no question or section may be called."""
    return frozenset(_RULE_WORDS | _FORM_WORDS | _TEXTS_OF_THE_WHOLE)


def reserved_part_ids() -> frozenset[str]:
    """Words that no option or row may be called."""
    return frozenset(_PART_WORDS)
