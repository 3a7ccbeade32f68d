"""What SurveyJS definitions from elsewhere hold: old names, shared options, sites' own types."""

import json

import pytest

from surveys.exchange.files import read_file
from surveys.exchange.surveyjs.writing import write_surveyjs


def read(value):
    return read_file(json.dumps(value).encode(), "file.json")


def asked(*elements, **survey):
    return read({"elements": list(elements), **survey})


def first(**element):
    return asked(element).definition.questions[0]


def told(reading):
    return {loss.construct for loss in reading.report}


TEXT = {"type": "text", "name": "a"}


@pytest.mark.parametrize(
    "value",
    [
        [TEXT],
        {"Id": 1, "Json": {"pages": [{"elements": [TEXT]}]}},
        {"name": "n", "json": json.dumps({"questions": [TEXT]})},
    ],
)
def test_a_definition_is_found_where_sites_store_it(value):
    assert [each.id for each in read(value).definition.questions] == ["a"]


def test_options_of_another_question_are_taken_over():
    source = {"type": "checkbox", "name": "used", "choices": ["x|The x", "y"]}
    taken = {"type": "ranking", "name": "best", "choicesFromQuestion": "used"}
    reading = asked(source, {**taken, "choicesFromQuestionMode": "selected"})
    assert [each.text for each in reading.definition.question("best").choices] == ["The x", "y"]
    assert "whichever were chosen there" in str(reading.report.losses[0])
    assert asked(source, taken).report.losses == ()


def test_numbers_in_a_row_are_options():
    question = first(type="dropdown", name="n", choicesMin=1, choicesMax=5, choicesStep=2)
    assert [each.text for each in question.choices] == ["1", "3", "5"]


def test_flags_of_options_are_ours():
    choices = [{"value": "a", "showCommentArea": True}, {"value": "b", "isExclusive": True}]
    a, b = first(type="checkbox", name="q", choices=choices).choices
    assert (a.other, b.exclusive) == (True, True)


def test_words_beside_an_answer_are_a_question_of_their_own():
    element = {"type": "radiogroup", "name": "q", "choices": ["a", "b"], "visibleIf": "{a} = 1"}
    definition = asked(TEXT, {**element, "hasComment": True, "commentText": "Why?"}).definition
    why = definition.question("q_comment")
    assert (why.type, why.text, why.show_if) == (
        "long_text",
        "Why?",
        definition.question("q").show_if,
    )


def test_least_counts_and_days_are_checks():
    several = first(type="checkbox", name="q", choices=["a", "b", "c"], minSelectedChoices=2)
    day = first(type="text", name="d", inputType="date", min="2020-01-01", maxValueExpression="{d}")
    assert several.checks[0].when.text == "count(q) >= 2"
    assert [each.when.text for each in day.checks] == ['d >= "2020-01-01"', "d <= d"]


def test_an_email_validator_makes_an_email_question():
    assert first(type="text", name="q", validators=[{"type": "email"}]).type == "email"
    digits = asked({**TEXT, "validators": [{"type": "regex", "regex": "^1$", "text": "Digits!"}]})
    assert str(digits.report.losses[0]).endswith("left out: regex ^1$")


def test_fields_of_different_kinds_are_questions_of_their_own():
    items = [{"name": "name", "isRequired": True}, {"name": "mail", "inputType": "email"}]
    reading = asked({"type": "multipletext", "name": "you", "title": "You", "items": items},
                    {"type": "text", "name": "t", "visibleIf": "{you.mail} notempty"})  # fmt: skip
    name, mail, then = reading.definition.questions
    assert (name.text, name.required, mail.type) == ("You – name", True, "email")
    assert then.show_if.text == "answered(you_mail)"


def test_a_trigger_that_shows_is_a_condition_of_what_it_shows():
    shown = {"type": "text", "name": "b", "visible": False}
    trigger = {"type": "visible", "expression": "{a} = 'x'", "questions": ["b"]}
    definition = asked(TEXT, shown, triggers=[trigger]).definition
    assert definition.question("b").show_if.text == 'a == "x"'


def test_names_within_a_repeated_panel_are_found_there():
    inside = [
        TEXT,
        {"type": "text", "name": "b", "title": "{panel.a}?", "visibleIf": "{panel.a} notempty"},
    ]
    panel = {"type": "paneldynamic", "name": "p", "templateElements": inside}
    question = asked(panel).definition.question("b")
    assert (question.text, question.show_if.text) == ("{a}?", "answered(a)")


def test_words_of_a_language_count_before_those_for_all_languages():
    title = {"default": "Rate", "de": "Bewerten"}
    definition = asked({**TEXT, "title": title}, locale="de").definition
    assert (definition.languages, definition.questions[0].text) == (("de", "en"), "Bewerten")
    assert definition.localised("en").questions[0].text == "Rate"
    assert (
        asked({**TEXT, "title": {"default": "x", "pt-br": "y"}}).definition.languages[1] == "pt-BR"
    )


def test_what_a_column_or_a_check_holds_is_told_too():
    columns = [
        {"name": "c", "cellType": "text", "isRequired": True, "min": 3},
        {"name": "d", "cellType": "file"},
        {"name": "e", "cellType": "dropdown", "choices": ["a", "b"], "showOtherItem": True},
    ]
    reading = asked({"type": "matrixdropdown", "name": "m", "rows": ["r"], "columns": columns})
    assert {"min", "file", "other"} <= told(reading)
    assert reading.definition.question("m").required


def test_files_are_told_by_ending_or_by_media_type():
    assert first(type="file", name="f", acceptedTypes=".pdf, image/*").accepts == (
        "image",
        "document",
    )


def test_a_type_of_the_sites_own_keeps_its_words():
    assert first(type="fullname", name="q", title="Your name").type == "short_text"
    assert first(type="barrating", name="q", choices=[1, 2]).type == "single"


def test_looks_are_told_apart_from_what_is_lost():
    reading = asked({**TEXT, "placeholder": "x"}, showProgressBar="top")
    assert [loss.weight for loss in reading.report] == ["noted", "noted"]


@pytest.mark.parametrize("written", ["\\ud800", "\\u0000", "\\u0008"])
def test_characters_that_are_none_are_left_out(written):
    data = b'{"elements":[{"type":"text","name":"a","title":"x%sy"}]}' % written.encode()
    definition = read_file(data, "x.json").definition
    assert definition.questions[0].text == "xy"
    assert write_surveyjs(definition)


def test_numbers_without_end_cost_the_bound_and_not_the_file():
    data = b'{"elements":[{"type":"text","inputType":"number","name":"a","min":NaN,"max":1e999}]}'
    assert read_file(data, "x.json").definition.questions[0].minimum is None


def test_a_column_may_speak_more_languages_than_its_table():
    column = {"name": "c", "title": {"default": "C", "fr": "Cé"}, "cellType": "boolean"}
    table = {"type": "matrixdropdown", "name": "m", "title": "M", "rows": ["r"]}
    definition = asked({**table, "columns": [column]}).definition
    assert definition.localised("fr").questions[0].text == "M – Cé"
