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
        if not len(matrix):
            return matrix
        spoken = sorted(set(languages))
        number = {language: place for place, language in enumerate(spoken)}
        of = [number[language] for language in languages]
        own = [self.own.get(language, (0.0, self.overall)) for language in spoken]
        if any(part for part, _ in own):
            matrix = matrix - np.stack([part * mean for part, mean in own])[of]
        others = [
            (1 - part) * self.reference.get(language, self.overall)
            for language, (part, _) in zip(spoken, own, strict=True)
        ]
        return unit_rows(matrix - np.stack(others)[of])
