"""One grouping out of many: units are one theme when most cuts of most samples put them together.

A cut of a graph hangs on single links, and another few answers may turn it over. So the units are
drawn again and again, each sample is cut, and the share of the samples in which two units stood
together says how much alike they are (consensus clustering: Monti, Tamayo, Mesirov and Golub 2003;
evidence accumulation by average linkage: Fred and Jain 2005).
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analysis.vectors import Matrix
from analysis.vectors.neighbours import Numbers

Cut = Callable[[Sequence[Numbers]], Sequence[Numbers]]

# Each sample holds this share of the units; more samples for fewer units, which waver more.
SHARE = 0.6
MOST_SAMPLES, FEWEST_SAMPLES, WORK = 600, 60, 240_000
# Two themes stay two when their units stood apart in this share of the samples, however many there
# are then.
APART = 0.95
#: Below so many units a sample is too small to be cut; above so many, each pair is too much.
FEWEST_UNITS, MOST_UNITS = 20, 2_500


def agreed(count: int, cut: Cut, seed: int, most: int = MOST_SAMPLES) -> Numbers:
    """Return a theme number for each of `count` units: as many themes as a sample has, by median.

    `cut` returns, for each sample of places it is given, a theme number for each of its units.
    There are at most `most` samples.
    """
    draw = np.random.default_rng(seed)
    samples = int(np.clip(WORK // count, FEWEST_SAMPLES, most))
    is_drawn = np.array([draw.random(count) < SHARE for _ in range(samples)])
    cuts = cut([np.flatnonzero(own) for own in is_drawn])
    found = [int(labels.max()) + 1 for labels in cuts]
    apart = _apart(is_drawn.astype(np.float32), cuts, np.cumsum([0, *found]))
    tree = linkage(squareform(apart, checks=False), "average")
    joins = tree[:, 2]
    last = joins[count - 1 - min(round(float(np.median(found))), count - 1)]
    return np.asarray(fcluster(tree, min(float(last), APART), "distance") - 1, np.int64)


def _apart(drawn: Matrix, cuts: Sequence[Numbers], starts: Numbers) -> Matrix:
    """Return (units, units), in what share of the samples with both of two units they were apart.

    `drawn` (samples, units) holds 1 where a unit was drawn; the themes of a sample are numbered
    from its place in `starts` on.
    """
    member = np.zeros((drawn.shape[1], starts[-1]), np.float32)
    for own, labels, start in zip(drawn, cuts, starts[:-1], strict=True):
        member[np.flatnonzero(own), labels + start] = 1
    apart: Matrix = 1 - member @ member.T / np.maximum(drawn.T @ drawn, 1)
    np.fill_diagonal(apart, 0)
    return apart
