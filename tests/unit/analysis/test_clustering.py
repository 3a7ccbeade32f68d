"""Cutting vectors into themes."""

import numpy as np

from analysis.clustering import consensus, group


def test_a_second_grouping_in_one_process_is_the_same():
    rows = np.random.default_rng(1).normal(size=(300, 8)).astype(np.float32)
    space = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    first, second = group(space), group(space)
    assert first.labels.tolist() == second.labels.tolist()


def test_themes_that_hardly_ever_stand_together_are_not_joined():
    draw = np.random.default_rng(5)
    labels = np.repeat(np.arange(20), 4)
    space = np.eye(20, dtype=np.float32)[labels]

    def cut(rows):
        """Join two themes in every sample, each time two others."""
        one, other = draw.choice(20, 2, replace=False)
        found = rows.argmax(axis=1)
        return np.where(found == one, other, found)

    found = consensus.agreed(space, cut, seed=0)
    assert [len(set(labels[found == each])) for each in set(found)] == [1] * 20
