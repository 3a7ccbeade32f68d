import uuid

import pytest
from sqlalchemy import func, select

from research.models.interview import Excerpt, Interview, Note
from tests.support.pages import read_page, text_of

HOME = "/studies/stay/interviews"
LOG = {"contact": "ann@orrin.example", "held_on": "2026-10-07", "interviewer": "Maren"}


def text(response):
    return text_of(read_page(response).find("body"))


def count(session, table):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def note(interview):
    return interview.notes[0]


@pytest.fixture
def place(interview):
    return f"{HOME}/{interview.id}"


def test_without_interviews_the_page_says_what_they_are_for(researcher, study):
    assert "No interview yet" in text(researcher.get(HOME))


def test_interviews_are_listed_with_consent_and_marked_passages(researcher, interview):
    seen = text(researcher.get(HOME))
    for words in ("บริษัท พลอยธารา", "Ann <i>Lee</i>", "quoted inside, without name", "ไทย"):
        assert words in seen


def test_an_interview_is_logged_with_a_contact(researcher, ann, session):
    assert "ann@orrin.example" in researcher.get(f"{HOME}/new").get_data(as_text=True)
    answer = researcher.post(f"{HOME}/new", data={**LOG, "scope": "attributed", "wording": "Yes?"})
    interview = session.scalar(select(Interview))
    assert answer.location == f"{HOME}/{interview.id}"
    assert (interview.consent.scope, interview.consent.given_on) == (
        "attributed",
        interview.held_on,
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"contact": "x@y.example"}, "There is no contact x@y.example in this study."),
        ({"contact": ""}, "Choose the contact"),
        ({"held_on": ""}, "Enter the day"),
        ({"held_on": "2199-01-01"}, "in the future"),
        ({"interviewer": ""}, "Name who held"),
        ({"scope": "all"}, "Choose one of the values offered."),
        ({"scope": "attributed", "expires_on": "2020-01-01"}, "ends before it was given"),
    ],
)
def test_an_interview_that_cannot_be_stays_on_the_form(researcher, ann, session, values, said):
    answer = researcher.post(f"{HOME}/new", data={**LOG, **values})
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert count(session, Interview) == 0


def test_a_note_shows_its_marks_where_they_are(researcher, place):
    page = read_page(researcher.get(place))
    mark = page.find(".//mark")
    assert text_of(mark) == "ช้ามาก"
    assert (mark.get("class"), mark.get("data-start")) == ("talk-pain", "14")


def test_a_note_is_added(researcher, place, session):
    values = {"stage": "pre_purchase", "text": "  <b>One</b>\r\ntwo "}
    assert researcher.post(f"{place}/notes", data=values).status_code == 303
    assert session.scalar(select(Note.text).where(Note.position == 1)) == "<b>One</b>\ntwo"
    assert "<b>One</b>" in text(researcher.get(place))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": " "}, "Write down what was said."),
        ({"text": "a", "stage": "moon"}, "no stage “moon”"),
    ],
)
def test_a_note_that_cannot_be_stays_on_the_page(researcher, place, session, values, said):
    answer = researcher.post(f"{place}/notes", data=values)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert count(session, Note) == 1


def test_each_paragraph_can_be_marked_without_scripts(researcher, place, note, session):
    page = read_page(researcher.get(place))
    links = [link.get("href") for link in page.iter("a") if "paragraph=" in link.get("href", "")]
    form = read_page(researcher.get(links[1]))
    hidden = [each for each in form.iter("input") if each.get("type") == "hidden"]
    values = {each.get("name"): each.get("value") for each in hidden}
    answer = researcher.post(f"{HOME}/notes/{note.id}/mark", data={**values, "kind": "praise"})
    assert answer.location == f"{place}#note-{note.id}"
    quotes = session.scalars(select(Excerpt.quote).order_by(Excerpt.start)).all()
    assert quotes == ["ช้ามาก", "Then she left."]


def test_a_selection_is_marked_by_its_place(researcher, note, session):
    values = {"start": "0", "end": "11", "severity": "2", "emotion": "-1", "stage": "pre_purchase"}
    assert researcher.post(f"{HOME}/notes/{note.id}/mark", data=values).status_code == 303
    excerpt = session.scalar(select(Excerpt).where(Excerpt.start == 0))
    assert (excerpt.quote, excerpt.severity, excerpt.emotion) == ("She waited.", 2, -1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"start": "", "end": ""}, "Mark a passage first."),
        ({"start": "5", "end": "999"}, "inside the note"),
        ({"start": "five", "end": "9"}, "not a whole number"),
        ({"start": "14", "end": "20"}, "marked already"),
        ({"start": "0", "end": "3", "quote": "He "}, "changed meanwhile"),
        ({"start": "0", "end": "3", "severity": "9"}, "Not a valid choice."),
        ({"start": "0", "end": "3", "stage": "moon"}, "no stage “moon”"),
    ],
)
def test_a_mark_that_cannot_be_stays_on_the_form(researcher, note, session, values, said):
    answer = researcher.post(f"{HOME}/notes/{note.id}/mark", data=values)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert count(session, Excerpt) == 1


def test_a_mark_can_be_judged_anew_and_removed(researcher, note, session):
    excerpt = note.excerpts[0]
    path = f"{HOME}/excerpts/{excerpt.id}"
    assert "ช้ามาก" in text(researcher.get(path))
    researcher.post(path, data={"stage": "", "kind": "praise", "severity": "", "emotion": "3"})
    session.expire_all()
    assert (excerpt.kind, excerpt.severity, excerpt.emotion) == ("praise", None, 3)
    researcher.post(f"{path}/remove")
    assert count(session, Excerpt) == 0


def test_a_marked_note_keeps_its_text(researcher, note, session):
    path = f"{HOME}/notes/{note.id}"
    assert "its text stays as it is" in text(researcher.get(path))
    assert researcher.post(path, data={"stage": "", "text": "other"}).status_code == 422
    assert researcher.post(path, data={"stage": "", "text": note.text}).status_code == 303
    researcher.post(f"{path}/remove")
    assert count(session, Note) == 1


def test_consent_can_be_changed_and_taken_back(researcher, place, interview, session):
    assert researcher.get(f"{place}/edit").status_code == 200
    researcher.post(f"{place}/edit", data={**LOG, "scope": "internal_aggregate"})
    session.expire_all()
    assert interview.consent.scope == "internal_aggregate"
    researcher.post(f"{place}/withdraw")
    assert "Consent taken back" in text(researcher.get(place))


def test_an_interview_can_be_removed(researcher, place, session):
    assert researcher.post(f"{place}/remove").location == HOME
    assert count(session, Interview) == 0


def test_a_reader_sees_no_interview(reader, place, note):
    for path in (HOME, place, f"{HOME}/new", f"{HOME}/notes/{note.id}/mark"):
        assert reader.get(path).status_code == 403


def test_what_is_not_there_is_not_found(researcher, study):
    for part in ("", "notes/", "excerpts/"):
        assert researcher.get(f"{HOME}/{part}{uuid.uuid4()}").status_code == 404
