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
    result = np.empty_like(matrix)
    of = np.asarray(languages)
    overall: Matrix = np.mean(list(means.values()), axis=0)
    for language in sorted(set(languages)):
        rows = of == language
        own = 0.0 if np.isinf(shrink) else float(rows.sum()) / (float(rows.sum()) + shrink)
        reference = means.get(language, overall)
        result[rows] = matrix[rows] - own * matrix[rows].mean(axis=0) - (1 - own) * reference
    return unit_rows(result)
