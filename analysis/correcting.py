"""What a person's corrections of stages teach about a study's other texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.staging import by_question
from analysis.vectors import Matrix, Places, Rows, unit_rows

# How firmly the machine's own reading is believed against corrections, and how much of a
# correction's word carries to texts that share its question or segment, or nothing at all with it;
# all of it carries to a text with the same meaning. Chosen by corrections played on the library's
# texts: studies of 300, the least certain 30 or 100 corrected, the others measured.
BELIEF = 1.0
KINSHIP = 0.1
ROUNDS = 60
TINY = 1e-6


@dataclass(frozen=True)
class Said:
    """What is known of n texts: row i of every array is text i.

    `words` (n, stages) are the probabilities by the words alone, `asked` those of
    `staging.asked_about`, `features` (n, dimensions) the centred vectors. `groups` say, each for
    all texts, what texts may have in common: the question, the segment of who speaks.
    """

    words: Matrix
    asked: Matrix
    features: Rows
    groups: Sequence[Sequence[str | None]]


def corrected(said: Said, decided: Mapping[int, int]) -> Matrix:
    """Return (n, stages), the probabilities of the stages; `decided` maps rows to their stage.

    A logistic regression that starts from the machine's reading, by words and question, and departs
    from it as far as the decisions bear out: for texts like a decided one, for answers to the same
    question, for the same segment. A decided row is certain.
    """
    scores = np.log(said.words + TINY) + np.log(by_question(said.words, said.asked) + TINY)
    if decided:
        rows = np.array(sorted(decided))
        stages = np.array([decided[row] for row in sorted(decided)])
        scores = scores + _carried(said, rows, _pulls(said, rows, stages, scores[rows]))
    odds = _likely(scores)
    for row, stage in decided.items():
        odds[row] = np.eye(odds.shape[1], dtype=np.float32)[stage]
    return odds


def _pulls(
    said: Said, rows: NDArray[np.int64], stages: NDArray[np.int64], scores: Matrix
) -> Matrix:
    """Return (decided, stages), how each decided text pulls those that are like it."""
    alike, true = _likeness(said, rows), np.eye(scores.shape[1])[stages]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        pulls = flat.reshape(true.shape)
        carried = alike @ pulls
        odds = _likely(scores + carried)
        missed = -np.log((odds * true).sum(axis=1) + TINY).sum()
        slope = alike @ (odds - true + BELIEF * pulls)
        return float(missed + BELIEF / 2 * (pulls * carried).sum()), slope.ravel()

    start = np.zeros(true.size)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(found.x.reshape(true.shape))


def _likeness(said: Said, rows: NDArray[np.int64]) -> Matrix:
    """Return (decided, decided), how much of one's correction carries to the other."""
    directions = unit_rows(said.features[rows])
    alike: Matrix = np.asarray(directions @ directions.T + KINSHIP)
    for group in said.groups:
        own = np.array([group[row] or "" for row in rows])
        alike = alike + KINSHIP * ((own[:, None] == own[None, :]) & (own != "")[:, None])
    return alike


def _carried(said: Said, rows: NDArray[np.int64], pulls: Matrix) -> Matrix:
    """Return (n, stages), what the pulls come to for each text."""
    towards = (unit_rows(said.features[rows]).T @ pulls).astype(np.float32)

    def by_meaning(block: Matrix, _: Places) -> Matrix:
        return np.asarray(unit_rows(block) @ towards, np.float32)

    carried = said.features.reduce(by_meaning) + np.float32(KINSHIP) * pulls.sum(axis=0)
    for group in said.groups:
        together: dict[str, Matrix] = {}
        for row, pull in zip(rows, pulls, strict=True):
            if name := group[row]:
                together[name] = together.get(name, 0) + KINSHIP * pull
        for row, name in enumerate(group):
            if name in together:
                carried[row] += together[name]
    return np.asarray(carried)


def _likely(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
