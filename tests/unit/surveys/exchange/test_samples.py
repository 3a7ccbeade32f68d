"""Real questionnaires of other tools: each comes in, with a report that a person can read."""

import pytest

from surveys.checking.wording import advice
from surveys.exchange.files import read_files
from surveys.exchange.report import Weight
from tests.unit.surveys.exchange.made import SAMPLES, read, sample

#: What each file becomes: format, sections, questions, languages.
BECOMES = {
    "limesurvey_ls205_validation_tests.lss": ("LimeSurvey", 4, ("en",)),
    "limesurvey_multilingual_survey.tsv": ("LimeSurvey", 2, ("en", "es")),
    "limesurvey_testB.tsv": ("LimeSurvey", 8, ("de", "en")),
    "ons_test_benchmark_business.json": ("ONS", 13, ("en",)),
    "ons_test_language_en.json": ("ONS", 1, ("en",)),
    "pyxform_UCL_Biomass_Plot_Form.xlsx": ("XLSForm", 13, ("sw", "en")),
    "pyxform_widgets.xls": ("XLSForm", 5, ("en",)),
    "pyxform_xlsform_spec_test.xlsx": ("XLSForm", 7, ("en", "zh")),
    "surveyjs_angular_example_survey.json": ("SurveyJS", 4, ("en",)),
    "xlsform2lstsv_testB.xlsx": ("XLSForm", 8, ("de", "en")),
}
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples stand beside the tree")


@pytest.mark.parametrize("name", BECOMES)
def test_a_sample_comes_in(name):
    reading = read(name)
    definition = reading.definition
    found = (reading.report.format, len(definition.sections), definition.languages)
    assert found == BECOMES[name]


@pytest.mark.parametrize("name", BECOMES)
def test_the_report_of_a_sample_is_sentences_with_their_places(name):
    for loss in read(name).report:
        assert loss.construct
        assert "%(" not in str(loss)
        assert 10 < len(str(loss)) < 800


@pytest.mark.parametrize("name", BECOMES)
def test_no_sample_is_advised_on_words_that_are_right(name):
    assert list(map(str, advice(read(name).definition))) == []


def told(text, language):
    return [
        (each.type, each.text, each.hint, each.required, words(each.choices), words(each.rows))
        for each in text.localised(language).questions
    ]


def words(parts):
    return [each.text for each in parts]


@pytest.mark.parametrize("language", ["de", "en"])
def test_one_questionnaire_in_two_formats_becomes_the_same(language):
    first, second = read("xlsform2lstsv_testB.xlsx"), read("limesurvey_testB.tsv")
    assert told(first.definition, language) == told(second.definition, language)


def test_its_conditions_are_the_same_too():
    def shapes(name):
        return [
            each.show_if and each.show_if.tree.keys() for each in read(name).definition.questions
        ]

    assert shapes("xlsform2lstsv_testB.xlsx") == shapes("limesurvey_testB.tsv")


def test_one_file_for_each_language_becomes_one_questionnaire():
    names = ["ons_test_language_en.json", "ons_test_language_cy.json"]
    reading = read_files([(name, sample(name).read_bytes()) for name in names])
    assert reading.definition.languages == ("en", "cy")
    welsh = reading.definition.localised("cy")
    assert welsh.question("first_name").text == "Rhowch enw – Enw cyntaf"


def test_a_jump_of_a_real_schema_becomes_a_condition():
    definition = read("ons_test_benchmark_business.json").definition
    assert definition.question("answer_6288").show_if.text == 'answer_6287 == "yes"'


def test_what_cant_be_answered_here_is_told():
    left = [str(each) for each in read("pyxform_xlsform_spec_test.xlsx").report.of(Weight.LEFT_OUT)]
    assert (
        "Sheet survey, row 34, “geopoint”: Respondents can't answer this here, so it is left out"
        in left
    )


def test_a_check_that_looks_at_other_answers_is_carried_over():
    question = read("pyxform_widgets.xls").definition.question("my_select")
    assert question.checks[0].when.text == 'not ("c" in my_select and "d" in my_select)'
    assert question.checks[0].say == "option c and d cannot be selected together"
