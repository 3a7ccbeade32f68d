"""A wider library than the one that ships: only what reads the pains is learnt anew.

A firm's own pains are few beside the texts from which kinds, topics, stages and means are learnt,
so these are taken as they are. The pains are told from one another by all their texts; over the
embedder that ships the vectors of the library's own stand in `data/pains.npz`, one byte a number.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from statistics import median

import numpy as np
from threadpoolctl import threadpool_limits

from analysis.library.head import Head
from analysis.library.learning import learn_pains
from analysis.library.texts import FOLDER, Example, Library, load_library
from analysis.vectors import Matrix, Progress, Vectors, unit_rows

FILE = FOLDER / "pains.npz"
#: The largest number one byte holds on either side of zero.
MOST = 127


def is_wider(library: Library) -> bool:
    """Say whether a library is the one that ships with further pains, and nothing else."""
    shipped = load_library()
    count = len(shipped.examples)
    more = library.examples[count:]
    return (
        library.examples[:count] == shipped.examples
        and library.topics == shipped.topics
        and library.moments == shipped.moments
        and all(each.pain for each in more)
    )


def widened(head: Head, library: Library, vectors: Vectors, tell: Progress) -> Head:
    """Return the head of the library that ships with the pains of a wider one."""
    told = [each for each in library.examples if each.pain]
    found = _vectors(told, vectors, tell)
    features = head.centre(found, [each.language for each in told])
    # One thread adds the same numbers in the same order on every machine.
    with threadpool_limits(limits=1, user_api="blas"):
        pains = learn_pains(replace(library, examples=tuple(told)), features)
    ids = tuple(pain.id for pain in library.pains)
    lift = _lift(ids, Counter(str(each.pain) for each in told))
    return replace(head, pain_ids=ids, pains=replace(pains, bias=pains.bias + lift))


def _lift(ids: Sequence[str], counts: Mapping[str, int]) -> Matrix:
    """Return what lets further pains of few examples be heard as often as those that ship.

    However much a few examples weigh, they are few ways of saying it, and texts that say it in
    another way are given to pains of many. The odds grow by what is missing.
    """
    shipped = {pain.id for pain in load_library().pains}
    usual = median(counts[each] for each in shipped)
    missing = [1.0 if each in shipped else max(1.0, usual / counts[each]) for each in ids]
    return np.log(np.array(missing, np.float32))


def save_vectors(vectors: Vectors) -> None:
    """Write the vectors of all texts with a pain in the library that ships, with what they are of.

    The same texts and model give the same bytes.
    """
    texts = _shipped_texts()
    rows = vectors.of(texts)
    packed = np.rint(rows * (MOST / np.abs(rows).max(axis=1, keepdims=True))).astype(np.int8)
    of = np.array(_digest(texts, vectors.embedder.name))
    np.savez_compressed(FILE, allow_pickle=False, of=of, rows=packed)


def shipped_vectors(model: str) -> Matrix | None:
    """Return unit vectors of the library's texts with a pain; None where none ship for a model."""
    with np.load(FILE, allow_pickle=False) as stored:
        is_of = stored["of"].item() == _digest(_shipped_texts(), model)
        return unit_rows(stored["rows"].astype(np.float32)) if is_of else None


def _vectors(told: Sequence[Example], vectors: Vectors, tell: Progress) -> Matrix:
    def heard(_stage: str, done: int, total: int) -> None:
        tell("Reading the pain library", done, total)

    texts = [each.text for each in told]
    shipped = shipped_vectors(vectors.embedder.name)
    if shipped is None:
        return vectors.of(texts, heard)
    return np.vstack([shipped, vectors.of(texts[len(shipped) :], heard)])


@cache
def _shipped_texts() -> tuple[str, ...]:
    return tuple(each.text for each in load_library().examples if each.pain)


def _digest(texts: Sequence[str], model: str) -> str:
    return hashlib.sha256(repr((model, texts)).encode("utf-8", "surrogatepass")).hexdigest()
