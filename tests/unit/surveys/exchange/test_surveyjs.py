"""SurveyJS definitions as people write them; and ours, judged by SurveyJS's own schema."""

import json
from functools import cache

import jsonschema
import pytest
from hypothesis import given, settings

from surveys.exchange.files import read_file
from surveys.exchange.surveyjs.writing import write_surveyjs
from surveys.services.designing import read_shipped, shipped_keys
from tests.unit.surveys.exchange.made import SAMPLES, definitions, every_type, sample


def reading(*elements, **survey):
    whole = {"pages": [{"name": "p", "elements": list(elements)}], **survey}
    return read_file(json.dumps(whole).encode(), "x.json")


def question(kind, **properties):
    found = reading({"type": kind, "name": "q", "title": "Q?", **properties})
    return found.definition.questions[0]


TYPES = [
    ("text", {}, "short_text"),
    ("text", {"inputType": "number", "min": "1"}, "number"),
    ("text", {"inputType": "date"}, "date"),
    ("text", {"inputType": "email"}, "email"),
    ("text", {"inputType": "tel"}, "phone"),
    ("text", {"inputType": "time"}, "time"),
    ("comment", {}, "long_text"),
    ("radiogroup", {"choices": [1, 2]}, "single"),
    ("dropdown", {"choices": ["a"]}, "dropdown"),
    ("checkbox", {"choices": ["a"]}, "multiple"),
    ("tagbox", {"choices": ["a"]}, "multiple"),
    ("boolean", {}, "single"),
    ("html", {"html": "<p>Hello</p>"}, "information"),
    ("matrix", {"rows": ["r"], "columns": ["a", "b"]}, "matrix_single"),
    ("matrix", {"rows": ["r"], "columns": ["a"], "cellType": "checkbox"}, "matrix_multiple"),
    ("multipletext", {"items": [{"name": "a"}, {"name": "b"}]}, "matrix_text"),
    ("ranking", {"choices": ["a", "b"]}, "ranking"),
    ("imagepicker", {"choices": ["a"]}, "picture"),
    ("file", {}, "file"),
    ("signaturepad", {}, "signature"),
    ("slider", {}, "slider"),
    ("rating", {"rateValues": [{"value": n, "text": f"t{n}"} for n in range(5)]}, "csat"),
]


@pytest.mark.parametrize(("kind", "properties", "ours"), TYPES)
def test_a_type_becomes_ours(kind, properties, ours):
    assert question(kind, **properties).type == ours


def test_zero_to_ten_under_the_standard_words_is_the_recommendation_score():
    words = "Would you recommend us?"
    assert question("rating", rateMin=0, rateMax=10, title=words).type == "nps"


def test_switches_are_options_of_their_own():
    asked = question(
        "checkbox", choices=["a"], showOtherItem=True, otherText="Else", hasNone=True,
        showDontKnowItem=True, maxSelectedChoices=2,
    )  # fmt: skip
    assert [(each.id, each.other, each.exclusive) for each in asked.choices] == [
        ("a", False, False), ("other", True, False), ("none", False, True),
    ]  # fmt: skip
    assert (asked.declines, asked.max_choices) == (("dont_know",), 2)


def test_panels_open_up_and_their_conditions_stay():
    panel = {
        "type": "panel", "name": "box", "title": "Box", "visibleIf": "{a} = 'x'",
        "elements": [{"type": "text", "name": "b", "visibleIf": "{a} notempty"}],
    }  # fmt: skip
    first = {"type": "radiogroup", "name": "a", "choices": ["x", "y"]}
    asked = reading(first, panel).definition.questions
    assert [(each.type, each.text) for each in asked][1] == ("information", "Box")
    assert asked[2].show_if.text == 'a == "x" and answered(a)'


def test_a_table_of_mixed_cells_is_a_grid_for_each_kind():
    table = {
        "type": "matrixdropdown", "name": "m", "title": "M", "rows": ["r"], "choices": ["a", "b"],
        "columns": [
            {"name": "how"}, {"name": "words", "cellType": "text"},
            {"name": "many", "cellType": "checkbox"},
        ],
    }  # fmt: skip
    asked = reading(table).definition.questions
    assert [(each.id, each.type) for each in asked] == [
        ("m_how", "matrix_single"), ("m_many", "matrix_multiple"), ("m", "matrix_text"),
    ]  # fmt: skip


def test_texts_speak_their_languages_without_html():
    title = {"default": "One <b>big</b><br>thing", "de": "Eins", "xx-klingon": "wa'"}
    found = reading({"type": "text", "name": "q", "title": title}, locale="fr")
    assert found.definition.language == "fr"
    assert found.definition.question("q").text == "One big\nthing"
    assert found.definition.localised("de").question("q").text == "Eins"


def test_values_checks_and_triggers_are_carried_over():
    found = reading(
        {"type": "text", "name": "n", "inputType": "number",
         "validators": [{"type": "expression", "text": "Odd", "expression": "{n} > {double}"}]},
        {"type": "expression", "name": "half", "expression": "{n} / 2"},
        {"type": "text", "name": "t", "title": "Half of it: {half}"},
        calculatedValues=[{"name": "double", "expression": "{n} * 2"}],
        triggers=[{"type": "complete", "expression": "{n} = 0"},
                  {"type": "skip", "expression": "{n} = 1", "gotoName": "t"}],
    )  # fmt: skip
    definition = found.definition
    assert [(each.id, each.value.text) for each in definition.values] == [
        ("half", "n / 2"), ("double", "n * 2"),
    ]  # fmt: skip
    asked = definition.question("n")
    assert [(each.when.text, each.say) for each in asked.checks] == [("n > double", "Odd")]
    assert [(each.when.text, each.to) for each in asked.go_to] == [
        ("n == 0", "end"),
        ("n == 1", "t"),
    ]
    assert definition.question("t").text == "Half of it: {half}"
    assert found.report.sentences == ()


def test_every_property_that_is_not_read_is_told():
    found = reading(
        {"type": "text", "name": "q", "placeholder": "p", "defaultValue": "d", "readOnly": True},
        showTimer=True,
    )
    told = {(loss.construct, str(loss.place)) for loss in found.report}
    where = "pages[0].elements[0]"
    assert {("placeholder", where), ("defaultValue", where), ("readOnly", where)} <= told
    assert ("showTimer", "") in told


@cache
def schema():
    whole = json.loads(sample("surveyjs_definition.schema.json").read_text("utf-8"))
    return jsonschema.Draft7Validator(whole)


there = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the schema stands beside the tree")


def wrong(definition):
    whole = json.loads(write_surveyjs(definition))
    return [each.message for each in schema().iter_errors(whole)]


@there
@pytest.mark.parametrize("key", shipped_keys())
def test_the_shipped_questionnaires_are_valid_by_the_schema(key):
    assert wrong(read_shipped(key)) == []


@there
def test_every_type_is_valid_by_the_schema():
    assert wrong(every_type()) == []


@there
@settings(max_examples=20)
@given(definitions())
def test_whatever_we_write_is_valid_by_the_schema(definition):
    assert wrong(definition) == []
