"""The vectors handed to a child process are all it knows."""

import numpy as np
import pytest

from bench.themes.ours import Handed


def test_only_texts_that_came_with_a_vector_are_known():
    handed = Handed()
    handed.learn(["one", "two"], np.eye(2, 384, dtype=np.float32))
    assert handed.embed(["two", "one"])[:, 0].tolist() == [0.0, 1.0]
    assert handed.embed([]).shape == (0, 384)
    with pytest.raises(KeyError):
        handed.embed(["three"])
