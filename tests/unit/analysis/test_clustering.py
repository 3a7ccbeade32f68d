"""Cutting vectors into themes."""

import ctypes

import numpy as np
import pytest
from scipy import sparse
from sknetwork.clustering import Leiden

from analysis.clustering import consensus, group
from analysis.clustering.leiden import leiden
from analysis.vectors.neighbours import Neighbours, nearest


def test_a_second_grouping_in_one_process_is_the_same():
    rows = np.random.default_rng(1).normal(size=(300, 8)).astype(np.float32)
    space = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    first, second = group(space), group(space)
    assert first.labels.tolist() == second.labels.tolist()


def test_themes_that_hardly_ever_stand_together_are_not_joined():
    draw = np.random.default_rng(5)
    labels = np.repeat(np.arange(20), 4)

    def cut(places):
        """Join two themes in every sample, each time two others."""
        one, other = draw.choice(20, 2, replace=False)
        found = labels[places]
        return np.where(found == one, other, found)

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
        assert leiden(graph, resolution, 7).tolist() == found.tolist()


@pytest.mark.parametrize("share", [0.8, 0.2])
def test_the_neighbours_in_a_sample_are_those_it_has_by_itself(share):
    draw = np.random.default_rng(2)
    space = draw.normal(size=(200, 8))
    places = np.flatnonzero(draw.random(200) < share)
    found, likeness = Neighbours(space, 15).among(places, 15)
    columns, alone = nearest(space[places], 15)
    assert np.sort(found).tolist() == np.sort(columns).tolist()
    assert np.allclose(np.sort(likeness), np.sort(alone))
