"""Themes of any number of units: a spread sample makes them, the rest joins the nearest.

What lies far from all of them is looked at once more by itself, since a theme that is small in the
corpus may be missing in the sample.
"""

from dataclasses import dataclass

import numpy as np

from analysis.clustering import communities
from analysis.clustering.communities import Grouping, belonging
from analysis.clustering.consensus import MOST_SAMPLES
from analysis.clustering.leiden import Labels
from analysis.vectors import Matrix, Rows
from analysis.vectors.neighbours import Numbers

#: Up to so many units are compared each with each.
LARGEST_GRAPH = 20_000
# As far from its theme as this share of the sample is, a unit belongs to the tail.
FAR_SHARE = 0.1
# A theme of the tail stands when its units are as near to it as the middle unit of the sample is to
# its own theme, and when there are so many: fewer would have no weight among many thousands.
LEAST_MISSED = 5


@dataclass(frozen=True)
class _Joined:
    """For each unit the nearest centre, and the cosine to it."""

    labels: Labels
    likeness: Matrix


def group(
    space: Rows | Matrix, *, granularity: float = 1.0, seed: int = 0, samples: int = MOST_SAMPLES
) -> Grouping:
    """Cut units into themes as `communities.group` does, however many they are."""
    space = space if isinstance(space, Rows) else Rows.of(space)
    if len(space) <= LARGEST_GRAPH:
        return communities.group(space[:], granularity=granularity, seed=seed, samples=samples)
    sample = space[spread_places(len(space))]
    first = communities.group(sample, granularity=granularity, seed=seed)
    joined = _join(space, first.centres)
    own = np.einsum("ij,ij->i", sample, first.centres[first.labels])
    far = np.flatnonzero(joined.likeness < np.quantile(own, FAR_SHARE))
    missed = _missed(space, far, float(np.median(own)), seed)
    joined = _move(space, far, joined, missed, len(first.centres))
    centres = np.vstack([first.centres, missed])
    return _without_empty(joined, centres)


def spread_places(count: int) -> Numbers:
    """Return the places of a sample that is evenly spread."""
    return np.linspace(0, count - 1, min(count, LARGEST_GRAPH)).astype(np.int64)


def _join(space: Rows, centres: Matrix) -> _Joined:
    """Let every unit join the nearest centre."""
    told = space.each(lambda rows, _: _nearest(rows, centres))
    labels, likeness = map(np.concatenate, zip(*told, strict=True))
    return _Joined(labels, likeness)


def _nearest(rows: Matrix, centres: Matrix) -> tuple[Labels, Matrix]:
    likeness = rows @ centres.T
    best = likeness.argmax(axis=1)
    return best, likeness[np.arange(len(rows)), best]


def _missed(space: Rows, far: Numbers, usual: float, seed: int) -> Matrix:
    """Return the centres of themes among the units `far` from all that were found."""
    if len(far) < LEAST_MISSED:
        return np.empty((0, space[:1].shape[1]), np.float32)
    rows = space[far[spread_places(len(far))]]
    found = communities.group(rows, seed=seed)
    own = np.einsum("ij,ij->i", rows, found.centres[found.labels])
    sizes = np.bincount(found.labels)
    near = np.bincount(found.labels, weights=own) / sizes
    return found.centres[(sizes >= LEAST_MISSED) & (near >= usual)]


def _move(space: Rows, far: Numbers, joined: _Joined, missed: Matrix, known: int) -> _Joined:
    """Let the units of the tail join a theme that was missed where that is nearer."""
    if not len(missed):
        return joined
    labels, likeness = _nearest(space[far], missed)
    nearer = likeness > joined.likeness[far]
    joined.labels[far[nearer]] = labels[nearer] + known
    joined.likeness[far[nearer]] = likeness[nearer]
    return joined


def _without_empty(joined: _Joined, centres: Matrix) -> Grouping:
    used, labels = np.unique(joined.labels, return_inverse=True)
    return Grouping(labels.astype(np.int64), centres[used], belonging(joined.likeness))
