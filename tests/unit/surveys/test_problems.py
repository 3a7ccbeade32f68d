from dataclasses import replace

import pytest

from surveys.definition import Definition, Section
from surveys.problems import problems
from surveys.question_types import Choice, Question, Row
from tests.unit.surveys import definitions as d

SEVEN_ROWS = tuple(Row(f"r{n}", "Row") for n in range(7))


def sentences(*questions, **properties):
    return [str(problem) for problem in problems(d.questionnaire(*questions, **properties))]


def test_a_sound_questionnaire_has_no_problem():
    assert sentences(d.NPS, d.GRID, d.WHY, d.FOUND, d.LEFT, d.YEARS, d.MONTH, d.DAY) == []


ONE_QUESTION = {
    "id form": (replace(d.YEARS, id="2nd"), "“2nd” may hold only a-z, 0-9 and _"),
    "id word": (replace(d.YEARS, id="and"), "“and” has a meaning of its own"),
    "id field": (replace(d.YEARS, id="rev"), "“rev” has a meaning of its own"),
    "id language": (replace(d.YEARS, id="language"), "“language” has a meaning of its own"),
    "type": (
        replace(d.YEARS, type="conjoint"),
        "years type: “conjoint” is not one of the types nps",
    ),
    "stray": (replace(d.YEARS, scale=d.SCALE), "“scale” means nothing to the type number"),
    "stage": (replace(d.YEARS, stage="purchase"), "years stage: “purchase” is not a stage"),
    "no stage": (replace(d.WHY, stage=""), "why stage: Words that feed themes need the stage"),
    "no quote": (replace(d.WHY, quote=False), "why quote: Words that feed themes need the perm"),
    "asks for nothing known": (
        replace(d.WHY, asks="anger"),
        "why asks: “anger” can't be asked for; write one of: pain, praise, suggestion",
    ),
    "forced": (replace(d.WHY, required=True), "why required: Nobody should be forced to write"),
    "segment": (replace(d.WHY, audience=("gone",)), "why audience: “gone” is not one of the seg"),
    "rows": (replace(d.GRID, rows=SEVEN_ROWS), "work rows: A rating has at most 6 rows, this one"),
    "no rows": (replace(d.GRID, rows=()), "work rows: A rating needs at least one row"),
    "scale": (replace(d.GRID, scale=("Bad", "Good")), "work scale: A rating names its five points"),
    "row twice": (replace(d.GRID, rows=d.GRID.rows[:1] * 2), "work rows: The id “time” stands 2"),
    "options": (replace(d.LEFT, choices=()), "left choices: A choice needs at least two options"),
    "option word": (
        replace(d.LEFT, choices=(Choice("text", "A"), Choice("b", "B"))),
        "left choices: The id “text” has a meaning of its own",
    ),
    "two others": (
        replace(d.LEFT, choices=(Choice("a", "A", other=True), Choice("b", "B", other=True))),
        "left choices: Only one option can ask for other words",
    ),
    "bounds": (replace(d.YEARS, minimum=61), "years minimum: The minimum is above the maximum"),
    "precision": (replace(d.DAY, precision="week"), "day precision: The precision of a date is"),
    "page": (Question("hi", "information", "Hi", required=True), "hi required: A page that only"),
    "itself": (d.shown_if(d.WHY, "why == 1"), "why show_if: The rule looks at “why”, which is as"),
    "nobody": (d.shown_if(d.WHY, "nobody == 1"), "why show_if: There is no question “nobody”"),
}


@pytest.mark.parametrize(("question", "sentence"), ONE_QUESTION.values(), ids=ONE_QUESTION)
def test_each_flaw_of_a_question_is_placed_and_said(question, sentence):
    found = sentences(question)
    assert any(sentence in each for each in found), found


