"""Reading what people decided, as the analysis takes it."""

import pytest

from analysis.corpus import Decision
from findings.services import evidence, merging, themes
from findings.services.decisions import read_known


@pytest.fixture
def theme(world):
    return world.theme("Late invoices", status="approved")


@pytest.fixture
def unit(world, theme):
    return world.evidence(world.answer("Slow"), theme)


def known(world):
    return read_known(world.session, world.study.id)


def key(unit):
    return (unit.source_key, unit.start, unit.end)


def test_themes_are_known_by_their_id_with_the_words_that_belong_to_them(world, theme, unit):
    [each] = known(world).themes
    assert (each.id, each.labels, each.kind) == (str(theme.id), {"en": "Late invoices"}, "pain")
    assert (each.stage, each.examples, each.locked) == ("usage", ("Slow",), False)


def test_words_a_person_placed_come_first_among_the_examples(world, theme, unit):
    late = world.evidence(world.answer("Much too late"))
    evidence.put(world.session, [late], theme, actor=None)
    assert known(world).themes[0].examples == ("Much too late", "Slow")


def test_an_accepted_place_is_a_decision(world, theme, unit):
    evidence.put(world.session, [unit], theme, actor=None)
    assert known(world).decisions == (Decision(*key(unit), theme_id=str(theme.id)),)


def test_a_suggestion_is_none(world, unit):
    assert known(world).decisions == ()


def test_a_kind_set_by_a_person_is_a_decision(world, unit):
    evidence.set_kind(world.session, unit, "praise")
    assert known(world).decisions == (Decision(*key(unit), kind="praise"),)


def test_a_rejected_place_is_told(world, theme, unit):
    evidence.reject(world.session, [unit], theme, actor=None)
    assert known(world).rejected == {(key(unit), str(theme.id))}


def test_a_merged_theme_is_retired(world, theme, unit):
    other = world.theme("Bills come late")
    merging.merge(world.session, theme, into=other, rev=theme.rev, actor=None)
    assert known(world).retired_ids == {str(theme.id)}
    assert [each.id for each in known(world).themes] == [str(other.id)]


def test_a_theme_nobody_judged_is_not_known(world, theme, unit):
    theme.status = "proposed"
    assert known(world).themes == ()


def test_a_theme_somebody_put_words_into_is_known(world, theme, unit):
    theme.status = "proposed"
    evidence.put(world.session, [unit], theme, actor=None)
    assert [each.id for each in known(world).themes] == [str(theme.id)]


def test_an_empty_theme_a_person_named_is_known(world, theme):
    themes.rename(world.session, theme, label="Bills", rev=theme.rev, actor=None)
    assert [each.labels for each in known(world).themes] == [{"en": "Bills"}]
