"""Whether a unit is a pain, praise, a suggestion or neutral, and how bad the words make it."""

from collections.abc import Sequence

import numpy as np

from analysis.corpus import KINDS
from analysis.library import Head, letter_groups
from analysis.vectors import Matrix

# Meaning and wording err differently; this share of the vote goes to the meaning.
MEANING = 0.65
# The library holds pains above all. Taken in full, its balance would call most praise a pain;
# left out, doubtful pains would be lost. Chosen by leaving files of the library out in turn.
BALANCE = 0.5
# A question that asks for one kind makes it so much likelier than the others.
ASKED_FOR = 3.0


def kind_odds(
    head: Head, features: Matrix, texts: Sequence[str], hints: Sequence[str | None]
) -> Matrix:
    """Return (n, 4), the probability of each of `KINDS`.

    `features` are vectors centred by the head's own means; `hints` the kind each question asks
    for, if any.
    """
    meaning = head.kinds.probabilities(features)
    wording = head.letters.probabilities(letter_groups(texts))
    mixed = meaning**MEANING * wording ** (1 - MEANING) / head.kind_shares**BALANCE
    for row, hint in enumerate(hints):
        if hint in KINDS:
            mixed[row, KINDS.index(hint)] *= ASKED_FOR
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True), np.float32)


def worded_severity(head: Head, features: Matrix) -> Matrix:
    """Return (n,), how bad each text sounds if it is a pain, from 1 to 4."""
    return np.clip(head.severity.scores(features)[:, 0], 1.0, 4.0)
