"""Neighbours are exact, however wide the table they are looked for in."""

import numpy as np
import pytest

from analysis.vectors import unit_rows
from analysis.vectors.neighbours import GROUP, largest, nearest


@pytest.mark.parametrize("width", [5, 4 * GROUP * 3, 4 * GROUP * 3 + 17, 3000])
def test_the_largest_values_come_largest_first(width):
    values = np.random.default_rng(width).standard_normal((40, width)).astype(np.float32)
    assert (largest(values, 3) == np.argsort(-values, axis=1)[:, :3]).all()


def test_the_nearest_are_those_of_the_whole_table_without_the_row_itself():
    drawn = np.random.default_rng(1).standard_normal((2500, 8)).astype(np.float32)
    space = unit_rows(drawn)
    found = nearest(space, 4)
    likeness = space @ space.T
    np.fill_diagonal(likeness, -np.inf)
    told = np.take_along_axis(likeness, found, axis=1)
    assert np.allclose(told, -np.sort(-likeness, axis=1)[:, :4], atol=1e-6)
    assert not (found == np.arange(2500)[:, None]).any()
