"""Schemas of the ONS runner: variants, jumps, kinds of answer."""

import json

import pytest

from surveys.exchange.files import read_file


def answer(kind="Radio", name="a", **more):
    options = {"options": [{"label": "Yes", "value": "Yes"}, {"label": "No", "value": "No"}]}
    return {
        "id": name,
        "type": kind,
        "mandatory": False,
        **(options if kind in LISTS else {}),
        **more,
    }


LISTS = {"Radio", "Checkbox", "Dropdown"}


def block(name, *answers, **more):
    question = {"id": f"{name}-q", "type": "General", "title": f"{name}?", "answers": list(answers)}
    return {"id": name, "type": "Question", "question": question, **more}


def schema(*blocks, **more):
    groups = [{"id": "g", "blocks": list(blocks)}]
    whole = {"title": "T", "language": "en", "sections": [{"id": "s", "groups": groups}], **more}
    return read_file(json.dumps(whole).encode(), "x.json")


def is_(name, value):
    return {"==": [{"source": "answers", "identifier": name}, value]}


def shown(reading):
    return {each.id: each.show_if and each.show_if.text for each in reading.definition.questions}


def test_a_jump_hides_what_it_passes_over():
    jump = [{"block": "three", "when": is_("a", "Yes")}, {"block": "two"}]
    found = schema(
        block("one", answer(), routing_rules=jump),
        block("two", answer("TextField", "b")),
        block("three", answer("Number", "c")),
    )
    assert shown(found) == {"a": None, "b": 'not a == "yes"', "c": None}


def test_a_jump_from_a_hidden_block_hides_nothing():
    jump = [{"block": "four"}]
    found = schema(
        block("one", answer()),
        block("two", answer("TextField", "b"), routing_rules=jump,
              skip_conditions={"when": is_("a", "No")}),
        block("three", answer("TextField", "c")),
        block("four", answer("TextField", "d")),
    )  # fmt: skip
    assert shown(found) == {"a": None, "b": 'not a == "no"', "c": 'a == "no"', "d": None}


def test_a_jump_back_is_told():
    back = [{"block": "one", "when": is_("b", "x")}, {"section": "End"}]
    found = schema(
        block("one", answer()), block("two", answer("TextField", "b"), routing_rules=back)
    )
    assert any("The jump back to one is left out" in each for each in found.report.sentences)


def test_variants_are_questions_that_exclude_one_another():
    variants = [
        {"when": is_("a", "Yes"), "question": block("x", answer("TextField", "b"))["question"]},
        {"when": is_("a", "No"), "question": block("y", answer("TextField", "b"))["question"]},
    ]
    second = {"id": "two", "type": "Question", "question_variants": variants}
    found = schema(block("one", answer()), second)
    assert shown(found) == {
        "a": None, "b": 'a == "yes"', "b_2": 'a == "no" and not a == "yes"',
    }  # fmt: skip


def test_answers_become_questions_of_their_kinds():
    found = schema(
        block("one", answer("Currency", "a", currency="GBP", minimum={"value": 0})),
        block("two", answer("Checkbox", "b"), answer("MonthYearDate", "c")),
        block("three", answer("MobileNumber", "d")),
        {"id": "four", "type": "Interstitial", "content": {"title": "Note", "contents": [
            {"description": "Read <b>this</b>"}, {"list": ["x", "y"]}]}},
    )  # fmt: skip
    asked = {each.id: each for each in found.definition.questions}
    assert [each.type for each in asked.values()] == [
        "number", "multiple", "date", "phone", "information",
    ]  # fmt: skip
    assert (asked["a"].unit, asked["a"].minimum) == ("GBP", 0)
    assert asked["four"].hint == "Read this\n- x\n- y"


