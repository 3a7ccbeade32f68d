"""The nearest rows of each row, found exactly: every row is held against every other."""

import numpy as np
from numpy.typing import NDArray

from analysis.vectors.geometry import Matrix

Places = NDArray[np.int64]

BLOCK = 2048
# The largest of many numbers lie in the groups with the largest maxima: only those are looked into.
GROUP = 64


def nearest(space: Matrix, count: int) -> Places:
    """Return (n, `count`), for each row the places of those it has the largest dot product with.

    Nearest first, the row itself left out; `count` must be less than n.
    """
    found = np.empty((len(space), count), np.int64)
    for start in range(0, len(space), BLOCK):
        likeness = space[start : start + BLOCK] @ space.T
        own = np.arange(len(likeness))
        likeness[own, start + own] = -np.inf
        found[start : start + BLOCK] = largest(likeness, count)
    return found


def largest(values: Matrix, count: int) -> Places:
    """Return (n, `count`), the columns of each row's largest values, largest first."""
    wide = values.shape[1] >= 4 * GROUP * count
    columns = _candidates(values, count) if wide else None
    own = values if columns is None else np.take_along_axis(values, columns, axis=1)
    best = np.argpartition(-own, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(own, best, axis=1), axis=1, kind="stable")
    best = np.take_along_axis(best, order, axis=1)
    return best if columns is None else np.take_along_axis(columns, best, axis=1)


def _candidates(values: Matrix, count: int) -> Places:
    """Return the columns among which each row's `count` largest are."""
    rows, width = values.shape
    groups = width // GROUP
    maxima = values[:, : groups * GROUP].reshape(rows, groups, GROUP).max(axis=2)
    best = np.argpartition(-maxima, count - 1, axis=1)[:, :count]
    inside = best[:, :, None] * GROUP + np.arange(GROUP)
    rest = np.broadcast_to(np.arange(groups * GROUP, width), (rows, width - groups * GROUP))
    return np.hstack([inside.reshape(rows, count * GROUP), rest])