RULES = {
    "later": ([d.shown_if(d.WHY, "nps <= 6"), d.NPS], "looks at “nps”, which is asked only later"),
    "option": (
        [d.LEFT, d.shown_if(d.WHY, 'left == "cost"')],
        "“left” has no option “cost”; its options are price",
    ),
    "no such score": (
        [d.NPS, d.shown_if(d.WHY, "nps == 99")],
        "nps == 99 can never hold: “nps” goes from 0",
    ),
    "below all": ([d.NPS, d.shown_if(d.WHY, "nps < 0")], "nps < 0 can never hold"),
    "above all": ([d.YEARS, d.shown_if(d.WHY, "60 < years")], "60 < years can never hold: “years”"),
    "beyond the points": ([d.GRID, d.shown_if(d.WHY, "work.time > 5")], "goes from 1 to 5"),
    "words for a number": (
        [d.NPS, d.shown_if(d.WHY, 'nps == "x"')],
        "“nps” is answered with a number",
    ),
    "two at once": (
        [d.NPS, d.LEFT, d.shown_if(d.WHY, 'left == "price" and (nps > 3 and left == "other")')],
        "“left” can't be “price” and “other” at once",
    ),
    "more than there are": (
        [replace(d.FOUND, max_choices=5)],
        "At most 5 options may be chosen, but there are only 4",
    ),
    "nearly a name": (
        [d.NPS, d.shown_if(d.WHY, "npss > 3")],
        "no question “npss”; the nearest is “nps”",
    ),
    "an option bare": (
        [d.LEFT, d.shown_if(d.WHY, "left == price")],
        "no question “price”; the option of “left” is written in quotes",
    ),
    "row": ([d.GRID, d.shown_if(d.WHY, "work.price < 3")], "“work” has no row “price”"),
    "grid": ([d.GRID, d.shown_if(d.WHY, "work < 3")], "Name the row of “work” to compare"),
    "unreachable": (
        [
            replace(d.LEFT, audience=("lost",)),
            replace(d.shown_if(d.WHY, 'left == "price"'), audience=("former",)),
        ],
        "“left” is never asked of these segments, so this one isn't either",
    ),
}


@pytest.mark.parametrize(("questions", "sentence"), RULES.values(), ids=RULES)
def test_each_flaw_of_a_rule_is_said(questions, sentence):
    found = sentences(*questions)
    assert any(sentence in each for each in found), found


def test_an_id_stands_once_over_sections_and_questions():
    assert sentences(d.NPS, replace(d.YEARS, id="main")) == ["The id “main” stands 2 times"]


def test_a_retired_id_never_comes_back():
    assert sentences(d.YEARS, retired=("years",)) == [
        "The id “years” belonged to an earlier question"
    ]


def test_the_score_is_asked_once():
    assert sentences(d.NPS, replace(d.NPS, id="again")) == [
        "Ask for the recommendation score only once"
    ]


def test_nine_minutes_are_the_limit():
    many = [replace(d.WHY, id=f"why_{n}") for n in range(12)]
    assert (
        "It takes about 10 minutes for the segment current, 9 are the limit" in sentences(*many)[0]
    )


def test_a_missing_translation_names_question_language_and_text():
    definition = d.questionnaire(d.YEARS, translations={"th": {"title": "ท", "main.title": "ท"}})
    [problem] = problems(definition)
    assert (problem.question, problem.language, problem.part) == ("years", "th", "years.text")


def test_a_language_of_the_study_must_be_there():
    assert len(problems(d.questionnaire(d.YEARS), languages=["ko"])) == 3


def test_a_translation_of_nothing_is_named():
    words = {"title": "ท", "main.title": "ท", "years.text": "ท", "old.text": "ท"}
    assert sentences(d.YEARS, translations={"th": words}) == [
        "old.text (th): This translates no text of the questionnaire"
    ]


def test_a_language_has_a_code():
    assert "“Thai” is not a language code" in sentences(d.YEARS, translations={"Thai": {}})


def test_stages_are_those_of_the_study():
    definition = d.questionnaire(d.WHY)
    assert problems(definition, stages=["client_experience"])[0].part == "stage"
    assert problems(definition, stages=["usage"]) == []


def test_a_line_of_a_grid_names_a_stage_of_the_study():
    grid = replace(d.GRID, stage="usage", rows=(Row("a", "Start", "onboarding"),))
    [problem] = problems(d.questionnaire(grid), stages=["usage"])
    assert problem.part == "rows a stage"
    assert problems(d.questionnaire(grid), stages=["usage", "onboarding"]) == []


def test_an_empty_questionnaire_and_section_are_named():
    empty = Definition("x", "X", sections=(Section("a", "A"),))
    assert [str(problem) for problem in problems(empty)] == [
        "A questionnaire needs at least one question",
        "a: The section has no question",
    ]
