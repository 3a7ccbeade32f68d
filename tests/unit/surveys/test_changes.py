"""What a new version changes for answers already given."""

from dataclasses import replace

import pytest

from surveys.changes import Weight, changes, heaviest
from surveys.definition import Quota
from surveys.question_types import Check, Choice
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
    "other words": (with_question(replace(NPS, text="Likely?")), Weight.TEXT, "nps: The words of"),
    "other translation": (
        replace(OLD, translations={"th": {"nps.text": "ข"}}), Weight.TEXT, "different in th",
    ),
    "another language": (
        replace(OLD, translations={**OLD.translations, "ko": {}}), Weight.ADDITIVE, "speaks ko now",
    ),
    "a language less": (replace(OLD, translations={}), Weight.BREAKING, "no longer speaks th"),
    "a new option": (
        with_question(replace(FOUND, choices=(*FOUND.choices, Choice("fair", "Fair")))),
        Weight.ADDITIVE, "found: “Fair” can be chosen",
    ),
    "an option less": (
        with_question(replace(FOUND, choices=FOUND.choices[1:])),
        Weight.BREAKING, "found: “A peer” is no longer offered.",
    ),
    "needed now": (with_question(replace(WHY, required=True)), Weight.ADDITIVE, "“required”"),
    "another stage": (with_question(replace(WHY, stage="decision")), Weight.BREAKING, "“stage”"),
    "another stage of a line": (
        with_question(replace(GRID, rows=tuple(replace(r, stage="decision") for r in GRID.rows))),
        Weight.BREAKING, "“stage”",
    ),
    "a condition": (with_question(shown_if(WHY, "nps <= 6")), Weight.BREAKING, "“show_if”"),
    "another way on": (
        with_question(goes_to(NPS, ("nps > 8", "end"))), Weight.BREAKING, "nps: “go_to”",
    ),
    "a random order": (with_question(replace(FOUND, order="random")), Weight.ADDITIVE, "“order”"),
    "a check": (
        with_question(replace(NPS, checks=(Check(RULE, "Mind it"),))),
        Weight.ADDITIVE, "nps: “checks” is different",
    ),
    "another score": (
        with_question(
            replace(FOUND, choices=tuple(replace(each, score=3) for each in FOUND.choices))
        ),
        Weight.BREAKING, "found: “score” is different",
    ),
    "a section's condition": (
        replace(OLD, sections=(replace(OLD.sections[0], show_if=RULE),)),
        Weight.BREAKING, "Section main: “show_if” is different.",
    ),
    "a repetition": (
        replace(OLD, sections=(replace(OLD.sections[0], loop="found"),)),
        Weight.BREAKING, "Section main: “loop” is different.",
    ),
    "a new value": (replace(OLD, values=(value("v", "nps * 2"),)), Weight.ADDITIVE, "“v” is new."),
    "a new quota": (
        replace(OLD, quotas=(Quota("q", RULE, 5),)), Weight.ADDITIVE, "The quota “q” is new.",
    ),
    "other segments": (replace(OLD, segments=("lost",)), Weight.BREAKING, "segments lost now"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_with_its_weight(name):
    new, weight, sentence = CASES[name]
    assert heaviest(changes(OLD, new)) == weight
    assert any(sentence in each for each in told(new)), told(new)


def test_values_and_quotas_that_go_or_differ_are_told():
    old = replace(
        OLD, values=(value("v", "nps * 2"), value("w", "1")), quotas=(Quota("q", RULE, 5),)
    )
    new = replace(OLD, values=(value("v", "nps * 3"),), quotas=(Quota("q", RULE, 6),))
    assert told(new, old) == [
        "The value “v” is calculated in another way.",
        "The value “w” is gone; its column stays in the export.",
        "The quota “q” is different.",
    ]
    assert told(replace(new, quotas=()), new) == ["The quota “q” is gone."]


def test_nothing_changed_is_nothing_told():
    assert changes(OLD, OLD) == []
    assert heaviest([]) is None


def test_the_weightiest_change_stands_first():
    new = questionnaire(YEARS, replace(NPS, text="Likely?"), WHY, segments=("current",))
    found = changes(OLD, replace(new, translations=OLD.translations))
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
    assert str(found[0]) == "found: The question is gone; its answers stay in the export."
