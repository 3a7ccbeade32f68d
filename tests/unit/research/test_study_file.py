from datetime import date

import pytest

from research.study_file import StudyPlan, read_study

GOOD = """
title: Why clients stay
firm: Halden & Marsh
segments: [lost, current]
languages: [th, en]
opens: 2026-09-28
closes: 2026-11-20
smallest_group: {people: 8, firms: 4}
contact_person: {name: Maren T., title: Head, email: m@h.example}
journey: four-stage
"""


def sentences(text: str) -> str:
    problems = read_study(text)
    assert all(not isinstance(each, StudyPlan) for each in problems)
    return "\n".join(str(problem) for problem in problems)


def test_a_study_is_read_with_its_journey():
    plan, model = read_study(GOOD)
    assert (plan.title, plan.segments, plan.languages) == (
        "Why clients stay",
        ("current", "lost"),
        ("th", "en"),
    )
    assert (plan.opens_on, plan.min_people, plan.min_firms) == (date(2026, 9, 28), 8, 4)
    assert (plan.contact_name, model.key) == ("Maren T., Head", "four-stage")


def test_a_study_without_a_journey_stands_on_the_eight_stages():
    assert read_study("{title: A, firm: B}")[1].key == "eight-stage"


def test_a_study_may_bring_its_own_stages():
    model = read_study("{title: A, firm: B, journey: {stages: [{key: a}, {key: b}]}}")[1]
    assert [stage.key for stage in model.stages] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "not valid YAML"),
        ("- a list", "mapping such as"),
        ("firm: B", "`title` is missing."),
        ("title: 3\nfirm: B", "`title` must be text."),
        ("{title: A, firm: B, segments: [friends]}", "segments: “friends” is not one of current"),
        ("{title: A, firm: B, languages: en}", "`languages` must be a list."),
        ("{title: A, firm: B, opens: soon}", "`opens` must be a date such as 2026-03-04."),
        ("{title: A, firm: B, smallest_group: {people: many}}", "`people` must be a whole number."),
        ("{title: A, firm: B, smallest_group: {poeple: 5}}", "“poeple”; did you mean people?"),
        ("{title: A, firm: B, journey: two-stage}", "journey: A journey model is a list of stages"),
        ("{title: A, firm: B, journey: [{key: A}, {key: b}]}", "journey.stages[1].key: A key"),
        ("{titel: A, title: A, firm: B}", "“titel”; did you mean title?"),
    ],
)
def test_a_broken_study_is_named_in_one_sentence(text, said):
    assert said in sentences(text)


def test_a_day_no_calendar_has_is_named_with_its_field():
    said = sentences("{title: A, firm: B, opens: 2026-13-45}")
    assert said == "`opens` must be a date such as 2026-03-04."


def test_endless_nesting_is_named_with_its_line():
    text = "title: A\nfirm: B\ngoal: " + "[" * 5_000
    assert sentences(text) == "The document is nested too deeply at line 3."
