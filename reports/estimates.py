"""Shares, means and scores of a sample, each with its base and a 95 % interval.

The intervals are those of surveys.results: of shares, of net promoter scores and of means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Self

from surveys.results import half_up, mean_interval, net_promoter, rate_interval

WORDS_BELOW = 10
"""Below this many clients a share is told in words ("3 of 7"), never in percent."""

FIRM_FROM = 30
"""Below this many clients a share of one half is uncertain by 17 points either way, or more."""


@dataclass(frozen=True)
class Share:
    """*count* of *base* client organisations."""

    count: int
    base: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 where nobody was asked."""
        return self.count / self.base if self.base else 0.0

    @property
    def percent(self) -> int:
        """The share in whole percent, halves rounded up."""
        return (200 * self.count + self.base) // (2 * self.base) if self.base else 0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share, both ends within 0 to 1."""
        return rate_interval(self.count, self.base)

    @property
    def low(self) -> int:
        """Lower end of the interval in whole percent."""
        return int(half_up(100 * self.interval[0]))

    @property
    def high(self) -> int:
        """Upper end of the interval in whole percent."""
        return int(half_up(100 * self.interval[1]))

    @property
    def is_small(self) -> bool:
        """Whether the base is too small for a percentage."""
        return self.base < WORDS_BELOW


@dataclass(frozen=True)
class Mean:
    """A mean of one value per client: the value, its 95 % interval (Student's t), and its bases."""

    value: float
    low: float
    high: float
    clients: int
    people: int

    @classmethod
    def of(cls, values: Sequence[float], people: int, *, floor: float, ceiling: float) -> Self:
        """Return the mean of *values*, one a client, its interval kept within the scale.

        One value alone says nothing of its spread: its interval is the whole scale.
        """
        low, high = mean_interval(values, floor, ceiling)
        return cls(fmean(values), low, high, len(values), people)


@dataclass(frozen=True)
class Severity:
    """How bad people say it is, 1 (irritates) to 4 (lost the work), over *passages* of text."""

    typical: float
    worst: int
    passages: int

    @classmethod
    def of(cls, levels: Sequence[int]) -> Self:
        """Return the median and the worst of *levels*, each 1 to 4; at least one is needed."""
        return cls(float(median(levels)), max(levels), len(levels))


@dataclass(frozen=True)
class Score:
    """A net promoter score: people who answered 9-10, 7-8 and 0-6."""

    promoters: int
    passives: int
    detractors: int

    @property
    def people(self) -> int:
        """How many people answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def value(self) -> int:
        """Promoters less detractors in points, -100 to 100; 0 where nobody answered."""
        return int(half_up(100 * self._mean))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval in points; of nobody, the whole scale."""
        if not self.people:
            return -100.0, 100.0
        counts = {"10": self.promoters, "8": self.passives, "0": self.detractors}
        known = net_promoter(counts)
        return known.low, known.high

    @property
    def _mean(self) -> float:
        return (self.promoters - self.detractors) / self.people if self.people else 0.0
