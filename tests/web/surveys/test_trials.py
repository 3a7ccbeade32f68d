"""Test links: a questionnaire is tried out the whole way, and nothing of it counts."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from foundation import clock
from surveys.definition import Quota
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import QuestionnaireVersion
from surveys.models.response import Answer, QuotaPlace, Response
from surveys.models.trial import Trial
from surveys.rules import Rule
from tests.factories.surveys import make_questionnaire
from tests.support.pages import follow, read_page, text_of
from tests.unit.surveys.definitions import NPS, WHY, YEARS, questionnaire, shown_if

WORDS = {"th": {"title": "ทดสอบ", "nps.text": "แนะนำเราไหม"}}
BRANCHED = questionnaire(
    NPS, shown_if(WHY, "nps <= 6"), YEARS, segments=("current",), translations=WORDS
)
MARK = "A test: what you answer is kept apart and counts nowhere."


@pytest.fixture
def asked(session, study):
    return make_questionnaire(session, study, BRANCHED)


@pytest.fixture
def make(researcher, study, asked):
    """Make a test link from the questionnaire's page; returns its path."""

    def make(version="1", segment="current", language="en"):
        wish = {"version": version, "segment": segment, "language": language}
        answer = researcher.post(f"/studies/{study.slug}/questionnaires/current/trials/", data=wish)
        text = follow(researcher, answer).get_data(as_text=True)
        return re.search(r'value="https?://[^/]+(/r/[\w-]{22}/)"', text)[1]

    return make


def words(response):
    return text_of(read_page(response).find("body"))


def try_it(browser, link, *, score="9"):
    """Go the way to its end with a good score."""
    assert browser.post(link).headers["Location"].endswith("/q/nps")
    browser.post(f"{link}q/nps", data={"nps": score})
    return browser.post(f"{link}q/years", data={"years": "4"})


def test_anybody_with_the_link_goes_the_whole_way_and_reads_that_it_is_a_test(
    make, client, session
):
    link = make()
    for page in (client.get(link), client.get(f"{link}stop")):
        assert MARK in words(page)
    assert client.post(link).headers["Location"].endswith("/q/nps")
    assert MARK in words(client.get(f"{link}q/nps"))
    low = client.post(f"{link}q/nps", data={"nps": "3"})
    assert low.headers["Location"].endswith("/q/why")
    assert client.post(f"{link}q/years", data={"years": "90"}).status_code == 422
    client.post(f"{link}q/nps", data={"nps": "9", "rev": "1"})
    done = client.post(f"{link}q/years", data={"years": "4"})
    thanks = words(follow(client, done))
    assert MARK in thanks
    assert "Thank you. That helps us a great deal." in thanks
    response = session.scalars(select(Response)).one()
    assert (response.is_test, response.contact_id, response.invitation_id) == (True, None, None)
    assert response.submitted_at is not None
    assert session.scalar(select(func.count(Invitation.id))) == 0


def test_it_can_be_tried_once_more_and_by_each_browser_apart(make, app, client, session):
    link = make()
    try_it(client, link)
    assert client.get(link).headers["Location"].endswith("/done")
    phone = app.test_client()
    assert "Start" in words(phone.get(link))
    try_it(phone, link, score="10")
    client.post(link, data={"again": "1"})
    assert client.get(link).status_code == 200
    try_it(client, link)
    assert session.scalar(select(func.count(Response.id))) == 3


def test_a_test_link_speaks_its_language_until_another_is_chosen(make, researcher):
    link = make(language="th")
    page = read_page(researcher.get(link))
    assert page.get("lang") == "th"
    assert "Example company" not in text_of(page)
    researcher.post(link, data={"language": "en"})
    assert read_page(researcher.get(link)).get("lang") == "en"


def test_a_draft_is_tried_as_it_was_when_the_link_was_made(make, client, session, asked):
    asked.draft = questionnaire(YEARS, segments=("current",)).plain()
    link = make(version="0")
    asked.draft = BRANCHED.plain()
    assert client.post(link).headers["Location"].endswith("/q/years")
    session.expire_all()
    assert [each.number for each in asked.versions] == [1]
    assert session.scalar(select(QuestionnaireVersion.number).where(
        QuestionnaireVersion.number < 1)) == 0  # fmt: skip


def test_a_draft_of_a_questionnaire_never_published_in_a_study_not_open(
    make, client, session, study, asked
):
    study.state = "draft"
    session.delete(asked.versions[0])
    link = make(version="0")
    assert try_it(client, link).headers["Location"].endswith("/done")


def test_a_test_link_runs_out_after_seven_days(make, client):
    link = make()
    with clock.stopped_at(clock.now() + timedelta(days=6, hours=23)):
        assert client.get(link).status_code == 200
    with clock.stopped_at(clock.now() + timedelta(days=7, minutes=1)):
        page = client.get(link)
        assert page.status_code == 410
        assert "A test link is good for 7 days." in words(page)
        assert client.post(link).status_code == 410


