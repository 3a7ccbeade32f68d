"""Leiden's method on a symmetric graph: what scikit-network finds, without its checks and copies.

Its two inner loops are scikit-network's own. Around them it makes dozens of matrices for each cut,
and a consensus cuts thousands of small graphs: that took most of the time.
"""

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sknetwork.clustering import reindex_labels
from sknetwork.clustering.leiden_core import optimize_refine_core
from sknetwork.clustering.louvain_core import optimize_core

Labels = NDArray[np.int64]
Weights = NDArray[np.float64]

# A pass that gains less modularity than this is the last.
LEAST_GAIN = 1e-3
_C = ctypes.CDLL(None)


@dataclass(frozen=True)
class Graph:
    """The links of each node, as a matrix of compressed rows holds them, each in both directions.

    Those of node i are at `ends[i]` to `ends[i + 1]`: `columns` says to whom, in ascending order,
    `strengths` how strong they are. No node is linked to itself.
    """

    columns: NDArray[np.int32]
    ends: NDArray[np.int32]
    strengths: NDArray[np.float32]


def leiden(graph: Graph, resolution: float, seed: int) -> Labels:
    """Return a community number for each node, 0 the largest; the same seed gives the same."""
    # The refinement draws from the C library's own numbers, which only this sets: without it a
    # second analysis in one process would differ from the first.
    _C.srand(seed)
    level = _first(graph)
    labels = place = np.arange(len(graph.ends) - 1)
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
    """A graph whose links sum to 1; `shares` are each node's of all links, `loops` to itself."""

    columns: NDArray[np.int32]
    ends: NDArray[np.int32]
    links: Weights
    shares: Weights
    loops: Weights

    def moved(self, labels: Labels, resolution: float) -> tuple[Labels, float]:
        """Let nodes move to their neighbours' communities for as long as that gains modularity."""
        links, shares, loops = self._singles()
        sums = np.zeros(int(labels.max()) + 1, np.float32)
        np.add.at(sums, labels, shares)
        given = self.columns, self.ends, links, shares, shares
        work = sums, sums.copy(), np.zeros_like(sums)
        own = labels.astype(np.int32)
        found, gain = optimize_core(own, *given, *work, loops, resolution, LEAST_GAIN)
        return _renumbered(found), float(gain)

    def refined(self, labels: Labels, resolution: float) -> Labels:
        """Part communities into pieces that hold together by themselves."""
        links, shares, loops = self._singles()
        given = self.columns, self.ends, links, shares, shares
        work = shares.copy(), shares.copy(), np.zeros_like(shares)
        own, alone = labels.astype(np.int32), np.arange(len(labels), dtype=np.int32)
        return _renumbered(optimize_refine_core(own, alone, *given, *work, loops, resolution))

    def joined(self, labels: Labels, count: int) -> "_Level":
        """Make each piece one node.

        Sums and the order of links are those of two products of matrices of compressed rows.
        """
        nodes, total = np.repeat(np.arange(len(labels)), np.diff(self.ends)), len(self.columns)
        pairs = labels[nodes] * count + labels[self.columns]
        pairs, link = np.divmod(np.sort(pairs * total + np.arange(total)), total)
        is_new = np.diff(pairs, prepend=-1) != 0
        is_run = is_new | (np.diff(nodes[link], prepend=-1) != 0)
        sums = np.bincount(np.cumsum(is_run) - 1, weights=self.links[link])
        sums = np.bincount((np.cumsum(is_new) - 1)[is_run], weights=sums)
        first = link[is_new]
        one, other = np.divmod(pairs[is_new], count)
        order = np.lexsort((first, -nodes[first], one))
        loops = np.zeros(count)
        loops[one[one == other]] = sums[one == other]
        return _Level(
            columns=other[order].astype(np.int32),
            ends=np.cumsum(np.bincount(one + 1, minlength=count + 1), dtype=np.int32),
            links=np.asarray(sums[order], np.float64),
            shares=np.bincount(labels, weights=self.shares, minlength=count).astype(np.float64),
            loops=loops,
        )

    def _singles(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        return self.links.astype("f4"), self.shares.astype("f4"), self.loops.astype("f4")


def _first(graph: Graph) -> _Level:
    count = len(graph.ends) - 1
    nodes = np.repeat(np.arange(count), np.diff(graph.ends))
    shares = np.bincount(nodes, weights=graph.strengths, minlength=count).astype(np.float64)
    # As scikit-network reads a graph in float32: links of full strength count twice.
    links = graph.strengths.astype(np.float64) + np.trunc(graph.strengths)
    links *= 1 / links.sum()
    return _Level(graph.columns, graph.ends, links, shares / shares.sum(), np.zeros(count))


def _renumbered(labels: NDArray[np.int32]) -> Labels:
    """Return the labels without gaps, in their order; each is less than their number."""
    of = np.asarray(labels)
    is_used = np.zeros(len(of), bool)
    is_used[of] = True
    return np.asarray((np.cumsum(is_used) - 1)[of], np.int64)
