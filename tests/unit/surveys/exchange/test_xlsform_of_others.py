"""What XLSForms from elsewhere hold that ours have not: carried as far as our questions can."""

import io

import openpyxl
import pytest
from pyxform.xls2xform import convert

from surveys.exchange.files import read_file
from surveys.exchange.languages import language_code
from surveys.exchange.xlsform.writing import write_xlsform
from tests.unit.surveys.exchange.test_xlsform import YES_NO, asked, book, only


def told(reading):
    return "\n".join(reading.report.sentences)


def test_an_integer_asks_for_a_whole_number_and_goes_out_as_one():
    reading = asked(["integer", "n", "N?", "", ". > 0"])
    question = reading.definition.questions[0]
    assert (question.minimum, question.checks[0].when.text) == (1, "round(n) == n")
    data = write_xlsform(reading.definition)
    rows = list(openpyxl.load_workbook(io.BytesIO(data))["survey"].values)
    assert [row[0] for row in rows if row[1] == "n"] == ["integer"]
    assert read_file(data, "x.xlsx").definition == reading.definition


def test_options_that_stand_in_a_sheet_of_their_own_are_read():
    head = ["type", "name", "label", "choice_filter"]
    county = ["select_one_external county", "c", "County?", "state=${s}"]
    external = [["list_name", "name", "label", "state"], ["county", "king", "King", "wa"]]
    reading = book([head, county], external_choices=external)
    assert [each.text for each in reading.definition.questions[0].choices] == ["King"]
    assert "All options are offered" in told(reading)


def test_the_words_of_a_chosen_option_are_quoted_as_the_answer_is():
    head = ["type", "name", "label", "calculation"]
    rows = [
        ["select_one yn", "ok", "OK?"],
        ["calculate", "words", "", "jr:choice-name(${ok}, '${ok}')"],
        ["note", "n", "You said ${words}."],
    ]
    reading = book([head, *rows], YES_NO)
    assert reading.definition.question("n").text == "You said {ok}."
    assert reading.definition.values == ()


def test_a_quote_of_what_is_left_out_stays_as_it_is_written_and_can_go_out():
    head = ["type", "name", "label", "calculation"]
    rows = [
        ["calculate", "full", "", "concat('a', 'b')"],
        ["text", "q", "Hello ${full} at ${position(..)}"],
    ]
    reading = book([head, *rows])
    text = reading.definition.questions[0].text
    assert text.replace("{{", "{").replace("}}", "}") == "Hello ${full} at ${position(..)}"
    assert told(reading).count("stays as it is written") == 2
    data = write_xlsform(reading.definition)
    convert(io.BytesIO(data), validate=False, file_type=".xlsx")
    assert read_file(data, "x.xlsx").definition == reading.definition


def test_quotes_in_options_are_told_since_respondents_would_see_them_raw():
    choices = [["list name", "name", "label"], ["l", "a", "Like ${q}"], ["l", "b", "B"]]
    reading = book([["type", "name", "label"], ["text", "q", "Q?"], ["select_one l", "o", "O?"]],
                   choices)  # fmt: skip
    assert reading.definition.question("o").choices[0].text == "Like ${q}"
    assert "The text quotes “${q}”" in told(reading)


def test_guidance_for_interviewers_stands_in_the_hint():
    reading = book([["type", "name", "label", "hint", "guidance_hint"],
                    ["text", "q", "Q?", "Short", "Ask twice"]])  # fmt: skip
    assert reading.definition.questions[0].hint == "Short\n\nAsk twice"


def test_a_range_of_no_numbers_costs_the_range_and_not_the_file():
    reading = book([["type", "name", "label", "parameters"],
                    ["range", "r", "R?", "start=low end=5 step=0"]])  # fmt: skip
    question = reading.definition.questions[0]
    assert (question.minimum, question.maximum, question.step) == (1, 5, None)
    assert {"start", "step"} <= {loss.construct for loss in reading.report}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Portuguese (BR)", "pt-BR"), ("English (UK)", "en-GB"), ("Thai (TH)", "th"),
        ("Bahasa (id)", "id"), ("English (schm)", "en"), ("Klingon", ""),
    ],
)  # fmt: skip
def test_a_language_may_have_its_country_in_brackets(written, code):
    assert language_code(written) == code


def test_a_default_language_that_the_file_does_not_speak_is_passed_over():
    survey = [["type", "name", "label::Swahili (sw)"], ["text", "q", "Jina?"]]
    assert book(survey, (), [["default_language"], ["French"]]).definition.language == "sw"


def test_old_names_of_columns_may_have_a_language():
    survey = [["type", "name", "caption::English"], ["text", "q", "Hello?"]]
    assert book(survey).definition.questions[0].text == "Hello?"


def test_a_file_without_a_question_says_what_it_holds_instead():
    refusal = book([["type", "name", "label"], ["geopoint", "g", "Where?"]]).report.refusal
    assert str(refusal).endswith("only: geopoint")
    assert "no column “type”" in str(book([["text", "q"], ["text", "p"]]).report.refusal)


def test_lists_that_nobody_uses_and_sounds_of_options_are_told():
    choices = [["list name", "name", "label", "media::audio"], ["yn", "a", "A", "a.mp3"],
               ["yn", "b", "B"], ["left", "c", "C"]]  # fmt: skip
    reading = book([["type", "name", "label"], ["select_one yn", "q", "Q?"]], choices)
    assert {"media::audio", "left"} <= {loss.construct for loss in reading.report}


def test_other_own_words_are_asked_for_in_the_languages_of_the_form():
    survey = [["type", "name", "label::Thai (th)"], ["select_one yn or_other", "q", "?"]]
    choices = [["list name", "name", "label::Thai (th)"], ["yn", "a", "ก"]]
    assert book(survey, choices).definition.questions[0].choices[-1].text == "อื่น ๆ"


def test_a_barcode_can_be_typed():
    assert only("barcode", "q", "Code?").type == "short_text"


def test_words_of_groups_without_questions_and_of_ends_are_told():
    rows = [["begin group", "g", "Empty"], ["end group", "", "After"], ["text", "q", "Q?"]]
    assert {"Empty", "label"} <= {loss.construct for loss in asked(*rows).report}


def test_a_condition_of_a_calculation_is_told():
    head = ["type", "name", "label", "relevant", "calculation"]
    reading = book([head, ["integer", "a", "A?"], ["calculate", "c", "", "${a} > 1", "${a} * 2"]])
    assert "relevant" in {loss.construct for loss in reading.report}
