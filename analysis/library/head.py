"""The head: linear layers over sentence vectors, learnt from the pain library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import normalize
from sklearn.utils import murmurhash3_32

from analysis.corpus import KINDS
from analysis.library.texts import (
    FOLDER,
    STAGES,
    Example,
    Library,
)
from analysis.vectors import Matrix, centred, plain

LETTER_FEATURES, LONGEST_GROUP = 2**15, 4
# A sentence written for a moment of the journey weighs as much as this many examples.
MOMENT_WEIGHT = 5.0
# Networks that tell the kinds: their hidden units, times through the examples, and how many.
HIDDEN, EPOCHS, STARTS = 128, 30, 3


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
    units, since a matter is a pain or praise by what else is said of it. `letters` reads the kind
    from groups of letters, the other layers read vectors centred by `means`. `severity` has one
    output, from 1 to 4.
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
    severity: Linear

    def centre(self, vectors: Matrix, languages: Sequence[str]) -> Matrix:
        """Centre by the reference means alone, so that a batch's own mood is kept."""
        return centred(vectors, languages, self.means, shrink=np.inf)

    def kind_odds(self, features: Matrix) -> Matrix:
        """Return (n, kinds), the probability of each kind by the meaning alone."""
        return self.kinds.probabilities(np.maximum(self.kinds_hidden.scores(features), 0))


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
    hashes = np.frombuffer(b"".join(said), np.int64)
    ends = np.cumsum([0, *map(len, said)]) // hashes.itemsize
    signs = np.where(hashes < 0, -1.0, 1.0)
    shape = (len(texts), LETTER_FEATURES)
    counts = csr_matrix((signs, np.abs(hashes) % LETTER_FEATURES, ends), shape=shape)
    counts.sum_duplicates()
    return counts


@lru_cache(maxsize=2**17)
def _groups(word: str) -> bytes:
    """Return the hashes of a word's groups of letters, 8 bytes each.

    The space round a word counts as a letter.
    """
    told = f" {plain(word)} "
    longest = min(LONGEST_GROUP, len(told))
    hashes = [
        murmurhash3_32(told[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(told) - length + 1)
    ]
    return np.array(hashes, np.int64).tobytes()


def learn(library: Library, vectors: Matrix, model: str) -> Head:
    """Learn a head from examples and moments; `vectors` holds theirs, in that order."""
    told = (*library.examples, *library.moments)
    languages = [each.language for each in told]
    means = _means(vectors, languages)
    features = centred(vectors, languages, means, shrink=np.inf)
    count = len(library.examples)
    kinds = np.array([KINDS.index(each.kind) for each in library.examples])
    letters = letter_groups([each.text for each in library.examples])
    hidden, read = _learn_kinds(features[:count], kinds)
    return Head(
        model=model,
        pain_ids=tuple(pain.id for pain in library.pains),
        topic_ids=tuple(topic.id for topic in library.topics),
        means=means,
        pains=learn_pains(library, features),
        topics=_learn_topics(library, features),
        kinds_hidden=hidden,
        kinds=read,
        letters=_logistic(letters, kinds, strength=40),
        stages=_learn_stages(told, features, count),
        severity=_learn_severity(library, features),
    )


def _means(vectors: Matrix, languages: Sequence[str]) -> dict[str, Matrix]:
    of = np.asarray(languages)
    return {each: vectors[of == each].mean(axis=0) for each in sorted(set(languages))}


def learn_pains(library: Library, features: Matrix) -> Linear:
    """Learn to tell the pains apart; row i of `features` is example i."""
    index = {pain.id: number for number, pain in enumerate(library.pains)}
    rows = [number for number, each in enumerate(library.examples) if each.pain in index]
    classes = np.array([index[str(library.examples[row].pain)] for row in rows])
    counts = np.bincount(classes)
    # A firm's own pain has few examples: together they weigh as much as those of any other.
    weights = (counts.max() / counts[classes]) if counts.min() < counts.max() else None
    return _logistic(features[rows], classes, strength=30, weights=weights)


def _learn_kinds(features: Matrix, kinds: NDArray[np.int64]) -> tuple[Linear, Linear]:
    """Learn small networks from several starts and return them as one, whose vote is their mean."""
    with catch_warnings():
        # The number of rounds is chosen; going on until nothing changes would learn by heart.
        simplefilter("ignore", ConvergenceWarning)
        fitted = [_network(features, kinds, start) for start in range(STARTS)]
    into = [each.coefs_[0].T for each in fitted], [each.intercepts_[0] for each in fitted]
    out = [each.coefs_[1].T / STARTS for each in fitted], [each.intercepts_[1] for each in fitted]
    hidden = Linear(_single(np.vstack(into[0])), _single(np.concatenate(into[1])))
    return hidden, Linear(_single(np.hstack(out[0])), _single(np.mean(out[1], axis=0)))


def _network(features: Matrix, kinds: NDArray[np.int64], start: int) -> MLPClassifier:
    network = MLPClassifier(
        (HIDDEN,), alpha=0.03, learning_rate_init=2e-3, max_iter=EPOCHS, random_state=start
    )
    return network.fit(features, kinds)


def _learn_topics(library: Library, features: Matrix) -> Linear:
    index = {topic.id: number for number, topic in enumerate(library.topics)}
    rows = [number for number, each in enumerate(library.examples) if each.topic in index]
    classes = np.array([index[str(library.examples[row].topic)] for row in rows])
    return _logistic(features[rows], classes, strength=30)


def _learn_stages(told: Sequence[Example], features: Matrix, examples: int) -> Linear:
    rows = [number for number, each in enumerate(told) if each.stage]
    classes = np.array([STAGES.index(str(told[row].stage)) for row in rows])
    weights = np.array([1.0 if row < examples else MOMENT_WEIGHT for row in rows])
    totals = np.bincount(classes, weights)
    weights = weights / totals[classes]
    weights = weights / weights.mean()
    return _logistic(features[rows], classes, strength=0.5, weights=weights)


def _learn_severity(library: Library, features: Matrix) -> Linear:
    rows = [number for number, each in enumerate(library.examples) if each.severity]
    marks = np.array([library.examples[row].severity for row in rows], np.float32)
    fitted = Ridge(alpha=3.0).fit(features[rows], marks)
    return Linear(_single(fitted.coef_)[None, :], _single([fitted.intercept_]))


def _logistic(
    features: Any, classes: NDArray[np.int64], *, strength: float, weights: Any = None
) -> Linear:
    fitted = LogisticRegression(C=strength, max_iter=600).fit(features, classes, weights)
    return Linear(_single(fitted.coef_), _single(fitted.intercept_))


def _single(values: Any) -> Matrix:
    """Round to what is stored, so that a head just learnt and one that was read are the same."""
    return np.asarray(np.asarray(values, np.float16), np.float32)


LAYERS = ("pains", "topics", "kinds_hidden", "kinds", "letters", "stages", "severity")


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
