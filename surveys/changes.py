"""What a new version changes for answers already given: words only, additions, or breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from foundation.languages import language_name
from surveys.definition import Definition, question_texts
from surveys.question_types import QUESTION_TYPES, Choice, Question, Row

LONGEST = 120
"""So much of a text is told of what became of it."""


class Weight(IntEnum):
    """How much a change means for comparing versions."""

    TEXT = 1
    ADDITIVE = 2
    BREAKING = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as a sentence, with the question it is about.

    `adds` says that something is new; what is not `is_shown` touches nothing that people see.
    """

    weight: Weight
    message: str
    question: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    adds: bool = False
    is_shown: bool = True

    def __str__(self) -> str:
        sentence = self.message % self.params if self.params else self.message
        return f"{self.question}: {sentence}" if self.question else sentence


#: What another value of a question's property does to the answers already given.
_PROPERTIES = {
    "type": Change(
        Weight.BREAKING,
        "The question is of another type: earlier answers can't be set beside new ones.",
    ),
    "stage": Change(
        Weight.BREAKING,
        "It is about another stage: earlier answers still count at the stage they were asked for.",
    ),
    "audience": Change(
        Weight.BREAKING, "It asks other segments: those who answered before are other people."
    ),
    "show_if": Change(
        Weight.BREAKING,
        "It is asked on another condition: those who answered before are other people.",
    ),
    "minimum": Change(
        Weight.BREAKING, "Numbers begin elsewhere: earlier ones may lie below or count otherwise."
    ),
    "maximum": Change(
        Weight.BREAKING, "Numbers end elsewhere: earlier ones may lie above or count otherwise."
    ),
    "max_choices": Change(
        Weight.BREAKING,
        "Another number of options may be chosen: earlier answers may hold more or fewer.",
    ),
    "precision": Change(
        Weight.BREAKING,
        "Dates are asked to the day or to the month: earlier ones stay as they were given.",
    ),
    "step": Change(
        Weight.BREAKING, "The line has other steps: earlier numbers may lie between them."
    ),
    "total": Change(
        Weight.BREAKING, "Another sum is shared out: earlier shares are parts of another whole."
    ),
    "per_set": Change(
        Weight.BREAKING,
        "The sets hold more or fewer options: earlier choices were made among others.",
    ),
    "sets": Change(
        Weight.BREAKING, "There are more or fewer sets: earlier choices were made among others."
    ),
    "go_to": Change(
        Weight.BREAKING,
        "People go on elsewhere from here: later questions were put to other people before.",
    ),
    "required": Change(
        Weight.ADDITIVE, "Whether an answer is needed is different: earlier gaps stay gaps."
    ),
    "quote": Change(
        Weight.ADDITIVE,
        "Whether words may be quoted is asked differently: what was allowed before still holds.",
    ),
    "theme_source": Change(
        Weight.ADDITIVE,
        "Whether its words feed the themes is different: for earlier answers it stays as it was.",
    ),
    "asks": Change(
        Weight.ADDITIVE,
        "It invites another kind of words: earlier ones are still read as they were asked for.",
    ),
    "max_length": Change(
        Weight.ADDITIVE, "Words may be longer or shorter: earlier ones stay whole."
    ),
    "declines": Change(
        Weight.ADDITIVE, "Other ways to decline are offered: those chosen before still hold."
    ),
    "accepts": Change(
        Weight.ADDITIVE, "Other kinds of file are taken: files handed in before stay."
    ),
    "order": Change(
        Weight.ADDITIVE,
        "Options come in an order of each person's own, or no longer: earlier answers stay.",
    ),
}
_CHECKS = Change(
    Weight.ADDITIVE,
    "Answers are checked otherwise from now on: earlier ones are not checked again.",
)
_SCORES = Change(
    Weight.BREAKING,
    "Options count as other numbers: values calculated before were made with the earlier ones.",
)
_UNIT = Change(Weight.BREAKING, "The unit is different: earlier numbers were given in “%(unit)s”.")


def changes(old: Definition, new: Definition) -> list[Change]:
    """Every difference, the weightiest first, each kind in the order of the document."""
    found = [*_of_questions(old, new), *_of_the_whole(old, new), *_of_texts(old, new)]
    return sorted(found, key=lambda change: -change.weight)


