"""What earlier answers look like within later texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.question_types import AnswerValue
from surveys.routing import Respondent, walk
from surveys.walking.piping import Piping, Speech, called, fenced, filled, item_words
from tests.unit.surveys import definitions as d

PERSIAN = {
    "services.audit": "حسابرسی",
    "services.tax": "مالیات",
    "fit.text": "{item} چقدر مناسب است؟",
}
DEFINITION = replace(
    d.LOOPED,
    sections=(
        *d.LOOPED.sections,
        replace(d.LOOPED.sections[0], id="more", questions=(d.LEFT, d.GRID, d.UNSURE, d.DAY)),
    ),
    translations={"fa": PERSIAN},
)
ANSWERS = {
    "services": AnswerValue(["audit", "other"], "Board  advice\u202e"),
    "people": AnswerValue(text="Ann <b>\nBo"),
    "fit@audit": AnswerValue(3),
    "fit@other": AnswerValue(8),
    "left": AnswerValue("price"),
    "work": AnswerValue({"time": 4, "budget": "na"}),
    "years": AnswerValue(1234.5),
    "day": AnswerValue("2026-03-04"),
}


def plain(text):
    return text.replace("\u2068", "").replace("\u2069", "")


def piped(text, language="en", item="", **answers):
    way = walk(DEFINITION, ANSWERS | answers, Respondent("lost"))
    speech = Speech(language, lambda n: f"n{n}", lambda day: f"d{day:%Y}")
    question = DEFINITION.question(f"fit@{item}") if item else d.DAY
    return plain(Piping(way, speech).text(text, item, question))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing to fill", "Nothing to fill"),
        ("You said {left}.", "You said Price."),
        ("You use {services}.", "You use Audit and Board advice."),
        ("{people}", "Ann <b> Bo"),
        ("{work.time} work, {work.budget|no idea} budget", "Good work, no idea budget"),
        ("{work|all of it}", "all of it"),
        ("{years} years, {mean_fit} on average", "n1234.5 years, n5.5 on average"),
        ("{day}", "d2026"),
        ("{month|}!", "{month|}!"),
        ("{fit@audit} then {fit@tax|nothing}", "n3 then nothing"),
        ("{fit_why@tax}", "…"),
        ("a {{left}} b }} c", "a {left} b } c"),
        ("{Left} { left } {", "{Left} { left } {"),
    ],
)  # fmt: skip
def test_a_text_is_filled(text, expected):
    assert piped(text) == expected


def test_inside_a_repetition_names_mean_its_own_answers():
    assert piped("{item}: {fit}", item="audit") == "Audit: n3"
    assert piped("{item}: {fit}", item="other") == "Board advice: n8"


def test_options_speak_the_language_of_the_respondent():
    assert piped("{services}", "fa") == "حسابرسی و Board advice"


def test_a_question_is_filled_in_its_language():
    way = walk(DEFINITION, ANSWERS, Respondent("lost", "fa"))
    question = Piping(way, Speech("fa")).question(DEFINITION.question("fit@audit"))
    assert plain(question.text) == "حسابرسی چقدر مناسب است؟"


def test_a_text_keeps_its_direction_though_it_begins_with_a_word_of_another():
    assert filled("{a} چقدر؟", lambda _: "Audit") == "\u200fAudit چقدر؟"
    assert filled("{a} or not?", lambda _: "حسابرسی") == "\u200eحسابرسی or not?"
    assert filled("چرا {a}؟", lambda _: "Audit") == "چرا Audit؟"


def test_a_declined_answer_is_none():
    unsure = replace(d.UNSURE, id="unsure")
    definition = d.questionnaire(unsure, d.DAY)
    way = walk(definition, {"unsure": AnswerValue("dk")}, Respondent("lost"))
    assert Piping(way, Speech("en")).text("{unsure|that}", "", d.DAY) == "that"


def test_words_are_fenced_off_on_one_line_and_short():
    assert fenced("a\n\u202eb\u2069 c") == "\u2068a b c\u2069"
    assert len(fenced("x" * 5000)) == 202


def test_an_item_without_an_answer_is_called_by_what_is_known():
    each, persons = DEFINITION.sections[1:3]
    assert item_words(DEFINITION, each, "tax", None) == "Tax"
    assert item_words(DEFINITION, persons, "2", None) == "2"
    assert called(DEFINITION, DEFINITION.question("fit@tax")) == "How well does Tax fit?"
    assert called(DEFINITION, DEFINITION.question("fit_why@tax")) == "Why only … for Tax?"


def test_for_readers_of_results_a_place_is_its_fallback():
    asked = replace(d.DAY, text="After {left|that}, {nobody}, {{so}}?")
    assert called(DEFINITION, asked) == "After that, {nobody}, {so}?"


@given(st.text("{}|a.@\\ \n<", max_size=30))
def test_any_text_can_be_filled(text):
    assert isinstance(filled(text, lambda place: place.fallback), str)


@given(st.text(max_size=30).filter(lambda text: not set(text) & set("{}")))
def test_a_text_without_braces_stays(text):
    assert filled(text, lambda _: "x") == text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "May 2026"), ("th", "พฤษภาคม 2569"), ("ko", "2026년 5월"), ("fa", "اردیبهشت 1405"),
     ("pt-BR", "maio de 2026")],
)  # fmt: skip
def test_a_month_is_told_in_the_reader_s_calendar(language, words):
    asked = d.questionnaire(d.MONTH, d.DAY)
    way = walk(asked, {"month": AnswerValue("2026-05")}, Respondent("lost", language))
    assert plain(Piping(way, Speech(language)).text("{month}", "", d.DAY)) == words
