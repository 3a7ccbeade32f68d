"""What another cut would change, and what it can only offer because people have judged it."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.hierarchy.cut import owner
from findings.services.grains.standing import Hierarchy


@dataclass(frozen=True)
class Change:
    """`part` joins `whole`, or comes out of it (`is_finer`), with `count` of its texts.

    One that is `offered` touches what people have judged: it is proposed and not done.
    """

    part: str
    whole: str
    is_finer: bool
    count: int
    offered: bool = False


def changes(hierarchy: Hierarchy, position: int) -> list[Change]:
    """Return what going to a cut does, and after it what it offers."""
    now, then = hierarchy.owners(hierarchy.position), hierarchy.owners(position)
    done = [*_finer(hierarchy, now, then), *_coarser(hierarchy, now, then)]
    return [*done, *offers(hierarchy, position)]


def _finer(hierarchy: Hierarchy, now: dict[str, str], then: dict[str, str]) -> Iterator[Change]:
    for part in sorted(set(then.values()) - set(now.values())):
        own = [key for key, standing in then.items() if standing == part]
        yield Change(part, now[own[0]], is_finer=True, count=hierarchy.count(own))


def _coarser(hierarchy: Hierarchy, now: dict[str, str], then: dict[str, str]) -> Iterator[Change]:
    for part in sorted(set(now.values()) - set(then.values())):
        own = [key for key, standing in now.items() if standing == part]
        yield Change(part, then[own[0]], is_finer=False, count=hierarchy.count(own))


def offers(hierarchy: Hierarchy, position: int) -> list[Change]:
    """Return what a cut would do to themes people have judged."""
    own = hierarchy.owners(position)
    return [*_joins_offered(hierarchy, own, position), *_parts_offered(hierarchy, own, position)]


def _joins_offered(hierarchy: Hierarchy, own: dict[str, str], position: int) -> Iterator[Change]:
    standing = set(own.values())
    for part in sorted(standing):
        grain = hierarchy.grains[part]
        if grain.stands_from <= position:
            continue
        whole = _standing(hierarchy, grain.part_of, standing)
        if whole and whole != part:
            keys = [key for key, owner_ in own.items() if owner_ == part]
            yield Change(part, whole, is_finer=False, count=hierarchy.count(keys), offered=True)


def _standing(hierarchy: Hierarchy, key: str, standing: set[str]) -> str:
    """Return the first of a grain and of what it is part of that stands by itself."""
    while key and key not in standing:
        key = hierarchy.grains[key].part_of
    return key


def _parts_offered(hierarchy: Hierarchy, own: dict[str, str], position: int) -> Iterator[Change]:
    parts: dict[tuple[str, str], int] = {}
    for key, whole in own.items():
        free = owner(hierarchy.grains, key, position)
        is_held = hierarchy.inside.get(key) == whole
        if is_held and free != whole and _is_within(hierarchy, free, whole):
            parts[free, whole] = parts.get((free, whole), 0) + hierarchy.sizes[key]
    for (part, whole), count in sorted(parts.items()):
        yield Change(part, whole, is_finer=True, count=count, offered=True)


def _is_within(hierarchy: Hierarchy, key: str, whole: str) -> bool:
    while key and key != whole:
        key = hierarchy.grains[key].part_of
    return bool(key)
