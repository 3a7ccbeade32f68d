"""Pages of the questions that score or weigh: asked, refused, summed up and exported."""

import csv
import io
import re
from dataclasses import replace

import pytest

from surveys.question_types import AnswerValue, kind
from tests.factories.respondents import LANGUAGES, make_link
from tests.factories.surveys import make_contact, make_questionnaire, make_response
from tests.support.pages import read_page, text_of
from tests.unit.surveys import scored as s
from tests.unit.surveys.definitions import questionnaire

PREVIEW = "/studies/survey/questionnaires/current/preview"
ANSWERS = "/studies/survey/answers/"
ALL = questionnaire(*s.SCORED, segments=("current",))
SPOKEN = replace(ALL, translations=dict.fromkeys(LANGUAGES[1:], ALL.texts))


@pytest.fixture
def draft(session, study):
    study.languages = list(LANGUAGES)
    return make_questionnaire(session, study, SPOKEN, published=False)


@pytest.fixture
def answered(session, study):
    """Four people who gave the same answers, and one who declined what can be declined."""
    whole = make_questionnaire(session, study, ALL)
    for n in range(4):
        contact = make_contact(session, study, f"p{n}@firm.com")
        make_response(session, contact, whole.versions[0], **s.GIVEN)
    other = {"happy": AnswerValue(1), "rec": AnswerValue("na"), "sum": AnswerValue({"price": 100})}
    make_response(session, make_contact(session, study, "q@firm.com"), whole.versions[0], **other)
    return whole


@pytest.fixture
def token(session):
    return make_link(session, definition=ALL)


def words(response):
    return " ".join(text_of(read_page(response)).split())


def panel(response, question):
    """The words of the part of the page about one question, without blanks."""
    parts = read_page(response).findall(".//section")
    return next(tight(text_of(each)) for each in parts if question.text in text_of(each))


def tight(text):
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", s.SCORED, ids=lambda question: question.type)
def test_a_page_is_sound_small_and_refuses_with_the_field_named(
    researcher, draft, question, language
):
    address = f"{PREVIEW}/{question.id}?language={language}"
    page = researcher.get(address)
    assert read_page(page).get("lang") == language
    assert len(page.text) <= 12_000
    wrong = dict.fromkeys((f"{question.id}", f"{question.id}.price"), "77")
    again = researcher.post(address, data=wrong)
    if again.status_code == 422:
        links = set(re.findall(r'<li><a href="#([^"]+)"', again.text))
        assert all(f'id="{link}"' in again.text for link in links)
        assert links
    is_taken = not question.required and question.type not in {"slider", "constant_sum"}
    assert (again.status_code == 303) == is_taken


def test_a_page_needs_no_more_than_four_requests(client, token):
    client.post(f"/r/{token}/")
    for question, given in s.GIVEN.items():
        page = client.get(f"/r/{token}/q/{question}")
        assert len(re.findall(r'(?:src|href)="/static/', page.text)) <= 3
        client.post(f"/r/{token}/q/{question}", data=_posted(question, given, page))


def _posted(name, given, page):
    question = ALL.question(name)
    rev = re.search(r'name="rev" value="(\d+)"', page.text)[1]
    return {**kind(question).post(question, given), "rev": rev}


def test_a_person_answers_them_all_and_comes_back_to_what_was_given(client, token):
    client.post(f"/r/{token}/")
    for question, given in s.GIVEN.items():
        page = client.get(f"/r/{token}/q/{question}")
        sent = client.post(f"/r/{token}/q/{question}", data=_posted(question, given, page))
        assert sent.status_code == 303
    assert sent.headers["Location"].endswith("/done")
    again = client.get(f"/r/{token}/q/sets").text
    assert re.search(r'name="sets\.5\.worst" value="speed"[^>]*checked', again)
    assert 'value="50"' in client.get(f"/r/{token}/q/sum").text


