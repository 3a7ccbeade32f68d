"""Tall matrices that are worked out block by block, so that a million rows need little memory."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.vectors.geometry import Matrix

Found = TypeVar("Found")
Places = int | slice | Sequence[int] | NDArray[np.int64]

#: Matrices of so many rows are held whole; taller ones are worked out anew wherever they are read.
BLOCK = 16_384
# Blocks worked on at a time: more would only wait for one another's words.
THREADS = 2


class Rows:
    """A matrix of `count` rows; `read` returns those at the places it is given."""

    def __init__(self, count: int, read: Callable[[Places], Matrix]) -> None:
        self._count = count
        self._read = read

    @classmethod
    def of(cls, matrix: Matrix) -> Self:
        """Return the rows of a matrix that is held in memory."""
        return cls(len(matrix), lambda places: matrix[places])

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, places: Places) -> Matrix:
        return self._read(places)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns; there must be a row to know the columns by."""
        return self._count, self._read(slice(0, 1)).shape[1]

    def each(self, work: Callable[[Matrix, Places], Found]) -> list[Found]:
        """Return, in their order, what `work` makes of each block; two are worked on at a time."""

        def read(start: int) -> Found:
            places = slice(start, min(start + BLOCK, self._count))
            return work(self._read(places), places)

        return each_block(read, self._count, BLOCK)

    def then(self, work: Callable[[Matrix, Places], Matrix]) -> "Rows":
        """Return what `work` makes of the rows, row by row; it is told their places too."""
        if self._count <= BLOCK:
            return Rows.of(self.reduce(work))
        return Rows(self._count, lambda places: work(self._read(places), places))

    def reduce(self, work: Callable[[Matrix, Places], Matrix]) -> Matrix:
        """Return as one matrix what `work` makes of the rows: for few columns."""
        made = self.each(work)
        return made[0] if len(made) == 1 else np.concatenate(made)

    def mean(self, axis: int = 0) -> Matrix:
        """Return the mean row."""
        return self._mean if axis == 0 else self[:].mean(axis=axis)

    @cached_property
    def _mean(self) -> Matrix:
        if self._count <= BLOCK:
            return np.asarray(self._read(slice(None)).mean(axis=0), np.float32)
        sums = self.each(lambda block, _: block.sum(axis=0, dtype=np.float64))
        return np.asarray(sum(sums) / self._count, np.float32)


def each_block(work: Callable[[int], Found], count: int, block: int) -> list[Found]:
    """Return, in their order, what `work` makes of each start of a block; two work at a time."""
    starts = range(0, max(count, 1), block)
    if len(starts) == 1:
        return [work(0)]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, starts))
