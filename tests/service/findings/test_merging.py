"""Merging themes and taking it back."""

import pytest

from findings.models import Assignment
from findings.services import evidence, merging, themes
from foundation.errors import Conflict, Invalid


@pytest.fixture
def late(world):
    return world.theme("Late invoices")


@pytest.fixture
def slow(world):
    return world.theme("Slow billing")


@pytest.fixture
def unit(world, late):
    return world.evidence(world.answer("Late again"), late)


def merge(world, theme, into):
    merging.merge(world.session, theme, into=into, rev=theme.rev, actor=None)
    world.session.flush()


def test_the_evidence_goes_over(world, late, slow, unit):
    merge(world, late, slow)
    assert (world.heard(late.slug), world.heard(slow.slug)) == ([], ["Late again"])
    assert late.merged_into_id == slow.id


def test_undoing_gives_everything_back_as_it_was(world, late, slow, unit):
    merge(world, late, slow)
    merging.undo_merge(world.session, late, rev=late.rev, actor=None)
    world.session.flush()
    assert (world.heard(late.slug), world.heard(slow.slug)) == (["Late again"], [])
    assert late.merged_into_id is None
    assert not any(each.state == "accepted" for each in assignments(world))


def assignments(world):
    return world.session.query(Assignment).all()


def test_what_was_rejected_meanwhile_does_not_come_back(world, late, slow, unit):
    merge(world, late, slow)
    evidence.reject(world.session, [unit], slow, actor=None)
    merging.undo_merge(world.session, late, rev=late.rev, actor=None)
    world.session.flush()
    assert world.heard(late.slug) == []


def test_a_unit_in_both_counts_once_and_comes_back_to_both(world, late, slow, unit):
    world.assign(unit, slow)
    merge(world, late, slow)
    assert world.heard(slow.slug) == ["Late again"]
    merging.undo_merge(world.session, late, rev=late.rev, actor=None)
    world.session.flush()
    assert (world.heard(late.slug), world.heard(slow.slug)) == (["Late again"], ["Late again"])


def test_both_histories_tell_of_it(world, late, slow, unit):
    merge(world, late, slow)
    assert [event.verb for event, _ in themes.history(world.session, late)] == ["merged"]
    assert [event.verb for event, _ in themes.history(world.session, slow)] == ["absorbed"]


def test_a_theme_is_not_merged_into_itself(world, late):
    with pytest.raises(Invalid, match="into itself"):
        merge(world, late, late)


@pytest.mark.parametrize("which", ["late", "slow"])
def test_a_locked_theme_is_not_merged(world, late, slow, which):
    {"late": late, "slow": slow}[which].locked = True
    world.session.flush()
    with pytest.raises(Conflict, match="is locked"):
        merge(world, late, slow)


def test_nothing_is_merged_into_a_dropped_theme(world, late, slow):
    slow.status = "dropped"
    with pytest.raises(Conflict, match="Revive it first"):
        merge(world, late, slow)


def test_a_theme_is_merged_once(world, late, slow):
    merge(world, late, slow)
    with pytest.raises(Conflict, match="already"):
        merge(world, late, slow)


def test_only_a_merge_can_be_undone(world, late):
    with pytest.raises(Conflict, match="not merged"):
        merging.undo_merge(world.session, late, rev=1, actor=None)
