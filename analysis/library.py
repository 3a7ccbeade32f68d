"""What is known of B2B clients' pains, and the small head learnt from it.

The data stands in `library/`: pains with labels in five languages, examples of what clients say
(`plain.jsonl` holds the short ones that name no pain), and sentences for the moments of the
journey. The head reads a text's vector through that
knowledge: how much it sounds like each known pain, kind and stage. `scripts/learn_head.py` makes
the head that ships; for another embedder it is learnt on the spot.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import normalize

from analysis.corpus import KINDS
from analysis.vectors import Matrix, Vectors, centred

FOLDER = Path(__file__).with_name("library")
VERSION = "2026.1"
STAGES = (
    "awareness",
    "research",
    "consideration",
    "decision",
    "onboarding",
    "usage",
    "expansion",
    "advocacy",
)
LETTER_FEATURES = 2**15
# A sentence written for a moment of the journey weighs as much as this many examples.
MOMENT_WEIGHT = 10.0


@dataclass(frozen=True)
class Pain:
    """A known pain: its name by language, the stage it is at home in, what it is and is not."""

    id: str
    labels: Mapping[str, str]
    stage: str
    definition: str
    difference: str


@dataclass(frozen=True)
class Example:
    """What a client said, with what it is an example of."""

    text: str
    language: str
    kind: str = "neutral"
    pain: str | None = None
    stage: str | None = None
    severity: int | None = None


@dataclass(frozen=True)
class Library:
    """All that is known. `models` say which eight-stage key falls into which shipped stage."""

    pains: tuple[Pain, ...]
    examples: tuple[Example, ...]
    moments: tuple[Example, ...]
    models: tuple[Mapping[str, Mapping[str, str]], ...]

    def without(self, texts: frozenset[str]) -> "Library":
        """Return the library as if it had never seen `texts` nor pains known by them alone."""
        said = [each for each in self.examples if each.text not in texts]
        left = {each.pain for each in said if each.severity}
        examples = tuple(each for each in said if each.pain in left or not each.pain)
        pains = tuple(pain for pain in self.pains if pain.id in left)
        return Library(pains, examples, self.moments, self.models)


@cache
def load_library() -> Library:
    """Read the library that ships."""
    pains = [Pain(id=k, **v) for k, v in json.loads(_text("pains.json")).items()]
    lines = _text("examples.jsonl").splitlines() + _text("plain.jsonl").splitlines()
    stages = json.loads(_text("stages.json"))
    return Library(
        tuple(pains),
        (*(Example(**json.loads(line)) for line in lines), *_named(pains)),
        tuple(_moments(stages["moments"])),
        tuple(stages["models"]),
    )


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _named(pains: Sequence[Pain]) -> list[Example]:
    """Take each pain's names as examples of it: they are how a pain is said in few words."""
    return [
        Example(label, language, "pain", pain.id, pain.stage)
        for pain in pains
        for language, label in pain.labels.items()
    ]


def _moments(stages: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Example]:
    return [
        Example(text, language, stage=stage)
        for stage, by_language in stages.items()
        for language, texts in by_language.items()
        for text in texts
    ]


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

    `means` are the reference means by language. `letters` reads the kind from groups of letters,
    the other layers read vectors centred by `means`. `severity` has one output, from 1 to 4.
    `kind_shares` are the shares of the kinds among the examples.
    """

    model: str
    pain_ids: tuple[str, ...]
    means: Mapping[str, Matrix]
    pains: Linear
    kinds: Linear
    letters: Linear
    stages: Linear
    severity: Linear
    kind_shares: Matrix

    def centre(self, vectors: Matrix, languages: Sequence[str]) -> Matrix:
        """Centre by the reference means alone, so that a batch's own mood is kept."""
        return centred(vectors, languages, self.means, shrink=np.inf)


