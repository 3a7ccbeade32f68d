"""What answers add up to: the recommendation score, intervals; and the columns they are kept in."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean, stdev

from surveys.definition import Definition
from surveys.question_types import kind

Z_95 = 1.959964
T_QUANTILES = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23)
"""Student's t, two-sided 95 %, for 1 to 10 degrees of freedom."""


@dataclass(frozen=True)
class NetPromoter:
    """The recommendation score, -100 to 100, with its 95 % interval. Nothing answered: n is 0."""

    n: int
    promoters: int
    passives: int
    detractors: int
    score: float
    low: float
    high: float


def net_promoter(counts: Mapping[str, int]) -> NetPromoter:
    """Score of the counts by point '0' to '10'; declined scores are not in the base.

    The interval is the adjusted Wald of Bonett and Price for a difference of two proportions of
    one sample: 3 people are added (0.75 promoters, 0.75 detractors, 1.5 passives), which keeps
    its coverage in the small samples of business clients and stays honest at 0 and 100 %.
    """
    promoters = sum(counts.get(str(point), 0) for point in (9, 10))
    passives = sum(counts.get(str(point), 0) for point in (7, 8))
    detractors = sum(counts.get(str(point), 0) for point in range(7))
    n = promoters + passives + detractors
    score = 100 * (promoters - detractors) / n if n else 0.0
    up, down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = Z_95 * math.sqrt((up + down - (up - down) ** 2) / (n + 3))
    low, high = 100 * (up - down - half), 100 * (up - down + half)
    return NetPromoter(
        n, promoters, passives, detractors, score, max(low, -100.0), min(high, 100.0)
    )


def rate_interval(count: int, base: int) -> tuple[float, float]:
    """The 95 % interval of the share `count` of `base` (Wilson 1927); all of 0 to 1 without a base.

    It holds for the few people of one segment and for shares of 0 and 1, where the textbook
    interval fails.
    """
    if not base:
        return 0.0, 1.0
    share, spread = count / base, Z_95**2 / base
    centre = (share + spread / 2) / (1 + spread)
    half = Z_95 * math.sqrt(share * (1 - share) / base + spread / (4 * base)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)


def half_up(value: float, places: int = 0) -> float:
    """Return `value` with so many digits after the point; halves go away from zero: 24.5 is 25.

    The half is that of the number as it is written: 0.15 becomes 0.2.
    """
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def mean_interval(
    values: Sequence[float], floor: float = -math.inf, ceiling: float = math.inf
) -> tuple[float, float]:
    """The 95 % interval of the mean (Student's t), kept within the scale.

    One value alone says nothing of its spread: its interval is the whole scale.
    """
    if len(values) < 2:
        return floor, ceiling
    degrees, mean = len(values) - 1, fmean(values)
    quantile = T_QUANTILES[degrees - 1] if degrees <= 10 else Z_95 + 2.4 / degrees
    half = quantile * stdev(values) / math.sqrt(len(values))
    return max(floor, mean - half), min(ceiling, mean + half)


def column_places(
    versions: Iterable[tuple[str, Definition]], reserved: Collection[str] = ()
) -> dict[tuple[str, str], str]:
    """The heading of each (questionnaire, column) of versions, the oldest first.

    A later version only adds at the end: no column moves or vanishes, whatever it drops or
    reorders. A column bears its own name; where another questionnaire had that name first, or it
    is `reserved`, `key/name`.
    """
    names: dict[tuple[str, str], str] = {}
    taken = set(reserved)
    for key, definition in versions:
        for column in columns_of(definition):
            if (key, column) not in names:
                name = f"{key}/{column}" if column in taken else column
                names[key, column] = name
                taken.add(name)
    return names


def columns_of(definition: Definition) -> Iterator[str]:
    """The columns of one version: its questions, each as often as it can come, then its values."""
    for question in definition.every:
        yield from kind(question).columns(question)
    yield from (f"value.{each.id}" for each in definition.values)
