"""Steps of building that touch the logic of questions."""

from dataclasses import replace

from surveys.building import editing
from surveys.question_types import Check
from surveys.rules import Rule
from tests.unit.surveys import definitions as d


def test_a_copied_question_leaves_its_logic_and_a_retyped_one_keeps_it():
    check = Check(Rule.from_text("nps > 1"), "Mind it.")
    asked = replace(d.goes_to(d.NPS, ("nps > 8", "years")), checks=(check,))
    whole = d.questionnaire(asked, d.YEARS)
    made, name = editing.copied(whole, whole, "nps")
    assert (made.question(name).go_to, made.question(name).checks) == ((), ())
    words = editing.Starters("Q", "S", "O", "R", "P", "B")
    made, name = editing.retyped(whole, "nps", "number", words, taken=())
    assert (made.question(name).go_to, made.question(name).checks) == (asked.go_to, asked.checks)
