"""How full the picture is: how many new themes each further person brings.

Source: Guest, Namey, Chen 2020, "A simple method to assess and report thematic saturation in
qualitative research", doi 10.1371/journal.pone.0232076: of the themes the first few people bring
(the base), what share do the next few (a run) add? The order in which people are heard decides
much, so the same is told over many shuffled orders.
"""

import random
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import fmean, median_low

#: The largest base and run of the source: an answer is shorter than the interviews it speaks of.
BASE, RUN = 6, 3
THRESHOLDS = (0.05, 0.0)
#: So many shuffled orders, fewer of very many people, whose orders differ little.
ORDERS, FEWEST_ORDERS, MOST_WORK = 200, 20, 100_000
SEED = 20200505

Themes = frozenset[Hashable]


@dataclass(frozen=True)
class Stop:
    """Where new themes fall to `threshold` of the base's or below.

    `heard` is the number of people before that run in the order they were heard, `typical` the
    median over shuffled orders, both None where it is not reached; `share` is the share of shuffled
    orders that reach it.
    """

    threshold: float
    heard: int | None
    typical: int | None
    share: float


@dataclass(frozen=True)
class Saturation:
    """Themes found after 1, 2, … people: as they were heard, and over shuffled orders.

    `mean`, `low` and `high` are mean and 5 to 95 % band over the shuffled orders.
    """

    heard: tuple[int, ...]
    mean: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    stops: tuple[Stop, ...]

    @property
    def people(self) -> int:
        """How many people were heard."""
        return len(self.heard)

    @property
    def themes(self) -> int:
        """How many themes they brought."""
        return self.heard[-1] if self.heard else 0

    def found(self, people: int) -> float:
        """Return how many themes so many people bring on average; there are that many."""
        return self.mean[people - 1]


def saturate(people: Sequence[Themes], *, seed: int = SEED) -> Saturation:
    """Return the saturation of people in the order they were heard, each with their themes.

    The same people and seed give the same result.
    """
    heard = found_after(people)
    orders = [found_after(order) for order in _shuffled(people, seed)]
    columns = [sorted(column) for column in zip(*orders, strict=True)]
    fifth = int(0.05 * (len(orders) - 1) + 0.5)
    return Saturation(
        heard=heard,
        mean=tuple(fmean(column) for column in columns),
        low=tuple(column[fifth] for column in columns),
        high=tuple(column[-1 - fifth] for column in columns),
        stops=tuple(_stop(threshold, heard, orders) for threshold in THRESHOLDS),
    )


def found_after(people: Sequence[Themes]) -> tuple[int, ...]:
    """Return how many different themes the first 1, 2, … people bring."""
    found: set[Hashable] = set()
    counts = []
    for themes in people:
        found |= themes
        counts.append(len(found))
    return tuple(counts)


def saturated_after(
    found: Sequence[int], threshold: float, *, base: int = BASE, run: int = RUN
) -> int | None:
    """Return after how many people the next run adds at most `threshold` of the base's themes.

    `found` counts themes after 1, 2, … people. None where that never happens, where the base
    brings no theme, or where there are too few people for a base and a run.
    """
    if len(found) < base + run or not found[base - 1]:
        return None
    for before in range(base, len(found) - run + 1):
        new = found[before + run - 1] - found[before - 1]
        if new <= threshold * found[base - 1]:
            return before
    return None


def _stop(threshold: float, heard: Sequence[int], orders: Sequence[Sequence[int]]) -> Stop:
    ends = [saturated_after(order, threshold) for order in orders]
    reached = [end for end in ends if end is not None]
    # The median counts orders that never get there as later than all that do.
    is_typical = 2 * len(reached) > len(ends)
    late = len(heard) + 1
    typical = median_low([late if end is None else end for end in ends]) if is_typical else None
    share = len(reached) / len(ends) if ends else 0.0
    return Stop(threshold, saturated_after(heard, threshold), typical, share)


def _shuffled(people: Sequence[Themes], seed: int) -> list[list[Themes]]:
    dice = random.Random(seed)  # noqa: S311  an order to be drawn again, no secret
    orders = min(ORDERS, max(FEWEST_ORDERS, MOST_WORK // max(1, len(people))))
    return [dice.sample(people, len(people)) for _ in range(orders)]
