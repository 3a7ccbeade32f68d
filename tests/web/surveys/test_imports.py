"""Bringing in another tool's answers on pages: file, columns, dry run, decision."""

import io
import uuid

import pytest
from sqlalchemy import func, select

from research.models.study import Upload
from surveys.models.response import Response
from tests.factories.surveys import make_contact, make_questionnaire
from tests.support.pages import follow, read_page, text_of
from tests.unit.surveys.definitions import LEFT, NPS, WHY, questionnaire

URL = "/studies/survey/answers/imports/"
FILE = "No,Email,Recommend us,Why,Reason,Region\n1,ann@firm.com,9,Quick,Price,North\n"
ASKED = questionnaire(NPS, WHY, LEFT, segments=("current",))
COLUMNS = {
    "column-0": "id", "column-1": "email", "column-2": "nps", "column-3": "why", "keep": "y",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _asked(session, study):
    make_questionnaire(session, study, ASKED)
    make_contact(session, study, "ann@firm.com")


def send(browser, text=FILE, name="answers.csv", **more):
    data = text if isinstance(text, bytes) else text.encode()
    form = {"questionnaire": "current", "file": (io.BytesIO(data), name), **more}
    return browser.post(URL, data=form)


def uploaded(browser, text=FILE):
    return send(browser, text).headers["Location"]


def words(response):
    return text_of(read_page(response))


def chosen(page):
    """Column -> what is selected for it."""
    selects = (each for each in page.iter("select") if "column-" in each.get("name", ""))
    return {
        each.get("name"): option.get("value")
        for each in selects
        for option in each.iter("option")
        if option.get("selected") is not None
    }


def count(session):
    return session.scalar(select(func.count()).select_from(Response))


def test_columns_are_guessed_and_nothing_counts_yet(researcher, session):
    page = read_page(researcher.get(uploaded(researcher)))
    assert chosen(page) == {"column-1": "email", "column-2": "nps", "column-3": "why"}
    assert "guesses by the headings" in text_of(page)
    assert count(session) == 0


def test_the_first_rows_are_shown(researcher):
    assert "Quick" in words(researcher.get(uploaded(researcher)))


def test_the_dry_run_says_what_would_happen(researcher, session):
    url = uploaded(researcher)
    text = words(follow(researcher, researcher.post(url, data=COLUMNS)))
    assert "New responses1 Imported before0" in text
    assert "Import 1 response" in text
    assert count(session) == 0


def test_the_decision_imports_and_forgets_the_file(researcher, session):
    url = uploaded(researcher)
    researcher.post(url, data=COLUMNS)
    page = follow(researcher, researcher.post(f"{url}/confirm"))
    assert "1 response is imported." in words(page)
    assert session.scalar(select(func.count()).select_from(Upload)) == 0
    assert session.scalars(select(Response)).one().attributes == {
        "Reason": "Price", "Region": "North",
    }  # fmt: skip


def test_the_same_file_again_adds_nothing(researcher, session):
    for _ in range(2):
        url = uploaded(researcher)
        page = follow(researcher, researcher.post(url, data=COLUMNS))
        researcher.post(f"{url}/confirm")
    assert "New responses0 Imported before1" in words(page)
    assert count(session) == 1


def test_strange_words_get_a_meaning_on_the_page(researcher, session):
    url = uploaded(researcher, FILE.replace(",Price,", ",Too dear,"))
    page = follow(researcher, researcher.post(url, data=COLUMNS | {"column-4": "left"}))
    assert "“Too dear” means" in words(page)
    assert "1 problem keeps the file from being imported" in words(page)
    meaning = COLUMNS | {"column-4": "left", "value-4-0": "price"}
    assert "Import 1 response" in words(follow(researcher, researcher.post(url, data=meaning)))


def test_a_strange_word_can_be_no_answer(researcher):
    url = uploaded(researcher, FILE.replace(",Price,", ",Rather not,"))
    form = COLUMNS | {"column-4": "left"}
    researcher.post(url, data=form)
    page = follow(researcher, researcher.post(url, data=form | {"value-4-0": "-"}))
    assert "Import 1 response" in words(page)


def test_the_map_can_be_kept_and_used_again(researcher):
    url = uploaded(researcher)
    researcher.post(url, data=COLUMNS)
    answer_map = researcher.get(f"{url}/map.yaml").data
    second = send(researcher, map=(io.BytesIO(answer_map), "map.yaml"))
    assert "Import 1 response" in words(follow(researcher, second))


def test_a_file_can_be_taken_away(researcher, session):
    url = uploaded(researcher)
    page = follow(researcher, researcher.post(f"{url}/forget"))
    assert "Nothing was imported." in words(page)
    back = follow(researcher, researcher.get(url))
    assert "This file is no longer kept: it was imported or taken away." in words(back)


def test_a_file_with_a_problem_cannot_be_forced_in(researcher, session):
    url = uploaded(researcher, FILE.replace(",9,", ",99,"))
    researcher.post(url, data=COLUMNS)
    response = researcher.post(f"{url}/confirm")
    assert (response.status_code, count(session)) == (422, 0)
    assert "1 problem keeps the file from being imported." in words(response)


BAD_CHOICES = {
    "no email": ({"column-2": "nps"}, "Choose the column that holds the email address."),
    "no question": ({"column-1": "email"}, "Choose at least one column that answers a question."),
    "two for one": (COLUMNS | {"column-4": "nps"}, "Two columns are chosen for “nps”"),
}


@pytest.mark.parametrize("name", BAD_CHOICES)
def test_a_bad_choice_of_columns_is_told(researcher, name):
    form, sentence = BAD_CHOICES[name]
    response = researcher.post(uploaded(researcher), data=form)
    assert (response.status_code, sentence in words(response)) == (422, True)


def test_a_question_that_does_not_exist_is_told(researcher):
    page = researcher.post(uploaded(researcher), data=COLUMNS | {"column-4": "csat"})
    assert "no question “csat”" in words(follow(researcher, page))


BAD_FILES = {
    "empty": (b"", "a.csv", "The file is empty."),
    "no table": (b"%PDF-1.7", "a.csv", "not a table"),
    "wrong ending": (b"a", "a.docx", "A table is read from"),
    "no workbook": (b"PK\x03\x04", "a.xlsx", "The workbook is damaged"),
    "quote left open": (b'a,b\n"1,2', "a.csv", "never closed"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_beside_its_field(researcher, session, name):
    data, filename, sentence = BAD_FILES[name]
    response = send(researcher, data, filename)
    assert (response.status_code, sentence in words(response)) == (422, True)
    assert session.scalar(select(func.count()).select_from(Upload)) == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"a: [", "not YAML"), (b"\xff\xfe\x00", "not UTF-8"), (b"a: 1", "is not known")],
)
def test_a_bad_map_is_told(researcher, data, sentence):
    response = send(researcher, map=(io.BytesIO(data), "map.yaml"))
    assert (response.status_code, sentence in words(response)) == (422, True)


def test_a_heading_cannot_run(researcher):
    text = FILE.replace("Region", "<script>alert(1)</script>")
    assert "<script>alert" not in researcher.get(uploaded(researcher, text)).text


def test_a_file_that_is_gone_is_not_found(researcher):
    answer = researcher.get(f"{URL}{uuid.uuid4()}")
    assert (answer.status_code, answer.location) == (303, URL.removesuffix("imports/"))