def _of_questions(old: Definition, new: Definition) -> Iterator[Change]:
    for question in new.questions:
        before = old.question(question.id)
        if before is None:
            yield Change(Weight.ADDITIVE, "The question is new.", question.id, adds=True)
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
    for name, change in _PROPERTIES.items():
        if getattr(old, name) != getattr(new, name):
            yield replace(change, question=new.id)
    if old.unit != new.unit:
        yield replace(_UNIT, question=new.id, params={"unit": old.unit or "–"})
    if len(old.scale) != len(new.scale):
        yield Change(Weight.BREAKING, "The scale has another number of points.", new.id)
    yield from _of_logic(old, new)
    before = {row.id: row.stage for row in old.rows}
    stages = any(before.get(row.id, row.stage) != row.stage for row in new.rows)
    if stages and old.stage == new.stage:
        yield replace(_PROPERTIES["stage"], question=new.id)
    yield from _of_pictures(old, new)
    yield from _of_options(old, new)
    yield from _of_parts(new, _parts(old), _parts(new))


def _of_logic(old: Question, new: Question) -> Iterator[Change]:
    """Checks by their rules, for their words are texts like all others; scores by option."""
    if [each.when for each in old.checks] != [each.when for each in new.checks]:
        yield replace(_CHECKS, question=new.id)
    before, after = ({each.id: each.score for each in one.choices} for one in (old, new))
    if any(before[each] != after[each] for each in before.keys() & after.keys()):
        yield replace(_SCORES, question=new.id)


def _of_options(old: Question, new: Question) -> Iterator[Change]:
    """What an option is besides its text, and the order of options and rows."""
    before = {choice.id: choice for choice in old.choices}
    for choice in (each for each in new.choices if each.id in before):
        params = {"part": choice.text}
        if choice.other != before[choice.id].other:
            sentence = "“%(part)s” asks for own words now, or no longer: words given before stay."
            yield Change(Weight.ADDITIVE, sentence, new.id, params)
        if choice.exclusive != before[choice.id].exclusive:
            sentence = (
                "“%(part)s” stands alone now, or no longer: earlier answers may hold it otherwise."
            )
            yield Change(Weight.BREAKING, sentence, new.id, params)
    common = [part for part in _parts(new) if part in _parts(old)]
    if common != [part for part in _parts(old) if part in _parts(new)]:
        sentence = "Options or rows stand in another order: earlier answers stay what they are."
        yield Change(Weight.ADDITIVE, sentence, new.id)


def _of_pictures(old: Question, new: Question) -> Iterator[Change]:
    before = {choice.id: (choice.image, choice.images) for choice in old.choices}
    for choice in new.choices:
        present = (choice.image, choice.images)
        if before.get(choice.id, present) != present:
            shown = {"option": choice.text}
            yield Change(
                Weight.ADDITIVE, "“%(option)s” is shown by another picture.", new.id, shown
            )


def _parts(question: Question) -> dict[str, str]:
    """Options and rows by id."""
    parts: tuple[Choice | Row, ...] = (*question.choices, *question.rows)
    return {part.id: part.text for part in parts}


def _of_parts(
    question: Question, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Change]:
    known = QUESTION_TYPES.get(question.type)
    adds = Weight.BREAKING if known and known.is_relative else Weight.ADDITIVE
    for part in (each for each in new if each not in old):
        params = {"part": new[part]}
        yield Change(adds, "“%(part)s” can be chosen or rated now.", question.id, params, adds=True)
    for part in (each for each in old if each not in new):
        params = {"part": old[part]}
        yield Change(Weight.BREAKING, "“%(part)s” is no longer offered.", question.id, params)


def _of_the_whole(old: Definition, new: Definition) -> Iterator[Change]:
    if set(old.segments) != set(new.segments):
        params = {"segments": ", ".join(new.segments)}
        yield Change(Weight.BREAKING, "It asks the segments %(segments)s now.", params=params)
    for language in (each for each in new.languages if each not in old.languages):
        params = {"language": language_name(language)}
        yield Change(Weight.ADDITIVE, "It speaks %(language)s now.", params=params, adds=True)
    for language in (each for each in old.languages if each not in new.languages):
        params = {"language": language_name(language)}
        yield Change(Weight.BREAKING, "It no longer speaks %(language)s.", params=params)
    if set(old.retired) != set(new.retired):
        yield Change(
            Weight.TEXT, "Other ids may not come back: no answer is touched.", is_shown=False
        )
    yield from _of_sections(old, new)
    yield from _of_values(old, new)
    yield from _of_quotas(old, new)
    common = [question.id for question in new.questions if old.question(question.id)]
    if common != [question.id for question in old.questions if new.question(question.id)]:
        yield Change(Weight.ADDITIVE, "The questions stand in another order.")


