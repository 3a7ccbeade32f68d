"""Pieces joined step by step: below the themes until each is whole, then theme to theme.

Always the two are joined whose joining adds least to the spread within (Ward 1963): small things
go first, and what differs much stays apart longest. No theme is joined to another before all are
whole, so the themes given are one cut of the tree, and every coarser or finer cut differs from the
next by one join.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.clustering import Labels
from analysis.vectors import Matrix, unit_rows

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Join:
    """`part` is joined to `trunk`, which goes on under its number; both are numbers of pieces.

    `height` is what the joining adds to the spread within, `gap` how much more alike a unit is to
    its own side than to the other (a difference of cosines, averaged), `least` the number of units
    on the smaller side.
    """

    part: int
    trunk: int
    height: float
    gap: float
    least: int


def join_pieces(
    space: Matrix, pieces: Labels, themes: Labels, kept: Sequence[bool]
) -> tuple[list[Join], list[Join]]:
    """Return the joins within the themes and those between them, each from the finest on.

    `space` (n, d) holds the units, `pieces` (n,) the piece of each and `themes` (pieces,) the
    theme of each piece. The larger side is the trunk; but a theme that is `kept` never is the part
    of one that is not.
    """
    growing = _Growing(space, pieces, np.array([kept[theme] for theme in themes], bool))
    own = [np.flatnonzero(themes == theme) for theme in np.unique(themes)]
    within = [join for each in own for join in growing.join(each)]
    within.sort(key=lambda join: join.height)
    return within, growing.join(np.flatnonzero(growing.sizes))


class _Growing:
    """The pieces while they are joined; the size of one that was joined to another is 0."""

    def __init__(self, space: Matrix, pieces: Labels, kept: Flags) -> None:
        count = len(kept)
        self.space, self.kept = space, kept
        self.rows = [np.flatnonzero(pieces == piece) for piece in range(count)]
        self.sizes = np.array([len(rows) for rows in self.rows], np.float64)
        self.sums = np.stack([space[rows].sum(axis=0, dtype=np.float64) for rows in self.rows])

    def join(self, these: Labels) -> list[Join]:
        """Join these pieces until one is left."""
        costs = np.stack([self._costs(piece, these) for piece in these])
        nearest = costs.argmin(axis=1)
        joins: list[Join] = []
        for _ in range(len(these) - 1):
            one = int(costs[np.arange(len(these)), nearest].argmin())
            other = int(nearest[one])
            joined = self._join(int(these[one]), int(these[other]), float(costs[one, other]))
            joins.append(joined)
            for place in (one, other):
                costs[place] = costs[:, place] = self._costs(int(these[place]), these)
            # Only those that had one of the two for their nearest, or have it now, look again.
            far = costs[np.arange(len(these)), nearest]
            stale = (nearest == one) | (nearest == other)
            stale |= np.minimum(costs[:, one], costs[:, other]) < far
            stale[[one, other]] = True
            nearest[stale] = costs[stale].argmin(axis=1)
        return joins

    def _join(self, one: int, other: int, cost: float) -> Join:
        part, trunk = sorted((one, other), key=lambda n: (self.kept[n], self.sizes[n], -n))
        least = int(min(self.sizes[part], self.sizes[trunk]))
        joined = Join(part, trunk, cost, self._gap(part, trunk), least)
        self.rows[trunk] = np.concatenate([self.rows[trunk], self.rows[part]])
        self.sizes[trunk] += self.sizes[part]
        self.sums[trunk] += self.sums[part]
        self.sizes[part] = 0
        return joined

    def _costs(self, piece: int, these: Labels) -> NDArray[np.float64]:
        """Return what joining the piece to each of `these` would add, endlessly much to itself."""
        sizes, own = self.sizes[these], self.sizes[piece]
        if not own:
            return np.full(len(these), np.inf)
        apart = self.sums[these] / np.maximum(sizes, 1)[:, None] - self.sums[piece] / own
        costs: NDArray[np.float64] = sizes * own / (sizes + own) * np.square(apart).sum(axis=1)
        return np.where((sizes == 0) | (these == piece), np.inf, costs)

    def _gap(self, one: int, other: int) -> float:
        """Each unit is held against the rest of its side, so that it does not speak for itself."""
        found = []
        for own, far in ((one, other), (other, one)):
            units = self.space[self.rows[own]]
            rest = unit_rows(np.asarray(self.sums[own] - units, np.float32))
            away = unit_rows(np.asarray(self.sums[far][None, :], np.float32))
            found.append(np.einsum("ij,ij->i", units, rest) - units @ away[0])
        return float(np.concatenate(found).mean())
