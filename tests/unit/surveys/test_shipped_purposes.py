"""The short questionnaires by purpose: sound, whole in five languages, quick to answer."""

from pathlib import Path

import pytest

from surveys.documents import read_yaml, write_yaml
from surveys.problems import problems
from surveys.services.designing import PURPOSES
from surveys.simulating import simulate

FOLDER = Path(__file__).parents[3] / "surveys" / "shipped" / "purposes"
LANGUAGES = ("en", "th", "ko", "vi", "fa")
SEGMENTS = {
    "pulse": ("current",),
    "score": ("current", "former"),
    "services": ("current", "former"),
    "return": ("former",),
    "change": ("current",),
}
HEART = {
    "pulse": {"csat", "ces", "touchpoint"},
    "score": {"nps_why"},
    "services": {"awareness", "multiple"},
    "return": {"single"},
    "change": {"csat", "ces", "rating", "nps"},
}


@pytest.fixture(params=PURPOSES)
def purpose(request):
    return request.param


@pytest.fixture
def written(purpose):
    return (FOLDER / f"{purpose}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def definition(written):
    return read_yaml(written)


def open_ones(definition):
    return [each for each in definition.questions if each.type == "long_text"]


def test_every_file_is_of_a_purpose():
    assert {each.stem for each in FOLDER.iterdir()} == set(PURPOSES)


def test_it_is_sound_and_whole_in_five_languages(definition):
    assert problems(definition, languages=LANGUAGES) == []
    assert set(definition.languages) == set(LANGUAGES)


def test_translations_are_not_the_source(definition):
    for language in LANGUAGES[1:]:
        words = definition.translations[language]
        assert not [key for key, text in definition.texts.items() if words[key] == text]


def test_it_is_for_its_segments_and_asks_what_it_is_for(definition, purpose):
    assert (definition.id, definition.segments) == (purpose, SEGMENTS[purpose])
    assert HEART[purpose] <= {question.type for question in definition.questions}


def test_it_is_short(definition):
    assert 5 <= len(definition.questions) <= 8
    assert max(map(definition.minutes, definition.segments)) <= 4


def test_open_words_feed_themes_are_never_forced_and_ask_permission(definition):
    assert open_ones(definition)
    for question in open_ones(definition):
        assert (question.theme_source, question.quote, question.required) == (True, True, False)


def test_what_open_words_invite_is_said(definition):
    both = {"re_refer_why"}
    assert {each.id for each in open_ones(definition) if not each.asks} <= both


def test_everything_has_a_stage(definition):
    for question in definition.questions:
        assert question.stage or all(row.stage for row in question.rows)


def test_somebody_meets_each_question_and_some_meet_not_all(definition):
    assert simulate(definition, 100, 0).never == ()
    assert any(question.show_if for question in definition.questions)


def test_the_score_comes_first():
    definition = read_yaml((FOLDER / "score.yaml").read_text(encoding="utf-8"))
    assert definition.questions[0].type == "nps_why"


def test_the_file_is_in_its_plain_form(definition, written):
    assert written == write_yaml(definition)
