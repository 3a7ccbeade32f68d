"""Themes with their sub-themes: the parts of each that are really there."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.hierarchy.cut import owner
from findings.naming import is_said
from findings.services.grains.standing import Hierarchy


@dataclass(frozen=True)
class SubTheme:
    """A part of a theme; `depth` is 1 below the theme, 2 below another sub-theme, and so on.

    `labels` are its names by language, `count` is how many of the theme's texts it holds, which
    are `texts`.
    """

    key: str
    labels: Mapping[str, str]
    count: int
    depth: int
    texts: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return its name in a language, else in English, else in whatever there is."""
        some = next(iter(self.labels.values()), self.key)
        return str(self.labels.get(language) or self.labels.get("en") or some)

    def is_said(self, language: str) -> bool:
        """Say whether that name is somebody's words."""
        return is_said(self.name(language), self.texts)


@dataclass(frozen=True)
class Nested:
    """What stands below a theme, and `broader`: the theme it would be part of with fewer themes."""

    parts: tuple[SubTheme, ...] = ()
    broader: str = ""


def nest(hierarchy: Hierarchy) -> dict[uuid.UUID, Nested]:
    """Return what is below and above each theme of the cut in force, by the theme's id."""
    own = hierarchy.owners(hierarchy.position)
    standing = set(own.values())
    below: dict[str, list[SubTheme]] = {key: [] for key in standing}
    depths: dict[str, int] = {}
    for key in _from_above(hierarchy):
        within = [n for n in own if _is_in(hierarchy, n, key)]
        homes = {own[n] for n in within}
        if key in standing or not hierarchy.rows[key].is_clear or len(homes) != 1:
            continue
        home = homes.pop()
        depths[key] = depths.get(hierarchy.grains[key].part_of, 0) + 1
        labels = hierarchy.rows[key].labels
        count, texts = hierarchy.count(within), hierarchy.texts_of(within)
        below[home].append(SubTheme(key, labels, count, depths[key], texts))
    return {
        hierarchy.themes[key].id: Nested(tuple(below[key]), _broader(hierarchy, key, standing))
        for key in standing
        if key in hierarchy.themes
    }


def _from_above(hierarchy: Hierarchy) -> list[str]:
    """Order the grains so that each stands behind what it is part of, beside its like."""
    below: dict[str, list[str]] = {}
    for key, grain in hierarchy.grains.items():
        below.setdefault(grain.part_of, []).append(key)
    ordered: list[str] = []
    waiting = below.get("", [])[::-1]
    while waiting:
        key = waiting.pop()
        ordered.append(key)
        waiting += below.get(key, [])[::-1]
    return ordered


def _is_in(hierarchy: Hierarchy, key: str, part: str) -> bool:
    return owner(hierarchy.grains, key, hierarchy.grains[part].stands_from) == part


def _broader(hierarchy: Hierarchy, key: str, standing: set[str]) -> str:
    above = hierarchy.grains[key].part_of
    while above and above not in standing:
        above = hierarchy.grains[above].part_of
    return above
