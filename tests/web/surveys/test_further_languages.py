"""Respondents asked in a language that the pages for colleagues do not come in."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from surveys.models.response import Response
from tests.factories.respondents import make_link
from tests.factories.surveys import make_study
from tests.support.pages import read_page, text_of
from tests.unit.surveys.definitions import WHY, YEARS, questionnaire

ASKED = questionnaire(WHY, YEARS)
GERMAN = {key: f"DE {text}" for key, text in ASKED.texts.items()}


@pytest.mark.parametrize("code", ["de", "pt-BR", "zh-Hant"])
def test_a_person_answers_in_any_language_of_the_study(client, session, code):
    study = make_study(session, languages=["en", code])
    definition = replace(ASKED, translations={code: GERMAN})
    token = make_link(session, study=study, definition=definition, language=code)
    begun = client.post(f"/r/{token}/")
    page = read_page(client.get(begun.location))
    assert page.get("lang") == code
    assert "DE Why?" in text_of(page)
    assert session.scalar(select(Response.language)) == code


def test_a_questionnaire_of_one_other_language_is_read_in_its_direction(client, session):
    study = make_study(session, languages=["ar"])
    token = make_link(session, study=study, definition=replace(ASKED, language="ar"))
    page = read_page(client.get(f"/r/{token}/"))
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
