"""More units than can be compared each with each: a sample makes the themes, none is missed."""

import numpy as np
import pytest

from analysis.clustering import sampling
from analysis.vectors import Rows, rows, unit_rows

THEMES, OF_EACH, OF_SMALL = 20, 100, 14


@pytest.fixture
def labels():
    small = np.full(OF_SMALL, THEMES)
    drawn = np.random.default_rng(3)
    return drawn.permutation(np.concatenate([np.repeat(np.arange(THEMES), OF_EACH), small]))


@pytest.fixture
def space(labels, monkeypatch):
    """Themes as bundles of unit vectors; only 350 units may be compared each with each."""
    monkeypatch.setattr(sampling, "LARGEST_GRAPH", 350)
    monkeypatch.setattr(rows, "BLOCK", 256)
    drawn = np.random.default_rng(4)
    centres = unit_rows(drawn.standard_normal((THEMES + 1, 64)).astype(np.float32))
    noise = drawn.standard_normal((len(labels), 64)).astype(np.float32) / 16
    return Rows.of(unit_rows(centres[labels] + noise))


def test_a_theme_too_small_for_the_sample_is_found_in_the_tail(space, labels):
    found = sampling.group(space).labels
    own = found[labels == THEMES]
    assert len(set(own)) == 1
    assert set(labels[found == own[0]]) == {THEMES}


def test_every_unit_joins_the_theme_it_was_drawn_from(space, labels):
    found = sampling.group(space)
    assert len(found.labels) == len(labels)
    for theme in set(found.labels):
        assert len(set(labels[found.labels == theme])) == 1
    assert (found.scores > 0.5).all()


def test_the_same_units_give_the_same_themes(space):
    one, other = sampling.group(space), sampling.group(space)
    assert (one.labels == other.labels).all()
    assert (one.scores == other.scores).all()
