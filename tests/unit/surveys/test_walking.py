"""Ways on, repetitions, random orders and calculated values on a respondent's way."""

from dataclasses import replace

import pytest
from hypothesis import given

from surveys import routing
from surveys.definition import Definition, Section
from surveys.question_types import AnswerValue, Check, kind
from surveys.results import column_places, columns_of
from surveys.routing import Respondent, walk
from surveys.rules import Rule
from surveys.walking.orders import arranged, arranged_sections
from tests.unit.surveys import definitions as d
from tests.unit.surveys import winding

JUMPING = d.questionnaire(
    d.goes_to(d.NPS, ("nps >= 9", "end"), ("nps >= 7", "years")), d.WHY, d.LEFT, d.YEARS
)


def ids(definition, given, segment="lost", **who):
    return walk(definition, given, Respondent(segment, **who)).ids


@pytest.mark.parametrize(
    ("score", "expected"),
    [(10, ["nps"]), (8, ["nps", "years"]), (3, ["nps", "why", "left", "years"])],
)
def test_the_first_way_on_that_holds_is_taken(score, expected):
    assert ids(JUMPING, d.answers(nps=score)) == expected


def test_an_unanswered_question_goes_on_in_order():
    assert ids(JUMPING, {}) == ["nps", "why", "left", "years"]


def test_a_way_back_is_never_taken():
    back = d.questionnaire(d.NPS, d.goes_to(d.YEARS, ("years > 1", "nps")), d.WHY)
    assert ids(back, d.answers(years=3)) == ["nps", "years", "why"]


def test_a_way_to_a_hidden_question_leads_on_from_there():
    hidden = d.shown_if(d.LEFT, "nps == 0")
    way = d.questionnaire(d.goes_to(d.NPS, ("nps > 8", "left")), d.WHY, hidden, d.YEARS)
    assert ids(way, d.answers(nps=9)) == ["nps", "years"]


def test_a_section_has_a_condition_of_its_own():
    lost = Rule.from_text('segment == "lost" and nps < 5')
    parts = (Section("a", "A", (d.NPS,)), Section("b", "B", (d.WHY, d.YEARS), show_if=lost))
    definition = Definition("x", "X", sections=parts)
    assert ids(definition, d.answers(nps=3)) == ["nps", "why", "years"]
    assert ids(definition, d.answers(nps=8)) == ["nps"]
    assert ids(definition, d.answers(nps=3), segment="current") == ["nps"]


def test_a_rule_may_ask_for_the_language():
    definition = d.questionnaire(d.NPS, d.shown_if(d.WHY, 'language == "th"'))
    assert ids(definition, {}, language="th") == ["nps", "why"]
    assert ids(definition, {}, language="ko") == ["nps"]


def test_a_section_is_asked_once_for_each_option_chosen():
    given = {"services": AnswerValue(["tax", "audit"]), "fit@tax": AnswerValue(3)}
    assert ids(d.LOOPED, given)[2:-1] == ["fit@tax", "fit_why@tax", "fit@audit"]
    assert ids(d.LOOPED, {}) == ["services", "people", "years"]


def test_the_exclusive_option_repeats_nothing():
    assert ids(d.LOOPED, {"services": AnswerValue(["none"])})[2:] == ["years"]


def test_a_section_is_asked_once_for_each_name_of_a_list_up_to_its_limit():
    names = AnswerValue(text="Ann Lee\n\n  Bo \nCy\nDi")
    assert ids(d.LOOPED, {"people": names})[2:-1] == ["role@1", "role@2", "role@3"]


def test_answers_to_an_item_that_was_taken_back_wait_for_it():
    given = {"services": AnswerValue(["audit"]), "fit@tax": AnswerValue(3)}
    assert "fit@tax" not in walk(d.LOOPED, given, Respondent("lost")).known
    given["services"] = AnswerValue(["audit", "tax"])
    assert walk(d.LOOPED, given, Respondent("lost")).known["fit@tax"].value == 3


def test_outside_a_repetition_its_answers_come_together():
    given = {"services": AnswerValue(["audit", "tax"]), "fit@audit": AnswerValue(4)}
    way = walk(d.LOOPED, given | {"fit@tax": AnswerValue(9)}, Respondent("lost"))
    assert way.values() == {"mean_fit": 6.5}
    assert walk(d.LOOPED, {}, Respondent("lost")).values() == {}


def test_a_rule_may_look_at_one_item():
    parts = (*d.LOOPED.sections, Section("more", "More", (d.shown_if(d.LEFT, "fit@tax < 3"),)))
    definition = replace(d.LOOPED, sections=parts)
    given = {"services": AnswerValue(["tax"]), "fit@tax": AnswerValue(2)}
    assert ids(definition, given)[-1] == "left"


def test_a_repetition_that_nothing_repeats_does_not_swallow_the_rest():
    first = replace(
        d.LOOPED.sections[0],
        questions=(d.SERVICES, d.goes_to(d.PEOPLE, ("answered(people)", "fit"))),
    )
    definition = replace(d.LOOPED, sections=(first, *d.LOOPED.sections[1:]))
    assert ids(definition, d.answers(people="Ann"))[-2:] == ["role@1", "years"]


def test_columns_of_a_repetition_are_those_of_all_items():
    assert list(columns_of(d.LOOPED))[6:] == [
        "fit@audit", "fit_why@audit", "fit@tax", "fit_why@tax", "fit@other", "fit_why@other",
        "role@1", "role@2", "role@3", "years", "value.mean_fit",
    ]  # fmt: skip


