import io
import re

import pytest
from sqlalchemy import func, select

from research.models.organisation import Contact
from research.models.study import Upload
from tests.support.pages import read_page, text_of

HOME = "/studies/stay/clients"
LIST = "Firm,Name,Mail,Segment,CRM\nOrrin,<script>x</script>,a@orrin.example,lost,7\n"
BROKEN = "Firm,Mail,Segment\nOrrin,a(at)b,lost\n<b>Marsh</b>,m@marsh.example,<i>friend</i>\n"


def text(response):
    return text_of(read_page(response).find("body"))


def send(browser, content, name="clients.csv", **values):
    data = content.encode() if isinstance(content, str) else content
    return browser.post(f"{HOME}/import", data={"file": (io.BytesIO(data), name), **values})


def people(session):
    session.expire_all()
    return session.scalar(select(func.count(Contact.id)))


def test_without_clients_the_page_says_what_to_do(researcher, study):
    assert "No clients yet" in text(researcher.get(HOME))


def test_people_are_listed_with_their_firm_and_segment(researcher, ann):
    seen = text(researcher.get(HOME))
    for words in ("บริษัท พลอยธารา", "Ann <i>Lee</i>", "Lost", "No lawful basis"):
        assert words in seen


@pytest.mark.parametrize("query", ["q=พลอย", "q=ann@", "segment=lost", "segment=moon"])
def test_people_are_found_by_words_and_segment(researcher, ann, query):
    assert "ann@orrin.example" in text(researcher.get(f"{HOME}?{query}"))


@pytest.mark.parametrize("query", ["q=nobody", "segment=former", "page=99"])
def test_nobody_is_found_where_nobody_is(researcher, ann, query):
    assert "Nobody found" in text(researcher.get(f"{HOME}?{query}"))


def test_a_dry_run_shows_what_will_happen_and_saves_nothing(researcher, study, session):
    answer = send(researcher, LIST)
    assert answer.status_code == 303
    seen = text(researcher.get(answer.location))
    for words in ("Nothing is saved yet", "Read as UTF-8", "<script>x</script>", "kept as it is"):
        assert words in seen
    assert re.search(r"Would be added ?1", seen)
    assert "Import 1 row " in f"{seen} "
    assert people(session) == 0


def test_one_lawful_basis_is_chosen_for_the_whole_list(researcher, study, session):
    place = send(researcher, LIST).location
    assert "1 person has no lawful basis" in text(researcher.get(place))
    answer = researcher.post(f"{place}/basis", data={"lawful_basis": "legitimate_interest"})
    assert (answer.status_code, answer.location) == (303, place)
    assert "no lawful basis for asking" not in text(researcher.get(place))
    researcher.post(place)
    assert session.scalar(select(Contact.lawful_basis)) == "legitimate_interest"


def test_a_lawful_basis_given_with_the_file_holds(researcher, study, session):
    researcher.post(send(researcher, LIST, lawful_basis="consent").location)
    assert session.scalar(select(Contact.lawful_basis)) == "consent"


def test_a_confirmed_list_is_imported_and_forgotten(researcher, study, session):
    answer = researcher.post(send(researcher, LIST).location)
    assert (answer.status_code, answer.location) == (303, HOME)
    assert "1 person added, 0 updated, 0 unchanged." in text(researcher.get(HOME))
    assert people(session) == 1
    assert session.scalar(select(func.count(Upload.id))) == 0


def test_a_second_import_shows_each_change_before_it_is_made(researcher, study, session):
    researcher.post(send(researcher, LIST).location)
    seen = text(researcher.get(send(researcher, LIST.replace("lost", "former")).location))
    assert "Segment: lost → former" in seen


