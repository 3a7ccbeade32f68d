"""The pages of personal links."""

import csv
import io
from datetime import timedelta

import pytest

from surveys.models.invitation import Invitation
from surveys.services import inviting
from tests.factories.surveys import EPOCH, make_contact, make_questionnaire, make_response
from tests.support.pages import follow, read_page, text_of

URL = "/studies/survey/invitations/"
SVG = ".//{http://www.w3.org/2000/svg}svg"


@pytest.fixture
def asked(session, study):
    """Two people who can be asked, one who must not."""
    make_questionnaire(session, study)
    make_contact(session, study, "ann@firm.com")
    make_contact(session, study, "bob@firm.com", language="th")
    make_contact(session, study, "eve@firm.com", do_not_contact=True)
    return study


@pytest.fixture
def invited(session, app, asked):
    """The same, with links made."""
    inviting.make_links(session, asked, secret=app.config["SECRET_KEY"])
    return asked


def people(session, study):
    return inviting.list_people(session, study)


def page_of(browser, session, study, number=0):
    return f"{URL}{people(session, study)[number].invitation.id}"


def test_without_anybody_to_ask_the_page_says_what_is_missing(researcher, study):
    assert "Nobody can be asked yet" in text_of(read_page(researcher.get(URL)))


def test_looking_makes_no_link(researcher, session, asked):
    assert "Make 2 links" in text_of(read_page(researcher.get(URL)))
    assert people(session, asked) == []


def test_one_button_makes_the_links(researcher, session, asked):
    page = follow(researcher, researcher.post(URL))
    assert "2 links are made." in text_of(read_page(page))
    assert len(people(session, asked)) == 2


def test_a_second_press_makes_none(researcher, session, invited):
    page = follow(researcher, researcher.post(URL))
    assert "0 links are made." in text_of(read_page(page))
    assert len(people(session, invited)) == 2


def test_people_left_out_are_listed_with_the_reason(researcher, invited):
    assert "Must not be contacted." in text_of(read_page(researcher.get(URL)))


def test_the_response_of_a_segment_has_base_and_interval(researcher, session, invited):
    ann = people(session, invited)[0].invitation
    make_response(session, ann.contact, ann.questionnaire.versions[0], invitation=ann)
    text = text_of(read_page(researcher.get(URL)))
    assert "50% 1 of 2" in text
    assert "9–91%" in text


def test_people_are_filtered_by_state(researcher, session, invited):
    people(session, invited)[0].invitation.opted_out_at = EPOCH
    names = text_of(read_page(researcher.get(URL, query_string={"state": "opted_out"})))
    assert ("Ann" in names, "Bob" in names) == (True, False)


def test_the_links_come_as_a_file(researcher, session, invited):
    response = researcher.get(f"{URL}links.csv")
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert response.headers["Cache-Control"] == "no-store"
    assert [row[2] for row in rows] == ["email", "ann@firm.com", "bob@firm.com"]


def test_a_person_has_link_and_code(researcher, session, invited):
    page = read_page(researcher.get(page_of(researcher, session, invited)))
    link = page.find(".//input[@id='link']").get("value")
    assert link.startswith("http://127.0.0.1:5000/r/")
    assert page.find(SVG) is not None


def test_the_link_opens_the_questionnaire(researcher, client, session, invited):
    page = read_page(researcher.get(page_of(researcher, session, invited)))
    link = page.find(".//input[@id='link']").get("value")
    assert client.get(link.removeprefix("http://127.0.0.1:5000")).status_code == 200


def test_a_renewed_link_replaces_the_old_one(researcher, client, session, invited, app):
    invitation = people(session, invited)[0].invitation
    old = inviting.personal_link(invitation, secret=app.config["SECRET_KEY"], public_url="")
    researcher.post(f"{page_of(researcher, session, invited)}/renew")
    session.expire_all()
    new = inviting.personal_link(invitation, secret=app.config["SECRET_KEY"], public_url="")
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_a_link_taken_back_is_dead(researcher, client, session, invited, app):
    invitation = people(session, invited)[0].invitation
    old = inviting.personal_link(invitation, secret=app.config["SECRET_KEY"], public_url="")
    page = follow(researcher, researcher.post(f"{page_of(researcher, session, invited)}/revoke"))
    assert "This person's link is taken back." in text_of(read_page(page))
    assert client.get(old).status_code == 404


def test_the_codes_can_be_printed(researcher, invited):
    assert len(read_page(researcher.get(f"{URL}codes")).findall(f"{SVG}[@class='qr-drawing']")) == 2


def test_an_invitation_of_another_study_is_not_found(researcher, session, invited):
    other = Invitation.__table__.c.id.type.python_type("00000000000000000000000000000000")
    assert researcher.get(f"{URL}{other}").status_code == 404


@pytest.mark.parametrize("path", ["", "links.csv", "codes"])
def test_a_reader_sees_no_links(reader, invited, path):
    assert reader.get(URL + path).status_code == 403


def test_a_closed_study_makes_no_links(researcher, session, asked):
    asked.state, asked.closed_at = "closed", EPOCH
    response = researcher.post(URL)
    assert response.status_code == 409
    assert "The study is closed" in response.get_data(as_text=True)


def test_a_name_cannot_run(researcher, session, invited):
    people(session, invited)[0].contact.name = "<script>alert(1)</script>"
    assert "<script>alert" not in researcher.get(URL).get_data(as_text=True)


@pytest.fixture
def rivals(session, asked):
    """A second questionnaire, published later, asks the same two people."""
    made = make_questionnaire(session, asked, key="pulse")
    made.versions[0].published_at += timedelta(days=1)
    return made


def ticks(page):
    inputs = read_page(page).iter("input")
    found = [each for each in inputs if each.get("name") == "ask"]
    return {each.get("value"): each.get("checked") is not None for each in found}


def test_of_two_questionnaires_for_a_segment_one_is_ticked_and_the_other_offered(
    researcher, session, rivals, asked
):
    page = researcher.get(URL)
    assert ticks(page) == {"current/current": True, "current/pulse": False}
    assert text_of(read_page(page)).count("2 people without a link") == 2
    data = {"choosing": "1", "ask": "current/pulse"}
    assert "2 links are made." in text_of(
        read_page(follow(researcher, researcher.post(URL, data=data)))
    )
    assert {each.invitation.questionnaire.key for each in people(session, asked)} == {"pulse"}
    # The one most people have a link to is the usual one from now on.
    page = researcher.get(URL)
    assert ticks(page) == {"current/pulse": False, "current/current": False}
    assert "Everyone has a link, 2 invited" in text_of(read_page(page))


def test_without_a_tick_no_link_is_made(researcher, session, rivals, asked):
    page = follow(researcher, researcher.post(URL, data={"choosing": "1"}))
    assert "Tick at least one questionnaire." in text_of(read_page(page))
    assert people(session, asked) == []
