"""Personal links: for whom, by what secret, and what is left of them in the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from foundation.db import Base
from foundation.errors import Conflict, NotFound
from foundation.tokens import hash_token
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import Questionnaire
from surveys.services import inviting
from surveys.services.inviting import PersonState
from tests.factories.surveys import (
    EPOCH,
    make_contact,
    make_questionnaire,
    make_response,
    make_study,
)

SECRET = "a secret of tests"


@pytest.fixture
def study(session):
    study = make_study(session)
    make_questionnaire(session, study)
    return study


def make(session, study):
    return inviting.make_links(session, study, secret=SECRET)


def link_of(invitation):
    return inviting.personal_link(invitation, secret=SECRET, public_url="https://ask.example/")


def only(session, study):
    return inviting.list_people(session, study)[0]


def token_of(invitation):
    return link_of(invitation).split("/")[-2]


def test_everyone_the_questionnaire_asks_gets_a_link(session, study):
    make_contact(session, study, "ann@firm.com")
    make_contact(session, study, "bob@firm.com")
    assert len(make(session, study).new) == 2
    assert session.scalar(select(func.count()).select_from(Invitation)) == 2


def test_a_second_run_adds_only_new_people(session, study):
    make_contact(session, study, "ann@firm.com")
    make(session, study)
    link = link_of(only(session, study).invitation)
    make_contact(session, study, "bob@firm.com")
    plan = make(session, study)
    assert ([contact.email for contact, _ in plan.new], plan.kept) == (["bob@firm.com"], 1)
    assert link_of(only(session, study).invitation) == link


def test_planning_makes_nothing(session, study):
    make_contact(session, study)
    assert len(inviting.plan_links(session, study).new) == 1
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0


SKIPPED = {
    "do not contact": ({"do_not_contact": True}, "Must not be contacted."),
    "no basis": ({"lawful_basis": ""}, "No lawful basis for asking is recorded."),
    "other segment": (
        {"segment": "lost"}, "No published questionnaire asks the segment lost.",
    ),
    "bad address": ({"email": "nobody"}, "“nobody” is not an email address."),
}  # fmt: skip


@pytest.mark.parametrize("name", SKIPPED)
def test_people_who_may_not_be_asked_are_listed_with_the_reason(session, study, name):
    properties, reason = SKIPPED[name]
    make_contact(session, study, **{"email": "ann@firm.com"} | properties)
    plan = make(session, study)
    assert ([str(each.reason) for each in plan.skipped], plan.new) == ([reason], ())


def test_a_person_who_opted_out_gets_no_further_link(session, study):
    make_contact(session, study)
    make(session, study)
    only(session, study).invitation.opted_out_at = EPOCH
    make_questionnaire(session, study, key="second")
    plan = make(session, study)
    assert (plan.new, str(plan.skipped[0].reason)) == ((), "Has opted out.")


def test_of_two_questionnaires_a_person_is_asked_the_usual_one_unless_others_are_chosen(
    session, study
):
    make_questionnaire(session, study, key="aa", published=False)
    second = make_questionnaire(session, study, key="another")
    second.versions[0].published_at += timedelta(days=1)
    make_contact(session, study)
    assert [each.key for _, each in inviting.plan_links(session, study).new] == ["current"]
    chosen = [("current", "another"), ("lost", "current")]
    plan = inviting.make_links(session, study, secret=SECRET, chosen=chosen)
    assert [each.key for _, each in plan.new] == ["another"]
    make_contact(session, study, "bob@firm.com")
    assert [(c.email, q.key) for c, q in inviting.plan_links(session, study).new] == [
        ("bob@firm.com", "another")
    ]


def test_whom_a_draft_would_ask_matters_only_once_it_is_published(session, study):
    whole = session.scalars(select(Questionnaire)).one()
    whole.audience = ["lost"]  # as the draft says now
    make_contact(session, study, "ann@firm.com")
    make_contact(session, study, "bob@firm.com", segment="lost")
    assert [each.email for each, _ in make(session, study).new] == ["ann@firm.com"]


def test_an_unpublished_questionnaire_asks_nobody(session):
    study = make_study(session, "other")
    make_questionnaire(session, study, published=False)
    make_contact(session, study)
    assert make(session, study).new == ()


def test_people_of_another_study_stay_out(session, study):
    make_contact(session, make_study(session, "other"))
    plan = make(session, study)
    assert (plan.new, plan.kept, plan.skipped) == ((), 0, ())


def test_a_closed_study_asks_nobody(session):
    study = make_study(session, "done", state="closed", closed_at=EPOCH)
    with pytest.raises(Conflict, match="The study is closed"):
        make(session, study)


def test_the_link_stands_on_the_public_address_and_opens_the_invitation(session, study):
    make_contact(session, study)
    make(session, study)
    invitation = only(session, study).invitation
    assert link_of(invitation).startswith("https://ask.example/r/")
    assert invitation.token_hash == hash_token(token_of(invitation))


def test_no_usable_token_is_in_the_database(session, study):
    make_contact(session, study)
    make(session, study)
    token = token_of(only(session, study).invitation)
    tables = Base.metadata.sorted_tables
    stored = [str(row) for table in tables for row in session.execute(select(table))]
    assert stored
    assert [row for row in stored if token in row] == []


def test_a_renewed_link_kills_the_old_one(session, study):
    make_contact(session, study)
    make(session, study)
    invitation = only(session, study).invitation
    old = token_of(invitation)
    inviting.renew_link(invitation, secret=SECRET)
    assert hash_token(old) != invitation.token_hash == hash_token(token_of(invitation))


def test_a_link_taken_back_can_be_renewed(session, study):
    make_contact(session, study)
    make(session, study)
    invitation = only(session, study).invitation
    inviting.revoke_link(invitation, secret=SECRET)
    assert only(session, study).state == PersonState.REVOKED
    inviting.renew_link(invitation, secret=SECRET)
    assert only(session, study).state == PersonState.INVITED


def test_the_link_file_leaves_out_those_who_cannot_answer(session, study):
    for email in ("ann@firm.com", "bob@firm.com", "eve@firm.com"):
        make_contact(session, study, email, language="th")
    make(session, study)
    ann, bob, _ = (each.invitation for each in inviting.list_people(session, study))
    ann.opted_out_at = EPOCH
    make_response(session, bob.contact, bob.questionnaire.versions[0], invitation=bob)
    people = inviting.list_people(session, study)
    rows = inviting.link_rows(people, study, secret=SECRET, public_url="https://ask.example")
    assert [row[:6] for row in rows] == [
        ("Firm", "Eve", "eve@firm.com", "current", "th", "current")
    ]


def test_the_figures_of_a_segment_have_base_and_interval(session, study):
    for email in ("ann@firm.com", "bob@firm.com", "eve@firm.com"):
        make_contact(session, study, email)
    make(session, study)
    ann, bob, _ = (each.invitation for each in inviting.list_people(session, study))
    version = ann.questionnaire.versions[0]
    make_response(session, ann.contact, version, invitation=ann)
    make_response(session, bob.contact, version, invitation=bob, submitted=False)
    (row,) = inviting.response_by_segment(inviting.list_people(session, study))
    assert (row.invited, row.started, row.submitted, row.rate) == (3, 2, 1, 1 / 3)
    assert row.interval == pytest.approx((0.0615, 0.7923), abs=1e-4)


def test_an_imported_answer_is_in_no_response_rate(session, study):
    ann = make_contact(session, study, "ann@firm.com")
    make(session, study)
    version = only(session, study).invitation.questionnaire.versions[0]
    make_response(session, ann, version, source="import")
    (row,) = inviting.response_by_segment(inviting.list_people(session, study))
    assert (row.invited, row.started, row.submitted, row.rate) == (1, 0, 0, 0.0)


def test_after_the_closing_day_a_link_is_expired(session):
    study = make_study(session, "past", closes_on=date(2020, 1, 1))
    make_questionnaire(session, study)
    make_contact(session, study)
    make(session, study)
    assert only(session, study).state == PersonState.EXPIRED


def test_an_invitation_of_another_study_is_not_found(session, study):
    make_contact(session, study)
    make(session, study)
    other = make_study(session, "other")
    invitation = only(session, study).invitation
    with pytest.raises(NotFound):
        inviting.find_invitation(session, other, invitation.id)
    invitation.contact.erased_at = invitation.created_at  # nor one of an erased person
    with pytest.raises(NotFound):
        inviting.find_invitation(session, study, invitation.id)
