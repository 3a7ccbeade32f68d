"""Rules in words, the guide to writing them, and problems set apart as people go about them."""

from dataclasses import replace

import pytest

from surveys.building.telling.guides import guide
from surveys.building.telling.mending import mending_of
from surveys.building.telling.rules import Teller
from surveys.checking.wording import advice
from surveys.definition import Section
from surveys.problems import problems
from surveys.question_types import Jump
from surveys.rules import Rule
from tests.unit.surveys import definitions as d

ASKED = d.questionnaire(d.NPS, d.FOUND, d.LEFT, d.GRID, d.YEARS, values=(d.value("half", "nps/2"),))
TELL = Teller(ASKED)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("nps <= 6", "Q1 “Recommend us?” is at most 6"),
        ("10 < years", "Q5 “How many years?” is above 10"),
        ('left == "price"', "Q3 “Why did you leave?” is “Price”"),
        ('left in ("price", "other")', "Q3 “Why did you leave?” is one of “Price”, “Other”"),
        ('left not in ("price", "x")', "Q3 “Why did you leave?” is none of “Price”, “x”"),
        ('"peer" in found', "Q2 “How did you find us?” includes “A peer”"),
        ('"peer" not in found', "Q2 “How did you find us?” does not include “A peer”"),
        (
            'any of ("peer", "none") in found',
            "Q2 “How did you find us?” includes at least one of “A peer”, “None”",
        ),
        ("work.time >= 3", "Q4 “How do we do?”, “On time” is at least 3"),
        ("count(found) > 2", "the number of answers to Q2 “How did you find us?” is above 2"),
        ('segment == "lost" and half < 3', "the segment is “lost” and “half” is below 3"),
        (
            "nps < 3 and (half < 1 or half > 8)",
            "Q1 “Recommend us?” is below 3 and (“half” is below 1 or “half” is above 8)",
        ),
        ("not answered(left)", "Q3 “Why did you leave?” is not answered"),
        ("not nps == 3", "it is not so that Q1 “Recommend us?” is 3"),
        ("nps + 1 > 3 and nps > half", "nps + 1 > 3 and Q1 “Recommend us?” is above “half”"),
        ("gone == 3", "gone == 3"),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_words_and_else_as_written(rule, words):
    assert str(TELL.rule(Rule.from_text(rule))) == words


def test_a_way_on_says_where_it_leads():
    rule = Rule.from_text("nps > 8")
    assert str(TELL.jump(Jump(rule, "end"))) == (
        "Goes on to the end if Q1 “Recommend us?” is above 8"
    )
    assert str(TELL.jump(Jump(rule, "years"))).startswith("Goes on with Q5 “How many years?” if")


def test_the_guide_shows_examples_of_earlier_questions_that_can_be_read():
    shown = guide(ASKED, "years")
    assert [each.id for each in shown.questions] == ["work", "left", "found", "nps"]
    for each in guide(ASKED, None).examples:
        assert Rule.from_text(each).text == each


def test_missing_translations_are_counted_by_language():
    spoken = replace(ASKED, translations={"th": {}, "ko": {"nps.text": "가"}})
    found = mending_of(problems(spoken))
    assert found.missing == {"th": len(spoken.texts), "ko": len(spoken.texts) - 1}
    assert not any(each.language for each in found.others)


def test_a_repeated_text_that_shows_the_whole_answer_is_remarked_on():
    looped = Section("more", "More", (replace(d.WHY, text="Why {found}?"),), loop="found")
    one = replace(looped, questions=(replace(d.WHY, text="Why {item}?"),))
    told = [list(advice(replace(ASKED, sections=(*ASKED.sections, s)))) for s in (looped, one)]
    assert [["{item}" in each.message for each in found] for found in told] == [[True], []]
