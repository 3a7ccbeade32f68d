"""What the overview says about the themes."""

from sqlalchemy import select

from findings.models import Theme
from findings.services import themes
from findings.services.steps import themes_step
from research.services.steps import StepState
from tests.service.findings.machine import run


def test_a_draft_waits_and_an_open_study_may_be_analysed(world):
    assert themes_step(world.session, world.study).state == StepState.WAITING
    world.study.state = "open"
    assert themes_step(world.session, world.study).state == StepState.READY


def test_the_themes_are_done_when_every_one_is_judged(world):
    for firm in ("Acme", "Beta"):
        world.answer(f"Slow {firm}", response=world.response(world.contact(firm)))
    run(world, {"Slow Acme": "late", "Slow Beta": "late"})
    step = themes_step(world.session, world.study)
    assert (step.state, step.params) == (StepState.READY, {"approved": 0, "proposed": 1})
    theme = world.session.scalars(select(Theme)).one()
    themes.approve(world.session, theme, rev=theme.rev, actor=None)
    assert themes_step(world.session, world.study).state == StepState.DONE
