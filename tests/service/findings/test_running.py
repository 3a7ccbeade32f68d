"""Running the analysis: what is found is stored, what a person decided outlives every run."""

import pytest
from sqlalchemy import select

from findings.models import Assignment, Evidence, Proposal, Theme
from findings.services import evidence, merging, proposals, themes
from findings.services.latest import last_run
from findings.services.runs.running import prepare, store, themes_step
from foundation.clock import now
from foundation.errors import Conflict
from research.services.steps import StepState
from tests.service.findings.machine import found, run


@pytest.fixture
def slow(world):
    """A study in which two clients find us slow; a first run has found that."""
    for firm in ("Acme", "Beta"):
        world.answer(f"Slow {firm}", response=world.response(world.contact(firm)))
    run(world, {"Slow Acme": "late", "Slow Beta": "late"})
    return world


def again(world, theme, **values):
    """A second run that finds the same theme."""
    return run(world, {"Slow Acme": str(theme.id), "Slow Beta": str(theme.id)}, **values)


def only_theme(world):
    return world.session.scalars(select(Theme)).one()


def unit(world, text):
    return world.session.scalars(select(Evidence).where(Evidence.text == text)).one()


def placed(world):
    statement = (
        select(Evidence.text, Theme.label, Assignment.state)
        .select_from(Assignment).join(Evidence).join(Theme).order_by(Evidence.text, Theme.label)
    )  # fmt: skip
    return [tuple(row) for row in world.session.execute(statement)]


def test_what_is_found_is_stored_as_proposed(slow):
    theme = only_theme(slow)
    assert (theme.label, theme.slug, theme.status) == ("Late", "late", "proposed")
    assert placed(slow) == [("Slow Acme", "Late", "suggested"), ("Slow Beta", "Late", "suggested")]


def test_words_that_somebody_said_are_no_address(world):
    world.answer("Slow")
    run(world, {"Slow": "slow beyond words"}, source="words")
    assert only_theme(world).slug == "pain"


def test_the_run_keeps_how_it_was_made(slow):
    done = last_run(slow.session, slow.study.id)
    assert (done.versions, done.seed, len(done.corpus_hash)) == ({"analysis": "test"}, 0, 64)
    assert done.metrics["k"] == 1.0
    assert (done.metrics["units"], done.metrics["new_themes"]) == (2, 1)


def test_without_words_there_is_nothing_to_run(world):
    with pytest.raises(Conflict, match="no answers in words"):
        prepare(world.session, world.study)


def test_an_interviewer_s_judgement_of_an_excerpt_holds(world):
    excerpt = world.excerpt(world.talk(), "Fine. Just fine.", kind="pain")
    [decision] = prepare(world.session, world.study).known.decisions
    assert (decision.key, decision.kind) == ((f"excerpt:{excerpt.id}", 0, 16), "pain")


def test_what_a_question_invites_is_no_judgement(world):
    world.answer("Quick and friendly.", "hard")
    prepared = prepare(world.session, world.study)
    assert [each.kind_hint for each in prepared.corpus.passages] == ["pain"]
    assert prepared.known.decisions == ()


def test_the_same_run_again_adds_nothing_twice(slow):
    before = placed(slow)
    again(slow, only_theme(slow))
    assert placed(slow) == before
    assert len(slow.session.scalars(select(Evidence)).all()) == 2


def test_a_person_s_name_outlives_a_run(slow):
    theme = only_theme(slow)
    themes.rename(slow.session, theme, label="Answers come late", rev=theme.rev, actor=None)
    again(slow, theme)
    assert only_theme(slow).label == "Answers come late"


def test_a_person_s_stage_outlives_a_run(slow):
    theme = only_theme(slow)
    themes.move_stage(slow.session, theme, stage="onboarding", rev=theme.rev, actor=None)
    again(slow, theme)
    assert only_theme(slow).stage == "onboarding"
    assert proposals.list_open(slow.session, slow.study.id) == []


def test_a_theme_nobody_judged_follows_the_machine_s_stage(slow):
    theme = only_theme(slow)
    again(slow, theme, stage="advocacy")
    assert only_theme(slow).stage == "advocacy"


def test_another_stage_for_an_approved_theme_is_only_proposed(slow):
    theme = only_theme(slow)
    themes.approve(slow.session, theme, rev=theme.rev, actor=None)
    again(slow, theme, stage="advocacy")
    [(proposal, of, _)] = proposals.list_open(slow.session, slow.study.id)
    assert (of.stage, proposal.payload) == ("usage", {"from": "usage", "to": "advocacy"})


