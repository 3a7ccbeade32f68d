"""From counted themes to what the report says of how far they carry."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from findings.contrasts import Contrast as Found
from findings.contrasts import clear, compared
from findings.services.counting import Counted
from findings.services.strength import JUDGED_BY, Hearing, compare_segments, fillings
from findings.services.strength import Filling as Filled
from reports.document.strength import ALL, Contrast, Filling, Stop, Strength
from reports.estimates import Share
from research.small_groups import Minimum


def strength(
    counted: Sequence[Counted],
    heard: Sequence[Hearing],
    minimum: Minimum,
    keys: Mapping[uuid.UUID, str],
) -> Strength:
    """Return the clear differences of themes the report has, by their *keys*, and saturation."""
    found = compare_segments(counted, minimum)
    return Strength(
        compared=compared(found),
        contrasts=tuple(_contrast(each, keys[each.theme]) for each in _told(clear(found), keys)),
        fillings=tuple(_fillings(fillings(heard, minimum))),
        base=JUDGED_BY[0],
        run=JUDGED_BY[1],
    )


def _told(found: Iterable[Found], keys: Mapping[uuid.UUID, str]) -> list[Found]:
    return [each for each in found if each.theme in keys]


def _contrast(found: Found, key: str) -> Contrast:
    here, there = found.difference.here, found.difference.there
    return Contrast(
        theme=key,
        segment=found.segment,
        here=Share(here.count, here.base),
        there=Share(there.count, there.base),
        low=round(found.difference.low, 4),
        high=round(found.difference.high, 4),
    )


def _fillings(filled: Iterable[Filled]) -> Iterable[Filling]:
    for each in filled:
        whole = each.saturation
        if whole:
            yield Filling(
                segment=each.segment or ALL,
                people=whole.people,
                themes=whole.themes,
                mean=tuple(round(value, 2) for value in whole.mean),
                low=whole.low,
                high=whole.high,
                stops=tuple(
                    Stop(
                        s.threshold,
                        s.typical,
                        round(whole.found(s.typical), 2) if s.typical else 0.0,
                    )
                    for s in whole.stops
                ),
            )
