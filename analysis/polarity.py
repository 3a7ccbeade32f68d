"""Whether a unit is a pain, praise, a suggestion or neutral, and how bad the words make it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from analysis.corpus import KINDS, Passage
from analysis.library import Head
from analysis.vectors import Matrix

# Meaning and wording err differently; this share of the vote goes to the meaning.
MEANING = 0.6
# Far from the library's field its fine knowledge misleads: between complaint and praise the tone
# of the matter decides there, at this strength, and so much of the knowledge counts beside it.
TONE, KNOWLEDGE_ABROAD = 6.0, 0.05
PAIN, PRAISE = KINDS.index("pain"), KINDS.index("praise")
# A mark by the interviewer, or a question that asks for one kind, makes it so much likelier.
ASKED_FOR = 10.0
# Who rated the matter well praises more often, who rated it badly complains: the odds between the
# two change by e to this power over the whole scale, around the rating most people give.
MOOD, USUAL_RATING = 2.0, 0.7
NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True)
class KindReading:
    """What speaks for each of `KINDS`, before it is put together; n texts, (n, 4) each.

    `meaning` and `wording` are probabilities, `mood` and `asked` factors: those of the
    respondent's ratings, and of a mark or of what the question asked for. `tone` (n,) is the log
    odds of a complaint against praise by the tone of the matter, and `at_home` says from 0 to 1
    how much the library knows of such texts: the less, the more the tone decides.
    """

    meaning: Matrix
    wording: Matrix
    mood: Matrix
    asked: Matrix
    tone: Matrix
    at_home: float = 1.0

    def odds(self) -> Matrix:
        """Return (n, 4), the probability of each kind by all of it together."""
        words = self.meaning**MEANING * self.wording ** (1 - MEANING)
        mixed = self._toned(words) * self.mood * self.asked
        return np.asarray(mixed / mixed.sum(axis=1, keepdims=True), np.float32)

    def _toned(self, words: Matrix) -> Matrix:
        """Divide what is said for complaint and praise between the two anew, away from home."""
        if self.at_home == 1:
            return words
        both, abroad = words[:, PAIN] + words[:, PRAISE], 1 - self.at_home
        known = np.log(words[:, PAIN]) - np.log(words[:, PRAISE])
        leaning = known * (1 - abroad * (1 - KNOWLEDGE_ABROAD)) + self.tone * TONE * abroad
        toned = words.copy()
        toned[:, PAIN] = both / (1 + np.exp(-leaning))
        toned[:, PRAISE] = both - toned[:, PAIN]
        return toned


def read_kinds(
    head: Head,
    features: Matrix,
    letters: csr_matrix,
    passages: Sequence[Passage],
    at_home: float = 1.0,
) -> KindReading:
    """Read what speaks for each kind.

    `features` are vectors of texts centred by the head's own means, `letters` their
    `letter_groups`; `passages` are those the texts stand in: their marks, hints and ratings count
    beside the words. `at_home` is that of the corpus (`clustering.home`).
    """
    return KindReading(
        meaning=head.kind_odds(features),
        wording=head.letters.probabilities(letters),
        mood=_factors(passages, _mood),
        asked=_factors(passages, _asked),
        tone=head.mood.scores(features)[:, 0],
        at_home=at_home,
    )


def _factors(passages: Sequence[Passage], told: Callable[[Passage], Mapping[str, float]]) -> Matrix:
    """Return (n, 4): the factor of each kind, 1 where nothing is told of it."""
    factors = np.ones((len(passages), len(KINDS)), np.float32)
    for row, each in enumerate(map(told, passages)):
        for kind, factor in each.items() if each else ():
            factors[row, KINDS.index(kind)] = factor
    return factors


def _mood(passage: Passage) -> Mapping[str, float]:
    if not passage.ratings:
        return NOTHING
    mood = MOOD * (float(np.mean(passage.ratings)) - USUAL_RATING)
    return {"praise": float(np.exp(mood)), "pain": float(np.exp(-mood))}


def _asked(passage: Passage) -> Mapping[str, float]:
    hint = passage.kind_hint
    return {hint: ASKED_FOR} if hint and hint in KINDS else NOTHING


def worded_severity(head: Head, features: Matrix) -> Matrix:
    """Return (n,), how bad each text sounds if it is a pain, from 1 to 4."""
    return np.clip(head.severity.scores(features)[:, 0], 1.0, 4.0)