def test_a_dropped_theme_stays_dropped(slow):
    theme = only_theme(slow)
    themes.drop(slow.session, theme, rev=theme.rev, actor=None)
    again(slow, theme)
    assert only_theme(slow).status == "dropped"


def test_a_dropped_pain_found_anew_goes_to_the_dropped_theme(slow):
    theme = only_theme(slow)
    theme.library_id = "late-answers"
    themes.drop(slow.session, theme, rev=theme.rev, actor=None)
    run(slow, {"Slow Acme": "new", "Slow Beta": "new"}, library="late-answers")
    assert only_theme(slow).status == "dropped"


def test_a_rejected_unit_is_never_offered_again(slow):
    theme, acme = only_theme(slow), unit(slow, "Slow Acme")
    evidence.reject(slow.session, [acme], theme, actor=None)
    again(slow, theme)
    assert placed(slow)[0] == ("Slow Acme", "Late", "rejected")


def test_an_accepted_unit_stays_wherever_the_machine_would_put_it(slow):
    theme, acme = only_theme(slow), unit(slow, "Slow Acme")
    evidence.put(slow.session, [acme], theme, actor=None)
    run(slow, {"Slow Acme": "other", "Slow Beta": str(theme.id)})
    assert placed(slow)[0] == ("Slow Acme", "Late", "accepted")


def test_a_locked_theme_gets_nothing_from_the_machine(slow):
    theme = only_theme(slow)
    themes.lock(slow.session, theme, rev=theme.rev, actor=None)
    slow.answer("Slow Cay", response=slow.response(slow.contact("Cay")))
    run(slow, dict.fromkeys(("Slow Acme", "Slow Beta", "Slow Cay"), str(theme.id)))
    assert [text for text, _, _ in placed(slow)] == ["Slow Acme", "Slow Beta"]


def test_a_new_unit_joins_a_judged_theme_as_a_suggestion(slow):
    theme = only_theme(slow)
    themes.approve(slow.session, theme, rev=theme.rev, actor=None)
    slow.answer("Slow Cay", response=slow.response(slow.contact("Cay")))
    run(slow, dict.fromkeys(("Slow Acme", "Slow Beta", "Slow Cay"), str(theme.id)))
    assert placed(slow)[2] == ("Slow Cay", "Late", "suggested")


def test_a_move_out_of_a_judged_theme_is_only_proposed(slow):
    theme = only_theme(slow)
    themes.approve(slow.session, theme, rev=theme.rev, actor=None)
    done = run(slow, {"Slow Acme": "other", "Slow Beta": str(theme.id)})
    assert placed(slow)[0] == ("Slow Acme", "Late", "suggested")
    [(proposal, _, target)] = proposals.list_open(slow.session, slow.study.id)
    assert (target.label, proposal.payload["evidence"]) == (
        "Other", [str(unit(slow, "Slow Acme").id)],
    )  # fmt: skip
    assert done.metrics["proposals"] == 1


def test_a_theme_nobody_judged_lets_its_units_go(slow):
    theme = only_theme(slow)
    run(slow, {"Slow Acme": "other", "Slow Beta": str(theme.id)})
    assert placed(slow)[0] == ("Slow Acme", "Other", "suggested")


def test_a_newer_run_takes_the_place_of_open_proposals(slow):
    theme = only_theme(slow)
    themes.approve(slow.session, theme, rev=theme.rev, actor=None)
    run(slow, {"Slow Acme": "other", "Slow Beta": str(theme.id)})
    again(slow, theme)
    assert slow.session.scalars(select(Proposal)).all() == []


def test_a_person_s_kind_outlives_a_run(slow):
    evidence.set_kind(slow.session, unit(slow, "Slow Acme"), "neutral")
    again(slow, only_theme(slow))
    acme = unit(slow, "Slow Acme")
    assert (acme.kind, acme.severity) == ("neutral", None)


def test_a_person_s_severity_outlives_a_run(slow):
    evidence.set_severity(unit(slow, "Slow Acme"), 4)
    again(slow, only_theme(slow))
    assert unit(slow, "Slow Acme").severity == 4


