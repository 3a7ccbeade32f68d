"""Themes found in whatever way, nested by their units: which one a coarser cut joins to which."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from analysis.corpus import ThemeFound, Unit
from analysis.hierarchy.cut import NOTHING, Grain, owners
from analysis.hierarchy.grains import CLEAR, LEAST_PART
from analysis.hierarchy.tree import Join, join_pieces
from analysis.vectors import Matrix


def nest(
    themes: Sequence[ThemeFound], units: Sequence[Unit], space: Matrix
) -> tuple[ThemeFound, ...]:
    """Return the themes, each with its place among the coarser cuts.

    Row i of `space` is unit i. Themes of one kind are joined step by step, those first whose
    joining adds least to the spread within; the last of each kind stands at every cut.
    """
    steps: list[tuple[float, int, Join]] = []
    # One thread: the order of two joins may hang on the last bit.
    with threadpool_limits(limits=1, user_api="blas"):
        for kind in sorted({theme.kind for theme in themes}):
            own = [n for n, theme in enumerate(themes) if theme.kind == kind]
            steps += _steps(themes, own, units, space)
    found = list(themes)
    for step, (_, _, join) in enumerate(sorted(steps, key=lambda each: each[:2])):
        found[join.part] = replace(
            themes[join.part],
            part_of=themes[join.trunk].id,
            stands_from=len(themes) - step,
            is_clear=join.gap >= CLEAR and join.least >= LEAST_PART,
        )
    return tuple(found)


def owners_at(themes: Sequence[ThemeFound], count: int) -> dict[str, str]:
    """Return, by the id of each theme, the one it stands in when there are `count` themes.

    Known themes are joined to none, and none is joined to them.
    """
    grains = {each.id: Grain(each.id, each.part_of or NOTHING, each.stands_from) for each in themes}
    return owners(grains, count, {each.id for each in themes if not each.is_new})


def _steps(
    themes: Sequence[ThemeFound], own: Sequence[int], units: Sequence[Unit], space: Matrix
) -> list[tuple[float, int, Join]]:
    """Return the joins of one kind with their order; a unit of two themes counts for its first."""
    place = {themes[number].id: piece for piece, number in enumerate(own)}
    rows = [row for row, unit in enumerate(units) if unit.theme_id in place]
    pieces = np.array([place[str(units[row].theme_id)] for row in rows], np.int64)
    heard = np.unique(pieces)
    if len(heard) < 2:
        return []
    kept = [not themes[own[piece]].is_new for piece in heard]
    labels = np.searchsorted(heard, pieces)
    _, joins = join_pieces(space[rows], labels, np.arange(len(heard)), kept)
    numbers = [own[piece] for piece in heard]
    height, steps = 0.0, []
    for step, join in enumerate(joins):
        height = max(height, join.height)
        named = replace(join, part=numbers[join.part], trunk=numbers[join.trunk])
        steps.append((height, own[0] + step, named))
    return steps
