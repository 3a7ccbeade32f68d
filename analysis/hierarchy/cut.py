"""Any number of themes as one cut: which theme each grain stands in.

A grain is a theme or a part of one. It stands by itself when there are many themes, and with fewer
it is part of another grain; so each cut is a partition, a coarser cut joins what a finer one
parts, and one theme more or fewer changes one theme.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

#: Stands in the place of a grain that no other takes in.
NOTHING = ""


@dataclass(frozen=True)
class Grain:
    """`id` stands by itself from `stands_from` themes on; with fewer it is part of `part_of`."""

    id: str
    part_of: str = NOTHING
    stands_from: int = 0


Grains = Mapping[str, Grain]


def owner(grains: Grains, grain: str, count: int, kept: Collection[str] = ()) -> str:
    """Return the grain that `grain` stands in when there are `count` themes.

    What is `kept` (people have judged it) is not joined to another, and nothing is joined to it.
    """
    while grains[grain].stands_from > count:
        into = grains[grain].part_of
        if grain in kept or into in kept:
            break
        grain = into
    return grain


def owners(
    grains: Grains, count: int, kept: Collection[str] = (), inside: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the grain each grain's own texts stand in when there are `count` themes.

    `inside` names, for grains whose texts stand in a `kept` one, which that is: they stay there.
    """
    inside = inside or {}
    return {
        each: inside[each] if inside.get(each) in kept else owner(grains, each, count, kept)
        for each in grains
    }


def positions(grains: Grains) -> tuple[int, int]:
    """Return the fewest and the most themes there can be."""
    alone = sum(1 for each in grains.values() if each.part_of == NOTHING)
    return alone, len(grains)
