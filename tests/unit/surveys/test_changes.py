"""What a new version changes for answers already given."""

from dataclasses import fields, replace

import pytest

from surveys.changes import Weight, changes
from surveys.definition import Definition, Quota, Section
from surveys.question_types import Check, Choice, Jump, Question, Row
from surveys.rules import Rule
from tests.unit.surveys.definitions import (
    FOUND,
    GRID,
    NPS,
    WHY,
    YEARS,
    goes_to,
    questionnaire,
    shown_if,
    value,
)

RULE = Rule.from_text("nps > 8")

OLD = questionnaire(
    NPS, FOUND, WHY, GRID, segments=("current",), translations={"th": {"nps.text": "ก"}}
)


def told(new, old=OLD):
    return [str(change) for change in changes(old, new)]


def with_question(question):
    section = OLD.sections[0]
    kept = tuple(question if q.id == question.id else q for q in section.questions)
    return replace(OLD, sections=(replace(section, questions=kept),))


CASES = {
    "other words": (
        with_question(replace(NPS, text="Likely?")), Weight.TEXT, "“Recommend us?” became",
    ),
    "other translation": (
        replace(OLD, translations={"th": {"nps.text": "ข"}}), Weight.TEXT, "In ไทย “ก” became “ข”.",
    ),
    "another language": (
        replace(OLD, translations={**OLD.translations, "ko": {}}),
        Weight.ADDITIVE, "speaks 한국어 now",
    ),
    "a language less": (replace(OLD, translations={}), Weight.BREAKING, "no longer speaks ไทย"),
    "a new option": (
        with_question(replace(FOUND, choices=(*FOUND.choices, Choice("fair", "Fair")))),
        Weight.ADDITIVE, "found: “Fair” can be chosen",
    ),
    "an option less": (
        with_question(replace(FOUND, choices=FOUND.choices[1:])),
        Weight.BREAKING, "found: “A peer” is no longer offered.",
    ),
    "needed now": (with_question(replace(WHY, required=True)), Weight.ADDITIVE, "is needed"),
    "another stage": (
        with_question(replace(WHY, stage="decision")), Weight.BREAKING, "about another stage"
    ),
    "another stage of a line": (
        with_question(replace(GRID, rows=tuple(replace(r, stage="decision") for r in GRID.rows))),
        Weight.BREAKING, "another stage",
    ),
    "a condition": (with_question(shown_if(WHY, "nps <= 6")), Weight.BREAKING, "another condition"),
    "another way on": (
        with_question(goes_to(NPS, ("nps > 8", "end"))),
        Weight.BREAKING, "People go on elsewhere",
    ),
    "a random order": (with_question(replace(FOUND, order="random")), Weight.ADDITIVE, "s own"),
    "a check": (
        with_question(replace(NPS, checks=(Check(RULE, "Mind it"),))),
        Weight.ADDITIVE, "nps: Answers are checked otherwise",
    ),
    "another score": (
        with_question(
            replace(FOUND, choices=tuple(replace(each, score=3) for each in FOUND.choices))
        ),
        Weight.BREAKING, "found: Options count as other numbers",
    ),
    "a section's condition": (
        replace(OLD, sections=(replace(OLD.sections[0], show_if=RULE),)),
        Weight.BREAKING, "Part “Everything” is asked on another condition",
    ),
    "a repetition": (
        replace(OLD, sections=(replace(OLD.sections[0], loop="found"),)),
        Weight.BREAKING, "Part “Everything” is repeated for other items",
    ),
    "a new value": (replace(OLD, values=(value("v", "nps * 2"),)), Weight.ADDITIVE, "“v” is new."),
    "a new quota": (
        replace(OLD, quotas=(Quota("q", RULE, 5),)), Weight.ADDITIVE, "The quota “q” is new",
    ),
    "other segments": (replace(OLD, segments=("lost",)), Weight.BREAKING, "segments lost now"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_with_its_weight(name):
    new, weight, sentence = CASES[name]
    assert changes(OLD, new)[0].weight == weight
    assert any(sentence in each for each in told(new)), told(new)


OPTION = Choice("a", "An option")
LINE = Row("r", "A row")
WHOLE = replace(
    FOUND, choices=(OPTION,), rows=(LINE,), hint="", scale=("Bad", "Good"), bands=("Low", "High")
)
#: Another value of every property there is; a new one has to be added here.
OTHERS = {
    Question: {
        "type": "single", "text": "Else?", "hint": "Mind it", "stage": "decision",
        "required": True, "theme_source": True, "asks": "pain", "quote": True,
        "audience": ("lost",), "show_if": RULE, "choices": (), "max_choices": 2, "rows": (),
        "scale": ("Bad", "Fair", "Good"), "minimum": 1, "maximum": 9, "unit": "days",
        "precision": "day", "max_length": 9, "declines": ("dont_know",), "bands": ("Low", "Top"),
        "accepts": ("image",), "step": 2, "total": 10, "per_set": 3, "sets": 4, "order": "random",
        "go_to": (Jump(RULE, "end"),), "checks": (Check(RULE, "Mind it"),),
    },
    Choice: {"id": "b", "text": "Else", "other": True, "exclusive": True, "image": "x", "score": 3,
             "images": {"th": "y"}},
    Row: {"id": "s", "text": "Else", "stage": "decision"},
    Section: {
        "id": "other", "title": "Else", "questions": (), "show_if": RULE, "loop": "nps",
        "loop_limit": 2, "order": "random",
    },
    Definition: {
        "title": "Else", "intro": "Hello", "thanks": "Thanks", "language": "th",
        "segments": ("lost",), "retired": ("old",), "sections": (), "values": (value("v", "nps"),),
        "quotas": (Quota("q", RULE, 5),), "translations": {"th": {"title": "ก"}},
    },
}  # fmt: skip
CASES_OF_ALL = [(kind, name) for kind, others in OTHERS.items() for name in others]


def with_part(kind, part):
    """A questionnaire that holds this part."""
    question = {
        Question: lambda: part,
        Choice: lambda: replace(WHOLE, choices=(part,)),
        Row: lambda: replace(WHOLE, rows=(part,)),
    }.get(kind, lambda: WHOLE)()
    section = part if kind is Section else Section("main", "Everything", (NPS, question))
    if kind is Definition:
        return part
    return replace(questionnaire(NPS), sections=(section,), segments=("current",))


@pytest.mark.parametrize(("kind", "name"), CASES_OF_ALL)
def test_no_property_changes_unseen(kind, name):
    parts = {
        Question: WHOLE, Choice: OPTION, Row: LINE,
        Section: Section("main", "Everything", (NPS, WHOLE)),
        Definition: questionnaire(NPS, WHOLE, segments=("current",)),
    }  # fmt: skip
    part = parts[kind]
    other = replace(part, **{name: OTHERS[kind][name]})
    old, new = with_part(kind, part), with_part(kind, other)
    assert changes(old, new), (old.content_hash, new.content_hash)


def test_every_property_is_tried():
    for kind, others in OTHERS.items():
        named = {each.name for each in fields(kind)} - others.keys()
        assert named <= {"id", "made_from"}  # from which source a translation was made


def test_a_hint_that_goes_and_a_new_unit_are_told():
    with_hint = with_question(replace(WHY, hint="Think of last year", unit="hours"))
    assert told(OLD, with_hint) == [
        "why: The unit is different: earlier numbers were given in “hours”.",
        "why: In English “Think of last year” is gone.",
    ]


def test_a_question_moved_under_another_rule_is_a_break():
    before = (Section("main", "Main", (NPS, WHY)), Section("more", "More", (GRID,)))
    moved = (Section("main", "Main", (NPS,)), Section("more", "More", (WHY, GRID)))
    old, plain = (replace(OLD, sections=each) for each in (before, moved))
    assert changes(old, plain)[0].weight == Weight.ADDITIVE
    ruled = tuple(replace(each, show_if=RULE) if each.id == "more" else each for each in moved)
    old = replace(OLD, sections=(before[0], replace(before[1], show_if=RULE)))
    found = changes(old, replace(OLD, sections=ruled))
    assert [str(each) for each in found if each.question == "why"] == [
        "why: It follows the rules of the part “More” now: others are asked it."
    ]


def test_values_and_quotas_that_go_or_differ_are_told():
    old = replace(
        OLD, values=(value("v", "nps * 2"), value("w", "1")), quotas=(Quota("q", RULE, 5),)
    )
    new = replace(OLD, values=(value("v", "nps * 3"),), quotas=(Quota("q", RULE, 6),))
    assert told(new, old) == [
        "The value “v” is calculated in another way.",
        "The value “w” is gone; its column stays in the export.",
        "The quota “q” is different: who is in already is not put out again.",
    ]
    assert told(replace(new, quotas=()), new) == [
        "The quota “q” is gone: nobody is turned away by it any more."
    ]


def test_nothing_changed_is_nothing_told():
    assert changes(OLD, OLD) == []


def test_the_weightiest_change_stands_first():
    new = questionnaire(YEARS, replace(NPS, text="Likely?"), WHY, segments=("current",))
    found = changes(OLD, replace(new, translations=OLD.translations))
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
    assert str(found[0]) == "found: The question is gone; its answers stay in the export."
