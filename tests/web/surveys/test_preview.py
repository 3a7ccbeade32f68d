from dataclasses import replace

import pytest
from sqlalchemy import func, select

from surveys.building import editing
from surveys.models.questionnaire import Questionnaire
from surveys.models.response import Response
from surveys.services import designing
from tests.factories.respondents import LANGUAGES, shipped
from tests.factories.surveys import make_questionnaire, make_study
from tests.support.pages import read_page, text_of

PREVIEW = "/studies/survey/questionnaires/current/preview"


@pytest.fixture(autouse=True)
def _questionnaire(session):
    study = make_study(session, languages=list(LANGUAGES))
    make_questionnaire(session, study, shipped("current"), published=False)


def bar(response):
    return text_of(read_page(response).find(".//p[@class='preview']"))


def test_a_draft_is_shown_as_respondents_will_see_it(researcher):
    page = researcher.get(f"{PREVIEW}/")
    assert "Tell us what it is like to be our client" in page.text
    assert bar(page) == "A preview: nothing is saved."


def test_every_question_can_be_looked_at_in_every_language(researcher):
    for language in LANGUAGES:
        for question in shipped("current").questions:
            page = researcher.get(f"{PREVIEW}/{question.id}?language={language}")
            assert read_page(page).get("lang") == language


def test_a_draft_is_shown_as_it_is_now_and_not_as_one_seen_before(researcher, session):
    study = make_study(session, slug="other")
    for key in ("lost", "former"):
        make_questionnaire(session, study, shipped(key), key=key, published=False)
        asked = shipped(key).questions[0]
        page = researcher.get(f"/studies/other/questionnaires/{key}/preview/{asked.id}")
        assert page.status_code == 200
        assert asked.text in text_of(read_page(page))


def test_a_condition_is_said_in_words(researcher):
    page = researcher.get(f"{PREVIEW}/cu_project_wrong")
    assert "Asked only if Q8 “How is your present project with us going?” is one of" in bar(page)
    assert "“It is in trouble”" in bar(page)


def test_going_on_keeps_language_and_saves_nothing(researcher, session):
    page = researcher.post(f"{PREVIEW}/cu_nps?language=fa", data={"cu_nps": "7"})
    assert page.headers["Location"] == f"{PREVIEW}/cu_nps_why?language=fa"
    assert session.scalar(select(func.count(Response.id))) == 0


def test_a_wrong_answer_is_refused_as_for_respondents(researcher):
    assert researcher.post(f"{PREVIEW}/cu_nps", data={}).status_code == 422


def test_the_start_leads_to_the_first_question_and_the_last_one_back(researcher):
    assert researcher.post(f"{PREVIEW}/").headers["Location"] == f"{PREVIEW}/cu_nps"
    last = researcher.post(f"{PREVIEW}/cu_refer_hard", data={})
    assert last.headers["Location"] == f"{PREVIEW}/"


def test_language_buttons_speak_another_language(researcher):
    page = researcher.post(f"{PREVIEW}/cu_nps", data={"language": "th"})
    assert page.headers["Location"] == f"{PREVIEW}/cu_nps?language=th"
    start = researcher.post(f"{PREVIEW}/", data={"language": "th"})
    assert start.headers["Location"] == f"{PREVIEW}/?language=th"


def test_an_unknown_question_is_a_404(researcher):
    assert researcher.get(f"{PREVIEW}/nonsense").status_code == 404


def test_another_draft_is_not_shown_as_the_one_before(researcher, session):
    assert researcher.get(f"{PREVIEW}/cu_nps").status_code == 200
    study = make_study(session, "second", languages=list(LANGUAGES))
    make_questionnaire(session, study, shipped("lost"), key="lost", published=False)
    page = researcher.get("/studies/second/questionnaires/lost/preview/")
    assert shipped("lost").title in page.text


def test_readers_see_no_drafts(reader, client):
    assert reader.get(f"{PREVIEW}/").status_code == 403
    assert client.get(f"{PREVIEW}/").status_code == 303


def test_a_changed_draft_is_shown_as_it_is_now(researcher, session):
    assert "More" not in researcher.get(f"{PREVIEW}/cu_nps").text
    questionnaire = session.scalars(select(Questionnaire)).one()
    draft = designing.draft_of(questionnaire)
    asked = replace(draft.question("cu_nps"), text="More than before?")
    designing.edit(session, questionnaire, editing.changed(draft, asked))
    session.commit()
    assert "More than before?" in researcher.get(f"{PREVIEW}/cu_nps").text


def test_what_the_draft_lacks_in_a_language_is_said(researcher, session):
    questionnaire = session.scalars(select(Questionnaire)).one()
    draft = designing.draft_of(questionnaire)
    thai = {key: text for key, text in draft.translations["th"].items() if key != "cu_nps.text"}
    designing.edit(session, questionnaire, replace(draft, translations={"th": thai}))
    korean = bar(researcher.get(f"{PREVIEW}/cu_nps?language=ko"))
    assert "Nothing is translated into 한국어 yet: this is in English." in korean
    page = researcher.get(f"{PREVIEW}/cu_nps?language=th")
    assert (draft.question("cu_nps").text[:60] in bar(page), "English" in bar(page)) == (True, True)
    assert "English" not in bar(researcher.get(f"{PREVIEW}/cu_nps_why?language=th"))
