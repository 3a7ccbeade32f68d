"""The map chooses what one page holds."""

from dataclasses import replace

import pytest

from reports.journey_map import ROOM, density_of, drawn, height, lines
from tests.factories.reports import NAMES, report


@pytest.mark.parametrize("stages", [1, 3, 4, 6, 8, 10])
def test_the_map_stays_within_its_room(stages):
    journey = drawn(report(tuple(NAMES)[:stages]))
    assert height(journey.columns, journey.density) <= ROOM


def test_a_crowded_column_says_how_much_it_leaves_out():
    document = report(("onboarding",) * 8)
    crowded = tuple(replace(s, pains=s.pains * 3) for s in document.stages)
    journey = drawn(replace(document, stages=crowded))
    assert all(column.more == 12 - len(column.pains) > 0 for column in journey.columns)
    assert height(journey.columns, journey.density) <= ROOM


def test_the_first_pain_point_is_always_there():
    document = report(("onboarding",) * 10)
    first = [column.pains[0] for column in drawn(document).columns]
    assert first == [stage.pains[0] for stage in document.stages]


def test_more_stages_are_set_more_densely():
    letters = [density_of(stages).letters for stages in (3, 6, 8, 10)]
    assert letters == sorted(letters, reverse=True)


def test_korean_takes_more_lines_than_latin_and_thai_marks_take_none():
    assert lines("가" * 20, 20) == 2
    assert lines("a" * 20, 20) == 1
    assert lines("ที่" * 20, 20) == 1


def test_the_map_prefers_a_quote_in_its_own_language():
    document = report(("consideration",))
    assert document.stages[0].quotes[0].language == "fa"
    for language in ("en", "ko", "fa"):
        (column,) = drawn(replace(document, language=language)).columns
        assert column.quote.language == language


def test_the_map_tells_sure_praise_before_what_the_analysis_doubts():
    document = report(("usage",))
    (stage,) = document.stages
    first = replace(stage.strengths[0], approved=False, is_sure=False)
    stage = replace(stage, strengths=(first, *stage.strengths[1:]))
    (column,) = drawn(replace(document, stages=(stage,))).columns
    assert [theme.label for theme in column.strengths] == [
        theme.label for theme in reversed(stage.strengths)
    ]
