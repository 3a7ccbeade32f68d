import pytest
from sqlalchemy import select

from accounts.models import AuditEvent
from research.models.study import Study
from research.services import studies
from tests.support.pages import read_page, text_of

NEW = {
    "title": "เสียงลูกค้า", "firm": "Halden", "segments": ["lost"], "languages": ["th", "en"],
    "journey": "three-stage", "min_people": "5", "min_firms": "3", "opens_on": "2026-09-01",
}  # fmt: skip


def text(response):
    return text_of(read_page(response).find("body"))


def test_without_a_study_the_list_says_what_one_is(researcher):
    page = researcher.get("/studies/")
    assert "No study yet" in text(page)


def test_the_list_names_a_study_as_it_was_written(researcher, study):
    assert "Why <b>clients</b> stay" in text(researcher.get("/studies/"))


def test_a_new_study_leads_to_its_overview(researcher, session):
    assert researcher.get("/studies/new").status_code == 200
    answer = researcher.post("/studies/new", data=NEW)
    assert (answer.status_code, answer.location) == (303, "/studies/study/")
    made = session.scalar(select(Study))
    assert (made.languages, made.segments) == (["en", "th"], ["lost"])
    assert made.owner_id is not None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": ""}, "Give the study a title."),
        ({"segments": []}, "Choose at least one segment."),
        ({"languages": []}, "Choose at least one language."),
        ({"min_people": "2"}, "The smallest group is at least 5 people."),
        ({"min_firms": "many"}, "Not a valid integer value."),
        ({"closes_on": "2026-08-01"}, "The last day is before the first."),
        ({"closes_on": "soon"}, "Not a valid date value."),
        ({"contact_email": "me"}, "“me” is not an email address."),
        ({"journey": "two-stage"}, "Not a valid choice."),
    ],
)
def test_a_study_that_cannot_be_stays_on_the_form(researcher, session, values, said):
    answer = researcher.post("/studies/new", data={**NEW, **values})
    assert answer.status_code == 422
    assert said in text(answer)
    assert session.scalar(select(Study)) is None


def test_the_overview_says_what_comes_next(researcher, study):
    page = read_page(researcher.get("/studies/stay/"))
    step = page.find(".//li[@aria-current='step']")
    assert "Import clients" in text_of(step)
    assert step.find(".//a[@class='btn btn-small']").get("href") == "/studies/stay/clients"


def test_the_overview_counts_one_as_one(researcher, study, interview):
    overview = text(researcher.get("/studies/stay/"))
    assert "1 person at 1 organisation" in overview
    assert "1 interview, 1 passage marked" in overview


def test_a_reader_sees_the_steps_without_figures_or_tools(reader, study, ann):
    seen = text(reader.get("/studies/stay/"))
    assert "Import clients" in seen
    assert "1 people" not in seen
    assert "Open the study" not in [
        text_of(button) for button in read_page(reader.get("/studies/stay/")).iter("button")
    ]


def test_a_study_is_opened_closed_and_archived_by_buttons(researcher, study, session):
    for verb, state in (("open", "open"), ("close", "closed"), ("archive", "closed")):
        assert researcher.post(f"/studies/stay/{verb}").status_code == 303
        session.refresh(study)
        assert study.state == state
    assert "In the archive since" in text(researcher.get("/studies/stay/"))
    assert "Why <b>clients</b> stay" in text(researcher.get("/studies/?archived=1"))


def test_an_open_study_offers_no_archive_and_an_unarchived_one_says_it_is_closed(
    researcher, study, session
):
    researcher.post("/studies/stay/open")
    assert "/studies/stay/archive" not in researcher.get("/studies/stay/").text
    researcher.post("/studies/stay/archive")
    assert "The study is taking answers: close it first" in text(researcher.get("/studies/stay/"))
    for verb in ("close", "archive", "unarchive"):
        researcher.post(f"/studies/stay/{verb}")
    assert "It is closed: open it to take answers." in text(researcher.get("/studies/stay/"))


def test_what_cannot_be_done_is_told_on_the_next_page(researcher, study):
    researcher.post("/studies/stay/close")
    assert "Only an open study can be closed." in text(researcher.get("/studies/stay/"))


def test_every_change_of_state_is_in_the_trail(researcher, study, session):
    researcher.post("/studies/stay/open")
    assert session.scalars(select(AuditEvent.verb)).all() == ["open_study"]


def test_a_plan_can_be_changed_and_the_group_is_fixed_once_open(researcher, study, session):
    studies.open_study(session, study)
    assert "Fixed since the study was opened" in text(researcher.get("/studies/stay/edit"))
    assert researcher.post("/studies/stay/edit", data={**NEW, "title": "New"}).status_code == 303
    answer = researcher.post("/studies/stay/edit", data={**NEW, "min_people": "9"})
    assert "fixed since the study was opened" in text(answer)
    session.refresh(study)
    assert (study.title, study.min_people) == ("New", 5)


def test_the_next_wave_is_made_from_a_name(researcher, study):
    assert researcher.post("/studies/stay/duplicate", data={"wave": " "}).status_code == 422
    answer = researcher.post("/studies/stay/duplicate", data={"wave": "Spring 2027"})
    assert answer.location == "/studies/why-b-clients-b-stay-spring-2027/"


@pytest.mark.parametrize(
    "path", ["/studies/nothing/", "/studies/nothing/edit", "/studies/nothing/journey"]
)
def test_an_unknown_study_is_not_found(researcher, path):
    assert researcher.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/studies/new", "/studies/stay/edit", "/studies/stay/duplicate"])
def test_a_reader_changes_nothing(reader, study, path):
    assert reader.get(path).status_code == 403
    assert reader.post(path, data=NEW).status_code == 403


@pytest.mark.parametrize("verb", ["open", "close", "archive", "unarchive"])
def test_a_reader_does_not_change_a_study(reader, study, verb):
    assert reader.post(f"/studies/stay/{verb}").status_code == 403
