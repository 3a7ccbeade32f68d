import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.weighing import severity, wilson


def test_wilson_matches_the_published_example():
    # Newcombe 1998, table I: 81 of 263 and 15 of 148.
    assert (round(wilson(81, 263).low, 4), round(wilson(81, 263).high, 4)) == (0.2553, 0.3662)
    assert (round(wilson(15, 148).low, 4), round(wilson(15, 148).high, 4)) == (0.0624, 0.1605)


def test_wilson_of_nobody_knows_nothing():
    share = wilson(0, 0)
    assert (share.value, share.low, share.high) == (0.0, 0.0, 1.0)


def test_wilson_refuses_more_than_all():
    with pytest.raises(ValueError, match="5 of 4"):
        wilson(5, 4)


@given(st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_inside_its_interval(pair):
    share = wilson(*pair)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_an_interviewers_mark_outweighs_everything():
    assert severity(1.0, (1.0,), mark=4) == (4, "interviewer")


def test_low_ratings_make_mild_words_worse():
    assert severity(2.0, (0.0, 0.0)) == (3, "rating")


def test_without_ratings_the_words_decide():
    assert severity(2.6) == (3, "words")
