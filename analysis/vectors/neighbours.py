"""The nearest rows of each row, found exactly: every row is held against every other."""

import numpy as np
from numpy.typing import NDArray

from analysis.vectors.geometry import Matrix
from analysis.vectors.rows import each_block

Numbers = NDArray[np.int64]

BLOCK = 2048
# So many times as many neighbours are known as are asked for: a sample of three rows in five nearly
# always holds enough of them.
SPARE = 4
# The largest of many numbers lie in the groups with the largest maxima: only those are looked into.
GROUP = 64


def nearest(space: Matrix, count: int) -> tuple[Numbers, Matrix]:
    """Return the places of the rows each row has the largest dot products with, and these.

    Both are (n, `count`), in no order; the row itself is left out, and `count` is less than n.
    """
    places = np.empty((len(space), count), np.int64)
    likenesses = np.empty((len(space), count), space.dtype)

    def compare(start: int) -> None:
        likeness = space[start : start + BLOCK] @ space.T
        own = np.arange(len(likeness))
        likeness[own, start + own] = -np.inf
        found = largest(likeness, count)
        places[start : start + BLOCK] = found
        likenesses[start : start + BLOCK] = np.take_along_axis(likeness, found, axis=1)

    each_block(compare, len(space), BLOCK)
    return places, likenesses


class Neighbours:
    """The nearest rows of each row, for samples of the rows: `most` are asked for at most."""

    def __init__(self, space: Matrix, most: int) -> None:
        self._space = space
        columns, likeness = nearest(space, min(SPARE * most, len(space) - 1))
        order = np.argsort(-likeness, axis=1, kind="stable")
        self._columns = np.take_along_axis(columns, order, axis=1)
        self._likeness = np.take_along_axis(likeness, order, axis=1)

    def among(self, places: Numbers, count: int) -> tuple[Numbers, Matrix]:
        """Return what `nearest` returns for the rows at `places` alone."""
        number = np.full(len(self._space), -1)
        number[places] = np.arange(len(places))
        known = number[self._columns[places]]
        rank = np.cumsum(known >= 0, axis=1)
        if rank[:, -1].min() < count:
            return nearest(self._space[places], count)
        chosen = (known >= 0) & (rank <= count)
        shape = len(places), count
        return known[chosen].reshape(shape), self._likeness[places][chosen].reshape(shape)


def largest(values: Matrix, count: int) -> Numbers:
    """Return (n, `count`), the columns of each row's largest values, in no order."""
    if values.shape[1] < 4 * GROUP * count:
        return np.argpartition(-values, count - 1, axis=1)[:, :count]
    columns = _candidates(values, count)
    found = -np.take_along_axis(values, columns, axis=1)
    best = np.argpartition(found, count - 1, axis=1)[:, :count]
    return np.take_along_axis(columns, best, axis=1)


def _candidates(values: Matrix, count: int) -> Numbers:
    """Return the columns among which each row's `count` largest are."""
    rows, width = values.shape
    groups = width // GROUP
    maxima = values[:, : groups * GROUP].reshape(rows, groups, GROUP).max(axis=2)
    best = np.argpartition(-maxima, count - 1, axis=1)[:, :count]
    inside = best[:, :, None] * GROUP + np.arange(GROUP)
    rest = np.broadcast_to(np.arange(groups * GROUP, width), (rows, width - groups * GROUP))
    return np.hstack([inside.reshape(rows, count * GROUP), rest])
