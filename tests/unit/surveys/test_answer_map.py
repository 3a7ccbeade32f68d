"""The map from another tool's columns to our questions: read, written, guessed."""

from pathlib import Path

import pytest

from surveys.answer_sheet import (
    MapError,
    Taking,
    guess_map,
    our_words,
    plain_map,
    read_map,
    targets,
    write_map,
)
from surveys.documents import read_yaml
from tests.unit.surveys.sheets import SURVEY, mapped

ROOT = Path(__file__).resolve().parents[3]

MAP = """
questionnaire: current
contact: {email: Work email, organisation: Company}
id: No
submitted_at: When
language: Lang
questions:
  nps: Score
  why: {column: Why, values: {}, quote: no}
  left: {column: Reason, values: {Too dear: price, "*": other}}
keep: nothing
"""


def test_a_map_is_read():
    answer_map = read_map(MAP)
    assert answer_map.email == "Work email"
    assert answer_map.questions["why"] == Taking("Why", {}, "no")
    assert answer_map.questions["left"].values == {"Too dear": "price", "*": "other"}
    assert answer_map.keep == "nothing"


def test_a_map_survives_being_written():
    answer_map = read_map(MAP)
    assert read_map(write_map(answer_map)) == answer_map


BAD_MAPS = {
    "broken YAML": ("questions: [", "The map is not YAML: line"),
    "no mapping": ("- a\n- b", "The map must hold properties"),
    "unknown key": (MAP + "\ncolumns: {}", "“columns” is not known"),
    "no questionnaire": ("contact: {email: E}\nquestions: {a: b}", "names no questionnaire"),
    "no email": ("questionnaire: a\nquestions: {a: b}", "names no email column"),
    "no questions": ("questionnaire: a\ncontact: {email: E}", "names no question"),
    "column missing": (MAP.replace("nps: Score", "nps: {quote: no}"), "“nps” names no column"),
    "bad permission": (MAP.replace("quote: no", "quote: maybe"), "must be one of: anonymous, no"),
    "bad keep": (MAP.replace("keep: nothing", "keep: all"), "keep must be one of: rest, nothing"),
    "key twice": (MAP + "\nkeep: rest", "stands here twice"),
}


@pytest.mark.parametrize("name", BAD_MAPS)
def test_a_bad_map_gets_a_sentence(name):
    text, sentence = BAD_MAPS[name]
    with pytest.raises(MapError) as caught:
        read_map(text)
    assert sentence in str(caught.value)


def test_plain_values_leave_out_what_says_nothing():
    assert plain_map(mapped()) == {
        "questionnaire": "test",
        "contact": {"email": "Email"},
        "questions": {"nps": "Score"},
        "keep": "rest",
    }


def test_headings_like_our_questions_are_guessed():
    header = ("Timestamp", "E-mail address", "Recommend us", "How do we do? On time", "Shoe size")
    guess = guess_map(header, SURVEY, "test")
    assert (guess.email, guess.submitted_at) == ("E-mail address", "Timestamp")
    assert {name: each.column for name, each in guess.questions.items()} == {
        "nps": "Recommend us",
        "work.time": "How do we do? On time",
    }


def test_our_own_export_is_guessed_whole():
    header = ("email", "nps", "work.time", "work.budget", "why", "why.quote", "found.other.text")
    guessed = {name: each.column for name, each in guess_map(header, SURVEY, "t").questions.items()}
    assert guessed == {name: name for name in header[1:]}


def test_the_documented_map_fits_the_shipped_questionnaire():
    text = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")
    answer_map = read_map(text.split("```yaml\n")[1].split("```")[0])
    shipped = (ROOT / "surveys" / "shipped" / "current.yaml").read_text(encoding="utf-8")
    known = targets(read_yaml(shipped))
    assert [name for name in answer_map.questions if name not in known] == []
    for name, taking in answer_map.questions.items():
        assert set(taking.values.values()) - {""} <= set(our_words(known[name]))
