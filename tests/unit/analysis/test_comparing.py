import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparing import compare, fisher, holm, newcombe
from analysis.weighing import wilson

PAIRS = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("here", "there", "low", "high"),
    [
        # Newcombe 1998, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_matches_the_published_examples(here, there, low, high):
    found = compare(here, there)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("hits", "misses", "chance"),
    [
        ((3, 1), (1, 3), 34 / 70),  # Fisher's lady tasting tea, both sides
        ((10, 2), (3, 15), 0.00053671),  # Fisher's criminal twins
        ((0, 0), (5, 7), 1.0),
        ((0, 0), (0, 0), 1.0),
    ],
)
def test_the_exact_test_matches_its_examples(hits, misses, chance):
    assert fisher(hits, misses) == pytest.approx(chance, rel=1e-4)


def test_holm_corrects_as_published():
    # Holm's procedure by hand: .01 x 4, .02 x 3, .03 x 2, .04 x 1, never below the one before.
    assert holm([0.01, 0.04, 0.03, 0.02]) == pytest.approx([0.04, 0.06, 0.06, 0.06])


def test_nobody_asked_tells_nothing():
    found = compare((0, 0), (3, 4))
    assert found.low < 0 < found.high
    assert found.chance == 1.0


@given(PAIRS, PAIRS)
def test_a_difference_lies_in_its_interval_and_turns_round_with_its_sides(here, there):
    found, other = compare(here, there), compare(there, here)
    assert -1 <= found.low <= found.high <= 1
    assert 0 < found.chance <= 1
    assert found.chance == pytest.approx(other.chance)
    assert (found.low, found.high) == pytest.approx((-other.high, -other.low))
    if here[1] and there[1]:
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9


@given(PAIRS)
def test_a_share_against_itself_is_all_chance(pair):
    assert compare(pair, pair).chance == pytest.approx(1.0)
    low, high = newcombe(wilson(*pair), wilson(*pair))
    assert low <= 0 <= high


@given(st.lists(st.floats(0, 1), max_size=30))
def test_a_corrected_chance_is_never_smaller_and_keeps_its_order(chances):
    corrected = holm(chances)
    assert all(0 <= was <= now <= 1 for was, now in zip(chances, corrected, strict=True))
    ranked = sorted(range(len(chances)), key=lambda place: chances[place])
    assert [corrected[place] for place in ranked] == sorted(corrected)
