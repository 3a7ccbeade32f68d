"""Cutting vectors into themes."""

import numpy as np

from analysis.clustering import group


def test_a_second_grouping_in_one_process_is_the_same():
    rows = np.random.default_rng(1).normal(size=(300, 8)).astype(np.float32)
    space = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    first, second = group(space), group(space)
    assert first.labels.tolist() == second.labels.tolist()
