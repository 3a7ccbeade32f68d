"""Sorting and judging single units."""

import uuid

import pytest

from findings.services import evidence, themes
from findings.services.decisions import key_of, read_known
from findings.services.voices import count_unsorted, unsorted_voices
from foundation.errors import Conflict, Invalid, NotFound


@pytest.fixture
def late(world):
    return world.theme("Late invoices")


@pytest.fixture
def slow(world):
    return world.theme("Slow billing")


@pytest.fixture
def unit(world, late):
    return world.evidence(world.answer("Late again"), late)


def test_a_unit_moves_from_theme_to_theme(world, late, slow, unit):
    evidence.move(world.session, [unit], late, slow, actor=None)
    assert (world.heard(late.slug), world.heard(slow.slug)) == ([], ["Late again"])


def test_a_moved_unit_is_never_offered_to_the_first_again(world, late, slow, unit):
    evidence.move(world.session, [unit], late, slow, actor=None)
    world.session.flush()
    known = read_known(world.session, world.study.id)
    assert {theme for _, theme in known.rejected} == {str(late.id)}


def test_a_person_s_sorting_replaces_the_machine_s_suggestion(world, late, slow, unit):
    evidence.put(world.session, [unit], slow, actor=None)
    assert (world.heard(late.slug), world.heard(slow.slug)) == ([], ["Late again"])


def test_a_unit_may_stand_in_two_themes_if_people_say_so(world, late, slow, unit):
    evidence.put(world.session, [unit], late, actor=None)
    evidence.put(world.session, [unit], slow, actor=None)
    assert (world.heard(late.slug), world.heard(slow.slug)) == (["Late again"], ["Late again"])


def test_units_become_a_theme_of_their_own(world, late, unit):
    new = evidence.split(world.session, [unit], late, label="Wrong amounts", actor=None)
    assert (new.kind, new.stage, world.heard(new.slug)) == ("pain", "usage", ["Late again"])
    assert next(e.verb for e, _ in themes.history(world.session, late)) == "split"


def test_what_is_in_no_theme_is_found(world, late, unit):
    evidence.reject(world.session, [unit], late, actor=None)
    world.evidence(world.answer("Hello"), kind="neutral")
    world.session.flush()
    texts = [voice.text for voice in unsorted_voices(world.session, world.study.id, 10)]
    assert texts == ["Late again"]
    assert count_unsorted(world.session, world.study.id) == 1


@pytest.mark.parametrize("state", ["dropped", "locked"])
def test_a_closed_theme_takes_no_evidence(world, slow, unit, state):
    slow.locked, slow.status = state == "locked", "dropped" if state == "dropped" else "proposed"
    with pytest.raises((Conflict, Invalid)):
        evidence.put(world.session, [unit], slow, actor=None)


def test_a_locked_theme_keeps_its_evidence(world, late, unit):
    late.locked = True
    with pytest.raises(Conflict, match="is locked"):
        evidence.reject(world.session, [unit], late, actor=None)


def test_a_unit_that_is_not_in_the_theme_cannot_be_taken_out(world, slow, unit):
    with pytest.raises(NotFound, match="not in the theme any more"):
        evidence.reject(world.session, [unit], slow, actor=None)


def test_a_pain_that_is_praise_leaves_the_pain_it_was_suggested_for(world, late, unit):
    unit.severity = 3
    evidence.set_kind(world.session, unit, "praise")
    assert world.heard(late.slug) == []
    assert (unit.kind, unit.kind_origin, unit.severity) == ("praise", "person", None)


def test_only_pains_have_a_severity(world, unit):
    unit.kind = "praise"
    with pytest.raises(Invalid, match="Only a pain"):
        evidence.set_severity(unit, 2)


def test_a_stage_a_person_gave_is_told_to_the_next_run(world, unit):
    unit.second_stage = "decision"
    evidence.set_stage(world.session, unit, "usage")
    assert (unit.stage, unit.stage_origin, unit.second_stage) == ("usage", "person", "")
    told = read_known(world.session, unit.study_id).decisions
    assert [each.stage for each in told if each.key == key_of(unit)] == ["usage"]


@pytest.mark.parametrize("stage", ["", "odd"])
def test_a_stage_is_one_of_the_journey(world, unit, stage):
    with pytest.raises(Invalid, match="The journey has no stage"):
        evidence.set_stage(world.session, unit, stage)


@pytest.mark.parametrize("severity", [0, 5])
def test_a_severity_is_one_to_four(unit, severity):
    with pytest.raises(Invalid, match="1, 2, 3 or 4"):
        evidence.set_severity(unit, severity)


def test_a_kind_is_one_of_four(world, unit):
    with pytest.raises(Invalid, match="pain, praise"):
        evidence.set_kind(world.session, unit, "odd")


def test_units_of_another_study_are_not_found(world, unit):
    with pytest.raises(NotFound, match="not there any more"):
        evidence.find_units(world.session, uuid.uuid4(), [unit.id])


def test_nothing_chosen_is_said(world):
    with pytest.raises(Invalid, match="at least one quote"):
        evidence.find_units(world.session, world.study.id, [])
