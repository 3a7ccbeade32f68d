"""Steps of building a questionnaire: each takes a definition and returns another.

Ids are never used twice: `taken` holds those that published versions have, whatever became of them.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from surveys.building.languages import rekeyed
from surveys.definition import Definition, Section, question_texts
from surveys.question_types import QUESTION_TYPES, Choice, Question, Row

#: The lists of a question that a person edits line by line.
LISTS = ("choices", "rows", "scale", "bands")
#: The name under which the questionnaire's own words are edited; no question or part can bear it.
WHOLE = "intro"
#: The questionnaire's own words: on the start page, and on the last one.
WORDS = ("title", "intro", "thanks")
#: How many points a new scale has, by type; the others have five.
POINTS = {"ces": 7, "slider": 2, "awareness": 3}
BANDS, PARTS = 3, 2
#: Of these more options are needed before a set of them can be asked.
OPTIONS = {"maxdiff": 5}
#: The ends of a line.
ENDS = {"slider": (0, 100)}
_COMMON = frozenset(
    {"id", "type", "text", "hint", "stage", "required", "audience", "show_if", "declines"}
    | {"go_to", "checks"}
)


@dataclass(frozen=True)
class Starters:
    """Words that new things bear until somebody writes better ones, in the source language."""

    question: str
    section: str
    option: str
    row: str
    point: str
    band: str


class Misplaced(ValueError):
    """The order can't be: it leaves something out, or begins with a question of no part."""


def started(
    key: str, title: str, language: str, segments: Sequence[str], words: Starters
) -> Definition:
    """Return an empty questionnaire with one part."""
    return Definition(
        key,
        title,
        language=language,
        segments=tuple(segments),
        sections=(Section("part1", words.section),),
    )


def free_id(stem: str, used: Collection[str]) -> str:
    """Return the first of `stem`1, `stem`2 … that nothing bears."""
    number = 1
    while f"{stem}{number}" in used:
        number += 1
    return f"{stem}{number}"


def used_ids(definition: Definition, taken: Collection[str]) -> set[str]:
    """Return ids that a new question or part can't have."""
    sections = {section.id for section in definition.sections}
    return sections | {each.id for each in definition.questions} | {*definition.retired, *taken}


def blank(question_id: str, kind: str, words: Starters) -> Question:
    """Return a question of a type that can be answered at once, in words to be replaced."""
    uses = QUESTION_TYPES[kind].uses
    points, (least, most) = POINTS.get(kind, 5), ENDS.get(kind, (None, None))

    def numbered(word: str, count: int) -> list[tuple[str, str]]:
        return [(f"{word} {n}", str(n)) for n in range(1, count + 1)]

    return Question(
        question_id,
        kind,
        words.question,
        choices=tuple(
            Choice(f"o{n}", text) for text, n in numbered(words.option, OPTIONS.get(kind, PARTS))
        )
        if "choices" in uses
        else (),
        rows=tuple(Row(f"r{n}", text) for text, n in numbered(words.row, PARTS))
        if "rows" in uses
        else (),
        scale=tuple(text for text, _ in numbered(words.point, points)) if "scale" in uses else (),
        bands=(words.band,) * BANDS if "bands" in uses else (),
        quote="quote" in uses,
        minimum=least,
        maximum=most,
    )


def add(
    definition: Definition,
    kind: str,
    words: Starters,
    *,
    after: str = "",
    taken: Collection[str] = (),
) -> tuple[Definition, str]:
    """Add a question of a type behind `after`, a question or part; at the end where it is none."""
    new = blank(free_id("q", used_ids(definition, taken)), kind, words)
    return _put(definition, new, after), new.id


def _put(definition: Definition, question: Question, after: str) -> Definition:
    def place(section: Section, *, is_last: bool) -> Section:
        ids = [each.id for each in section.questions]
        if after == section.id:
            at = 0
        elif after in ids:
            at = ids.index(after) + 1
        elif is_last and definition.question(after) is None and not _is_section(definition, after):
            at = len(ids)
        else:
            return section
        return replace(
            section, questions=(*section.questions[:at], question, *section.questions[at:])
        )

    last = definition.sections[-1]
    return replace(
        definition,
        sections=tuple(place(each, is_last=each is last) for each in definition.sections),
    )


def _is_section(definition: Definition, name: str) -> bool:
    return any(section.id == name for section in definition.sections)


