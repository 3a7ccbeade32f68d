"""Other tools' questionnaires on the pages: read, shown, taken in or left; and handed out."""

import io
import json

import openpyxl
import pytest

from research.models.study import Upload
from surveys.services import designing
from tests.support.pages import follow, read_page, text_of

ISOLATES = dict.fromkeys(map(ord, "\u2068\u2069"))
URL = "/studies/survey/questionnaires/"
SURVEY = {
    "title": {"default": "Your view", "th": "ความเห็นของคุณ"},
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "radiogroup", "name": "Office", "title": "Which?", "choices": ["A", "B"]},
                {"type": "comment", "name": "why", "title": "Why?", "visibleIf": "{Office} = 'A'"},
                {"type": "geo", "name": "where"},
            ],
        }
    ],
}


def upload(browser, *files):
    data = {"file": [(io.BytesIO(content), name) for name, content in files]}
    return browser.post(f"{URL}import", data=data)


@pytest.fixture
def waiting(researcher, study):
    """The page of a file that waits to be taken in, and its address."""
    answer = upload(researcher, ("view.json", json.dumps(SURVEY).encode()))
    return answer.location, researcher.get(answer.location)


def kept(session):
    return session.query(Upload).filter_by(purpose="questionnaire").count()


def test_a_file_of_another_tool_is_shown_before_it_is_taken_in(waiting, session, study):
    text = text_of(read_page(waiting[1])).translate(ISOLATES)
    assert "pages[0].elements[2], “geo”: This type of question is unknown" in text
    assert "office" in text
    assert designing.list_questionnaires(session, study) == []


def test_it_is_taken_in_as_a_draft(researcher, waiting, session, study):
    page = follow(researcher, researcher.post(f"{waiting[0]}/take"))
    assert "imported as a draft" in text_of(read_page(page))
    draft = designing.draft_of(designing.list_questionnaires(session, study)[0])
    assert [each.id for each in draft.questions] == ["office", "why", "where"]
    assert draft.questions[1].show_if.text == 'office == "a"'
    assert kept(session) == 0


def test_it_can_be_left(researcher, waiting, session, study):
    page = follow(researcher, researcher.post(f"{waiting[0]}/forget"))
    assert "Nothing was imported" in text_of(read_page(page))
    assert (kept(session), designing.list_questionnaires(session, study)) == (0, [])


def test_a_page_that_is_kept_too_long_leads_back(researcher, waiting):
    researcher.post(f"{waiting[0]}/forget")
    assert "no longer kept" in text_of(read_page(follow(researcher, researcher.get(waiting[0]))))


def test_the_next_file_of_the_same_person_takes_the_place_of_the_first(
    researcher, waiting, session
):
    upload(researcher, ("b.json", json.dumps(SURVEY).encode()))
    assert kept(session) == 1


def test_a_second_import_says_that_it_becomes_the_next_draft(researcher, waiting):
    researcher.post(f"{waiting[0]}/take")
    again = upload(researcher, ("view.json", json.dumps(SURVEY).encode()))
    assert "this becomes its next draft" in text_of(read_page(researcher.get(again.location)))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.xlsx", b"PK\x03\x04 no book", "The file is damaged"),
        ("x.lss", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "defines entities"),
        ("x.json", b"{", "The file is not JSON"),
        ("x.txt", b"nothing is asked", "asks nothing"),
        ("x.docx", b"", "The file is empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_gets_one_sentence(
    researcher, study, name, content, sentence
):
    answer = upload(researcher, (name, content))
    assert answer.status_code == 422
    assert sentence in text_of(read_page(answer))


def test_the_report_speaks_the_readers_language(researcher, waiting):
    researcher.post("/account/language", data={"locale": "th"})
    text = text_of(read_page(researcher.get(waiting[0])))
    assert "This type of question is unknown" not in text


def test_a_reader_may_neither_take_in_nor_see(reader, waiting):
    assert reader.get(waiting[0]).status_code == 403
    assert upload(reader, ("x.json", b"{}")).status_code == 403
    assert reader.get("/studies/survey/exchange/lost/xlsform").status_code == 403


@pytest.fixture
def lost(session, study):
    """The shipped questionnaire for lost clients, as a draft."""
    return designing.create_from_shipped(session, study, "lost")


FORMS = {
    "xlsform": b"PK\x03\x04", "surveyjs": b"{", "word": b"PK\x03\x04", "pdf": b"%PDF-",
    "codebook": b"PK\x03\x04", "codebook-csv": b"\xef\xbb\xbfvariable", "yaml": b"format:",
    "json": b"{",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_questionnaire_is_handed_out_in_every_form(researcher, lost, form):
    answer = researcher.get(f"/studies/survey/exchange/lost/{form}?language=th")
    assert answer.status_code == 200
    assert answer.data.startswith(FORMS[form])
    assert "lost" in answer.headers["Content-Disposition"]


def test_an_unknown_form_is_not_found(researcher, lost):
    assert researcher.get("/studies/survey/exchange/lost/punchcards").status_code == 404


def test_the_page_of_a_questionnaire_leads_to_its_forms(researcher, lost):
    page = read_page(researcher.get(f"{URL}lost/?language=th"))
    links = {each.get("href") for each in page.iter("a")}
    assert "/studies/survey/exchange/lost/pdf?language=th" in links
    assert "/studies/survey/exchange/lost/xlsform" in links


def test_what_was_handed_out_comes_in_again(researcher, lost, session, study):
    out = researcher.get("/studies/survey/exchange/lost/xlsform").data
    assert openpyxl.load_workbook(io.BytesIO(out)).sheetnames == ["survey", "choices", "settings"]
    before = designing.draft_of(lost)
    shown = upload(researcher, ("lost.xlsx", out)).location
    assert "Everything of the file is carried over" in text_of(read_page(researcher.get(shown)))
    researcher.post(f"{shown}/take")
    session.expire_all()
    assert designing.draft_of(designing.find(session, study, "lost")) == before
