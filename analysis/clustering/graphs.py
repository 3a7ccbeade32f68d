"""Graphs of neighbours: fuzzy neighbourhoods (McInnes, Healy and Melville 2018, UMAP, 3.1)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.clustering.leiden import Graph
from analysis.vectors import Matrix
from analysis.vectors.neighbours import Numbers

#: For each row the places of its neighbours and how like it they are, as `nearest` returns them.
Near = tuple[Numbers, Matrix]

# The width of a neighbourhood lies within these bounds and is told to so many halvings of them.
NARROWEST, WIDEST, HALVINGS = 1e-4, 10.0, 39
# Newton's method doubles the right digits in each step: after one this small nothing changes.
STEPS, SMALL_STEP = 60, 1e-9
# Stands where a unit has fewer neighbours than others: so far away that it adds nothing.
NOBODY = 1e9


def graphs(samples: Sequence[Near]) -> list[Graph]:
    """Return the graph of each sample, all worked out at once: most are small.

    A unit is linked to its nearest with 1, to the others with less the farther they are; a link is
    as strong as the chance that at least one of its two ends would make it.
    """
    sizes = np.array([len(columns) for columns, _ in samples])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    both = _both_ways(_one_way(samples, starts))
    inside = both.indices - np.repeat(np.repeat(starts[:-1], sizes), np.diff(both.indptr))
    found = []
    for start, end in pairwise(starts):
        own = slice(both.indptr[start], both.indptr[end])
        ends = both.indptr[start : end + 1] - both.indptr[start]
        found.append(Graph(inside[own].astype(np.int32), ends.astype(np.int32), both.data[own]))
    return found


def _one_way(samples: Sequence[Near], starts: Numbers) -> sparse.csr_matrix:
    """Return one matrix with the links of all samples, each on numbers of its own."""
    counts = np.concatenate([np.full(len(own), own.shape[1]) for own, _ in samples])
    distances = np.full((starts[-1], counts.max()), NOBODY)
    columns = np.zeros(distances.shape, np.int64)
    for start, (own, likeness) in zip(starts, samples, strict=False):
        part = slice(start, start + len(own)), slice(own.shape[1])
        columns[part], distances[part] = own + start, 1 - likeness
    is_there = np.arange(distances.shape[1]) < counts[:, None]
    data, ends = strengths(distances, counts)[is_there], np.concatenate([[0], np.cumsum(counts)])
    return sparse.csr_matrix((data, columns[is_there], ends), (starts[-1], starts[-1]))


def _both_ways(one_way: sparse.csr_matrix) -> sparse.csr_matrix:
    one_way.sort_indices()
    back = one_way.T.tocsr()
    both = one_way + back - one_way.multiply(back)
    both.sort_indices()
    return both


def strengths(distances: Matrix, counts: Numbers) -> Matrix:
    """Return (n, neighbours): each row's strengths sum to the logarithm of its number of them.

    Only the first `counts` of a row are neighbours; behind them stands `NOBODY`.
    """
    beyond = distances - distances.min(axis=1, keepdims=True)
    width = _widths(beyond, np.log(np.log2(counts)))
    return np.asarray(np.exp(-beyond / width[:, None]), np.float32)


def _widths(beyond: Matrix, wanted: Matrix) -> NDArray[np.float64]:
    """Find the width of each row: the logarithm of the sum falls as 1 / width grows (Newton)."""
    inverse = np.full(len(beyond), 1 / WIDEST)
    live = np.arange(len(beyond))
    for _ in range(STEPS):
        own = beyond[live]
        near = np.exp(-own * inverse[live, None])
        sums = near.sum(axis=1)
        fall = np.maximum((own * near).sum(axis=1) / sums, 1e-300)
        found = np.clip(
            inverse[live] + (np.log(sums) - wanted[live]) / fall, 1 / WIDEST, 1 / NARROWEST
        )
        is_far = np.abs(found - inverse[live]) > SMALL_STEP * found
        inverse[live] = found
        live = live[is_far]
        if not len(live):
            break
    fineness = 2.0**HALVINGS
    steps = np.floor((1 / inverse - NARROWEST) / (WIDEST - NARROWEST) * fineness)
    return NARROWEST + (WIDEST - NARROWEST) * (np.clip(steps, 0, fineness - 1) + 0.5) / fineness
