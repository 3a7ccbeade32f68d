"""Units that say the same, found without being told how many themes there are.

Each unit is linked to its nearest neighbours; two units are as close as their neighbours are the
same (shared nearest neighbours: Jarvis and Patrick 1973), and Leiden's method (Traag, Waltman and
van Eck 2019) cuts that graph into communities. It holds from twenty units on, where methods by
density leave most units without a theme.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import Leiden

from analysis.library import Head
from analysis.vectors import Matrix, centred, unit_rows
from analysis.vectors.neighbours import Places, nearest

Labels = NDArray[np.int64]

# One neighbourhood size misses what another sees, so graphs of three sizes are added; in the first
# each unit is drawn towards its neighbours, which quiets single words. Chosen by the mean over
# the public sets and the library's files left out in turn (docs/decisions).
DRAWN_NEIGHBOURS, NEIGHBOURS = 6, (8, 12)
SMOOTHING_NEIGHBOURS, SMOOTHING = 8, 0.5
RESOLUTION = 4.0
# How sharply the head's opinion is read, and its part beside the vectors themselves.
PAIN_TEMPERATURE = 2.0
PAIN_SHARE = 0.5
# The part of the stage that was asked about, as the sample study's own key of pains shows.
ASKED_SHARE = 0.12
# A corpus whose mean lies this far from the library's speaks of something else.
NEAR_HOME, FAR_FROM_HOME = 0.35, 0.5
# Above this many units a spread sample makes the themes and the rest joins the nearest.
LARGEST_GRAPH = 20_000
BLOCK = 2048
# Two units on their own are one theme at this cosine.
PAIR = 0.5
# A unit that stands alone joins its nearest theme from this cosine on, else it is a theme of one:
# chosen on samples of 12, 40 and 60 texts, where lower bars heap strangers into one theme.
JOIN = 0.3
# Turns the cosine between a unit and the rest of its theme into the probability that the two are
# about one thing: a logistic curve fitted to the library's files of pains, each left out in turn.
SURE_SLOPE, SURE_START = 5.0, -2.3


@dataclass(frozen=True)
class Grouping:
    """A theme number for each unit, the themes' centres, and how sure each membership is."""

    labels: Labels
    centres: Matrix
    scores: Matrix


def home(features: Matrix) -> float:
    """Return how much the library knows of such a corpus, from 0 (nothing) to 1 (its field).

    `features` are centred by the head's reference means, so that the corpus's own mean shows how
    far from the library's field it lies; what chance adds in a small corpus is taken off.
    """
    if not len(features):
        return 0.0
    distance = float(np.square(features.mean(axis=0)).sum()) - 1 / len(features)
    away = (max(distance, 0.0) ** 0.5 - NEAR_HOME) / (FAR_FROM_HOME - NEAR_HOME)
    return float(np.clip(1 - away, 0, 1))


def theme_space(head: Head, vectors: Matrix, languages: Sequence[str], asked: Matrix) -> Matrix:
    """Return the space themes are found in: meaning without language, known pains, the question.

    `asked` (n, stages) says how strongly the question draws to a stage, from 0 to 1: few words
    mean different things at different stages. The part of the known pains shrinks as the corpus
    leaves their field.
    """
    meaning = centred(vectors, languages, head.means)
    features = head.centre(vectors, languages)
    share = PAIN_SHARE * home(features)
    sounds_like = np.sqrt(head.pains.probabilities(features, PAIN_TEMPERATURE))
    flat = {language: sounds_like.mean(axis=0) for language in sorted(set(languages))}
    pains = centred(sounds_like, languages, flat)
    words = np.hstack([np.sqrt(1 - share) * meaning, np.sqrt(share) * pains])
    return np.hstack([np.sqrt(1 - ASKED_SHARE) * words, np.sqrt(ASKED_SHARE) * asked])


def group(space: Matrix, *, granularity: float = 1.0, seed: int = 0) -> Grouping:
    """Cut units into themes; every unit belongs to one. Rows of `space` have length 1 or less."""
    count = len(space)
    if count > LARGEST_GRAPH:
        sample = np.linspace(0, count - 1, LARGEST_GRAPH).astype(np.int64)
        return membership(space, group(space[sample], granularity=granularity, seed=seed).centres)
    labels = _communities(space, granularity, seed)
    labels = _join_singles(space, labels)
    centres = _centres(space, labels)
    return Grouping(labels, centres, _sureness(space, labels))


