from pathlib import Path

import pytest

from surveys.documents import read_yaml, write_yaml
from surveys.problems import problems

SHIPPED = Path(__file__).parents[3] / "surveys" / "shipped"
LANGUAGES = ("en", "th", "ko", "vi", "fa")
STAGES = {
    "current": {"awareness", "decision", "onboarding", "usage", "expansion", "advocacy"},
    "lost": {"awareness", "research", "consideration", "decision"},
    "former": {"usage", "expansion", "advocacy"},
    "prospect": {"awareness", "research", "consideration", "decision"},
}


@pytest.fixture(params=STAGES)
def segment(request):
    return request.param


@pytest.fixture
def definition(segment):
    return read_yaml((SHIPPED / f"{segment}.yaml").read_text(encoding="utf-8"))


def test_a_shipped_questionnaire_has_no_problem(definition):
    assert problems(definition, languages=LANGUAGES) == []


def test_it_is_for_its_segment(definition, segment):
    assert (definition.id, definition.segments) == (segment, (segment,))


def test_it_has_nine_to_fifteen_questions_and_takes_under_nine_minutes(definition, segment):
    assert 9 <= len(definition.questions) <= 15
    assert definition.minutes(segment) < 9


def test_it_covers_the_stages_of_its_segment(definition, segment):
    assert {question.stage for question in definition.questions} >= STAGES[segment]


def test_it_has_a_score_a_grid_and_open_words(definition):
    types = [question.type for question in definition.questions]
    assert {"nps", "rating", "single", "multiple", "long_text"} <= set(types)


def test_every_open_question_feeds_themes_and_asks_permission(definition):
    for question in definition.questions:
        if question.type == "long_text":
            assert (question.theme_source, question.quote, question.required) == (True, True, False)


def test_questions_about_difficulties_say_that_they_invite_pains(definition):
    open_to_both = {"fo_refer_hard"}
    hard = {each.id: each.asks for each in definition.questions if each.id.endswith("_hard")}
    assert {key for key, asks in hard.items() if asks != "pain"} <= open_to_both


def test_it_asks_which_services_are_known(definition):
    assert any(question.id.endswith("_services") for question in definition.questions)


def test_translations_are_not_the_source(definition):
    for language in LANGUAGES[1:]:
        words = definition.translations[language]
        assert not [key for key, text in definition.texts.items() if words[key] == text]


def test_the_file_is_in_its_plain_form(segment, definition):
    written = (SHIPPED / f"{segment}.yaml").read_text(encoding="utf-8")
    assert written == write_yaml(definition)