def add_section(
    definition: Definition, words: Starters, *, after: str = "", taken: Collection[str] = ()
) -> tuple[Definition, str]:
    """Add an empty part behind the one that is `after` or holds it; at the end where none does."""
    new = Section(free_id("part", used_ids(definition, taken)), words.section)
    place = len(definition.sections)
    for number, section in enumerate(definition.sections, 1):
        if section.id == after or any(each.id == after for each in section.questions):
            place = number
    return replace(
        definition,
        sections=(*definition.sections[:place], new, *definition.sections[place:]),
    ), new.id


def copied(
    definition: Definition,
    source: Definition,
    question_id: str,
    *,
    taken: Collection[str] = (),
    after: str = "",
    spoken: Collection[str] = (),
) -> tuple[Definition, str]:
    """Take a question of `source`, itself perhaps, with its translations; without its logic.

    Translations come in the languages the questionnaire is in, and in those that are `spoken`.

    It keeps its id where that is free. Its words come in the questionnaire's own language where
    the source has them.
    """
    found = source.localised(definition.language).question(question_id)
    if found is None:
        return definition, ""
    used = used_ids(definition, taken)
    stem = re.sub(r"_\d+$", "", found.id)
    new_id = found.id if found.id not in used else free_id(f"{stem}_", used)
    new = replace(found, id=new_id, show_if=None, go_to=(), checks=())
    told = {source.language: source.texts, **source.translations}
    words = {
        language: _renamed(told.get(language, {}), found.id, new_id)
        for language in {*definition.translations, *spoken} - {definition.language}
    }
    kept = {
        language: {**definition.translations.get(language, {}), **texts}
        for language, texts in words.items()
        if texts
    }
    whole = _put(definition, new, after)
    made_from = dict(definition.made_from)
    for language in words if source.language == definition.language else ():
        origins = _renamed(source.made_from.get(language, {}), found.id, new_id)
        made_from[language] = {**made_from.get(language, {}), **origins}
    translations = {**definition.translations, **kept}
    return replace(whole, translations=translations, made_from=made_from), new_id


