"""Segments compared: which of them names a theme more often, or less, than all others do.

Every theme is compared in every segment, so some differences would be large by accident alone;
each chance is therefore corrected for all comparisons of the study (Holm 1979).
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from analysis.comparing import Difference, compare, holm
from findings.tallies import Asked, Tally, united
from research.small_groups import Group, Minimum
from research.words import Segment

#: Below this corrected chance a difference is told as one.
CLEAR = 0.05
#: Two segments of this share of all asked are held against each other, whoever else was asked.
NEARLY_ALL = 0.8

Compared = tuple[str, Difference]
Heard = tuple[uuid.UUID, Tally, Asked]


@dataclass(frozen=True)
class Contrast:
    """One theme in one segment against the others: client organisations that name it.

    `chance` is the chance of such a difference by accident, corrected for all that were compared.
    """

    theme: uuid.UUID
    segment: str
    difference: Difference
    chance: float

    @property
    def is_clear(self) -> bool:
        """Say whether the difference may be told as one."""
        return self.chance < CLEAR


Contrasts = Mapping[uuid.UUID, tuple[Contrast, ...]]


def contrast(heard: Iterable[Heard], minimum: Minimum) -> dict[uuid.UUID, tuple[Contrast, ...]]:
    """Compare every finding in every segment with the other segments, by theme.

    Compared is only what everybody may see: findings, and segments that are large enough and
    leave others that are. A client that speaks for two segments counts in the first compared.
    """
    pairs = [
        (theme, segment, difference)
        for theme, tally, asked in heard
        if tally.is_finding(minimum) and minimum.allows(asked.whole)
        for segment, difference in _once(list(_compared(tally, asked, minimum)))
    ]
    chances = holm([difference.chance for _, _, difference in pairs])
    found: dict[uuid.UUID, tuple[Contrast, ...]] = {}
    for (theme, segment, difference), chance in zip(pairs, chances, strict=True):
        one = Contrast(theme, segment, difference, chance)
        found[theme] = (*found.get(theme, ()), one)
    return found


def clear(found: Contrasts) -> list[Contrast]:
    """Return the differences that may be told, the clearest first."""
    every = [each for contrasts in found.values() for each in contrasts if each.is_clear]
    return sorted(every, key=lambda one: (one.chance, -abs(one.difference.value), one.segment))


def compared(found: Contrasts) -> int:
    """Return how many comparisons were made."""
    return sum(len(contrasts) for contrasts in found.values())


def _once(pairs: list[Compared]) -> list[Compared]:
    """Keep one of two segments held against each other: the one that names the theme more.

    So are two that make up nearly all who were asked, beside whom the others hardly count.
    """
    largest = sorted(pairs, key=lambda pair: -pair[1].here.base)[:2]
    if len(largest) < 2:
        return pairs
    asked = largest[0][1].here.base + largest[0][1].there.base
    together = sum(difference.here.base for _, difference in largest)
    if len(pairs) > 2 and together < NEARLY_ALL * asked:
        return pairs
    mirrored = min(largest, key=lambda pair: pair[1].value)
    return [pair for pair in pairs if pair is not mirrored]


def _compared(tally: Tally, asked: Asked, minimum: Minimum) -> Iterator[Compared]:
    hidden = minimum.withheld(asked.segments)
    for segment, here in sorted(asked.segments.items(), key=lambda pair: in_order(pair[0])):
        there = _others(asked.segments, segment)
        if segment in hidden or not (minimum.allows(here) and minimum.allows(there)):
            continue
        named = tally.segments.get(segment, Group()).firms
        others = _others(tally.segments, segment).firms & there.firms
        yield segment, compare((len(named), len(here.firms)), (len(others), len(there.firms)))


def in_order(segment: str) -> tuple[int, str]:
    """Return the place of a segment in every list: current, lost, former, prospect, others."""
    known = list(Segment)
    return known.index(Segment(segment)) if segment in known else len(known), segment


def _others(segments: Mapping[str, Group], segment: str) -> Group:
    """Return everyone of the other segments; their firms are none of this segment's."""
    whole = united(group for key, group in segments.items() if key != segment)
    return Group(whole.people, whole.firms - segments.get(segment, Group()).firms)