def test_shares_that_do_not_add_up_are_refused_with_their_sum_in_persian_digits(client, session):
    token = make_link(session, definition=SPOKEN, language="fa")
    client.post(f"/r/{token}/")
    page = client.post(f"/r/{token}/q/sum", data={"sum.price": "۶۰", "sum.speed": "۳۰", "rev": "0"})
    assert page.status_code == 422
    assert "باید ۱۰۰ شود" in words(page)
    assert "شما ۹۰ است" in words(page)


def test_the_words_of_a_follow_up_stand_on_the_page_for_each_score(client, token):
    client.post(f"/r/{token}/")
    page = client.get(f"/r/{token}/q/rec")
    labels = read_page(page).find(".//label[@for='rec.why']")
    assert [each.get("data-why") for each in labels] == ["any", "0", "1", "2"]
    assert 'id="rec-9" data-band="2"' in page.text


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (s.SATISFIED, "Two best of 5 answers 80% 4 of 5, 95% interval 38–96%"),
        (s.SATISFIED, "Mean of 5 points 3.4 95% interval 1.7 … 5.0"),
        (s.EASY, "Two best of 7 answers 100% 4 of 4, 95% interval 51–100%"),
        (s.EASY, "Mean of 7 points 6.0"),
        (s.LINE, "Mean 35.0 %"),
        (s.ORDER, "Fast answers 1.0 n = 4 4 times first"),
        (s.TOP, "Good advice – n = 0 0 times first"),
        (s.SUM, "The price 60.0 95% interval 32.2 … 87.8 n = 5"),
        (s.SETS, "The price +12 best 12 times worst 0 times n = 4"),
        (s.SETS, "Good advice −8"),
        (s.REASON, "shown from 10 answers on"),
        (s.REASON, "Detractors, 0 to 6 4"),
        (s.REASON, "Declined: 1 of 5 asked"),
        (s.REASON, "Slow answers"),
        (s.TOUCHED, "The website 0% 0 of 4 0–49% mean 2.0"),
        (s.TOUCHED, "The first call –"),
        (s.KNOWN, "Audit Did not know it 0% 0 of 4 0–49%"),
        (s.KNOWN, "Use or used it 100% 4 of 4 51–100%"),
    ],
    ids=lambda value: getattr(value, "type", None),
)
def test_figures_stand_with_their_base_and_interval(researcher, answered, question, shown):
    assert tight(shown) in panel(researcher.get(ANSWERS), question)


def test_a_response_is_read_answer_by_answer(researcher, session, answered):
    found = researcher.get(f"{ANSWERS}responses/").text
    [address] = re.findall(r'href="([^"]*/responses/[0-9a-f-]{36})"[^>]*>P0<', found)
    text = tight(words(researcher.get(address)))
    for shown in ("4 Satisfied", "35 %", "1 Fast answers", "The price: 50 points",
                  "Set 1: best The price, worst The people", "3 Slow answers", "did not use it",
                  "Audit: 3 Use or used it"):  # fmt: skip
        assert tight(shown) in text


def test_words_beside_a_score_have_their_page(researcher, answered):
    assert "Slow answers" in words(researcher.get(f"{ANSWERS}words/current/rec"))


def test_the_export_holds_a_column_for_every_part(researcher, answered):
    text = researcher.get(f"{ANSWERS}export.csv").data.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    row = next(each for each in rows if each["email"] == "p0@firm.com")
    cells = {"happy": "4", "order.speed": "1", "top.speed": "", "sum.advice": "0",
             "sets.4.worst": "reports", "rec": "3", "rec.why": "Slow answers",
             "touch.call": "na", "known.law": "1", "line": "35"}  # fmt: skip
    assert {name: row[name] for name in cells} == cells


def test_the_pages_of_a_questionnaire_name_and_draw_every_type(researcher, draft):
    text = words(researcher.get("/studies/survey/questionnaires/current/"))
    for name in ("Satisfaction", "Effort", "Slider", "Ranking", "Shares of a sum", "Best and worst",
                 "Recommendation and its reason", "Touchpoints", "Known services"):  # fmt: skip
        assert name in text
