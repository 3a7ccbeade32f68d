"""Cutting vectors into themes."""

import ctypes

import numpy as np
import pytest
from scipy import sparse
from sknetwork.clustering import Leiden

from analysis.clustering import consensus, group
from analysis.clustering.graphs import NOBODY, strengths
from analysis.clustering.leiden import Graph, leiden
from analysis.vectors.neighbours import Neighbours, nearest


def test_a_second_grouping_in_one_process_is_the_same():
    rows = np.random.default_rng(1).normal(size=(300, 8)).astype(np.float32)
    space = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    first, second = group(space), group(space)
    assert first.labels.tolist() == second.labels.tolist()


def test_themes_that_hardly_ever_stand_together_are_not_joined():
    draw = np.random.default_rng(5)
    labels = np.repeat(np.arange(20), 4)

    def cut(samples):
        """Join two themes in every sample, each time two others."""
        pairs = [draw.choice(20, 2, replace=False) for _ in samples]
        found = zip(pairs, [labels[own] for own in samples], strict=True)
        return [np.where(own == one, other, own) for (one, other), own in found]

    found = consensus.agreed(len(labels), cut, seed=0)
    assert [len(set(labels[found == each])) for each in set(found)] == [1] * 20


@pytest.mark.parametrize("units", [8, 60, 300])
def test_leiden_finds_what_scikit_network_finds(units):
    draw = np.random.default_rng(units)
    for resolution in (0.5, 1.5, 6):
        links = sparse.random(units, units, 0.2, rng=draw, data_rvs=lambda n: draw.random(n) * 1.3)
        links.setdiag(0)
        one_way = sparse.csr_matrix(links.minimum(1), dtype=np.float32)
        graph = one_way.maximum(one_way.T)
        ctypes.CDLL(None).srand(7)
        found = Leiden(resolution=resolution, random_state=7).fit_predict(graph)
        same = leiden(Graph(graph.indices, graph.indptr, graph.data), resolution, 7)
        assert same.tolist() == found.tolist()


@pytest.mark.parametrize("share", [0.8, 0.2])
def test_the_neighbours_in_a_sample_are_those_it_has_by_itself(share):
    draw = np.random.default_rng(2)
    space = draw.normal(size=(200, 8))
    places = np.flatnonzero(draw.random(200) < share)
    found, likeness = Neighbours(space, 15).among(places, 15)
    columns, alone = nearest(space[places], 15)
    assert np.sort(found).tolist() == np.sort(columns).tolist()
    assert np.allclose(np.sort(likeness), np.sort(alone))


def test_links_are_as_strong_together_as_their_number_asks():
    distances = np.random.default_rng(3).random((50, 15)) + 0.1
    distances[25:, 6:] = NOBODY
    counts = np.repeat([15, 6], 25)
    found = strengths(distances, counts)
    assert np.allclose(found.sum(axis=1), np.log2(counts), atol=1e-5)
    assert not found[25:, 6:].any()
    alike = strengths(np.zeros((1, 15)), np.array([15]))
    assert alike.tolist() == [[1.0] * 15]