#: What another value of a section's property does to the answers already given.
_SECTIONS = {
    "show_if": Change(
        Weight.BREAKING,
        "Part “%(section)s” is asked on another condition: those who answered before are others.",
    ),
    "loop": Change(
        Weight.BREAKING,
        "Part “%(section)s” is repeated for other items, or no longer: earlier answers keep"
        " their columns.",
    ),
    "loop_limit": Change(
        Weight.BREAKING,
        "Part “%(section)s” is repeated more or less often: earlier answers keep their columns.",
    ),
    "order": Change(
        Weight.ADDITIVE,
        "Part “%(section)s” has a place of each person's own, or no longer: earlier answers stay.",
    ),
}


def _of_sections(old: Definition, new: Definition) -> Iterator[Change]:
    before = {section.id: section for section in old.sections}
    for section in (each for each in new.sections if each.id in before):
        for name, change in _SECTIONS.items():
            if getattr(before[section.id], name) != getattr(section, name):
                yield replace(change, params={"section": section.title})
    yield from _of_moves(old, new)


def _of_moves(old: Definition, new: Definition) -> Iterator[Change]:
    """Questions that came into another section, which may have a condition or a repetition."""
    for question in new.questions:
        if old.question(question.id) is None:
            continue
        before, after = old.section_of(question), new.section_of(question)
        if before.id == after.id:
            continue
        params = {"section": after.title}
        if (before.show_if, before.loop) == (after.show_if, after.loop):
            sentence = "It stands in the part “%(section)s” now: earlier answers stay comparable."
            yield Change(Weight.ADDITIVE, sentence, question.id, params)
        else:
            sentence = "It follows the rules of the part “%(section)s” now: others are asked it."
            yield Change(Weight.BREAKING, sentence, question.id, params)


def _of_values(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = ({each.id: each.value for each in one.values} for one in (old, new))
    for name in dict.fromkeys([*after, *before]):
        params = {"id": name}
        if name not in before:
            yield Change(Weight.ADDITIVE, "The value “%(id)s” is new.", params=params, adds=True)
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
            sentence = "The quota “%(id)s” is new: those who answered before count in it."
            yield Change(Weight.ADDITIVE, sentence, params=params, adds=True)
        elif name not in after:
            sentence = "The quota “%(id)s” is gone: nobody is turned away by it any more."
            yield Change(Weight.ADDITIVE, sentence, params=params)
        elif before[name] != after[name]:
            sentence = "The quota “%(id)s” is different: who is in already is not put out again."
            yield Change(Weight.ADDITIVE, sentence, params=params)


#: Texts that may come and go without anything else: `.hint` of a question and those of the whole.
_COME_AND_GO = ("hint", "title", "intro", "thanks")


def _of_texts(old: Definition, new: Definition) -> Iterator[Change]:
    if old.language != new.language:
        params = {"language": language_name(new.language)}
        yield Change(Weight.TEXT, "It is written in %(language)s first now.", params=params)
    asked = (*old.questions, *new.questions)
    owners = {key: each.id for each in asked for key, _ in question_texts(each)}
    for language in [each for each in new.languages if each in old.languages]:
        before, after = _spoken(old, language), _spoken(new, language)
        for key in dict.fromkeys([*after, *before]):
            stays = key in old.texts and key in new.texts
            if before.get(key, "") == after.get(key, "") or not (stays or _comes(key, old, new)):
                continue
            said = _reworded(before.get(key, ""), after.get(key, ""), language)
            yield replace(said, question=owners.get(key, ""))


def _reworded(old: str, new: str, language: str) -> Change:
    """The old words and the new ones."""
    params = {"language": language_name(language), "old": _short(old), "new": _short(new)}
    if not old:
        sentence = "In %(language)s there is “%(new)s” now."
    elif not new:
        sentence = "In %(language)s “%(old)s” is gone."
    else:
        sentence = "In %(language)s “%(old)s” became “%(new)s”."
    return Change(Weight.TEXT, sentence, params=params)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def _comes(key: str, old: Definition, new: Definition) -> bool:
    """Say whether a text came or went of something that both versions have."""
    owner, _, what = key.rpartition(".")
    if what not in _COME_AND_GO:
        return False
    sections = {each.id for each in old.sections} & {each.id for each in new.sections}
    there = old.question(owner) is not None and new.question(owner) is not None
    return not owner or owner in sections or there


def _spoken(definition: Definition, language: str) -> Mapping[str, str]:
    own = definition.texts if language == definition.language else {}
    return {**definition.translations.get(language, {}), **own}
