"""One grouping out of many: units are one theme when most cuts of most samples put them together.

A cut of a graph hangs on single links, and another few answers may turn it over. So the units are
drawn again and again, each sample is cut, and the share of the samples in which two units stood
together says how much alike they are (consensus clustering: Monti, Tamayo, Mesirov and Golub 2003;
evidence accumulation by average linkage: Fred and Jain 2005).
"""

from collections.abc import Callable

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analysis.vectors import Matrix
from analysis.vectors.neighbours import Numbers

Cut = Callable[[Matrix], Numbers]

# Each sample holds this share of the units; more samples for fewer units, which waver more.
SHARE = 0.8
MOST_SAMPLES, FEWEST_SAMPLES, WORK = 200, 20, 80_000
# Two themes stay two when their units stood apart in this share of the samples, however many there
# are then.
APART = 0.95
#: Below so many units a sample is too small to be cut; above so many, each pair is too much.
FEWEST_UNITS, MOST_UNITS = 20, 2_500


def agreed(space: Matrix, cut: Cut, seed: int) -> Numbers:
    """Return a theme number for each row of `space`: as many themes as a sample has, by median.

    `cut` returns a theme number for each row it is given.
    """
    count = len(space)
    draw = np.random.default_rng(seed)
    together = np.zeros((count, count), np.float32)
    drawn = np.zeros((count, count), np.float32)
    found = []
    for _ in range(int(np.clip(WORK // count, FEWEST_SAMPLES, MOST_SAMPLES))):
        is_drawn = draw.random(count) < SHARE
        rows = np.flatnonzero(is_drawn)
        labels = cut(space[rows])
        found.append(int(labels.max()) + 1)
        member = sparse.csr_matrix(
            (np.ones(len(rows), np.float32), (rows, labels)), (count, found[-1])
        )
        together += (member @ member.T).toarray()
        drawn += np.outer(is_drawn, is_drawn)
    apart = 1 - together / np.maximum(drawn, 1)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    joins = tree[:, 2]
    last = joins[count - 1 - min(round(float(np.median(found))), count - 1)]
    return np.asarray(fcluster(tree, min(float(last), APART), "distance") - 1, np.int64)
