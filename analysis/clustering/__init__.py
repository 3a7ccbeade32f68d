"""Units that say the same, found without being told how many themes there are."""

from analysis.clustering.communities import Grouping, ThemeSpace, home
from analysis.clustering.consensus import MOST_SAMPLES
from analysis.clustering.leiden import Labels
from analysis.clustering.sampling import LARGEST_GRAPH, group, spread_places

__all__ = [
    "LARGEST_GRAPH",
    "MOST_SAMPLES",
    "Grouping",
    "Labels",
    "ThemeSpace",
    "group",
    "home",
    "spread_places",
]
