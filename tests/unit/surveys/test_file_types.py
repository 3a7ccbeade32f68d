"""Pictures as options, and files handed in."""

from dataclasses import replace

import pytest

from surveys.question_types import QUESTION_TYPES, AnswerValue, Choice, kind
from tests.unit.surveys import definitions as d


def told(question, answer):
    return [each.sentence for each in kind(question).validate(question, answer)]


def test_of_pictures_to_choose_one_of_only_one_is_taken():
    assert kind(d.LOOK).parse(d.LOOK, {"look": ["new", "old"]}) == AnswerValue(["old"])
    several = replace(d.LOOK, max_choices=None)
    assert kind(several).parse(several, {"look": ["new", "old"]}) == AnswerValue(["old", "new"])


def test_every_option_of_pictures_has_one_and_none_asks_for_words():
    bare = replace(d.LOOK, choices=(Choice("a", "A"), Choice("b", "B", other=True, image="c" * 64)))
    assert [str(each) for each in QUESTION_TYPES["picture"].flaws(bare)] == [
        "choices: A choice of pictures can't ask for other words",
        "choices: “A” has no picture: upload one on the question's page",
    ]


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_are_taken():
    answer = AnswerValue({"name": "a.pdf", "size": 3, "key": "f"})
    assert told(d.PROOF, answer) == [
        "Choose a file of one of these kinds: .png, .jpg, .webp, .xlsx, .ods, .csv"
    ]
    assert told(replace(d.PROOF, accepts=()), answer) == []


def test_a_question_names_only_kinds_of_file_there_are():
    flaws = QUESTION_TYPES["file"].flaws(replace(d.PROOF, accepts=("image", "film")))
    assert [str(each) for each in flaws] == [
        "accepts: “film” is not one of the kinds of file: image, document, sheet, audio"
    ]


@pytest.mark.parametrize(
    "posted",
    ["x", "{}", '{"name":"a","size":1}', '{"name":"","size":1,"key":"k"}', "[1]", "[" * 9999],
)
def test_what_is_no_fact_of_a_file_is_no_answer(posted):
    assert kind(d.PROOF).parse(d.PROOF, {"proof": [posted]}) is None
