"""How much each part of a text weighs in the layer that reads its wording.

The layer is linear over groups of letters, so its score is a sum, and each group's part of it can
be laid back onto the letters the group covers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer

from analysis.library.head import LETTER_FEATURES, LONGEST_GROUP, Linear, letter_groups
from analysis.vectors import Matrix, plain


@dataclass(frozen=True)
class _Group:
    """One group of letters where it stands: code points of the text, end exclusive."""

    letters: str
    start: int
    end: int


def letter_weights(text: str, layer: Linear, ours: int, other: int) -> Matrix:
    """Return (letters of `text`,), each one's part of the score of class `ours` over `other`.

    They sum to the difference of the two scores but for what the layer takes for granted (its
    bias). A group's part is shared evenly among the letters it covers.
    """
    weights = np.zeros(len(text), np.float32)
    groups = list(_groups(text))
    if not groups:
        return weights
    columns, signs = _hashed([group.letters for group in groups])
    told = np.asarray(letter_groups([text]).toarray()[0], np.float32)
    counts = np.bincount(columns, signs, minlength=LETTER_FEATURES)
    slope = layer.weights[ours] - layer.weights[other]
    for group, column, sign in zip(groups, columns, signs, strict=True):
        if counts[column]:
            part = told[column] * slope[column] * sign / counts[column]
            weights[group.start : group.end] += part / (group.end - group.start)
    return weights


def _hashed(groups: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Return the column each group is counted in, and with which sign."""
    hashing = HashingVectorizer(analyzer=_itself, n_features=LETTER_FEATURES, norm=None)
    found = hashing.transform([plain(each) for each in groups]).tocsr()
    return np.asarray(found.indices), np.asarray(found.data)


def _itself(group: str) -> list[str]:
    return [group]


def _groups(text: str) -> Iterator[_Group]:
    """Yield the groups as they are counted: within words, with the space on both sides of each."""
    start = 0
    for word in text.split():
        start = text.index(word, start)
        yield from _of_word(word, start)
        start += len(word)


def _of_word(word: str, start: int) -> Iterator[_Group]:
    padded = f" {word.lower()} "
    # A few letters change in number when made small; then the whole word bears the weight.
    is_aligned = len(padded) == len(word) + 2
    for length in range(1, min(LONGEST_GROUP, len(padded)) + 1):
        for place in range(len(padded) - length + 1):
            first, last = _inside(place - 1, place - 1 + length, len(word))
            span = (first, last) if is_aligned else (0, len(word))
            group = padded[place : place + length]
            yield _Group(group, start + span[0], start + span[1])


def _inside(first: int, last: int, length: int) -> tuple[int, int]:
    """Return the part of a span within a word; the space beside it counts to its end letter."""
    first = min(max(first, 0), length - 1)
    return first, min(max(last, first + 1), length)
