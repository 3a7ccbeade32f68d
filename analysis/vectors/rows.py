"""Tall matrices that are worked out block by block, so that a million rows need little memory."""

from collections.abc import Callable, Iterator, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analysis.vectors.geometry import Matrix

Places = int | slice | Sequence[int] | NDArray[np.int64]

#: Matrices of so many rows are held whole; taller ones are worked out anew wherever they are read.
BLOCK = 16_384


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

    def blocks(self) -> Iterator[tuple[slice, Matrix]]:
        """Yield the rows in order, with their places."""
        for start in range(0, max(self._count, 1), BLOCK):
            places = slice(start, min(start + BLOCK, self._count))
            yield places, self._read(places)

    def then(self, work: Callable[[Matrix, Places], Matrix]) -> "Rows":
        """Return what `work` makes of the rows, row by row; it is told their places too."""
        if self._count <= BLOCK:
            return Rows.of(self.reduce(work))
        return Rows(self._count, lambda places: work(self._read(places), places))

    def reduce(self, work: Callable[[Matrix, Places], Matrix]) -> Matrix:
        """Return as one matrix what `work` makes of the rows: for few columns."""
        made = [work(block, places) for places, block in self.blocks()]
        return made[0] if len(made) == 1 else np.concatenate(made)

    def mean(self, axis: int = 0) -> Matrix:
        """Return the mean row."""
        if self._count <= BLOCK:
            return np.asarray(self._read(slice(None)).mean(axis=axis), np.float32)
        total = sum(block.sum(axis=axis, dtype=np.float64) for _, block in self.blocks())
        return np.asarray(total / self._count, np.float32)
