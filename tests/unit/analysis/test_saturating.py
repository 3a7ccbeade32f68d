import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.saturating import BASE, RUN, found_after, saturate, saturated_after

PEOPLE = st.lists(st.frozensets(st.integers(0, 12), max_size=5), max_size=14)


def people(*themes):
    return [frozenset(each) for each in themes]


def test_new_themes_are_counted_once():
    assert found_after(people("ab", "b", "", "ac")) == (2, 2, 2, 3)


@pytest.mark.parametrize(
    ("found", "threshold", "after"),
    [
        # The base brings 20 themes; the run after 6 people adds one, that after 7 none.
        ((8, 13, 17, 20, 23, 24, 25, 25, 25), 0.05, 6),
        ((8, 13, 17, 20, 23, 24, 25, 25, 25), 0.0, 7),
        ((8, 13, 17, 20, 20, 20), 0.0, 4),
        ((8, 13, 17, 20, 23, 26), 0.05, None),
        ((8, 13, 17, 20, 20), 0.05, None),
        ((0, 0, 0, 0, 0, 0), 0.05, None),
        ((), 0.05, None),
    ],
)
def test_saturation_is_where_a_run_adds_little_to_the_base(found, threshold, after):
    assert saturated_after(found, threshold, base=4, run=2) == after


def test_people_who_say_the_same_saturate_at_once_in_every_order():
    found = saturate(people(*["ab"] * 12))
    assert found.mean == (2.0,) * 12
    assert found.low == found.high == found.heard == (2,) * 12
    assert [(stop.heard, stop.typical, stop.share) for stop in found.stops] == [
        (BASE, BASE, 1.0)
    ] * 2


def test_people_who_all_say_something_else_never_saturate():
    found = saturate(people(*"abcdefghij"))
    assert found.themes == found.people == 10
    assert [(stop.heard, stop.typical, stop.share) for stop in found.stops] == [
        (None, None, 0.0)
    ] * 2


def test_the_order_heard_may_mislead_where_the_shuffled_ones_do_not():
    late = people(*["a"] * 10, "b", "c", "d", "e", "f")
    found = saturate(late)
    assert found.stops[1].heard == BASE
    assert found.stops[1].typical > BASE


def test_nobody_heard_is_an_empty_picture():
    found = saturate([])
    assert (found.people, found.themes, found.mean) == (0, 0, ())


@given(PEOPLE)
def test_the_band_holds_the_mean_and_every_order_ends_at_the_same(told):
    found = saturate(told)
    assert found == saturate(told)
    assert list(found.mean) == sorted(found.mean)
    for low, mean, high in zip(found.low, found.mean, found.high, strict=True):
        assert low <= high
        assert 0 <= mean <= found.themes + 1e-9
    if told:
        assert found.low[-1] == found.high[-1] == found.heard[-1]


@given(PEOPLE, st.sampled_from([0.0, 0.05, 0.5]))
def test_a_stop_has_a_whole_run_after_it(told, threshold):
    after = saturated_after(found_after(told), threshold)
    assert after is None or BASE <= after <= len(told) - RUN
