"""What a stage's page holds."""

from dataclasses import replace

from reports.pdf.budget import budget, chosen, in_turn, praise, used
from tests.factories.reports import report


def test_quotes_come_from_each_theme_in_turn():
    themes = report().stages[4].pains
    assert [quote.theme for quote in in_turn(themes)][:2] == ["5.1", "5.2"]


def test_a_full_page_puts_its_touchpoints_in_a_line():
    stage = report().stages[4]
    full = replace(stage, pains=stage.pains * 2)
    assert not budget(full).has_table


def test_an_empty_page_has_room_for_the_table():
    assert budget(report().stages[7]).has_table


def test_two_quotes_stay_however_full_the_page_is():
    stage = report().stages[4]
    assert len(budget(replace(stage, pains=stage.pains * 4)).quotes) >= 2


def test_the_most_answered_rating_stays_before_a_third_quote():
    stage = report().stages[4]
    plans = [budget(replace(stage, pains=stage.pains[:n] * 4)) for n in range(1, 4)]
    assert all(plan.ratings for plan in plans if len(plan.quotes) > 2)


def test_a_stage_without_touchpoints_has_no_table():
    assert not budget(replace(report().stages[7], touchpoints=())).has_table


def test_no_more_quotes_are_chosen_than_fit():
    quotes = report().register
    assert len(chosen(quotes, 10_000)) == 6
    assert len(chosen(quotes, 1)) == 1


def test_strengths_and_requests_give_way_to_pains_and_quotes():
    stage = report().stages[5]
    praise = tuple(replace(stage.strengths[0], label="Someone picks up the phone") for _ in "1234")
    full = replace(stage, pains=stage.pains * 4, strengths=praise, suggestions=praise)
    plan = budget(full)
    assert (len(plan.pains), len(plan.strengths)) >= (4, 2)


def test_a_long_list_of_strengths_leaves_less_room_for_quotes():
    document = report()
    stages = list(document.stages)
    stages[5] = replace(stages[5], strengths=stages[5].strengths * 8)
    crowded = replace(document, stages=tuple(stages))
    assert len(praise(crowded)) < len(praise(document))
    assert len(praise(replace(crowded, language="fa"))) <= len(praise(crowded))


def test_boxes_hold_as_many_entries_as_the_page_has_room_for():
    stage = report().stages[7]
    many = stage.strengths * 5
    assert len(budget(replace(stage, strengths=many)).strengths) == 5
    assert budget(replace(stage, strengths=many * 2)).is_cut


def test_a_language_of_tall_lines_gets_less_on_a_page():
    stage = report().stages[4]
    full = replace(stage, pains=stage.pains * 2)
    plans = [used(budget(full, language)) for language in ("en", "fa", "th")]
    assert plans[0] > plans[1] == plans[2]


def test_a_stage_of_one_pain_point_fills_its_page_with_its_touchpoints():
    stage = report(("awareness",)).stages[0]
    three = tuple(replace(stage.touchpoints[0], name=f"Talk {n}") for n in "123")
    assert budget(replace(stage, touchpoints=three)).has_table
