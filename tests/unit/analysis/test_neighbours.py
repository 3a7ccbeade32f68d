"""Neighbours are exact, however wide the table they are looked for in."""

import numpy as np
import pytest

from analysis.vectors import unit_rows
from analysis.vectors.neighbours import GROUP, largest, nearest


@pytest.mark.parametrize("width", [5, 4 * GROUP * 3, 4 * GROUP * 3 + 17, 3000])
def test_the_largest_values_are_found(width):
    values = np.random.default_rng(width).standard_normal((40, width)).astype(np.float32)
    found = largest(values, 3)
    assert (np.sort(found, axis=1) == np.sort(np.argsort(-values, axis=1)[:, :3], axis=1)).all()


def test_the_nearest_are_those_of_the_whole_table_without_the_row_itself():
    drawn = np.random.default_rng(1).standard_normal((2500, 8)).astype(np.float32)
    space = unit_rows(drawn)
    places, told = nearest(space, 4)
    likeness = space @ space.T
    np.fill_diagonal(likeness, -np.inf)
    assert np.allclose(np.take_along_axis(likeness, places, axis=1), told, atol=1e-6)
    assert np.allclose(np.sort(told, axis=1), np.sort(likeness, axis=1)[:, -4:], atol=1e-6)
    assert not (places == np.arange(2500)[:, None]).any()
