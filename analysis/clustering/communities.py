"""Units that say the same, found without being told how many themes there are.

Each unit is linked to its nearest neighbours, the more strongly the nearer they are for its own
surroundings, and Leiden's method (Traag, Waltman and van Eck 2019) cuts that graph into
communities; where there are few enough units, those of many samples are brought to one. It holds
from twenty units on, where methods by density leave most units without a theme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.clustering.consensus import FEWEST_UNITS, MOST_SAMPLES, MOST_UNITS, agreed
from analysis.clustering.graphs import graphs
from analysis.clustering.leiden import Labels, leiden
from analysis.library import Head, home
from analysis.vectors import Centring, Matrix, unit_rows
from analysis.vectors.neighbours import Neighbours, Numbers, nearest

# Fewer units have no neighbourhoods to compare.
FEWEST = 6
NEIGHBOURS = 15
# Where neighbours are close, themes have sharp bounds and are cut fine; where a unit's neighbours
# are hardly nearer than any other units, there are few broad themes however many units speak of
# them. So the resolution is e to (FINENESS + CLOSENESS * c), divided by n to the power of CROWDING,
# for n units whose farthest neighbours lie at cosine c. Chosen by the mean over all labelled sets
# (docs/decisions).
FINENESS, CLOSENESS, CROWDING = 3.5, 12.0, 0.9
COARSEST, FINEST = 0.5, 12.0
# Samples are cut from so much coarser to so much finer (factors e to this power), around a middle
# that makes up for their holding fewer units: what stays together at many grains is one theme.
GRAINS, MIDDLE = 0.6, 1.2
# A few units bear no fine cut, however close they are: up to twenty the resolution stays near 2.
FINEST_OF_FEW, FINER_PER_UNIT = 2.0, 1 / 50
# How sharply the head's opinion is read, and its part beside the vectors themselves.
PAIN_TEMPERATURE = 2.0
PAIN_SHARE = 0.5
# The part of the stage that was asked about, as the sample study's own key of pains shows.
ASKED_SHARE = 0.12
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


class ThemeSpace:
    """The space themes are found in: meaning without language, known pains, the question.

    It is learnt from a corpus, or from a sample of it. The part of the known pains shrinks as the
    corpus leaves their field.
    """

    def __init__(self, head: Head, vectors: Matrix, languages: Sequence[str]) -> None:
        self.head = head
        self.meaning = Centring(vectors, languages, head.means)
        features = head.centre(vectors, languages)
        self.share = PAIN_SHARE * home(features)
        sounds_like = self._sounds_like(features)
        flat = {language: sounds_like.mean(axis=0) for language in sorted(set(languages))}
        self.pains = Centring(sounds_like, languages, flat)

    def _sounds_like(self, features: Matrix) -> Matrix:
        return np.sqrt(self.head.pains.probabilities(features, PAIN_TEMPERATURE))

    def __call__(self, vectors: Matrix, languages: Sequence[str], asked: Matrix) -> Matrix:
        """Return texts in this space, as rows of length 1 or less.

        `asked` (n, stages) says how strongly the question draws to a stage, from 0 to 1: few words
        mean different things at different stages.
        """
        meaning = self.meaning(vectors, languages)
        sounds_like = self._sounds_like(self.head.centre(vectors, languages))
        pains = self.pains(sounds_like, languages)
        words = _part(1 - self.share) * meaning, _part(self.share) * pains
        together = np.hstack([*words, asked])
        edge = together.shape[1] - asked.shape[1]
        together[:, :edge] *= _part(1 - ASKED_SHARE)
        together[:, edge:] *= _part(ASKED_SHARE)
        return together


def _part(share: float) -> np.float32:
    """Return the factor under which rows of length 1 make up so much of a longer row's square.

    In single precision: in double all that is made of it would take twice the room and time.
    """
    return np.float32(share**0.5)


def group(
    space: Matrix, *, granularity: float = 1.0, seed: int = 0, samples: int = MOST_SAMPLES
) -> Grouping:
    """Cut units into themes; every unit belongs to one. Rows of `space` have length 1 or less.

    Where many samples are brought to one grouping, there are at most so many `samples`.
    """
    labels = _communities(space, granularity, seed, samples)
    labels = _join_singles(space, labels)
    centres = unit_rows(_sums(space, labels))
    return Grouping(labels, centres, _sureness(space, labels))


def _communities(space: Matrix, granularity: float, seed: int, samples: int) -> Labels:
    if len(space) < FEWEST:
        return _chained(space)
    near = nearest(space, _neighbour_count(len(space)))
    resolution = _resolution(len(space), _closeness(space, near[1])) * granularity
    if not FEWEST_UNITS <= len(space) <= MOST_UNITS:
        return leiden(graphs([near])[0], resolution, seed)
    neighbours = Neighbours(space, NEIGHBOURS)

    def cut(drawn: Sequence[Numbers]) -> list[Labels]:
        found = [neighbours.among(own, _neighbour_count(len(own))) for own in drawn]
        grains = resolution * MIDDLE * np.exp(np.linspace(-GRAINS, GRAINS, len(drawn)))
        pairs = zip(graphs(found), grains.tolist(), strict=True)
        return [leiden(graph, grain, seed) for graph, grain in pairs]

    return agreed(len(space), cut, seed, samples)


def _resolution(count: int, closeness: float) -> float:
    finest = min(FINEST, FINEST_OF_FEW + FINER_PER_UNIT * count)
    found = np.exp(FINENESS + CLOSENESS * closeness) / count**CROWDING
    return float(np.clip(found, COARSEST, finest))


def _chained(space: Matrix) -> Labels:
    """Put together what is alike: a handful of units has no neighbourhoods to compare."""
    alike = sparse.csr_matrix(space @ space.T >= PAIR)
    return np.asarray(sparse.csgraph.connected_components(alike)[1], np.int64)


def _neighbour_count(units: int) -> int:
    """A few units have few neighbours: a quarter of them at most."""
    return min(NEIGHBOURS, max(2, units // 4))


def _closeness(space: Matrix, likeness: Matrix) -> float:
    """Return the median cosine of a unit to its farthest neighbour."""
    lengths = np.linalg.norm(space, axis=1)
    cosines = likeness.min(axis=1) / np.maximum(lengths * lengths.mean(), 1e-9)
    return float(np.median(cosines))


def _join_singles(space: Matrix, labels: Labels) -> Labels:
    """Let a unit that stands alone join its nearest theme, if that is near enough."""
    sizes = np.bincount(labels)
    if (sizes > 1).sum() == 0:
        return labels
    centres = unit_rows(_sums(space, labels))
    likeness = space @ centres.T
    likeness[:, sizes == 1] = -np.inf
    lonely = (sizes[labels] == 1) & (likeness.max(axis=1) >= JOIN)
    joined = np.where(lonely, likeness.argmax(axis=1), labels)
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def _sums(space: Matrix, labels: Labels) -> Matrix:
    """Return (themes, dimensions), the sum of each theme's rows."""
    count = int(labels.max(initial=-1)) + 1
    ones, rows = np.ones(len(labels), np.float32), np.arange(len(labels))
    member = sparse.csr_matrix((ones, (labels, rows)), (count, len(labels)))
    return np.asarray(member @ space, np.float32)


def _sureness(space: Matrix, labels: Labels) -> Matrix:
    """Return how surely each unit is about what the rest of its theme is about.

    The unit itself is left out of the theme it is held against: a theme of two strangers would
    else look sure of both. A theme of one has no rest and is given the least there is.
    """
    rest = unit_rows(_sums(space, labels)[labels] - space)
    rest[np.bincount(labels)[labels] == 1] = 0
    return belonging(np.einsum("ij,ij->i", space, rest))


def belonging(likeness: Matrix) -> Matrix:
    """Return the probability that a unit is about what its theme is about, from their cosine."""
    return np.asarray(1 / (1 + np.exp(-(SURE_SLOPE * likeness + SURE_START))), np.float32)