def test_merged_evidence_stays_merged(slow):
    theme, other = only_theme(slow), slow.theme("Other")
    merging.merge(slow.session, theme, into=other, rev=theme.rev, actor=None)
    run(slow, {"Slow Acme": "late", "Slow Beta": "late"})
    assert placed(slow) == [("Slow Acme", "Other", "accepted"), ("Slow Beta", "Other", "accepted")]


def test_a_pain_found_again_after_its_theme_was_merged_goes_to_the_survivor(slow):
    theme, other = only_theme(slow), slow.theme("Other")
    theme.library_id = "late-answers"
    merging.merge(slow.session, theme, into=other, rev=theme.rev, actor=None)
    slow.answer("Slow Cay", response=slow.response(slow.contact("Cay")))
    run(slow, {"Slow Cay": "new"}, library="late-answers")
    assert placed(slow)[2] == ("Slow Cay", "Other", "suggested")


def test_units_of_words_that_changed_are_cleared_away(slow):
    acme = unit(slow, "Slow Acme")
    evidence.put(slow.session, [acme], only_theme(slow), actor=None)
    acme.answer.text = "Quick Acme"
    run(slow, {"Slow Beta": str(only_theme(slow).id)})
    texts = slow.session.scalars(select(Evidence.text).order_by(Evidence.text)).all()
    assert texts == ["Quick Acme", "Slow Beta"]


def test_units_of_erased_people_are_cleared_away(slow):
    unit(slow, "Slow Acme").answer.response.contact.erased_at = now()
    again(slow, only_theme(slow))
    assert [text for text, _, _ in placed(slow)] == ["Slow Beta"]


def test_a_unit_a_person_placed_outlives_other_cuts_of_the_same_words(slow):
    acme = unit(slow, "Slow Acme")
    evidence.put(slow.session, [acme], only_theme(slow), actor=None)
    acme.start, acme.text = 5, "Acme"
    again(slow, only_theme(slow))
    assert ("Acme", "Late", "accepted") in placed(slow)


def test_words_that_change_during_the_run_are_left_for_the_next(slow):
    prepared = prepare(slow.session, slow.study)
    analysis = found(prepared, {})
    unit(slow, "Slow Acme").answer.text = "Quick Acme"
    store(slow.session, prepared, analysis)
    texts = slow.session.scalars(select(Evidence.text)).all()
    assert texts == ["Slow Beta"]


def test_a_theme_nobody_judged_is_recognised_by_its_evidence(slow):
    before = only_theme(slow).id
    run(slow, {"Slow Acme": "tardy", "Slow Beta": "tardy"})
    assert (only_theme(slow).id, only_theme(slow).label) == (before, "Late")


def test_a_theme_that_shares_too_little_is_new(slow):
    texts = [f"Dear {firm}" for firm in ("Cay", "Dune", "Elm")]
    for text in texts:
        slow.answer(text, response=slow.response(slow.contact(text)))
    run(slow, {"Slow Acme": "late", "Slow Beta": "fees", **dict.fromkeys(texts, "fees")})
    assert {label for _, label, _ in placed(slow)} == {"Late", "Fees"}


def test_of_two_themes_that_share_a_standing_one_the_larger_share_is_it(slow):
    slow.answer("Slow Cay", response=slow.response(slow.contact("Cay")))
    run(slow, dict.fromkeys(("Slow Acme", "Slow Beta", "Slow Cay"), "late"))
    run(slow, {"Slow Acme": "a", "Slow Beta": "b", "Slow Cay": "b"})
    assert placed(slow)[1:] == [
        ("Slow Beta", "Late", "suggested"), ("Slow Cay", "Late", "suggested"),
    ]  # fmt: skip


def step(world):
    found = themes_step(world.session, world.study)
    return found.state, found.detail % found.params


def test_the_step_waits_for_words(world):
    assert step(world) == (StepState.WAITING, "The answers in words are not analysed yet")


def test_the_step_is_ready_with_the_first_words(world):
    world.answer("Slow")
    assert step(world)[0] == StepState.READY


def test_the_step_counts_what_a_person_approved(slow):
    assert step(slow) == (StepState.READY, "0 of 1 approved")


def test_the_step_is_done_when_all_is_approved(slow):
    only_theme(slow).status = "approved"
    assert step(slow) == (StepState.DONE, "1 of 1 approved")


def test_the_step_passes_over_a_theme_whose_words_all_went_elsewhere(slow):
    slow.theme("Empty")
    assert step(slow)[1] == "0 of 1 approved"
