"""How a head is learnt from the library's texts and their vectors."""

from collections.abc import Sequence
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier

from analysis.corpus import KINDS
from analysis.library.head import Head, Linear, letter_groups, rounded
from analysis.library.texts import STAGES, Example, Library
from analysis.vectors import Matrix, centred

# A sentence that sums a stage up weighs as much as this many examples.
MOMENT_WEIGHT = 5.0
# Networks that tell the kinds: their hidden units, times through the examples, and how many.
HIDDEN, EPOCHS, STARTS = 128, 30, 3
# How far each layer may go to please its examples (the inverse of its penalty).
OF_PAINS, OF_LETTERS, OF_STAGES, OF_STAGE_LETTERS, OF_MOOD = 30.0, 8.0, 1.0, 20.0, 0.003
# The layers that hang on no pain and on no stage.
OTHERS = ("topics", "kinds_hidden", "kinds", "letters", "mood", "severity")


def learn(library: Library, vectors: Matrix, model: str, base: Head | None = None) -> Head:
    """Learn a head from examples and moments; `vectors` holds theirs, in that order.

    With a `base` only means, pains and stages are learnt, in a fraction of the time; what tells
    kinds, topics, moods and severities is the base's.
    """
    told = (*library.examples, *library.moments)
    means = _means(vectors, told)
    features = centred(vectors, [each.language for each in told], means, shrink=np.inf)
    letters = letter_groups([each.text for each in told])
    if base is None:
        others = _learn_others(library, features, letters)
    else:
        others = {"topic_ids": base.topic_ids} | {name: getattr(base, name) for name in OTHERS}
    rows, stages, weights = _stage_examples(told)
    return Head(
        model=model,
        pain_ids=tuple(pain.id for pain in library.pains),
        means=means,
        pains=learn_pains(library, features),
        stages=_logistic(features[rows], stages, strength=OF_STAGES, weights=weights),
        stage_letters=_logistic(letters[rows], stages, strength=OF_STAGE_LETTERS, weights=weights),
        **others,
    )


def _learn_others(library: Library, features: Matrix, letters: csr_matrix) -> dict[str, Any]:
    told = (*library.examples, *library.moments)
    rows = [number for number, each in enumerate(told) if each.kind]
    kinds = np.array([KINDS.index(told[row].kind) for row in rows])
    hidden, read = _learn_kinds(features[rows], kinds)
    return {
        "topic_ids": tuple(topic.id for topic in library.topics),
        "topics": _learn_topics(library, features),
        "kinds_hidden": hidden,
        "kinds": read,
        "letters": _logistic(letters[rows], kinds, strength=OF_LETTERS),
        "mood": _learn_mood(library, features),
        "severity": _learn_severity(library, features),
    }


def _means(vectors: Matrix, told: Sequence[Example]) -> dict[str, Matrix]:
    """Return each language's mean over the pains' examples.

    The pains are the same in every language, so what differs between their means is the language
    and not the matter; other texts are of other matters here than there.
    """
    of = np.array([each.language if each.pain else "" for each in told])
    return {each: vectors[of == each].mean(axis=0) for each in sorted({*of.tolist()} - {""})}


def learn_pains(library: Library, features: Matrix) -> Linear:
    """Learn to tell the pains apart; row i of `features` is example i."""
    index = {pain.id: number for number, pain in enumerate(library.pains)}
    rows = [number for number, each in enumerate(library.examples) if each.pain in index]
    classes = np.array([index[str(library.examples[row].pain)] for row in rows])
    counts = np.bincount(classes)
    # A firm's own pain has few examples: together they weigh as much as those of any other.
    weights = (counts.max() / counts[classes]) if counts.min() < counts.max() else None
    return _logistic(features[rows], classes, strength=OF_PAINS, weights=weights)


def _learn_kinds(features: Matrix, kinds: NDArray[np.int64]) -> tuple[Linear, Linear]:
    """Learn small networks from several starts and return them as one, whose vote is their mean."""
    with catch_warnings():
        # The number of rounds is chosen; going on until nothing changes would learn by heart.
        simplefilter("ignore", ConvergenceWarning)
        fitted = [_network(features, kinds, start) for start in range(STARTS)]
    into = [each.coefs_[0].T for each in fitted], [each.intercepts_[0] for each in fitted]
    out = [each.coefs_[1].T / STARTS for each in fitted], [each.intercepts_[1] for each in fitted]
    hidden = Linear(rounded(np.vstack(into[0])), rounded(np.concatenate(into[1])))
    return hidden, Linear(rounded(np.hstack(out[0])), rounded(np.mean(out[1], axis=0)))


def _network(features: Matrix, kinds: NDArray[np.int64], start: int) -> MLPClassifier:
    network = MLPClassifier(
        (HIDDEN,), alpha=0.03, learning_rate_init=2e-3, max_iter=EPOCHS, random_state=start
    )
    return network.fit(features, kinds)


def _learn_topics(library: Library, features: Matrix) -> Linear:
    index = {topic.id: number for number, topic in enumerate(library.topics)}
    rows = [number for number, each in enumerate(library.examples) if each.topic in index]
    classes = np.array([index[str(library.examples[row].topic)] for row in rows])
    return _logistic(features[rows], classes, strength=OF_PAINS)


def _stage_examples(told: Sequence[Example]) -> tuple[list[int], NDArray[np.int64], Matrix]:
    """Return the rows whose stage is known, their stages, and weights that level the stages."""
    rows = [number for number, each in enumerate(told) if each.stage]
    classes = np.array([STAGES.index(str(told[row].stage)) for row in rows])
    weights = np.array([1.0 if told[row].kind else MOMENT_WEIGHT for row in rows])
    weights = weights / np.bincount(classes, weights)[classes]
    return rows, classes, np.asarray(weights / weights.mean())


def _learn_mood(library: Library, features: Matrix) -> Linear:
    """Learn the tone of matters, from the texts that have one; those of attitude have none."""
    told = (*library.examples, *library.moments)
    rows = [
        number
        for number, each in enumerate(told)
        if each.kind in ("pain", "praise") and (each.pain or each.topic or each.stage)
    ]
    classes = np.array([told[row].kind == "pain" for row in rows], np.int64)
    counts = np.bincount(classes)
    return _logistic(
        features[rows], classes, strength=OF_MOOD, weights=len(rows) / (2 * counts[classes])
    )


def _learn_severity(library: Library, features: Matrix) -> Linear:
    rows = [number for number, each in enumerate(library.examples) if each.severity]
    marks = np.array([library.examples[row].severity for row in rows], np.float32)
    fitted = Ridge(alpha=3.0).fit(features[rows], marks)
    return Linear(rounded(fitted.coef_)[None, :], rounded([fitted.intercept_]))


def _logistic(
    features: Any, classes: NDArray[np.int64], *, strength: float, weights: Any = None
) -> Linear:
    fitted = LogisticRegression(C=strength, max_iter=600).fit(features, classes, weights)
    return Linear(rounded(fitted.coef_), rounded(fitted.intercept_))
