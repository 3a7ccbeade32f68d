"""The pages of answers: figures, words, responses, exports."""

import csv
import io
import uuid
import zipfile
from dataclasses import replace

import pytest

from surveys.question_types import AnswerValue, Choice, Row
from tests.factories.surveys import (
    make_contact,
    make_questionnaire,
    make_response,
    publish_version,
)
from tests.support.pages import read_page, text_of
from tests.unit.surveys.definitions import (
    FOUND,
    GRID,
    LEFT,
    MONTH,
    NPS,
    WHY,
    YEARS,
    questionnaire,
)
from tests.unit.surveys.scored import SUM

URL = "/studies/survey/answers/"
ALL = questionnaire(NPS, GRID, WHY, FOUND, LEFT, YEARS, MONTH, segments=("current",))
GIVEN = {
    "nps": AnswerValue(9),
    "work": AnswerValue({"time": 4, "budget": "na"}),
    "why": AnswerValue(text="สบายใจ <b>มาก</b>", quote="anonymous"),
    "found": AnswerValue(["peer", "other"], "A fair"),
    "left": AnswerValue("price"),
    "years": AnswerValue(3),
    "month": AnswerValue("2025-03"),
}


@pytest.fixture
def answered(session, study):
    """Ten complete responses and one that was only begun."""
    whole = make_questionnaire(session, study, ALL)
    for n in range(10):
        contact = make_contact(session, study, f"p{n}@firm.com")
        make_response(session, contact, whole.versions[0], **GIVEN)
    late = make_contact(session, study, "late@firm.com")
    make_response(session, late, whole.versions[0], submitted=False, nps=AnswerValue(0))
    return study


def words(response):
    return text_of(read_page(response))


def test_without_a_questionnaire_the_page_says_what_comes_first(researcher, study):
    assert "No answers yet" in words(researcher.get(URL))


def test_figures_stand_with_their_base(researcher, answered):
    text = words(researcher.get(URL))
    assert "10 answered of 10 asked" in text
    assert "A peer 100% 10 of 10" in text
    assert "72–100%" in text


def test_the_recommendation_score_has_its_interval(researcher, answered):
    text = words(researcher.get(URL))
    assert "Score +100 95% interval" in text


def test_a_score_of_few_people_is_not_a_headline(researcher, session, study):
    whole = make_questionnaire(session, study, ALL)
    make_response(session, make_contact(session, study), whole.versions[0], nps=AnswerValue(9))
    assert "shown from 10 answers on" in words(researcher.get(URL))


def test_a_grid_shows_the_best_two_points_of_each_row(researcher, answered):
    text = words(researcher.get(URL))
    assert "On time 100% 10 of 10 72–100% mean 4.0" in " ".join(
        text.replace("%mean", "% mean").split()
    )


def test_words_are_shown_as_written(researcher, answered):
    page = researcher.get(f"{URL}words/current/why")
    assert "สบายใจ <b>มาก</b>" in words(page)
    assert "<b>มาก" not in page.get_data(as_text=True)


def test_responses_are_listed_by_state(researcher, answered):
    everyone, partial = (
        words(researcher.get(f"{URL}responses/", query_string=query))
        for query in ({}, {"state": "partial"})
    )
    assert ("P3" in everyone, "Late" in everyone) == (True, True)
    assert ("P3" in partial, "Late" in partial) == (False, True)


def test_a_response_is_read_answer_by_answer(researcher, session, study):
    whole = make_questionnaire(session, study, ALL)
    found = make_response(session, make_contact(session, study), whole.versions[0], **GIVEN)
    text = words(researcher.get(f"{URL}responses/{found.id}"))
    for shown in ("On time: 4", "not applicable", "A fair", "Price", "2025-03", "May be quoted"):
        assert shown in text


def test_rows_and_options_may_bear_the_names_of_parts_of_other_answers(researcher, session, study):
    grid = replace(GRID, rows=(Row("key", "Keys"), Row("typed", "Letters")))
    shared = replace(SUM, choices=(Choice("from", "Start"), Choice("to", "End")))
    whole = make_questionnaire(session, study, questionnaire(grid, shared))
    given = {"work": AnswerValue({"key": 4}), "sum": AnswerValue({"from": 70, "to": 30})}
    contact = make_contact(session, study)
    made = make_response(session, contact, whole.versions[0], **given)
    text = words(researcher.get(f"{URL}responses/{made.id}"))
    assert "Keys: 4" in text
    assert "70" in text


def test_a_response_of_no_study_is_not_found(researcher, answered):
    assert researcher.get(f"{URL}responses/{uuid.uuid4()}").status_code == 404


def test_the_export_is_downloaded_as_csv(researcher, answered):
    response = researcher.get(f"{URL}export.csv")
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert (len(rows), response.mimetype) == (12, "text/csv")
    assert "p3@firm.com" in response.text


def test_the_export_can_leave_names_out(researcher, answered):
    assert "@firm.com" not in researcher.get(f"{URL}export.csv", query_string={"names": "no"}).text


def test_the_export_is_downloaded_as_a_workbook(researcher, answered):
    assert zipfile.is_zipfile(io.BytesIO(researcher.get(f"{URL}export.xlsx").data))


@pytest.mark.parametrize(
    "path", ["", "responses/", "words/current/why", "export.csv", "export.xlsx", "imports/"]
)
def test_a_reader_sees_no_answers(reader, answered, path):
    assert reader.get(URL + path).status_code == 403


def test_options_and_rows_that_a_later_version_dropped_are_marked(researcher, session, study):
    fewer = replace(FOUND, choices=FOUND.choices[1:]), replace(GRID, rows=GRID.rows[1:])
    whole = make_questionnaire(session, study, questionnaire(FOUND, GRID, segments=("current",)))
    contact = make_contact(session, study, "ann@firm.com")
    make_response(session, contact, whole.versions[0], found=GIVEN["found"], work=GIVEN["work"])
    assert "No longer offered" not in words(researcher.get(URL))
    publish_version(session, whole, questionnaire(*fewer, segments=("current",)))
    session.expire_all()
    text = words(researcher.get(URL))
    assert text.count("No longer offered") == 2
    assert f"{FOUND.choices[0].text} No longer offered" in text
    assert f"{GRID.rows[0].text} No longer offered" in text
