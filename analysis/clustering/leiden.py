"""Leiden's method on a symmetric graph: what scikit-network finds, without its checks and copies.

Its two inner loops are scikit-network's own. Around them it makes dozens of matrices for each cut,
and a consensus cuts hundreds of small graphs: that took most of the time.
"""

import ctypes
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import reindex_labels
from sknetwork.clustering.leiden_core import optimize_refine_core
from sknetwork.clustering.louvain_core import optimize_core

Labels = NDArray[np.int64]
Weights = NDArray[np.float64]
Singles = NDArray[np.float32]

# A pass that gains less modularity than this is the last.
LEAST_GAIN = 1e-3
_C = ctypes.CDLL(None)


def leiden(graph: sparse.csr_matrix, resolution: float, seed: int) -> Labels:
    """Return a community number for each node, 0 the largest; the same seed gives the same.

    `graph` is symmetric, in float32, its columns in order; no node is linked to itself.
    """
    # The refinement draws from the C library's own numbers, which only this sets: without it a
    # second analysis in one process would differ from the first.
    _C.srand(seed)
    level = _first(graph)
    labels = place = np.arange(graph.shape[0])
    while True:
        labels, gain = level.moved(labels, resolution)
        if gain <= LEAST_GAIN:
            break
        refined = level.refined(labels, resolution)
        count = int(refined.max()) + 1
        if count == 1:
            break
        place, level = refined[place], level.joined(refined, count)
        inside = np.empty(count, np.int64)
        inside[refined] = labels
        labels = inside
    return np.asarray(reindex_labels(labels[place]), np.int64)


@dataclass(frozen=True)
class _Level:
    """A graph whose links sum to 1, and the share of each node in all links."""

    links: sparse.csr_matrix
    shares: Weights

    @cached_property
    def _singles(self) -> tuple[Singles, Singles, Singles]:
        """Links, shares and loops as the inner loops read them."""
        links, loops = self.links.data, self.links.diagonal()
        return links.astype("f4"), self.shares.astype("f4"), loops.astype("f4")

    def moved(self, labels: Labels, resolution: float) -> tuple[Labels, float]:
        """Let nodes move to their neighbours' communities for as long as that gains modularity."""
        links, shares, loops = self._singles
        given = self.links.indices, self.links.indptr, links, shares, shares
        sums = np.zeros(int(labels.max()) + 1, np.float32)
        np.add.at(sums, labels, shares)
        work = sums, sums.copy(), np.zeros_like(sums)
        own = labels.astype(np.int32)
        found, gain = optimize_core(own, *given, *work, loops, resolution, LEAST_GAIN)
        return np.unique(np.asarray(found), return_inverse=True)[1], float(gain)

    def refined(self, labels: Labels, resolution: float) -> Labels:
        """Part communities into pieces that hold together by themselves."""
        links, shares, loops = self._singles
        given = self.links.indices, self.links.indptr, links, shares, shares
        work = shares.copy(), shares.copy(), np.zeros_like(shares)
        own, alone = labels.astype(np.int32), np.arange(len(labels), dtype=np.int32)
        found = optimize_refine_core(own, alone, *given, *work, loops, resolution)
        return np.unique(np.asarray(found), return_inverse=True)[1]

    def joined(self, labels: Labels, count: int) -> "_Level":
        """Make each piece one node."""
        nodes = len(labels)
        ones, shape = np.ones(nodes), (nodes, count)
        member = sparse.csr_matrix((ones, labels, np.arange(nodes + 1)), shape)
        ends = np.concatenate([[0], np.cumsum(np.bincount(labels, minlength=count))])
        holds = sparse.csr_matrix((ones, np.argsort(labels, kind="stable"), ends), shape[::-1])
        shares = np.bincount(labels, weights=self.shares, minlength=count)
        return _Level(holds @ (self.links @ member), shares.astype(np.float64))


def _first(graph: sparse.csr_matrix) -> _Level:
    shares = graph @ np.ones(graph.shape[0])
    # As scikit-network reads a graph in float32: links of full strength count twice.
    data = graph.data.astype(np.float64) + np.trunc(graph.data)
    links = sparse.csr_matrix((data * (1 / data.sum()), graph.indices, graph.indptr), graph.shape)
    return _Level(links, shares / shares.sum())
