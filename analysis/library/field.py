"""How far a corpus lies from the library's field."""

import numpy as np

from analysis.vectors import Matrix, Rows

# A corpus whose mean lies this far from the library's speaks of something else.
NEAR_HOME, FAR_FROM_HOME = 0.3, 0.38


def home(features: Matrix | Rows) -> float:
    """Return how much the library knows of such a corpus, from 0 (nothing) to 1 (its field).

    `features` are centred by the head's reference means, so that the corpus's own mean shows how
    far from the library's field it lies; what chance adds in a small corpus is taken off.
    """
    if not len(features):
        return 0.0
    distance = float(np.square(features.mean(axis=0)).sum()) - 1 / len(features)
    away = (max(distance, 0.0) ** 0.5 - NEAR_HOME) / (FAR_FROM_HOME - NEAR_HOME)
    return float(np.clip(1 - away, 0, 1))
