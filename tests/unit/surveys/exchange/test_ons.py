"""Schemas of the ONS runner: variants, jumps, kinds of answer."""

import json

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