def test_a_test_link_taken_back_is_unknown_at_once(make, researcher, client, study, session):
    link = make()
    page = researcher.get(f"/studies/{study.slug}/questionnaires/current/")
    shown = next(a.get("href") for a in read_page(page).iter("a") if "/trials/" in a.get("href"))
    follow(researcher, researcher.post(f"{shown}/revoke"))
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    assert researcher.get(shown).status_code == 404


def test_only_researchers_make_test_links(reader, client, study, asked):
    wish = {"version": "1", "segment": "current", "language": "en"}
    address = f"/studies/{study.slug}/questionnaires/current/trials/"
    assert reader.post(address, data=wish).status_code == 403
    assert client.post(address, data=wish).status_code in {302, 303, 401, 403}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"version": "7"}, "Choose the draft or a published version."),
        ({"segment": "lost"}, "Choose whom the questionnaire asks."),
        ({"language": "ko"}, "That version does not speak the language."),
        ({"version": "x" * 99}, "Choose the draft or a published version."),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(researcher, study, asked, wish, said):
    wish = {"version": "1", "segment": "current", "language": "en"} | wish
    address = f"/studies/{study.slug}/questionnaires/current/trials/"
    assert said in words(follow(researcher, researcher.post(address, data=wish)))


def test_who_declines_in_a_test_takes_nobody_out(make, client, session):
    link = make()
    page = client.post(f"{link}stop")
    assert page.status_code == 200
    assert "You are not taking part" in words(page)
    assert MARK in words(page)
    assert client.get(link).status_code == 200


def test_a_test_meets_a_full_quota_and_takes_no_place(
    make, researcher, client, app, session, study
):
    limited = replace(BRANCHED, id="limited", quotas=(Quota("few", Rule.from_text("nps > 8"), 1),))
    whole = make_questionnaire(session, study, limited, key="limited")
    wish = {"version": "1", "segment": "current", "language": "en"}
    answer = researcher.post(f"/studies/{study.slug}/questionnaires/limited/trials/", data=wish)
    shown = follow(researcher, answer).get_data(as_text=True)
    link = re.search(r'value="https?://[^/]+(/r/[\w-]{22}/)"', shown)[1]
    assert try_it(client, link).headers["Location"].endswith("/done")
    assert session.scalar(select(func.count(QuotaPlace.id))) == 0
    version = whole.versions[0]
    real = Response(
        study_id=study.id, version=version, segment="current", started_at=clock.now(),
        submitted_at=clock.now(), source_ref="real",
    )  # fmt: skip
    session.add(real)
    session.flush()
    session.add(QuotaPlace(response_id=real.id, questionnaire_id=whole.id, quota="few"))
    session.commit()
    phone = app.test_client()
    phone.post(link)
    refused = phone.post(f"{link}q/nps", data={"nps": "9"})
    assert refused.headers["Location"].endswith("/full")
    assert MARK in words(follow(phone, refused))


def test_test_answers_stand_apart_and_go_in_one_click(make, researcher, client, session, study):
    for link in (make(), make()):
        try_it(client, link)
    page = researcher.get(f"/studies/{study.slug}/answers/")
    assert "2 test answers" in words(page)
    listed = researcher.get(f"/studies/{study.slug}/answers/responses/?state=test")
    assert "Delete all 2 test answers" in words(listed)
    one = next(a for a in read_page(listed).iter("a") if text_of(a) == "A test")
    assert "Test answers" in words(researcher.get(one.get("href")))
    everyone = researcher.get(f"/studies/{study.slug}/answers/responses/")
    assert "No response here" in words(everyone)
    gone = follow(researcher, researcher.post(f"/studies/{study.slug}/answers/tests/delete"))
    assert "2 test answers are deleted." in words(gone)
    assert session.scalar(select(func.count(Answer.id))) == 0
    assert client.get(link).status_code == 200  # the link still opens, from the beginning


def test_a_draft_goes_with_its_test_answers_once_no_link_leads_to_it(
    make, researcher, client, session, study, asked
):
    asked.draft = questionnaire(YEARS, segments=("current",)).plain()
    link = make(version="0")
    client.post(link)
    count = select(func.count(QuestionnaireVersion.id))
    researcher.post(f"/studies/{study.slug}/answers/tests/delete")
    assert session.scalar(count) == 2
    trial = session.scalars(select(Trial)).one()
    researcher.post(f"/studies/{study.slug}/questionnaires/current/trials/{trial.id}/revoke")
    researcher.post(f"/studies/{study.slug}/answers/tests/delete")
    assert session.scalar(count) == 1
