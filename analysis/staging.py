"""Which stage of the journey a unit speaks of: its question first, corrected by its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from analysis.corpus import StageSpec
from analysis.language import detect
from analysis.library import STAGES, Head, Library, softmax
from analysis.vectors import Matrix, unit_rows

# How often a stage that an interviewer marked, or that a theme has, is right.
MARKED = 0.85
# A question is trusted by its answers: how much likelier their words make its stage, as an odds
# ratio, than the words of all answers do. "Why this score?" may stand at a stage and be answered
# about any: its ratio is near 1. Learnt from questions that are right in 13 to 100 of 100 cases,
# made of the library's examples: one that is right in 70 has a ratio of 1.4 where the library knows
# none of the pains, of 1.8 where it knows them all.
UNTRUSTED, TRUST_PER_RATIO = 0.3, 0.8
USUAL_RATIO, USUAL_WEIGHT = 1.5, 8
# Two readings of the same words are not independent: each counts by its power. The powers, and how
# much any stage has where the known pains rule it out, are those under which the library's texts
# are likeliest, half of them read without their own pain among the known ones and half with it.
BY_PAIN, RULED_OUT = 0.4, 0.03
BY_MOMENT = 0.6
# Clients speak more of some stages than of others, as the known pains do; a study may be otherwise.
BY_USUAL = 0.4
# All texts of a theme share its one stage: what is usual must not count again with each of them.
BY_USUAL_IN_THEMES = 0.5
# What a known pain gains when the question is about the stage it is at home in.
GAIN = 3.0
# Cosines of sentence vectors lie close together: this spreads them before they become odds.
SHARPNESS = 8.0


@dataclass(frozen=True)
class StageReader:
    """Reads the stages of one model.

    `rollup` (8, stages) says where each eight-stage key falls. `prototypes` (stages, dimensions)
    are centred; they are read only where the model has stages of the firm's own.
    """

    keys: tuple[str, ...]
    rollup: Matrix
    prototypes: Matrix
    pain_stages: Matrix

    def read(self, head: Head, features: Matrix, letters: csr_matrix) -> Matrix:
        """Return (n, stages), the probability of each stage of the model by the words alone.

        `features` are centred by the head's own means, `letters` those of `letter_groups`.
        """
        moment = head.stage_odds(features, letters)
        pain = head.pains.probabilities(features) @ self.pain_stages
        usual = self._usual() ** BY_USUAL
        eight = _rows(moment**BY_MOMENT * (pain + RULED_OUT) ** BY_PAIN * usual)
        return _rows(self._with_own(eight @ self.rollup, features))

    def of_theme(self, odds: Matrix) -> Matrix:
        """Return (stages), the probability that a theme is at each stage, from its texts' `odds`.

        What every stage usually has is taken out, where the model's stages are known.
        """
        shares: Matrix = odds.mean(axis=0)
        usual = self._usual() @ self.rollup
        if usual.all():
            shares = shares / usual**BY_USUAL_IN_THEMES
        return np.asarray(shares / shares.sum(), np.float32)

    def _usual(self) -> Matrix:
        """Return (8), the share of the known pains at home in each stage, of each at least some."""
        at_home = self.pain_stages.sum(axis=0) + 1
        return np.asarray(at_home / at_home.sum(), np.float32)

    def known_pains(self, head: Head, features: Matrix, asked: Matrix) -> Matrix:
        """Return (n, pains), the odds of each known pain; those of the stage asked about gain.

        `asked` is that of `asked_about`.
        """
        odds = head.pains.probabilities(features)
        is_there = pull(asked) @ (self.pain_stages @ self.rollup).T
        return _rows(np.asarray(odds * (1 + GAIN * is_there), np.float32))

    def _with_own(self, rolled: Matrix, features: Matrix) -> Matrix:
        is_known = self.rollup.any(axis=0)
        if is_known.all():
            return rolled
        near = softmax(SHARPNESS * (features @ self.prototypes.T))
        return _rows(np.where(is_known, rolled, 1 / len(self.keys)) * near)


def stage_reader(
    library: Library, stages: Sequence[StageSpec], prototypes: Matrix, pain_ids: Sequence[str]
) -> StageReader:
    """Make the reader of a journey model; `prototypes` are the stages' own centred vectors."""
    at_home = {pain.id: STAGES.index(pain.stage) for pain in library.pains}
    pain_stages = np.zeros((len(pain_ids), len(STAGES)), np.float32)
    for row, pain in enumerate(pain_ids):
        pain_stages[row, at_home[pain]] = 1.0
    keys = tuple(stage.key for stage in stages)
    return StageReader(keys, _rollup(library, stages), unit_rows(prototypes), pain_stages)


