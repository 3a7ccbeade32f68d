from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import routing
from surveys.definition import Definition, Section
from surveys.question_types import AnswerValue, Question
from tests.unit.surveys import definitions as d

LOW = d.shown_if(replace(d.WHY, id="low"), "nps <= 6")
DEEP = d.shown_if(replace(d.WHY, id="deep"), "answered(low)")
BRANCHED = d.questionnaire(d.NPS, LOW, DEEP, d.YEARS)


def ids(questions):
    return [question.id for question in questions]


def walked(definition, given, segment="lost", **who):
    return routing.walk(definition, given, routing.Respondent(segment, **who))


def way(**given):
    return ids(routing.path(BRANCHED, d.answers(**given), "lost"))


def test_conditional_questions_wait_for_their_answer():
    assert way() == ["nps", "years"]


def test_an_answer_opens_the_questions_it_leads_to():
    assert way(nps=3) == ["nps", "low", "years"]
    assert way(nps=3, low="Slow") == ["nps", "low", "deep", "years"]


def test_an_answer_off_the_path_counts_for_no_rule():
    assert way(nps=9, low="Slow") == ["nps", "years"]


def test_an_answer_off_the_path_is_left_out_and_comes_back():
    given = d.answers(nps=9, low="Slow")
    who = routing.Respondent("lost")
    assert "low" not in routing.walk(BRANCHED, given, who).known
    given["nps"] = AnswerValue(2)
    assert routing.walk(BRANCHED, given, who).known["low"].text == "Slow"


def test_a_segment_sees_only_its_questions():
    definition = d.questionnaire(d.NPS, replace(d.WHY, audience=("former",)))
    assert ids(routing.path(definition, {}, "lost")) == ["nps"]
    assert ids(routing.path(definition, {}, "former")) == ["nps", "why"]


def test_a_rule_may_ask_for_the_segment():
    definition = d.questionnaire(d.NPS, d.shown_if(d.WHY, 'segment == "former"'))
    assert ids(routing.path(definition, {}, "former")) == ["nps", "why"]
    assert ids(routing.path(definition, {}, "lost")) == ["nps"]


def test_going_on_and_back_follows_the_path():
    given = d.answers(nps=9)
    assert routing.next_page(walked(BRANCHED, given), "nps").id == "years"
    assert routing.previous_page(walked(BRANCHED, given), "years").id == "nps"
    assert routing.next_page(walked(BRANCHED, given), "years") is None
    assert routing.previous_page(walked(BRANCHED, given), "nps") is None


def test_going_on_from_a_question_that_left_the_path_finds_the_next_one():
    assert routing.next_page(walked(BRANCHED, d.answers(nps=9)), "low").id == "years"


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, "nps"), ({"nps": 9}, "years"), ({"nps": 3}, "low"), ({"nps": 9, "years": 3}, None)],
)
def test_a_person_resumes_after_the_last_answer(given, expected):
    page = routing.resume_page(walked(BRANCHED, d.answers(**given)))
    assert (page.id if page else None) == expected


def test_a_person_resumes_at_a_required_question_left_open():
    assert routing.resume_page(walked(BRANCHED, d.answers(years=3))).id == "nps"


def test_what_is_required_on_the_path_must_be_answered():
    [problem] = routing.open_problems(walked(BRANCHED, d.answers(years=3)))
    assert problem.question == "nps"


def test_the_total_counts_what_can_still_come_and_only_shrinks():
    before = routing.progress(walked(BRANCHED, {}), "nps")
    after = routing.progress(walked(BRANCHED, d.answers(nps=9)), "years")
    assert (before.position, before.total) == (1, 4)
    assert (after.position, after.total) == (2, 2)


def test_steps_are_the_sections_with_questions_for_the_segment():
    former = replace(d.WHY, audience=("former",))
    sections = (
        Section("a", "A", (d.NPS,)),
        Section("b", "B", (former,)),
        Section("c", "C", (d.YEARS,)),
    )
    definition = Definition("x", "X", sections=sections)
    progress = routing.progress(walked(definition, {}), "years")
    assert (progress.step, progress.steps) == (1, ("A", "C"))


@st.composite
def branching(draw):
    """A questionnaire whose questions hang on one another at random, with random answers."""
    questions = [Question("q0", "number", "?")]
    for n in range(1, draw(st.integers(2, 7))):
        target = draw(st.integers(0, n - 1))
        rule = draw(st.sampled_from(["q{} > 3", "answered(q{})", "not q{} == 1", ""]))
        question = Question(f"q{n}", "number", "?")
        questions.append(d.shown_if(question, rule.format(target)) if rule else question)
    given = draw(st.dictionaries(st.sampled_from(ids(questions)), st.integers(0, 6)))
    return d.questionnaire(*questions), d.answers(**given)


@given(branching())
def test_the_way_never_loops_and_ends(case):
    definition, given = case
    seen, page = [], routing.path(definition, given, "lost")[0]
    while page:
        seen.append(page.id)
        page = routing.next_page(walked(definition, given), page.id)
    assert seen == ids(routing.path(definition, given, "lost"))
    assert len(seen) == len(set(seen))


@given(branching())
def test_no_hidden_question_is_visited(case):
    definition, given = case
    way = routing.path(definition, given, "lost")
    on_way = {q.id: given[q.id].value for q in way if q.id in given}
    for question in way:
        if question.show_if:
            assert question.show_if.holds(lambda name, _: on_way.get(name))


@given(branching())
def test_the_total_never_grows_on_the_way(case):
    definition, given = case
    way = routing.path(definition, given, "lost")
    totals = [routing.progress(walked(definition, given), each.id).total for each in way]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] >= len(way)