def test_options_come_in_another_order_for_each_person_and_the_same_for_one():
    more = tuple(replace(d.FOUND.choices[0], id=f"c{n}") for n in range(6))
    shuffled = replace(d.FOUND, order="random", choices=(*more, *d.FOUND.choices[2:]))
    orders = {tuple(each.id for each in arranged(shuffled, seed).choices) for seed in range(9)}
    assert len(orders) > 5
    assert {order[-2:] for order in orders} == {("other", "none")}
    assert arranged(shuffled, 3) == arranged(shuffled, 3)
    assert arranged(replace(shuffled, id="found@x"), 3).choices == arranged(shuffled, 3).choices


def test_rows_of_a_grid_are_shuffled_and_its_scale_is_not():
    grid = replace(d.GRID, order="random")
    assert {arranged(grid, seed).rows[0].id for seed in range(9)} == {"time", "budget"}
    assert arranged(grid, 4).scale == grid.scale


def test_only_neighbours_of_random_order_change_places():
    parts = [Section(name, name, order="random" if name in "bcd" else "") for name in "abcde"]
    orders = {"".join(each.id for each in arranged_sections(parts, seed)) for seed in range(40)}
    assert len(orders) == 6
    assert {order[0] + order[-1] for order in orders} == {"ae"}


def test_a_check_holds_the_answer_against_earlier_ones():
    check = Check(Rule.from_text("last >= first"), "Later than {first}.")
    first = replace(d.YEARS, id="first")
    last = replace(d.YEARS, id="last", checks=(check,))
    definition = d.questionnaire(first, last)

    def said(**given):
        way = walk(definition, d.answers(**given), Respondent("lost"))
        return [problem.sentence for problem in routing.open_problems(way)]

    assert said(first=5, last=3) == ["Later than {first}."]
    assert said(first=5, last=5) == []
    assert said(last=3) == []


def test_a_total_that_depends_on_a_repetition_only_shrinks():
    given, totals = {}, []
    for answer in (["audit", "tax"], "Ann", 3, "Slow", 9, "Boss", 5):
        way = walk(d.LOOPED, given, Respondent("lost"))
        page = routing.resume_page(way)
        totals.append(routing.progress(way, page.id).total)
        given |= {page.id: d.answers(x=answer)["x"]}
    assert totals == [12, 10, 8, 8, 8, 7, 7]


@given(winding.cases())
def test_the_way_ends_and_nothing_comes_twice(case):
    way = walk(*case)
    seen, page = [], next(iter(way.questions), None)
    while page:
        seen.append(page.id)
        page = routing.next_page(way, page.id)
    assert seen == way.ids
    assert len(seen) == len(set(seen))


@given(winding.cases())
def test_nothing_hidden_is_on_the_way(case):
    definition, way = case[0], walk(*case)
    asked = {question.id for question in definition.every}
    for question in way.questions:
        section, item = definition.section_of(question), question.id.partition("@")[2]
        assert question.id in asked
        assert not section.loop or item in way.known[section.loop].value
        for rule in filter(None, (section.show_if, question.show_if)):
            # What is known at the end of the way was known before: rules look only back.
            if not _looks_ahead(way, question, rule):
                assert rule.holds(lambda name, row, item=item: way.look(name, row, item))


def _looks_ahead(way, question, rule):
    """Random orders may bring an earlier question later; such a rule is refused beforehand."""
    at = way.ids.index(question.id)
    looks = way.plan.looks_of(rule)
    return any(each.partition("@")[0] in looks for each in way.ids[at:]) or way.plan.is_shuffled


@given(winding.cases())
def test_the_total_never_grows_on_the_way(case):
    way = walk(*case)
    totals = [routing.progress(way, each).total for each in way.ids]
    assert totals == sorted(totals, reverse=True)
    assert not totals or totals[-1] >= len(way.ids)


@given(winding.cases())
def test_the_total_never_grows_while_answering(case):
    definition, answers, who = case
    given, totals = {}, []
    page = next(iter(walk(definition, given, who).questions), None)
    while page:
        totals.append(routing.progress(walk(definition, given, who), page.id).total)
        if page.id in answers:
            given[page.id] = answers[page.id]
        page = routing.next_page(walk(definition, given, who), page.id)
    assert totals == sorted(totals, reverse=True)


@given(winding.cases())
def test_exports_hold_every_answer_in_a_column_of_its_own(case):
    definition, answers, _ = case
    columns = list(columns_of(definition))
    cells = [
        column
        for name, value in answers.items()
        for question in [definition.question(name)]
        for column in kind(question).export(question, value)
    ]
    assert len(columns) == len(set(columns))
    assert set(cells) <= set(columns)


@given(winding.definitions(), winding.definitions(), winding.definitions())
def test_no_change_moves_or_drops_an_export_column(first, second, third):
    versions = [("x", each) for each in (first, second, third)]
    one, two, three = (list(column_places(versions[:n]).items()) for n in (1, 2, 3))
    assert (two[: len(one)], three[: len(two)]) == (one, two)


@given(winding.cases())
def test_the_order_of_a_person_changes_no_column_and_no_language(case):
    definition, answers, who = case
    same = walk(definition.localised("th"), answers, who).ids
    assert same == walk(definition, answers, who).ids
