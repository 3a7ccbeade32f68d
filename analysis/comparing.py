"""Two groups compared: how far their shares are apart, and whether that may be chance.

Sources: Newcombe 1998, "Interval estimation for the difference between independent proportions",
method 10; Fisher 1935, the exact test; Holm 1979, "A simple sequentially rejective multiple test
procedure".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

from analysis.weighing import Share, wilson

# Tables whose chance is equal but for rounding count as equally unlikely.
ROUNDING = 1 + 1e-9


@dataclass(frozen=True)
class Difference:
    """How far one share lies above another (-1 to 1), with its 95 % interval.

    `chance` is the probability of a difference as unlikely as this one if there is none behind it,
    by Fisher's exact test, two-sided.
    """

    here: Share
    there: Share
    low: float
    high: float
    chance: float

    @property
    def value(self) -> float:
        """The difference itself."""
        return self.here.value - self.there.value


def compare(here: tuple[int, int], there: tuple[int, int]) -> Difference:
    """Compare two independent (count, base) pairs; raises ValueError where one is no share.

    With a base of 0 nothing is known: the interval is as wide as can be, and all is chance.
    """
    one, two = wilson(*here), wilson(*there)
    low, high = newcombe(one, two)
    failures = (one.base - one.count, two.base - two.count)
    return Difference(one, two, low, high, fisher((one.count, two.count), failures))


def newcombe(here: Share, there: Share) -> tuple[float, float]:
    """Return the interval of the difference of two shares (Newcombe 1998, method 10).

    It is squared together from the two Wilson intervals, so it never leaves -1 to 1 and holds for
    small bases and for shares of 0 and 1.
    """
    if not (here.base and there.base):
        return (here.low - there.high, here.high - there.low)
    difference = here.value - there.value
    below = sqrt((here.value - here.low) ** 2 + (there.high - there.value) ** 2)
    above = sqrt((here.high - here.value) ** 2 + (there.value - there.low) ** 2)
    return difference - below, difference + above


def fisher(hits: tuple[int, int], misses: tuple[int, int]) -> float:
    """Return the chance of a table at least as unlikely as this one, its margins being given.

    `hits` and `misses` are the two groups' counts of those who did and who did not.
    """
    first, second = hits[0] + misses[0], hits[1] + misses[1]
    total = sum(hits)
    ways = [
        comb(first, k) * comb(second, total - k)
        for k in range(max(0, total - second), min(first, total) + 1)
    ]
    mine = comb(first, hits[0]) * comb(second, hits[1])
    as_rare = sum(way for way in ways if way <= mine * ROUNDING)
    return min(1.0, as_rare / sum(ways))


def holm(chances: Sequence[float]) -> list[float]:
    """Return each chance corrected for all that were tried, in the same order (Holm 1979).

    The chance that any of those corrected to below .05 is a mere accident is below .05, however
    the comparisons hang together.
    """
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    corrected = [1.0] * len(chances)
    least = 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, chances[place] * (len(chances) - rank)))
        corrected[place] = least
    return corrected