def stage_texts(library: Library, stages: Sequence[StageSpec]) -> list[list[tuple[str, str]]]:
    """Return, for each stage, the (text, language) pairs whose mean vector is its prototype.

    None are needed, and none returned, when every stage is one of the shipped models.
    """
    rollup = _rollup(library, stages)
    if rollup.any(axis=0).all():
        return [[] for _ in stages]
    found = []
    for number, stage in enumerate(stages):
        falls_here = {key for row, key in enumerate(STAGES) if rollup[row, number]}
        moments = [
            (m.text, m.language) for m in library.moments if m.stage in falls_here and not m.kind
        ]
        own = [stage.name, stage.description, *stage.seeds]
        found.append(moments + [(text, detect(text)) for text in own if text.strip()])
    return found


def _rollup(library: Library, stages: Sequence[StageSpec]) -> Matrix:
    keys = [stage.key for stage in stages]
    told = {eight: stage.key for stage in stages for eight in stage.from_eight}
    table = np.zeros((len(STAGES), len(keys)), np.float32)
    for row, eight in enumerate(STAGES):
        key = told.get(eight) or _falls_into(eight, keys, library.models)
        if key in keys:
            table[row, keys.index(key)] = 1.0
    return table


def _falls_into(
    eight: str, keys: Sequence[str], models: Sequence[Mapping[str, Mapping[str, str]]]
) -> str | None:
    """Find the stage an eight-stage key falls into: itself, by a shipped model, or a neighbour."""
    if eight in keys:
        return eight
    present = [key for key in STAGES if key in keys]
    for model in models:
        into = model["from_eight"][eight]
        if into in keys and (into not in STAGES or set(present) == set(model["keys"])):
            return into
    place = STAGES.index(eight)
    return min(present, key=lambda key: abs(STAGES.index(key) - place), default=None)


def asked_about(
    keys: Sequence[str],
    odds: Matrix,
    hints: Sequence[str | None],
    questions: Sequence[str | None],
) -> Matrix:
    """Return (n, stages), at the stage each text was asked about how far that is to be trusted.

    `odds` are those of the words, `hints` the stages of the questions or interview sections. A
    hint without a question was marked by a person. Rows without a hint hold zeros.
    """
    together: dict[tuple[str | None, str], list[int]] = {}
    for row, (question, hint) in enumerate(zip(questions, hints, strict=True)):
        if hint in keys:
            together.setdefault((question, str(hint)), []).append(row)
    table = np.zeros((len(hints), len(keys)), np.float32)
    for (question, hint), rows in together.items():
        stage = keys.index(hint)
        table[rows, stage] = MARKED if question is None else _trust(odds, rows, stage)
    return table


def _trust(odds: Matrix, rows: list[int], stage: int) -> float:
    here, usual = float(odds[rows, stage].mean()), float(odds[:, stage].mean())
    ratio = here * (1 - usual) / max(usual * (1 - here), 1e-9)
    ratio = (len(rows) * ratio + USUAL_WEIGHT * USUAL_RATIO) / (len(rows) + USUAL_WEIGHT)
    trust = UNTRUSTED + TRUST_PER_RATIO * (ratio - 1)
    return float(min(MARKED, max(trust, 1 / odds.shape[1])))


def pull(asked: Matrix) -> Matrix:
    """Return how strongly each stage asked about draws a text towards it, from 0 to 1."""
    drawn: Matrix = np.clip((asked - UNTRUSTED) / (0.7 - UNTRUSTED), 0, 1)
    return drawn


def by_question(odds: Matrix, asked: Matrix) -> Matrix:
    """Return (n, stages), how likely what was asked makes each stage; 1 where nothing was."""
    trust = asked.max(axis=1, keepdims=True, initial=0.0)
    others = (1 - trust) / max(odds.shape[1] - 1, 1)
    return np.asarray(np.where(trust > 0, np.where(asked > 0, trust, others), 1), np.float32)


def hinted(odds: Matrix, asked: Matrix) -> Matrix:
    """Return the stages' probabilities by the words and by what was asked together."""
    return _rows(odds * by_question(odds, asked))


def _rows(values: Matrix) -> Matrix:
    return np.asarray(values / np.maximum(values.sum(axis=1, keepdims=True), 1e-12), np.float32)
