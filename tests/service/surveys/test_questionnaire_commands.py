"""Questionnaires from the command line: checked, added, moved, published."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from research.journey_presets import preset
from research.services import journeys
from surveys.documents import read_yaml, write_yaml
from surveys.models.questionnaire import Questionnaire
from surveys.services import designing
from tests.factories.surveys import make_study
from tests.unit.surveys import definitions as d


@pytest.fixture
def study(session):
    study = make_study(session, languages=["en"])
    journeys.install(session, study, preset("eight-stage"))
    session.commit()
    return study


@pytest.fixture
def run(app, study):
    """Run a questionnaire command."""
    return lambda *words: app.test_cli_runner().invoke(
        args=["questionnaire", *(str(word) for word in words)]
    )


@pytest.fixture
def document(tmp_path):
    """A shipped questionnaire as a file, to be spoilt by tests."""
    path = tmp_path / "lost.yaml"
    path.write_text(write_yaml(designing.read_shipped("lost")), encoding="utf-8")
    return path


def stored(session):
    return list(session.scalars(select(Questionnaire)))


def test_a_sound_document_is_said_to_be_sound(run, document):
    result = run("check", document)
    assert (result.exit_code, "lost is sound" in result.output) == (0, True)


def test_simulated_people_tell_where_a_document_leads(run, document):
    result = run("check", document, "--walk", 30, "--seed", 1)
    assert result.exit_code == 0
    assert "30 simulated people: half of them need at most" in result.output
    assert "Every question was asked of somebody." in result.output
    assert result.output == run("check", document, "--walk", 30, "--seed", 1).output


def test_questions_nobody_was_asked_are_named(run, tmp_path):
    hidden = d.shown_if(d.WHY, "years + two == 41 and years - two == 3")
    path = tmp_path / "needle.yaml"
    whole = d.questionnaire(d.YEARS, replace(d.YEARS, id="two"), hidden)
    path.write_text(write_yaml(whole), encoding="utf-8")
    result = run("check", path, "--walk", 5)
    assert (result.exit_code, "Nobody was asked why: Why?" in result.output) == (0, True)


def test_advice_on_words_is_no_problem(run, tmp_path):
    path = tmp_path / "advised.yaml"
    whole = d.questionnaire(replace(d.NPS, text="How fast and friendly are we?"))
    path.write_text(write_yaml(whole), encoding="utf-8")
    result = run("check", path)
    assert (result.exit_code, "Advice: nps text (en): “and” may ask" in result.output) == (0, True)


def test_the_segments_questionnaires_are_added_and_published(run, session):
    result = run("add", "survey", "--publish")
    assert result.exit_code == 0
    assert sorted(each.key for each in stored(session)) == ["current", "lost"]
    assert "current: version 1 is published." in result.output


def test_a_document_goes_in_and_comes_out_the_same(run, session, document, tmp_path):
    assert run("import", "survey", document).exit_code == 0
    assert run("export", "survey", "lost", "--out", tmp_path / "out.yaml").exit_code == 0
    before, after = (
        read_yaml(path.read_text(encoding="utf-8")) for path in (document, tmp_path / "out.yaml")
    )
    assert before == after


def test_a_second_import_renews_the_draft(run, session, document):
    run("import", "survey", document)
    text = document.read_text(encoding="utf-8").replace("format: throughline/1", "", 1)
    document.write_text("format: throughline/1\n" + text, encoding="utf-8")
    assert run("import", "survey", document).exit_code == 0
    assert len(stored(session)) == 1


def test_publishing_again_without_a_change_is_refused(run, document):
    run("import", "survey", document, "--publish")
    result = run("publish", "survey", "lost")
    assert (result.exit_code, "Nothing has changed since version 1" in result.output) == (1, True)


BAD_DOCUMENTS = {
    "broken YAML": (lambda text: text + "\n- [", "Line"),
    "unknown stage": (lambda text: text.replace("stage: decision", "stage: deciding"), "deciding"),
    "unknown type": (
        lambda text: text.replace("type: nps", "type: guess"),
        "“guess” is not one of",
    ),
    "id twice": (lambda text: text.replace("- id: lo_need", "- id: lo_change"), "stands 2 times"),
    "no format": (lambda text: text.replace("format: throughline/1", "x: 1"), "begins with"),
    "an alias": (lambda text: text + "\nx: &a 1\ny: *a\n", "aliases"),
    "empty": (lambda _text: "", "Expected properties"),
}


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
def test_a_bad_document_is_told_and_changes_nothing(run, session, document, name):
    spoil, sentence = BAD_DOCUMENTS[name]
    before = document.read_text(encoding="utf-8")
    document.write_text(spoil(before), encoding="utf-8")
    assert document.read_text(encoding="utf-8") != before
    result = run("check", document)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output
    assert stored(session) == []


def test_a_missing_translation_keeps_a_questionnaire_from_being_published(run, session, study):
    study.languages = ["en", "fr"]
    session.commit()
    result = run("add", "survey", "lost", "--publish")
    assert (result.exit_code, stored(session)) == (1, [])
    assert "(fr): The translation is missing" in result.output


def test_an_unknown_questionnaire_is_one_sentence(run, tmp_path):
    result = run("export", "survey", "none", "--out", tmp_path / "out.yaml")
    assert result.output == "Error: The study has no questionnaire “none”.\n"


OUTLINE = "# Views\n1. Which office?\n- Bangkok\n- Seoul\n2. Why? [geo]\nIf 3 = x\n"


@pytest.fixture
def outline(tmp_path):
    """A questionnaire as somebody wrote it down."""
    path = tmp_path / "views.txt"
    path.write_text(OUTLINE, encoding="utf-8")
    return path


def test_another_tools_file_is_taken_in_and_its_losses_are_said(run, session, outline):
    result = run("import", "survey", outline)
    assert result.exit_code == 0
    assert "there is no question 3" in result.stderr
    assert [each.key for each in stored(session)] == ["views"]


def test_a_dry_run_changes_nothing(run, session, outline):
    result = run("import", "survey", outline, "--dry-run")
    assert "views would be imported: 2 questions, with " in result.output
    assert stored(session) == []


def test_a_file_that_is_no_questionnaire_is_one_sentence(run, session, tmp_path):
    path = tmp_path / "x.lss"
    path.write_text("<nothing/>", encoding="utf-8")
    result = run("import", "survey", path)
    assert (result.exit_code, stored(session)) == (1, [])
    assert "Error: The file is XML, but no LimeSurvey survey" in result.output


@pytest.mark.parametrize(
    ("form", "start"), [("xlsform", b"PK"), ("surveyjs", b"{"), ("codebook-csv", b"\xef\xbb\xbf")]
)
def test_a_questionnaire_is_written_in_another_form(run, tmp_path, document, form, start):
    run("import", "survey", document)
    out = tmp_path / "out"
    assert run("export", "survey", "lost", "--out", out, "--format", form).exit_code == 0
    assert out.read_bytes().startswith(start)
