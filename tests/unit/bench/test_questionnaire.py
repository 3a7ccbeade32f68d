"""The long questionnaire of the benchmark is what its figure says."""

from bench.questionnaire import LONG, RULES, ruled
from surveys.checking.formulas import problems_of_formulas, sites
from surveys.question_types import AnswerValue
from surveys.routing import Respondent, walk


def test_it_has_its_rules_and_they_are_right():
    definition = ruled(LONG, RULES)
    assert (len(definition.questions), len(list(sites(definition)))) == (LONG, RULES)
    assert list(problems_of_formulas(definition)) == []


def test_who_answers_alike_everywhere_comes_past_every_question():
    definition = ruled(LONG, RULES)
    answers = {each.id: AnswerValue("some") for each in definition.questions}
    assert len(walk(definition, answers, Respondent("current")).questions) == LONG