def test_an_excluding_answer_stands_alone():
    pair = block("one", answer("Checkbox", "a"), answer("Checkbox", "none", options=[
        {"label": "None", "value": "None"}]))  # fmt: skip
    pair["question"]["type"] = "MutuallyExclusive"
    choices = schema(pair).definition.questions[0].choices
    assert [(each.id, each.exclusive) for each in choices] == [
        ("yes", False), ("no", False), ("none", True),
    ]  # fmt: skip


def told(reading):
    return " ".join(reading.report.sentences)


def source(name, kind="answers"):
    return {"source": kind, "identifier": name}


def groups(*groups):
    listed = [{"id": name, "blocks": list(blocks)} for name, *blocks in groups]
    whole = {"title": "T", "sections": [{"id": "s", "groups": listed}]}
    return read_file(json.dumps(whole).encode(), "x.json")


def test_a_jump_to_another_group_hides_all_between():
    jump = [{"group": "last", "when": is_("a", "Yes")}]
    found = groups(
        ("first", block("one", answer(), routing_rules=jump), block("two", answer("Date", "b"))),
        ("middle", block("three", answer("Date", "c"))),
        ("last", block("four", answer("Date", "d"))),
    )
    passed = 'not a == "yes"'
    assert shown(found) == {"a": None, "b": passed, "c": passed, "d": None}


def test_conditions_look_at_every_variant():
    variants = [
        {"when": is_("a", "Yes"), "question": block("x", answer("Number", "b"))["question"]},
        {"when": is_("a", "No"), "question": block("y", answer("Number", "b"))["question"]},
    ]
    adults = {"when": {"<": [source("b"), 18]}}
    found = schema(
        block("one", answer()),
        {"id": "two", "type": "Question", "question_variants": variants},
        block("three", answer("TextField", "c"), skip_conditions=adults),
    )
    assert shown(found)["c"] == "not (b < 18 or b_2 < 18)"


def collector(**more):
    fields = [answer("TextField", "name", label="First name"), answer("Number", "age", label="Age")]
    return {
        "id": "lc", "type": "ListCollector", "for_list": "people",
        "question": block("more", answer(name="more"))["question"],
        "add_block": {"id": "add", "question": block("who", *fields)["question"]}, **more,
    }  # fmt: skip


def test_a_list_is_one_question_and_what_is_asked_of_each_is_repeated():
    named = {"text": "Where does {x} work?", "placeholders": [
        {"placeholder": "x", "transforms": [{"transform": "concatenate_list", "arguments": {
            "list_to_concatenate": [source("name")]}}]}]}  # fmt: skip
    job = block("job", answer("TextField", "job"))
    job["question"]["title"] = named
    empty = {"when": {"==": [{"count": [source("people", "list")]}, 0]}}
    sections = [
        {"id": "s", "groups": [{"id": "g", "blocks": [collector(), block(
            "after", answer("TextField", "after"), skip_conditions=empty)]}]},
        {"id": "each", "title": "Each", "repeat": {"for_list": "people"},
         "groups": [{"id": "h", "blocks": [job]}]},
    ]  # fmt: skip
    found = schema(sections=sections)
    definition = found.definition
    asked = definition.question("people")
    assert (asked.type, asked.text, asked.hint) == (
        "long_text", "who?", "First name\nOne on each line.",
    )  # fmt: skip
    assert [(each.id, each.loop, each.loop_limit) for each in definition.sections] == [
        ("s", "", None), ("lc_each", "people", 10), ("s_2", "", None), ("each", "people", 10),
    ]  # fmt: skip
    assert definition.question("age").text == "{item} – Age"
    assert definition.question("job").text == "Where does {item} work?"
    assert shown(found)["after"] == "answered(people)"


def test_a_calculated_summary_is_a_value_that_a_page_shows():
    plus = {"operation": {"+": [source("a"), source("b")]}, "title": "Total"}
    page = {
        "id": "sum",
        "type": "CalculatedSummary",
        "title": "It is %(total)s",
        "calculation": plus,
    }
    rule = {"when": {">": [source("sum", "calculated_summary"), 9]}}
    found = schema(
        block("one", answer("Number"), answer("Number", "b")),
        page,
        block("two", answer("TextField", "c"), skip_conditions=rule),
    )
    [value] = found.definition.values
    assert value.value.text == "if(answered(a), a, 0) + if(answered(b), b, 0)"
    assert found.definition.question("sum_shown").text == "It is {sum}"
    assert shown(found)["c"] == "not sum > 9"


