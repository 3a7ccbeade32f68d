"""Gathering: which words reach the analysis, in which order, with what beside them."""

from datetime import date

import pytest

from findings.gathering import gather
from foundation.clock import now
from surveys.question_types import Question, Row
from tests.service.findings.world import HARD, World
from tests.unit.surveys.definitions import questionnaire


def texts(world):
    return [passage.text for passage in gather(world.session, world.study).corpus.passages]


def only(world):
    [passage] = gather(world.session, world.study).corpus.passages
    return passage


def test_open_answers_that_feed_the_themes_are_gathered(world):
    response = world.response()
    world.answer("Slow", "hard", response)
    world.answer("Not for themes", "aside", response)
    world.answer("   ", "start", response)
    assert texts(world) == ["Slow"]


def test_a_passage_carries_who_speaks_and_about_what(world):
    contact = world.contact("Acme", "former", language="ko")
    answer = world.answer("Slow", response=world.response(contact))
    passage = only(world)
    assert (passage.id, passage.question) == (f"answer:{answer.id}", "hard")
    assert (passage.client, passage.respondent) == (str(contact.organisation_id), str(contact.id))
    assert (passage.segment, passage.language, passage.stage_hint) == ("former", "ko", "usage")


def test_what_a_question_invites_goes_along_as_a_hint(world):
    world.answer("Slow", "hard")
    world.answer("Lost", "start")
    hints = {
        each.question: each.kind_hint for each in gather(world.session, world.study).corpus.passages
    }
    assert hints == {"hard": "pain", "start": None}


def test_the_language_answered_in_comes_before_the_contact_s(world):
    world.answer("Slow", response=world.response(world.contact(language="ko"), language="vi"))
    assert only(world).language == "vi"


def test_ratings_on_the_same_stage_go_along(world):
    response = world.response()
    world.answer("Slow", "hard", response)
    world.rate(response, time=1, budget=4)
    assert only(world).ratings == (0.0, 0.75)


def test_ratings_of_another_stage_or_declined_do_not(world):
    response = world.response()
    world.answer("Lost", "start", response)
    world.rate(response, time=1)
    assert only(world).ratings == ()


def test_a_line_of_a_grid_may_rate_another_stage_than_its_question(world):
    response = world.response()
    world.answer("Lost", "start", response)
    world.rate(response, time=1, begin=2)
    assert only(world).ratings == (0.25,)


def test_a_stage_of_the_eight_is_translated_to_the_study_s_own(session):
    world = World(session, preset="four-stage", stages=("pre_purchase", "client_experience"))
    world.answer("Slow")
    assert only(world).stage_hint == "client_experience"


def test_a_stage_the_journey_does_not_have_gives_no_hint(session):
    world = World(session, preset="", stages=("before", "after"))
    world.answer("Slow")
    assert only(world).stage_hint is None


def test_test_responses_and_erased_people_are_left_out(world):
    world.answer("Test", response=world.response(is_test=True))
    world.answer("Gone", response=world.response(world.contact(erased_at=now())))
    world.excerpt(world.talk(world.contact(erased_at=now())), "Gone too")
    assert texts(world) == []


def test_partial_responses_count(world):
    world.answer("Slow", response=world.response(submitted_at=None))
    assert texts(world) == ["Slow"]


def test_excerpts_carry_the_interviewer_s_judgement(world):
    world.excerpt(world.talk(), "Nobody calls", "advocacy", kind="pain", severity=4)
    passage = only(world)
    assert (passage.stage_hint, passage.kind_hint, passage.severity) == ("advocacy", "pain", 4)


def test_an_excerpt_s_own_stage_comes_before_its_section_s(world):
    world.excerpt(world.talk(), "Nobody calls", "advocacy", kind="")
    excerpt = world.excerpt(world.talk(), "Asked twice", "advocacy")
    excerpt.stage = "onboarding"
    hints = [p.stage_hint for p in gather(world.session, world.study).corpus.passages]
    assert hints == ["advocacy", "onboarding"]


def test_withdrawn_consent_takes_the_interview_out(world):
    talk = world.talk()
    world.excerpt(talk, "Nobody calls")
    world.consent(talk, withdrawn_on=date(2026, 6, 1))
    assert texts(world) == []
    assert gather(world.session, world.study).interviewed == frozenset()


def test_the_order_depends_on_the_words_people_and_questions_alone(world):
    for firm in ("Zeta", "Acme", "Mid"):
        response = world.response(world.contact(firm))
        world.answer(f"{firm} start", "start", response)
        world.answer(f"{firm} hard", "hard", response)
    assert texts(world) == [
        f"{firm} {what}" for firm in ("Acme", "Mid", "Zeta") for what in ("hard", "start")
    ]


def test_the_fingerprint_follows_the_words(world):
    answer = world.answer("Slow")
    before = gather(world.session, world.study).fingerprint
    assert gather(world.session, world.study).fingerprint == before
    answer.text = "Slower"
    assert gather(world.session, world.study).fingerprint != before


def test_everyone_who_came_past_a_question_was_asked(world):
    done = world.response(world.contact("Acme"))
    world.rate(done, time=3)
    gathered = gather(world.session, world.study)
    assert {s.person for s in gathered.asked["start"]} == {done.contact_id}


@pytest.mark.parametrize(("question", "asked"), [("hard", True), ("start", False)])
def test_an_unfinished_response_was_asked_up_to_its_last_answer(world, question, asked):
    world.answer("Slow", "hard", world.response(submitted_at=None))
    assert (question in gather(world.session, world.study).asked) is asked


SATISFIED = Question(
    "happy", "csat", "How satisfied are you?", stage="usage", scale=("1", "2", "3", "4", "5")
)
EASY = Question("easy", "ces", "How easy?", stage="usage", scale=tuple("1234567"))
TOUCHED = Question(
    "touch", "touchpoint", "How was it?", scale=("1", "2", "3", "4", "5"),
    rows=(Row("portal", "The portal", "usage"), Row("event", "The event", "advocacy")),
)  # fmt: skip
REASON = Question(
    "rec", "nps_why", "Recommend us?", stage="advocacy", theme_source=True, quote=True,
    bands=("Why so low?", "What is missing?", "What do you like?"),
)  # fmt: skip


@pytest.fixture
def scoring(world):
    """The world, asked by other scores than those of a rating."""
    asked = questionnaire(SATISFIED, EASY, TOUCHED, REASON, HARD)
    world.version.definition, world.version.content_hash = asked.plain(), asked.content_hash
    world.session.flush()
    return world


def test_satisfaction_effort_and_touchpoints_are_ratings_of_their_stage(scoring):
    response = scoring.response()
    scoring.answer("Slow", "hard", response)
    scoring.answer("", "happy", response, value=2)
    scoring.answer("", "easy", response, value=7)
    scoring.answer("", "touch", response, value={"portal": 5, "event": 1})
    assert sorted(only(scoring).ratings) == [0.25, 1.0, 1.0]


@pytest.mark.parametrize(("score", "hint"), [(2, "pain"), (8, None), (10, "praise"), ("na", None)])
def test_the_reason_of_a_score_is_gathered_as_what_its_follow_up_asked_for(scoring, score, hint):
    scoring.answer("As ever", "rec", value=score)
    passage = only(scoring)
    assert (passage.text, passage.kind_hint, passage.stage_hint) == ("As ever", hint, "advocacy")
    assert passage.ratings == ((score / 10,) if isinstance(score, int) else ())
