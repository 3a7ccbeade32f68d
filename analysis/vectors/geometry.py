"""Rows of numbers and their place in space: length and language taken out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

# With a language of c texts its own mean counts c / (c + SHRINK), the reference mean the rest.
SHRINK = 20


def unit_rows(matrix: Matrix) -> Matrix:
    """Scale each row to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, 1e-9), np.float32)


def centred(
    matrix: Matrix, languages: Sequence[str], means: Mapping[str, Matrix], *, shrink: float = SHRINK
) -> Matrix:
    """Take from each row the mean of its language, so that meaning remains and language goes.

    The mean is the corpus's own, shrunk towards the reference `means`: where a language holds few
    texts, its own mean would be its themes. Infinite `shrink` uses the reference alone.
    """
    return Centring(matrix, languages, means, shrink=shrink)(matrix, languages)


class Centring:
    """What `centred` takes from each language's rows, learnt from a corpus or a sample of it."""

    def __init__(
        self,
        matrix: Matrix,
        languages: Sequence[str],
        means: Mapping[str, Matrix],
        *,
        shrink: float = SHRINK,
    ) -> None:
        of = np.asarray(languages)
        self.reference = means
        self.overall: Matrix = np.mean(list(means.values()), axis=0)
        self.own: dict[str, tuple[float, Matrix]] = {}
        for language in () if np.isinf(shrink) else sorted(set(languages)):
            rows = of == language
            part = float(rows.sum()) / (float(rows.sum()) + shrink)
            self.own[language] = (part, matrix[rows].mean(axis=0))

    def __call__(self, matrix: Matrix, languages: Sequence[str]) -> Matrix:
        """Return the rows centred, of length 1."""
        result = np.empty_like(matrix)
        of = np.asarray(languages)
        for language in sorted(set(languages)):
            rows = of == language
            part, mean = self.own.get(language, (0.0, self.overall))
            reference = self.reference.get(language, self.overall)
            result[rows] = matrix[rows] - part * mean - (1 - part) * reference
        return unit_rows(result)
