"""XLSForms as people write them, in every spelling there is; and ours, judged by pyxform."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from surveys.exchange.files import read_file
from surveys.exchange.xlsform.kinds import Kind, kind_of
from surveys.exchange.xlsform.writing import write_xlsform
from surveys.problems import problems
from surveys.services.designing import read_shipped, shipped_keys
from tests.unit.surveys import definitions as d
from tests.unit.surveys.exchange.made import definitions, every_type


def book(survey, choices=(), settings_=(), **more):
    made = openpyxl.Workbook()
    made.active.title = "survey"
    sheets = {"survey": survey, "choices": choices, "settings": settings_, **more}
    for name, rows in sheets.items():
        sheet = made[name] if name in made.sheetnames else made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return read_file(file.getvalue(), "x.xlsx")


HEAD = ["type", "name", "label", "relevant", "constraint", "appearance", "required"]
YES_NO = [["list name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


def asked(*rows):
    return book([HEAD, *rows], YES_NO)


def only(*row):
    return asked(list(row)).definition.questions[0]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select_one yn", Kind("select_one", "yn")),
        ("select one from yn", Kind("select_one", "yn")),
        ("select_multiple yn or_other", Kind("select_multiple", "yn", or_other=True)),
        ("select all that apply from yn", Kind("select_multiple", "yn")),
        ("rank yn", Kind("rank", "yn")),
        ("begin group", Kind("begin_group")),
        ("begin_repeat", Kind("begin_repeat")),
        ("end group", Kind("end")),
        ("select_one_from_file a.csv", Kind("select_one_from_file", "a.csv")),
        ("photo", Kind("image")),
        ("add note prompt", Kind("note")),
        ("q date", Kind("date")),
        ("get phone number", Kind("phonenumber")),
        ("end", Kind("end")),
    ],
)
def test_a_type_is_read_in_every_spelling(written, kind):
    assert kind_of(written) == kind


TYPES = {
    "text": "short_text", "decimal": "number", "date": "date", "note": "information",
    "time": "time", "acknowledge": "consent", "select_one yn": "single",
    "select_multiple yn": "multiple", "rank yn": "ranking", "range": "slider", "image": "file",
}  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), TYPES.items())
def test_a_type_becomes_ours(theirs, ours):
    assert only(theirs, "q", "Q?").type == ours


def test_appearances_that_mean_something_are_kept():
    assert only("text", "q", "Q?", "", "", "multiline").type == "long_text"
    assert only("select_one yn", "q", "Q?", "", "", "minimal").type == "dropdown"
    assert only("date", "q", "Q?", "", "", "month-year").precision == "month"


def test_constraints_become_bounds():
    number = only("integer", "q", "Q?", "", ". > 0 and . <= 60")
    assert (number.minimum, number.maximum) == (1, 60)
    assert only("text", "q", "Q?", "", "string-length(.) < 101").max_length == 100
    several = only("select_multiple yn", "q", "Q?", "", "count-selected(.) <= 1")
    assert several.max_choices == 1
    alone = "not(selected(., 'no') and count-selected(.) > 1)"
    assert only("select_multiple yn", "q", "Q?", "", alone).choices[1].exclusive


def test_an_expression_for_addresses_makes_an_email_question():
    assert only("text", "q", "Q?", "", "regex(., '^[^@]+@[^@]+\\.[a-z]+$')").type == "email"


def test_groups_are_sections_and_their_conditions_stay():
    reading = asked(
        ["select_one yn", "a", "A?"],
        ["begin group", "outer", "Outer", "${a} = 'yes'"],
        ["begin group", "inner", "Inner"],
        ["text", "b", "B?"],
        ["end group"],
        ["end group"],
        ["text", "c", "C?"],
    )
    sections = reading.definition.sections
    assert [(each.id, each.title) for each in sections][1] == ("inner", "Inner")
    assert sections[1].show_if.text == 'a == "yes"'
    assert [each.type for each in sections[1].questions] == ["information", "short_text"]
    assert sections[1].questions[0].text == "Outer"
    assert [each.id for each in sections[2].questions] == ["c"]


@pytest.mark.parametrize("look", ["table-list", "field-list"])
def test_a_list_with_rows_becomes_one_grid(look):
    rows = [["begin group", "g", "How?", "", "", look]]
    if look == "field-list":
        rows.append(["select_one yn", "head", "How?", "", "", "label"])
    rows += [
        ["select_one yn", "r1", "One", "", "", "list-nolabel", "yes"],
        ["select_one yn", "r2", "Two", "", "", "list-nolabel", "yes"],
        ["end group"],
        ["text", "t", "T?", "${r2} = 'no'"],
    ]
    definition = asked(*rows).definition
    grid = definition.questions[0]
    assert (grid.type, grid.text, grid.required) == ("matrix_single", "How?", True)
    assert [(row.id, row.text) for row in grid.rows] == [("r1", "One"), ("r2", "Two")]
    assert definition.question("t").show_if.text == f'{grid.id}.r2 == "no"'


def test_a_repeat_counted_by_choices_goes_through_them():
    head = [*HEAD, "repeat_count"]
    rows = [
        ["select_multiple yn", "which", "Which?"],
        ["begin repeat", "each", "Each", "", "", "", "", "count-selected(${which})"],
        ["text", "why", "Why?"],
        ["end repeat"],
    ]
    assert book([head, *rows], YES_NO).definition.sections[1].loop == "which"


def test_a_calculation_is_a_value_that_texts_and_rules_use():
    head = ["type", "name", "label", "relevant", "calculation"]
    rows = [
        ["integer", "a", "A?"],
        ["calculate", "double", "", "", "${a} * 2"],
        ["note", "n", "Twice: ${double}", "${double} > 3"],
    ]
    definition = book([head, *rows]).definition
    assert definition.values[0].value.text == "a * 2"
    assert definition.question("n").text == "Twice: {double}"
    assert definition.question("n").show_if.text == "double > 3"


def test_or_other_is_an_option_that_asks_for_words():
    options = only("select_one yn or_other", "q", "Q?").choices
    assert [(each.id, each.other) for each in options][-1] == ("other", True)


def test_languages_are_told_by_code_name_and_default():
    survey = [
        ["type", "name", "label::English", "label::Français (fr)", "hint:ไทย (th)"],
        ["text", "q", "Hello?", "Bonjour ?", "สวัสดี"],
    ]
    definition = book(survey, (), [["default_language"], ["Français (fr)"]]).definition
    assert definition.languages == ("fr", "en", "th")
    assert definition.localised("en").question("q").text == "Hello?"


def test_every_cell_that_is_not_read_is_told():
    head = [*HEAD, "default", "guidance_hint::en", "body::accuracy", "calculation"]
    reading = book([head, ["text", "q", "Q?", "", "", "", "maybe", "d", "g", "5", "c"]])
    told = {loss.construct for loss in reading.report}
    assert {"default", "guidance_hint", "body::accuracy", "calculation", "required"} <= told


def test_a_switched_off_row_and_an_unknown_type_are_told():
    reading = book(
        [["type", "name", "label", "disabled"], ["text", "a", "A?"], ["text", "b", "B?", "yes"],
         ["hologram", "c", "C?"]],
    )  # fmt: skip
    assert [each.id for each in reading.definition.questions] == ["a"]
    assert len(reading.report) == 3


@pytest.mark.parametrize("key", shipped_keys())
def test_what_we_write_is_an_xlsform_for_others(key):
    made = convert(io.BytesIO(write_xlsform(read_shipped(key))), validate=False, file_type=".xlsx")
    assert made.warnings == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(definitions())
def test_whatever_is_sound_can_be_converted_by_others(definition):
    # XForms refuses what ours refuses too, such as a list of twice the same, or a section of none.
    sound = not [each for each in problems(definition) if "translation" not in str(each)]
    if sound:
        convert(io.BytesIO(write_xlsform(definition)), validate=False, file_type=".xlsx")


def test_every_type_can_be_converted_by_others():
    data = write_xlsform(every_type())
    made = convert(io.BytesIO(data), validate=False, file_type=".xlsx")
    assert all("max-pixels" in warning for warning in made.warnings)


def test_tables_to_write_in_have_a_row_for_each_cell():
    rows = list(openpyxl.load_workbook(io.BytesIO(write_xlsform(every_type())))["survey"].values)
    kinds = {row[1]: row[0] for row in rows if row[1]}
    assert (kinds["q_matrix_text_r1_x"], kinds["q_matrix_number_r2"]) == ("text", "decimal")


def test_other_tools_are_asked_for_own_words_too():
    data = write_xlsform(d.questionnaire(d.LEFT, replace(d.NPS, required=False)))
    rows = list(openpyxl.load_workbook(io.BytesIO(data))["survey"].values)
    texts = [row[:2] for row in rows if row[0] == "text"]
    assert texts == [("text", "left_other_text")]
