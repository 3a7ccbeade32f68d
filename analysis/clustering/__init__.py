"""Units that say the same, found without being told how many themes there are."""

from analysis.clustering.communities import Grouping, ThemeSpace
from analysis.clustering.leiden import Labels
from analysis.clustering.sampling import LARGEST_GRAPH, group, spread_places

__all__ = [
    "LARGEST_GRAPH",
    "Grouping",
    "Labels",
    "ThemeSpace",
    "group",
    "spread_places",
]