def _renamed(texts: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    return {
        f"{new}.{key[len(old) + 1 :]}": text
        for key, text in texts.items()
        if key.startswith(f"{old}.")
    }


def removed(definition: Definition, name: str, *, is_published: bool) -> Definition:
    """Take a question, or a part without questions, away; a published id may never come back."""
    sections = tuple(
        replace(section, questions=tuple(each for each in section.questions if each.id != name))
        for section in definition.sections
        if section.id != name or section.questions
    )
    retired = (*definition.retired, name) if is_published else definition.retired
    return pruned(replace(definition, sections=sections, retired=retired))


def pruned(definition: Definition) -> Definition:
    """Leave out translations of texts that are no more."""
    texts = definition.texts
    return rekeyed(definition, lambda own: {key: own[key] for key in own if key in texts})


def arranged(definition: Definition, order: Sequence[str]) -> Definition:
    """Put parts and questions in an order: each question belongs to the part last named before it.

    Raises Misplaced.
    """
    sections = {section.id: section for section in definition.sections}
    questions = {question.id: question for question in definition.questions}
    if sorted(order) != sorted([*sections, *questions]) or (order and order[0] not in sections):
        raise Misplaced
    found: list[tuple[Section, list[Question]]] = []
    for name in order:
        if name in sections:
            found.append((sections[name], []))
        else:
            found[-1][1].append(questions[name])
    return replace(
        definition, sections=tuple(replace(part, questions=tuple(own)) for part, own in found)
    )


def order_of(definition: Definition) -> list[str]:
    """Return the ids of parts and questions, as `arranged` takes them."""
    return [
        name
        for section in definition.sections
        for name in (section.id, *(question.id for question in section.questions))
    ]


def moved(definition: Definition, name: str, steps: int) -> Definition:
    """Move a question or a part one line up (-1) or down (1); the first line stays a part."""
    order = order_of(definition)
    here = order.index(name)
    there = here + steps
    if not 0 <= there < len(order):
        return definition
    order[here], order[there] = order[there], order[here]
    try:
        return arranged(definition, order)
    except Misplaced:
        return definition


def changed(definition: Definition, question: Question) -> Definition:
    """Put a question in the place of the one of its id."""
    return _each(definition, lambda each: question if each.id == question.id else each)


def retyped(
    definition: Definition, question_id: str, kind: str, words: Starters, *, taken: Collection[str]
) -> tuple[Definition, str]:
    """Give a question another type; what means nothing to it goes.

    A published id keeps its type for ever, so the question then gets a new id.
    """
    old = definition.question(question_id)
    if old is None or old.type == kind:
        return definition, question_id
    fresh, uses = blank(old.id, kind, words), QUESTION_TYPES[kind].uses
    kept = {
        each.name: getattr(old, each.name)
        for each in fields(Question)
        if each.name in _COMMON or (each.name in uses and getattr(old, each.name) != each.default)
    }
    if "scale" in kept and len(old.scale) != len(fresh.scale):
        kept["scale"] = fresh.scale
    if not QUESTION_TYPES[kind].can_be_declined:
        kept["declines"] = ()
    new = replace(fresh, **(kept | {"type": kind}))
    if question_id not in taken:
        return pruned(changed(definition, new)), question_id
    new_id = free_id(f"{question_id}_", used_ids(definition, taken))
    renamed = rekeyed(definition, lambda own: {**own, **_renamed(own, question_id, new_id)})
    whole = _each(
        replace(renamed, retired=(*definition.retired, question_id)),
        lambda each: replace(new, id=new_id) if each.id == question_id else each,
    )
    return pruned(whole), new_id


def _each(definition: Definition, change: Callable[[Question], Question]) -> Definition:
    sections = tuple(
        replace(section, questions=tuple(map(change, section.questions)))
        for section in definition.sections
    )
    return replace(definition, sections=sections)


def line_added(question: Question, part: str, words: Starters, taken: Collection[str]) -> Question:
    """Add a line to one of `LISTS`; `taken` are ids the question's published versions had."""
    own: tuple[Any, ...] = getattr(question, part)
    number = len(own) + 1
    used = {*taken, *(each.id for each in question.choices), *(each.id for each in question.rows)}
    new: Choice | Row | str
    if part == "choices":
        new = Choice(free_id("o", used), f"{words.option} {number}")
    elif part == "rows":
        new = Row(free_id("r", used), f"{words.row} {number}")
    else:
        new = f"{words.point if part == 'scale' else words.band} {number}"
    return _with_list(question, part, (*own, new))


def _with_list(question: Question, part: str, lines: tuple[Any, ...]) -> Question:
    given: dict[str, Any] = {part: lines}
    return replace(question, **given)


def without_line(definition: Definition, question: Question, part: str, place: int) -> Definition:
    """Take line `place` (from 0) of a list away, with its translations."""
    own: tuple[Any, ...] = getattr(question, part)
    order = [number for number in range(len(own)) if number != place]
    return _reordered(definition, question, part, order)


def with_line_moved(
    definition: Definition, question: Question, part: str, place: int, steps: int
) -> Definition:
    """Move line `place` up (-1) or down (1), with its translations."""
    order, there = list(range(len(getattr(question, part)))), place + steps
    if place in order and there in order:
        order[place], order[there] = order[there], order[place]
    return _reordered(definition, question, part, order)


def _reordered(
    definition: Definition, question: Question, part: str, order: Sequence[int]
) -> Definition:
    """Put lines in another order; points and bands are translated by their place, so these move."""
    own: tuple[Any, ...] = getattr(question, part)
    made = changed(definition, _with_list(question, part, tuple(own[n] for n in order)))
    if part not in {"scale", "bands"}:
        return made
    stem = f"{question.id}.{'band' if part == 'bands' else part}."

    def moved_words(words: Mapping[str, str]) -> dict[str, str]:
        stay = {key: text for key, text in words.items() if not key.startswith(stem)}
        pairs = [(f"{stem}{new}", f"{stem}{old + 1}") for new, old in enumerate(order, 1)]
        return stay | {new: words[old] for new, old in pairs if old in words}

    return rekeyed(made, moved_words)


def fingerprint(definition: Definition, name: str) -> str:
    """Return a hash of a question or part with its words in every language.

    Two people who edit different questions have different ones; the same question changed by
    another person has another one.
    """
    question = definition.question(name)
    section = next((each for each in definition.sections if each.id == name), None)
    if question is not None:
        keys = {key for key, _ in question_texts(question)}
        own: Any = Definition("", "", sections=(Section("", "", (question,)),)).plain()
    elif name == WHOLE:
        keys = set(WORDS)
        own = replace(definition, sections=(), translations={}).plain()
    else:
        keys = {f"{name}.title"}
        own = Definition("", "", sections=(replace(section, questions=()),) if section else ())
        own = own.plain()
    words = {
        language: {key: text for key, text in texts.items() if key in keys}
        for language, texts in definition.translations.items()
    }
    said = json.dumps([own, words], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:20]