def softmax(scores: Matrix) -> Matrix:
    """Turn each row of scores into probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def letter_groups(texts: Sequence[str]) -> csr_matrix:
    """Count groups of one to four letters, hashed to `LETTER_FEATURES` columns, unit rows."""
    if not texts:
        return csr_matrix((0, LETTER_FEATURES), dtype=np.float32)
    hashing = HashingVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), n_features=LETTER_FEATURES, norm="l2"
    )
    counts = hashing.transform(texts)
    counts.data = np.sign(counts.data) * np.sqrt(np.abs(counts.data))
    return normalize(counts)


def learn(library: Library, vectors: Matrix, model: str) -> Head:
    """Learn a head from examples and moments; `vectors` holds theirs, in that order."""
    told = (*library.examples, *library.moments)
    languages = [each.language for each in told]
    means = _means(vectors, languages)
    features = centred(vectors, languages, means, shrink=np.inf)
    count = len(library.examples)
    kinds = np.array([KINDS.index(each.kind) for each in library.examples])
    letters = letter_groups([each.text for each in library.examples])
    return Head(
        model=model,
        pain_ids=tuple(pain.id for pain in library.pains),
        means=means,
        pains=_learn_pains(library, features),
        kinds=_logistic(features[:count], kinds, strength=5),
        letters=_logistic(letters, kinds, strength=40),
        stages=_learn_stages(told, features, count),
        severity=_learn_severity(library, features),
        kind_shares=_single(np.bincount(kinds, minlength=len(KINDS)) / count),
    )


def _means(vectors: Matrix, languages: Sequence[str]) -> dict[str, Matrix]:
    of = np.asarray(languages)
    return {each: vectors[of == each].mean(axis=0) for each in sorted(set(languages))}


def _learn_pains(library: Library, features: Matrix) -> Linear:
    index = {pain.id: number for number, pain in enumerate(library.pains)}
    rows = [number for number, each in enumerate(library.examples) if each.pain in index]
    classes = np.array([index[str(library.examples[row].pain)] for row in rows])
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
    fitted = LogisticRegression(C=strength, max_iter=300).fit(features, classes, weights)
    return Linear(_single(fitted.coef_), _single(fitted.intercept_))


def _single(values: Any) -> Matrix:
    """Round to what is stored, so that a head just learnt and one that was read are the same."""
    return np.asarray(np.asarray(values, np.float16), np.float32)


LAYERS = ("pains", "kinds", "letters", "stages", "severity")


def save_head(head: Head, path: Path) -> None:
    """Write a head; the same head gives the same bytes."""
    arrays: dict[str, Any] = {f"mean_{key}": value for key, value in sorted(head.means.items())}
    for name in LAYERS:
        layer: Linear = getattr(head, name)
        arrays |= {f"{name}_weights": layer.weights, f"{name}_bias": layer.bias}
    arrays["kind_shares"] = head.kind_shares
    packed = {key: np.asarray(value, np.float16) for key, value in arrays.items()}
    names = np.array([head.model, *head.pain_ids])
    np.savez_compressed(path, allow_pickle=False, names=names, **packed)


def load_head(path: Path) -> Head:
    """Read a head that `save_head` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        names = [str(name) for name in stored["names"]]
        arrays = {key: stored[key].astype(np.float32) for key in stored.files if key != "names"}
    means = {key[5:]: value for key, value in arrays.items() if key.startswith("mean_")}
    layers = {key: Linear(arrays[f"{key}_weights"], arrays[f"{key}_bias"]) for key in LAYERS}
    shares = arrays["kind_shares"]
    return Head(names[0], tuple(names[1:]), means, **layers, kind_shares=shares)


@cache
def shipped_head() -> Head:
    """Return the head that ships, learnt over the default embedder."""
    return load_head(FOLDER / "head.npz")


def head_for(vectors: Vectors) -> Head:
    """Return the head for an embedder whose vectors depend on nothing but the text."""
    if vectors.embedder.name == shipped_head().model:
        return shipped_head()
    library = load_library()
    return learn(library, vectors.of(library_texts(library)), vectors.embedder.name)


def library_texts(library: Library) -> list[str]:
    """Return the texts a head is learnt from, in the order `learn` expects their vectors."""
    return [each.text for each in (*library.examples, *library.moments)]
