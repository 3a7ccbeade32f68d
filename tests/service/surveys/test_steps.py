"""What the overview says about questionnaires, links and answers."""

from dataclasses import replace

from research.services.steps import StepState
from surveys.services import inviting
from surveys.services.steps import answers_step, invitations_step, questionnaires_step
from tests.factories.surveys import (
    SIMPLE,
    make_contact,
    make_questionnaire,
    make_response,
    make_study,
)


def test_questionnaires_are_done_when_every_segment_is_asked(session):
    study = make_study(session)
    make_questionnaire(session, study)
    assert questionnaires_step(session, study).state == StepState.READY
    make_questionnaire(session, study, replace(SIMPLE, segments=("lost",)), key="lost")
    step = questionnaires_step(session, study)
    assert step.state == StepState.DONE
    assert str(step.detail) == "2 of 2 segments have a published questionnaire"


def test_invitations_wait_for_people_and_are_done_when_all_have_links(session):
    study = make_study(session)
    make_questionnaire(session, study)
    assert invitations_step(session, study).state == StepState.WAITING
    make_contact(session, study)
    assert invitations_step(session, study).state == StepState.READY
    inviting.make_links(session, study, secret="s")
    assert invitations_step(session, study).state == StepState.DONE


def test_answers_are_counted_by_state(session):
    study = make_study(session)
    whole = make_questionnaire(session, study)
    assert answers_step(session, study).state == StepState.READY
    make_response(session, make_contact(session, study, "a@b.co"), whole.versions[0])
    make_response(
        session, make_contact(session, study, "c@b.co"), whole.versions[0], submitted=False
    )
    assert answers_step(session, study).params == {"complete": 1, "partial": 1}
