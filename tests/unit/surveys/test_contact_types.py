"""Addresses, numbers and consent as people give them."""

import json
from dataclasses import replace

import pytest

from surveys.question_types import QUESTION_TYPES, AnswerValue, kind
from tests.unit.surveys import definitions as d


def parse(question, typed):
    return kind(question).parse(question, {question.id: [typed]})


def sentences(question, answer):
    return [problem.sentence for problem in kind(question).validate(question, answer)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ann@firm.com", "ann@firm.com"),
        (" Ann.Lee@FIRM.com ", "Ann.Lee@firm.com"),
        ("mailto:ann@firm.com", "ann@firm.com"),
        ("\u200eann@firm.com\u200f", "ann@firm.com"),
        ("ann@bücher.de", "ann@bücher.de"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert parse(d.EMAIL, typed) == AnswerValue(text=kept)


@pytest.mark.parametrize(
    "typed",
    ["ann", "ann@", "ann@firm", "a@b@c.com", "ann@firm.com, b@firm.com", f"{'a' * 300}@b.c"],
)
def test_what_is_no_address_is_refused_and_shown_again(typed):
    answer = parse(d.EMAIL, typed)
    assert sentences(d.EMAIL, answer) == ["Enter an email address, for example name@firm.com"]
    assert kind(d.EMAIL).show(d.EMAIL, answer, "en")["text"] == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+66 2 123 4567", "+66 2 123 4567"),
        ("+98 (21) 1234-5678", "+98 21 1234 5678"),
        ("۰۰۹۸۲۱۱۲۳۴۵۶۷۸", "+982112345678"),
        ("+๖๖ ๒ ๑๒๓ ๔๕๖๗", "+66 2 123 4567"),
        ("+44 (0)20 7946 0000 x12", "+44 20 7946 0000 ext 12"),
        ("+82–2–312–3456", "+82 2 312 3456"),
    ],
)
def test_a_number_is_kept_in_international_form(typed, kept):
    assert parse(d.PHONE, typed) == AnswerValue(text=kept)


@pytest.mark.parametrize("typed", ["02 123 4567", "+66", "call me", "+66 1234567890123456", "+1\n"])
def test_a_number_without_a_country_is_refused_in_one_sentence(typed):
    assert sentences(d.PHONE, parse(d.PHONE, typed)) == [
        "Enter a phone number with its country code, for example +66 2 123 4567"
    ]


@pytest.mark.parametrize(
    ("posted", "agreed"), [("yes", True), ("1", True), ("", False), ("no", False)]
)
def test_only_a_ticked_box_is_consent(posted, agreed):
    assert (parse(d.AGREE, posted) == AnswerValue(value=True)) is agreed


def test_nobody_must_agree_where_it_is_not_required():
    assert sentences(d.AGREE, None) == []


def test_a_required_consent_says_what_it_is_for():
    silent = replace(d.AGREE, required=True, hint="")
    flaws = [str(each) for each in QUESTION_TYPES["consent"].flaws(silent)]
    assert flaws == ["hint: Say in the hint what the consent is for, and what happens without it"]


def test_those_who_agreed_are_counted():
    assert kind(d.AGREE).summarise(d.AGREE, [AnswerValue(value=True)]).counts == {"yes": 1}


def test_whom_to_reach_is_not_read_beside_what_others_wrote():
    assert kind(d.EMAIL).said(d.EMAIL, AnswerValue(text="ann@firm.com")) == ""
    assert kind(d.WHY).said(d.WHY, AnswerValue(text="Slow")) == "Slow"


def test_a_long_list_can_be_searched_and_a_short_one_need_not():
    assert kind(d.COUNTRY).islands(d.COUNTRY) == ("search",)
    short = replace(d.COUNTRY, choices=d.COUNTRY.choices[:10])
    assert kind(short).islands(short) == ()


@pytest.mark.parametrize(
    "strokes",
    [
        "[[[0,0],[1001,0]]]", "[[[0,-1]]]", "[[[0.5,1]]]", "[[[true,1]]]", '[["<svg>"]]', "[[]]",
        "[[[0,0,0]]]", "{}", "[" * 9999, "null", json.dumps([[[1, 1]] * 4001]), "<svg/>",
    ],
)  # fmt: skip
def test_a_drawing_is_points_on_the_board_or_nothing(strokes):
    posted = {"sign": ["Ann Lee"], "sign.strokes": [strokes]}
    assert kind(d.SIGN).parse(d.SIGN, posted) == AnswerValue({"typed": "Ann Lee"})


def test_a_drawing_alone_does_not_sign():
    answer = kind(d.SIGN).parse(d.SIGN, {"sign.strokes": ["[[[0,0],[9,9]]]"]})
    assert sentences(d.SIGN, answer) == ["Write your name to sign"]
