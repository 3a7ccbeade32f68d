"""How much weight a finding bears: shares with their intervals, and how bad a pain is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

# Two-sided 95 % of the normal distribution.
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """`count` out of `base`, with the 95 % interval of the share behind it (0 to 1)."""

    count: int
    base: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; 0 when nobody was asked."""
        return self.count / self.base if self.base else 0.0


def wilson(count: int, base: int, z: float = Z95) -> Share:
    """Return the share `count` of `base` with Wilson's score interval (Wilson 1927).

    It holds for small bases and for shares of 0 and 1, where the textbook interval fails. Raises
    ValueError unless 0 <= count <= base. With base 0 the interval is all of 0 to 1.
    """
    if not 0 <= count <= base:
        raise ValueError(f"{count} of {base} is not a share.")
    if base == 0:
        return Share(0, 0, 0.0, 1.0)
    share, spread = count / base, z * z / base
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / base + spread / (4 * base)) / (1 + spread)
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == base else min(1.0, centre + half)
    return Share(count, base, low, high)


def severity(
    words: float, ratings: Sequence[float] = (), mark: int | None = None
) -> tuple[int, str]:
    """Return how bad a pain is, 1 (irritates) to 4 (lost the deal), and where that comes from.

    `mark` is an interviewer's own and holds as it is. `ratings` are the respondent's, from 0 to 1:
    their mean is weighed twice as much as `words`, the severity read from the text.
    """
    if mark is not None:
        return min(4, max(1, mark)), "interviewer"
    if not ratings:
        return _step(words), "words"
    rated = 4 - 3 * sum(ratings) / len(ratings)
    return _step((2 * rated + words) / 3), "rating"


def _step(value: float) -> int:
    return min(4, max(1, int(value + 0.5)))
