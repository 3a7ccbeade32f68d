"""Proposals of a run: done when accepted, never offered again when declined."""

import uuid

import pytest

from findings.services import proposals, themes
from foundation.errors import Conflict, NotFound
from tests.service.findings.machine import run


@pytest.fixture
def judged(world):
    """An approved theme of one unit that a second run would put elsewhere."""
    world.answer("Slow")
    run(world, {"Slow": "late"})
    theme = themes.find_theme(world.session, world.study.id, "late")
    themes.approve(world.session, theme, rev=theme.rev, actor=None)
    run(world, {"Slow": "other"})
    return theme


def opened(world):
    return [proposal for proposal, _, _ in proposals.list_open(world.session, world.study.id)]


def test_an_accepted_move_is_done(world, judged):
    [proposal] = opened(world)
    proposals.accept(world.session, proposal, actor=None)
    assert (world.heard("late"), world.heard("other")) == ([], ["Slow"])
    assert opened(world) == []


def test_a_declined_move_is_not_offered_again(world, judged):
    [proposal] = opened(world)
    proposals.decline(proposal)
    other = themes.find_theme(world.session, world.study.id, "other")
    other.name_locked = True
    run(world, {"Slow": str(other.id)})
    assert opened(world) == []
    assert world.heard("late") == ["Slow"]


def test_a_unit_the_run_finds_no_place_for_is_proposed_to_leave(world, judged):
    run(world, {})
    [proposal] = opened(world)
    proposals.accept(world.session, proposal, actor=None)
    assert world.heard("late") == []


def test_an_accepted_stage_is_set(world, judged):
    run(world, {"Slow": str(judged.id)}, stage="advocacy")
    [proposal] = opened(world)
    proposals.accept(world.session, proposal, actor=None)
    assert judged.stage == "advocacy"


def test_a_declined_stage_is_not_offered_again(world, judged):
    for _ in range(2):
        run(world, {"Slow": str(judged.id)}, stage="advocacy")
        for proposal in opened(world):
            proposals.decline(proposal)
        world.session.flush()
    run(world, {"Slow": str(judged.id)}, stage="advocacy")
    assert opened(world) == []


def test_a_proposal_is_decided_once(world, judged):
    [proposal] = opened(world)
    proposals.decline(proposal)
    with pytest.raises(Conflict, match="decided already"):
        proposals.find_proposal(world.session, world.study.id, proposal.id)


def test_a_proposal_of_another_study_is_not_found(world, judged):
    [proposal] = opened(world)
    with pytest.raises(NotFound):
        proposals.find_proposal(world.session, uuid.uuid4(), proposal.id)