def test_every_problem_is_shown_by_row_and_column(researcher, study, session):
    place = send(researcher, BROKEN).location
    page = read_page(researcher.get(place))
    rows = [text_of(row) for row in page.findall(".//tbody/tr")][:2]
    assert rows[0] == "2 Mail“a(at)b” is not an email address."
    assert rows[1].startswith("3 Segment“<i>friend</i>” is not a known Segment")
    assert "Import 0 rows" not in text_of(page.find("body"))
    researcher.post(place)
    assert people(session) == 0


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "clients.csv", "The file is empty."),
        ("a,b", "clients.pdf", "A table is read from"),
        (b"\xd0\xcf\x11\xe0x", "clients.xlsx", "old or password-protected"),
        ('Firm\n"Orrin', "clients.csv", "never closed"),
    ],
)
def test_what_is_no_table_stays_on_the_form(researcher, study, session, content, name, said):
    answer = send(researcher, content, name)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert session.scalar(select(func.count(Upload.id))) == 0


def test_no_file_stays_on_the_form(researcher, study):
    answer = researcher.post(f"{HOME}/import", data={})
    assert "Choose a CSV or XLSX file" in text(answer)


def test_a_tried_list_can_be_thrown_away(researcher, study, session):
    place = send(researcher, LIST).location
    assert researcher.post(f"{place}/discard").location == f"{HOME}/import"
    for again in (researcher.get(place), researcher.post(place)):
        assert (again.status_code, again.location) == (303, HOME)
    assert "This file is no longer kept" in text(researcher.get(HOME))


def test_one_person_can_be_added_and_changed(researcher, study, session):
    values = {"organisation": "Orrin", "email": "a@orrin.example", "segment": "lost"}
    assert researcher.post(f"{HOME}/new", data=values).status_code == 303
    person = session.scalar(select(Contact))
    values = {"email": "b@orrin.example", "segment": "former", "services": "Tax\nAudit"}
    assert researcher.post(f"{HOME}/{person.id}", data=values).status_code == 303
    session.expire_all()
    assert (person.email, person.segment) == ("b@orrin.example", "former")
    assert "Tax\nAudit" in researcher.get(f"{HOME}/{person.id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": "nobody"}, "“nobody” is not an email address."),
        ({"segment": ""}, "Choose a segment."),
        ({"organisation": ""}, "Name the organisation."),
        ({"role": "boss"}, "Not a valid choice."),
        ({"engaged_from": "2021-01-01", "engaged_until": "2020-01-01"}, "before it starts"),
    ],
)
def test_an_unusable_contact_stays_on_the_form(researcher, study, session, values, said):
    good = {"organisation": "Orrin", "email": "a@orrin.example", "segment": "lost"}
    answer = researcher.post(f"{HOME}/new", data={**good, **values})
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert people(session) == 0


def test_a_person_may_ask_not_to_be_contacted(researcher, ann, session):
    researcher.post(f"{HOME}/{ann.id}/objection", data={"on": "1"})
    assert "Do not contact" in text(researcher.get(HOME))
    researcher.post(f"{HOME}/{ann.id}/objection", data={"on": ""})
    session.expire_all()
    assert not ann.do_not_contact


def test_long_lists_come_page_by_page(researcher, study):
    rows = "".join(f"Firm {n:03},a{n}@b.example,lost\n" for n in range(60))
    researcher.post(send(researcher, f"Firm,Mail,Segment\n{rows}").location)
    assert "Page 2 of 2, 60 in all" in text(researcher.get(f"{HOME}?page=2&segment=lost"))


@pytest.mark.parametrize("path", ["", "/new", "/import"])
def test_a_reader_sees_no_client(reader, ann, path):
    assert reader.get(HOME + path).status_code == 403


def test_a_contact_of_another_study_is_not_found(researcher, ann):
    assert researcher.get(f"/studies/other/clients/{ann.id}").status_code == 404


def test_a_person_is_erased_after_one_more_question(researcher, ann, session):
    shown = read_page(researcher.get(f"{HOME}/{ann.id}"))
    box = next(each for each in shown.findall(".//details") if "Erase" in text_of(each))
    assert "can't be undone" in text_of(box).replace("’", "'")
    assert "Why <b>clients</b> stay" in text_of(box)
    answer = researcher.post(box.find(".//form").get("action"))
    assert (answer.status_code, answer.location) == (303, HOME)
    assert "The person is erased." in text(researcher.get(HOME))
    session.expire_all()
    assert (ann.name, ann.erased_at is not None) == ("", True)
    assert researcher.get(f"{HOME}/{ann.id}").status_code in {303, 404}
