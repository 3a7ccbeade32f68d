"""Whether a unit is a pain, praise, a suggestion or neutral, and how bad the words make it."""

from collections.abc import Sequence

import numpy as np

from analysis.corpus import KINDS, Passage
from analysis.library import Head, letter_groups
from analysis.vectors import Matrix

# Meaning and wording err differently; this share of the vote goes to the meaning.
MEANING = 0.75
# A mark by the interviewer, or a question that asks for one kind, makes it so much likelier.
ASKED_FOR = 10.0
# Who rated the matter well praises more often, who rated it badly complains: the odds between the
# two change by e to this power over the whole scale, around the rating most people give.
MOOD, USUAL_RATING = 2.0, 0.7


def kind_odds(
    head: Head, features: Matrix, texts: Sequence[str], passages: Sequence[Passage]
) -> Matrix:
    """Return (n, 4), the probability of each of `KINDS`.

    `features` are vectors of `texts` centred by the head's own means; `passages` are those the
    texts stand in: their marks, hints and ratings count beside the words.
    """
    meaning = head.kind_odds(features)
    wording = head.letters.probabilities(letter_groups(texts))
    mixed = meaning**MEANING * wording ** (1 - MEANING)
    mixed *= np.stack([_told(each) for each in passages]) if len(passages) else 1
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True), np.float32)


def _told(passage: Passage) -> Matrix:
    """Return what is known beforehand about the kinds of a passage, as factors."""
    factors = np.ones(len(KINDS), np.float32)
    if passage.ratings:
        mood = MOOD * (float(np.mean(passage.ratings)) - USUAL_RATING)
        factors[KINDS.index("praise")] = np.exp(mood)
        factors[KINDS.index("pain")] = np.exp(-mood)
    if passage.kind_hint in KINDS:
        factors[KINDS.index(passage.kind_hint)] *= ASKED_FOR
    return factors


def worded_severity(head: Head, features: Matrix) -> Matrix:
    """Return (n,), how bad each text sounds if it is a pain, from 1 to 4."""
    return np.clip(head.severity.scores(features)[:, 0], 1.0, 4.0)