BOUNDS = [
    ("Number", {"minimum": {"value": 1, "exclusive": True}}, "a > 1"),
    ("Number", {"maximum": {"value": source("z")}}, "a <= z"),
    ("Date", {"minimum": {"value": "2016-03-25", "offset_by": {"days": -19}}}, 'a >= "2016-03-06"'),
]


@pytest.mark.parametrize(("kind", "bounds", "rule"), BOUNDS)
def test_a_bound_that_is_no_number_is_a_check(kind, bounds, rule):
    found = schema(block("zero", answer("Number", "z")), block("one", answer(kind, **bounds)))
    assert [each.when.text for each in found.definition.question("a").checks] == [rule]


def test_a_sum_to_be_reached_is_a_check_of_the_last_answer():
    pair = block("one", answer("Number"), answer("Number", "b"))
    pair["question"]["calculations"] = [
        {"calculation_type": "sum", "value": 10, "answers_to_calculate": ["a", "b"],
         "conditions": ["equals"]},
    ]  # fmt: skip
    [check] = schema(pair).definition.question("b").checks
    assert check.when.text == "if(answered(a), a, 0) + if(answered(b), b, 0) == 10"


def test_the_older_forms_come_in():
    page = {"id": "one", "type": "Question", "title": "Page", "questions": [
        {"id": "q", "titles": [{"value": "Special?", "when": [{}]}, {"value": "Usual?"}],
         "answers": [answer(options=[{"label": "Other", "value": "O", "child_answer_id": "own"},
                            {"label": "A", "value": "A"}], alias="first"),
            answer("TextField", "own", parent_answer_id="a", label="Which?")]},
        {"id": "r", "title": "You said {{ answers.first|format }}?", "answers": [
            answer("TextField", "b")]}]}  # fmt: skip
    words = {"id": "two", "type": "Interstitial", "title": "Now", "description": "<p>Next</p>"}
    found = schema(page, words)
    first, second, third = found.definition.questions
    assert (first.text, first.choices[0].other, second.text) == ("Usual?", True, "You said {a}?")
    assert (third.text, third.hint) == ("Now", "Next")
    assert "Special?" in told(found)
    oldest = {"title": "T", "groups": [{"id": "g", "blocks": [{"id": "b", "sections": [
        {"id": "s", "questions": page["questions"]}]}]}]}  # fmt: skip
    again = read_file(json.dumps(oldest).encode(), "x.json").definition
    assert [each.text for each in again.questions] == [first.text, second.text]


def test_words_of_an_answer_beside_its_question_are_not_lost():
    guidance = {"contents": [{"title": "Include", "list": ["exports"]}]}
    found = schema(block("one", answer("Number", label="Turnover in pounds", guidance=guidance)))
    assert found.definition.questions[0].hint == "Turnover in pounds\nInclude\n- exports"


def test_settings_of_the_runner_are_one_sentence():
    found = schema(block("one", answer()), theme="default", metadata=[{"name": "user_id"}])
    assert [str(each) for each in found.report] == [
        "“settings”: Settings of the tool are left out: theme = default, metadata"
    ]


def test_a_schema_of_other_shapes_gets_a_sentence():
    strange = {"id": ["x"], "type": {}, "question": {"title": 7, "answers": [{"id": 1}, 5]}}
    deep = json.loads('{"not":[' * 300 + "1" + "]}" * 300)
    for block_ in (strange, block("b", answer(), skip_conditions={"when": deep})):
        assert schema(block_, {"routing_rules": [5, {"goto": 5}]}).report.sentences
