"""The head: linear layers over sentence vectors, learnt from the pain library."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize
from sklearn.utils import murmurhash3_32

from analysis.library.texts import (
    FOLDER,
)
from analysis.vectors import Matrix, centred, plain

LETTER_FEATURES, LONGEST_GROUP = 2**15, 4
# The part of the letters beside the meaning when a stage is read.
STAGE_LETTERS = 0.4


@dataclass(frozen=True)
class Linear:
    """A linear layer: `weights` (classes, features) and `bias` (classes)."""

    weights: Matrix
    bias: Matrix

    def scores(self, features: Matrix | csr_matrix) -> Matrix:
        """Return (n, classes)."""
        return np.asarray(features @ self.weights.T + self.bias, np.float32)

    def probabilities(self, features: Matrix | csr_matrix, temperature: float = 1.0) -> Matrix:
        """Return (n, classes), rows that sum to 1; a `temperature` above 1 flattens them."""
        return softmax(self.scores(features) / temperature)


@dataclass(frozen=True)
class Head:
    """What was learnt over one embedder's vectors.

    `means` are the reference means by language. The kinds are read through a layer of hidden
    units, since a matter is a pain or praise by what else is said of it. `letters` and
    `stage_letters` read the kind and the stage from groups of letters, the other layers read
    vectors centred by `means`. `mood` has one output, the log odds that somebody complains rather
    than praises, by the tone of the matter alone; `severity` has one, from 1 to 4.
    """

    model: str
    pain_ids: tuple[str, ...]
    topic_ids: tuple[str, ...]
    means: Mapping[str, Matrix]
    pains: Linear
    topics: Linear
    kinds_hidden: Linear
    kinds: Linear
    letters: Linear
    stages: Linear
    stage_letters: Linear
    mood: Linear
    severity: Linear

    def centre(self, vectors: Matrix, languages: Sequence[str]) -> Matrix:
        """Centre by the reference means alone, so that a batch's own mood is kept."""
        return centred(vectors, languages, self.means, shrink=np.inf)

    def kind_odds(self, features: Matrix) -> Matrix:
        """Return (n, kinds), the probability of each kind by the meaning alone."""
        return self.kinds.probabilities(np.maximum(self.kinds_hidden.scores(features), 0))

    def stage_odds(self, features: Matrix, letters: csr_matrix) -> Matrix:
        """Return (n, 8), the probability of each stage by the meaning and by the letters."""
        meaning = self.stages.scores(features) * (1 - STAGE_LETTERS)
        return softmax(meaning + self.stage_letters.scores(letters) * STAGE_LETTERS)


def softmax(scores: Matrix) -> Matrix:
    """Turn each row of scores into probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def letter_groups(texts: Sequence[str]) -> csr_matrix:
    """Count groups of one to four letters, hashed to `LETTER_FEATURES` columns, unit rows."""
    if not texts:
        return csr_matrix((0, LETTER_FEATURES), dtype=np.float32)
    counts = normalize(_counted(texts))
    counts.data = np.sign(counts.data) * np.sqrt(np.abs(counts.data))
    return normalize(counts)


def _counted(texts: Sequence[str]) -> csr_matrix:
    """Count the groups of each text, (n, `LETTER_FEATURES`).

    A group's column is its hash, whose sign says whether it counts up or down, so that groups that
    share a column do not add up (Weinberger et al. 2009).
    """
    said = [b"".join(map(_groups, text.lower().split())) for text in texts]
    hashes = np.frombuffer(b"".join(said), np.int32)
    ends = np.cumsum([0, *map(len, said)]) // hashes.itemsize
    signs = np.where(hashes < 0, -1.0, 1.0)
    # The lowest number there is has no positive one: a mask holds where a remainder would not.
    columns = np.abs(hashes) & (LETTER_FEATURES - 1)
    shape = (len(texts), LETTER_FEATURES)
    counts = csr_matrix((signs, columns, ends), shape=shape)
    counts.sum_duplicates()
    return counts


@lru_cache(maxsize=2**17)
def _groups(word: str) -> bytes:
    """Return the hashes of a word's groups of letters, 4 bytes each.

    The space round a word counts as a letter.
    """
    told = f" {plain(word)} "
    longest = min(LONGEST_GROUP, len(told))
    hashes = [
        murmurhash3_32(told[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(told) - length + 1)
    ]
    return array("i", hashes).tobytes()


def rounded(values: Any) -> Matrix:
    """Round to what is stored, so that a head just learnt and one that was read are the same."""
    return np.asarray(np.asarray(values, np.float16), np.float32)


LAYERS = (
    "pains",
    "topics",
    "kinds_hidden",
    "kinds",
    "letters",
    "stages",
    "stage_letters",
    "mood",
    "severity",
)


def save_head(head: Head, file: Path | IO[bytes]) -> None:
    """Write a head; the same head gives the same bytes."""
    arrays: dict[str, Any] = {f"mean_{key}": value for key, value in sorted(head.means.items())}
    for name in LAYERS:
        layer: Linear = getattr(head, name)
        arrays |= {f"{name}_weights": layer.weights, f"{name}_bias": layer.bias}
    packed = {key: np.asarray(value, np.float16) for key, value in arrays.items()}
    ids = {"pain_ids": np.array(head.pain_ids), "topic_ids": np.array(head.topic_ids)}
    np.savez_compressed(file, allow_pickle=False, model=np.array(head.model), **ids, **packed)


def load_head(file: Path | IO[bytes]) -> Head:
    """Read a head that `save_head` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        names = {key: stored[key].tolist() for key in ("model", "pain_ids", "topic_ids")}
        numbers = [key for key in stored.files if key not in names]
        arrays = {key: stored[key].astype(np.float32) for key in numbers}
    means = {key[5:]: value for key, value in arrays.items() if key.startswith("mean_")}
    layers = {key: Linear(arrays[f"{key}_weights"], arrays[f"{key}_bias"]) for key in LAYERS}
    pains, topics = tuple(names["pain_ids"]), tuple(names["topic_ids"])
    return Head(names["model"], pains, topics, means, **layers)


@cache
def shipped_head() -> Head:
    """Return the head that ships, learnt over the default embedder."""
    return load_head(FOLDER / "head.npz")
