"""Shares, means and scores with their intervals, against published and hand-worked figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.charts import marks
from reports.estimates import Mean, Score, Severity, Share
from reports.pdf.speech import Speech


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (14, 32, 0.2817, 0.6067), (1, 2, 0.0945, 0.9055)],
)
def test_wilson_interval_matches_worked_examples(count, base, low, high):
    assert Share(count, base).interval == pytest.approx((low, high), abs=5e-4)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_share_and_stays_within_nothing_and_all(pair):
    share = Share(*pair)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-9
    assert share.value - 1e-9 <= high <= 1


def test_nobody_asked_means_anything_is_possible():
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).value == 0


def test_a_share_of_fewer_than_ten_is_told_in_words():
    assert Share(3, 9).is_small
    assert not Share(3, 10).is_small


def test_half_a_percent_rounds_up():
    assert Share(1, 8).percent == 13
    assert Share(49, 200).percent == 25
    assert Share(57, 200).percent == 29  # 28.5, which no binary number is
    assert Score(1, 7, 0).value == 13
    assert Speech("en").number(24.5) == "25"
    assert [Speech("en").signed(x) for x in (0.25, -0.25)] == [
        f'<bdi dir="ltr">{marks.signed(x)}</bdi>' for x in (0.25, -0.25)
    ]


def test_mean_carries_students_interval():
    mean = Mean.of([1.0, 2.0, 3.0], people=4, floor=-3, ceiling=3)
    assert (mean.value, mean.clients, mean.people) == (2.0, 3, 4)
    assert mean.low == pytest.approx(2 - 4.30 / 3**0.5, abs=0.01)


def test_a_single_client_says_nothing_of_the_spread():
    mean = Mean.of([1.0], people=1, floor=-3, ceiling=3)
    assert (mean.low, mean.high) == (-3, 3)


def test_mean_interval_never_leaves_the_scale():
    mean = Mean.of([3.0, -3.0], people=2, floor=-3, ceiling=3)
    assert (mean.low, mean.high) == (-3, 3)


def test_severity_is_the_median_and_the_worst():
    assert Severity.of([1, 2, 4, 4]) == Severity(3.0, 4, 4)


def test_score_is_promoters_less_detractors():
    score = Score(22, 13, 12)
    assert (score.people, score.value) == (47, 21)
    assert score.interval == pytest.approx((-4.0, 44.0), abs=2.5)


def test_score_of_nobody_is_nothing_between_both_ends():
    assert (Score(0, 0, 0).value, Score(0, 0, 0).interval) == (0, (-100.0, 100.0))