def membership(space: Matrix, centres: Matrix) -> Grouping:
    """Let every unit join the nearest of `centres`."""
    labels = np.concatenate([(rows @ centres.T).argmax(axis=1) for rows in _blocks(space)])
    own = np.einsum("ij,ij->i", space, centres[labels])
    return Grouping(labels, centres, _belonging(own))


def _communities(space: Matrix, granularity: float, seed: int) -> Labels:
    if len(space) < 6:
        return _chained(space)
    near = nearest(space, _fitting(max(*NEIGHBOURS, SMOOTHING_NEIGHBOURS), space))
    drawn = _drawn(space, near[:, :SMOOTHING_NEIGHBOURS])
    graph = _shared_neighbours(nearest(drawn, _fitting(DRAWN_NEIGHBOURS, space)))
    for neighbours in NEIGHBOURS:
        graph = graph + _shared_neighbours(near[:, :neighbours])
    leiden = Leiden(resolution=RESOLUTION * granularity, random_state=seed, shuffle_nodes=False)
    # Its refinement draws from the C library's own numbers, which `random_state` does not set:
    # without this a second analysis in one process would differ from the first.
    ctypes.CDLL(None).srand(seed)
    return np.asarray(leiden.fit_predict(graph), np.int64)


def _fitting(neighbours: int, space: Matrix) -> int:
    """Ask few units for few neighbours: a quarter of them at most."""
    return min(neighbours, max(2, len(space) // 4))


def _drawn(space: Matrix, near: Places) -> Matrix:
    """Move each unit half way to the mean of its neighbours."""
    mean = (_linked(near) @ space) / near.shape[1]
    return unit_rows(np.asarray((1 - SMOOTHING) * space + SMOOTHING * mean, np.float32))


def _linked(near: Places) -> sparse.csr_matrix:
    """Return (n, n) with a 1 from each unit to each of its neighbours."""
    count, neighbours = near.shape
    rows = np.repeat(np.arange(count), neighbours)
    ones = np.ones(near.size, np.float32)
    return sparse.csr_matrix((ones, (rows, near.ravel())), shape=(count, count))


def _chained(space: Matrix) -> Labels:
    """Put together what is alike: a handful of units has no neighbourhoods to compare."""
    alike = sparse.csr_matrix(space @ space.T >= PAIR)
    return np.asarray(sparse.csgraph.connected_components(alike)[1], np.int64)


def _shared_neighbours(near: Places) -> sparse.csr_matrix:
    """Link neighbours, weighted by the share of their neighbourhoods that is common (Jaccard)."""
    linked = _linked(near) + sparse.identity(len(near), np.float32, format="csr")
    common = (linked @ linked.T).multiply(linked.maximum(linked.T)).tocsr()
    common.setdiag(0)
    common.eliminate_zeros()
    common.data = common.data / (2 * (near.shape[1] + 1) - common.data)
    return common


def _blocks(space: Matrix) -> Iterator[Matrix]:
    for start in range(0, len(space), BLOCK):
        yield space[start : start + BLOCK]


def _join_singles(space: Matrix, labels: Labels) -> Labels:
    """Let a unit that stands alone join its nearest theme, if that is near enough."""
    sizes = np.bincount(labels)
    if (sizes > 1).sum() == 0:
        return labels
    centres = _centres(space, labels)
    likeness = space @ centres.T
    likeness[:, sizes == 1] = -np.inf
    lonely = (sizes[labels] == 1) & (likeness.max(axis=1) >= JOIN)
    joined = np.where(lonely, likeness.argmax(axis=1), labels)
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def _centres(space: Matrix, labels: Labels) -> Matrix:
    return unit_rows(_sums(space, labels))


def _sums(space: Matrix, labels: Labels) -> Matrix:
    """Return (themes, dimensions), the sum of each theme's rows."""
    member = sparse.csr_matrix(
        (np.ones(len(labels), np.float32), (labels, np.arange(len(labels)))),
        shape=(int(labels.max(initial=-1)) + 1, len(labels)),
    )
    return np.asarray(member @ space, np.float32)


def _sureness(space: Matrix, labels: Labels) -> Matrix:
    """Return how surely each unit is about what the rest of its theme is about.

    The unit itself is left out of the theme it is held against: a theme of two strangers would
    else look sure of both. A theme of one has no rest and is given the least there is.
    """
    rest = unit_rows(_sums(space, labels)[labels] - space)
    rest[np.bincount(labels)[labels] == 1] = 0
    return _belonging(np.einsum("ij,ij->i", space, rest))


def _belonging(likeness: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-(SURE_SLOPE * likeness + SURE_START))), np.float32)
