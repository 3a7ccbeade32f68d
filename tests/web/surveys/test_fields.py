"""Questions of every kind of field: their pages in every language, their figures, their import."""

import pytest

from surveys.question_types import AnswerValue
from tests.factories.respondents import LANGUAGES
from tests.factories.surveys import make_contact, make_questionnaire, make_response, make_study
from tests.support.pages import read_page, text_of
from tests.unit.surveys.definitions import FIELDS, in_every_language, questionnaire

GIVEN = {
    "country": AnswerValue("other", "Peru"),
    "email_me": AnswerValue(text="ann@firm.com"),
    "call_me": AnswerValue(text="+66 2 123 4567"),
    "agree": AnswerValue(value=True),
    "hour": AnswerValue("14:30"),
    "stay": AnswerValue({"from": "2025-01-31", "to": "2025-02-01"}),
    "fees": AnswerValue({"tax": "high"}),
    "uses": AnswerValue({"audit": ["portal", "phone"]}),
    "wishes": AnswerValue({"tax": {"": "Speed"}}),
    "notes": AnswerValue({"tax": {"now": "A call"}}),
    "spent": AnswerValue({"tax": {"last": 0, "now": 2.5}}),
    "sign": AnswerValue({"typed": "Ann Lee", "strokes": [[[100, 200], [500, 80], [900, 220]]]}),
    "proof": AnswerValue({"name": "fees.csv", "size": 1200, "key": "f" * 64}),
}
DEFINITION = in_every_language(questionnaire(*FIELDS, segments=("current",)))
PREVIEW = "/studies/survey/questionnaires/current/preview"
ANSWERS = "/studies/survey/answers"


@pytest.fixture
def asked(session):
    study = make_study(session, languages=list(LANGUAGES))
    whole = make_questionnaire(session, study, DEFINITION)
    contact = make_contact(session, study, "bo@firm.com")
    return make_response(session, contact, whole.versions[0], **GIVEN)


def words(response):
    return text_of(read_page(response))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", FIELDS, ids=lambda question: question.id)
def test_its_page_is_sound_light_and_speaks_the_language(researcher, asked, question, language):
    page = researcher.get(f"{PREVIEW}/{question.id}?language={language}")
    assert read_page(page).get("lang") == language
    assert len(page.text) <= 12_000


@pytest.mark.parametrize(
    ("question", "posted", "sentence"),
    [
        ("hour", "25:00", "Enter hours and minutes, for example 14:30"),
        ("email_me", "ann", "Enter an email address, for example name@firm.com"),
        ("call_me", "12", "Enter a phone number with its country code"),
    ],
)
def test_a_wrong_answer_is_told_at_the_field_and_shown_again(
    researcher, asked, question, posted, sentence
):
    page = researcher.post(f"{PREVIEW}/{question}", data={question: posted})
    assert page.status_code == 422, words(page)
    assert sentence in words(page)
    tree = read_page(page)
    assert tree.find(f".//a[@href='#{question}']") is not None
    assert tree.find(f".//input[@id='{question}']").get("value") == posted


def test_nobody_agrees_by_silence(researcher, asked):
    box = read_page(researcher.get(f"{PREVIEW}/agree")).find(".//input[@type='checkbox']")
    assert box.get("checked") is None


def test_a_long_list_has_a_field_to_search_it_only_with_a_script(researcher, asked):
    page = researcher.get(f"{PREVIEW}/country")
    search = read_page(page).find(".//div[@data-search-field]")
    assert "island" in search.get("class").split()
    assert "js/respond+search.js" in page.text
    assert "search.js" not in researcher.get(f"{PREVIEW}/agree").text


def test_figures_stand_with_their_base(researcher, asked):
    text = words(researcher.get(f"{ANSWERS}/"))
    assert "Elsewhere 100% 1 of 1" in text
    assert "Agreed 100% 1 of 1" in text
    assert "ann@firm.com" not in text
    assert "14:00 100% 1 of 1" in text
    assert "2 days" in text
    assert "Tax advice for your company 1 answered Too low 0% 0 of 1" in text
    assert "The telephone 100% 1 of 1" in text
    assert "Median 2.5 thousand euros2.5 – 2.5, n = 1" in text
    assert "Tax advice for your company, This year: A call" in text


def test_one_response_shows_each_answer(researcher, asked):
    text = words(researcher.get(f"{ANSWERS}/responses/{asked.id}"))
    for said in ("Elsewhere: Peru", "ann@firm.com", "+66 2 123 4567", "Agreed", "14:30",
                 "2025-01-31 until 2025-02-01", "Tax advice for your company: Too high",
                 "The yearly audit: The portal, The telephone", "Last year 0 thousand euros",
                 "Tax advice for your company: Speed"):  # fmt: skip
        assert said in text


def test_every_answer_fills_its_cells(researcher, asked):
    table = researcher.get(f"{ANSWERS}/export.csv").text
    assert "country,country.other.text,email_me,call_me,agree,hour,stay.from,stay.to" in table
    assert (
        "other,Peru,ann@firm.com,'+66 2 123 4567,1,14:30,2025-01-31,2025-02-01,,high,1,1,0,,,,"
        in table
    )
    assert ",,Speed,,,,A call,,,0,2.5," in table
