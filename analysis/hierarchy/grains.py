"""The parts that are really there within each theme, and the order in which all grow together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.clustering import LARGEST_GRAPH, Labels, group
from analysis.hierarchy.cut import NOTHING, Grain, owner, owners
from analysis.hierarchy.tree import Join, join_pieces
from analysis.theming import Group, space_of, spread
from analysis.units import Material
from analysis.vectors import Matrix, unit_rows

# Fewer distinct texts than this have no parts; of more than the most, a spread sample shows them.
LEAST_WHOLE, MOST_READ = 6, 150
# Parts are found in every theme by itself, so fewer samples bring each one's to one than the themes
# of a corpus; fewer still where texts are so many that only a sample of them is compared.
SAMPLES, SAMPLES_OF_MANY = 100, 16
# Nobody looks through more parts of one theme; below them it is not cut any further.
MOST_PARTS = 8
# A part is really there when it and the rest hold so many distinct texts each, and a text is on
# average by so much more like its own side than like the other. On four labelled sets 7 of 10
# such cuts part two labels, of all cuts tried 11 of 20 (docs/decisions).
LEAST_PART, CLEAR = 3, 0.2


@dataclass(frozen=True)
class Branch:
    """A theme or a part of one, with the rows it has when it comes to stand by itself.

    It does so from `stands_from` themes on; with fewer it is part of branch number `part_of`, None
    for the last of its pool. `is_clear` says whether it is really there beside the other.
    """

    group: Group
    part_of: int | None = None
    stands_from: int = 0
    is_clear: bool = True


@dataclass(frozen=True)
class _Piece:
    """A leaf of the tree: all rows of it, and the branch whose name it bears."""

    rows: list[int]
    theme: int


def grow(material: Material, groups: Sequence[Group], seed: int = 0) -> list[Branch]:
    """Return a branch for each of `groups`, in their order, then one for each part within them.

    With as many themes as there are groups, every branch of a group stands by itself and no part
    does.
    """
    pieces: list[_Piece] = []
    within: list[tuple[float, int, Join]] = []
    between: list[tuple[float, int, Join]] = []
    for pool in sorted({each.pool for each in groups}):
        own = [n for n, each in enumerate(groups) if each.pool == pool]
        found, inner, outer = _grow_pool(material, groups, own, seed)
        within += _ordered(inner, len(pieces))
        between += _ordered(outer, len(pieces))
        pieces += found
    joins = [join for _, _, join in [*sorted(within, key=_place), *sorted(between, key=_place)]]
    return _branches(groups, pieces, joins, inner=len(within))


def _place(ordered: tuple[float, int, Join]) -> tuple[float, int]:
    return ordered[:2]


def _ordered(joins: Sequence[Join], offset: int) -> Iterator[tuple[float, int, Join]]:
    """Number the pieces of a pool on from those before; no join is lower than one before it."""
    height = 0.0
    for place, join in enumerate(joins):
        height = max(height, join.height)
        yield (
            height,
            offset + place,
            replace(join, part=join.part + offset, trunk=join.trunk + offset),
        )


def _grow_pool(
    material: Material, groups: Sequence[Group], own: Sequence[int], seed: int
) -> tuple[list[_Piece], list[Join], list[Join]]:
    is_large = sum(len(groups[number].rows) for number in own) > LARGEST_GRAPH
    samples = SAMPLES_OF_MANY if is_large else SAMPLES
    read = [_read_rows(material, groups[number]) for number in own]
    space = space_of(material, [row for rows in read for row in rows])
    parts = np.split(space, np.cumsum([len(rows) for rows in read])[:-1])
    pieces: list[_Piece] = []
    labels: list[Labels] = []
    for number, rows, part in zip(own, read, parts, strict=True):
        found = _parts(part, seed, samples)
        labels.append(found + len(pieces))
        told = _all_rows(material, groups[number], rows, found)
        pieces += [_Piece(each, number) for each in told]
    kept = [each.known is not None for each in groups]
    themes = np.array([piece.theme for piece in pieces], np.int64)
    return pieces, *join_pieces(space, np.concatenate(labels), themes, kept)


def _read_rows(material: Material, each: Group) -> list[int]:
    """Return a row for each distinct text, a spread sample of them where they are many."""
    first: dict[str, int] = {}
    for row in sorted(each.rows):
        first.setdefault(material.drafts[row].text, row)
    return spread(list(first.values()), MOST_READ)


def _parts(space: Matrix, seed: int, samples: int) -> Labels:
    """Cut one theme by the method that found it; a text that stands alone joins the nearest."""
    if len(space) < LEAST_WHOLE:
        return np.zeros(len(space), np.int64)
    labels = group(space, seed=seed, samples=samples).labels
    sizes = np.bincount(labels)
    if (sizes > 1).sum() < 2:
        return np.zeros(len(space), np.int64)
    sums = np.zeros((len(sizes), space.shape[1]), np.float32)
    np.add.at(sums, labels, space)
    likeness = space @ unit_rows(sums).T
    likeness[:, sizes == 1] = -np.inf
    joined = np.where(sizes[labels] == 1, likeness.argmax(axis=1), labels)
    return _at_most(space, np.unique(joined, return_inverse=True)[1].astype(np.int64))


def _at_most(space: Matrix, labels: Labels) -> Labels:
    """Join the parts that are least told apart until no more are left than anybody looks at."""
    count = int(labels.max()) + 1
    if count <= MOST_PARTS:
        return labels
    joins, _ = join_pieces(space, labels, np.zeros(count, np.int64), [False])
    for join in joins[: count - MOST_PARTS]:
        labels = np.where(labels == join.part, join.trunk, labels)
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _all_rows(
    material: Material, each: Group, rows: Sequence[int], labels: Labels
) -> list[list[int]]:
    """Return all rows of a group by part: those that were read, the same texts, the rest nearby."""
    of_text = {
        material.drafts[row].text: int(label) for row, label in zip(rows, labels, strict=True)
    }
    parts: list[list[int]] = [[] for _ in range(int(labels.max(initial=0)) + 1)]
    far = [row for row in each.rows if material.drafts[row].text not in of_text]
    nearest = _nearest(material, rows, labels, far)
    for row in each.rows:
        text = material.drafts[row].text
        parts[of_text[text] if text in of_text else nearest[row]].append(row)
    return parts


def _nearest(
    material: Material, rows: Sequence[int], labels: Labels, far: Sequence[int]
) -> dict[int, int]:
    if not far:
        return {}
    sums = np.zeros((int(labels.max()) + 1, material.features.shape[1]), np.float32)
    np.add.at(sums, labels, material.features[list(rows)])
    best = (material.features[list(far)] @ unit_rows(sums).T).argmax(axis=1)
    return dict(zip(far, map(int, best), strict=True))


def _branches(
    groups: Sequence[Group], pieces: Sequence[_Piece], joins: Sequence[Join], *, inner: int
) -> list[Branch]:
    """Follow the joins from the pieces on; what is joined within a theme is a part of it."""
    # The last to be joined are the first to come out.
    parts = reversed([join.part for join in joins[:inner]])
    place = {part: len(groups) + number for number, part in enumerate(parts)}
    for piece, each in enumerate(pieces):
        place.setdefault(piece, each.theme)
    rows = [list(piece.rows) for piece in pieces]
    found = {number: Branch(each) for number, each in enumerate(groups)}
    for step, join in enumerate(joins):
        theme = groups[pieces[join.part].theme]
        found[place[join.part]] = Branch(
            group=theme if step >= inner else _part(theme, rows[join.part]),
            part_of=place[join.trunk],
            stands_from=len(pieces) - step,
            is_clear=join.gap >= CLEAR and join.least >= LEAST_PART,
        )
        rows[join.trunk] += rows[join.part]
    return [found[number] for number in sorted(found)]


def _part(theme: Group, rows: Sequence[int]) -> Group:
    return Group(sorted(rows), theme.scores, pool=theme.pool)


def grains(branches: Sequence[Branch], ids: Sequence[str]) -> dict[str, Grain]:
    """Return the grains of the branches, whose ids are `ids`."""
    return {
        key: Grain(key, NOTHING if each.part_of is None else ids[each.part_of], each.stands_from)
        for key, each in zip(ids, branches, strict=True)
    }


def cut(branches: Sequence[Branch], ids: Sequence[str], themes: int, count: int) -> list[Group]:
    """Return the groups there are with `count` themes in place of the `themes` that were found.

    They stand in the order of `branches`; one that is part of another is empty. Known themes keep
    what they have and take nothing in.
    """
    if count == themes:
        return [
            _with(each, each.group.rows if n < themes else ()) for n, each in enumerate(branches)
        ]
    named = grains(branches, ids)
    kept = {key for key, each in zip(ids, branches, strict=True) if each.group.known}
    inside = {key: owner(named, key, themes) for key in ids[themes:]}
    own = owners(named, count, kept, inside)
    place = {key: number for number, key in enumerate(ids)}
    # Parts stand behind what they are parts of, so the last to speak for a row is its own grain.
    leaf = {row: key for key, each in zip(ids, branches, strict=True) for row in each.group.rows}
    scores = {row: score for each in branches for row, score in each.group.scores.items()}
    found = [_with(each, ()) for each in branches]
    for row in sorted(leaf):
        found[place[own[leaf[row]]]].add(row, scores[row])
    return found


def _with(branch: Branch, rows: Sequence[int]) -> Group:
    own = branch.group
    return replace(own, rows=list(rows), scores=own.scores if rows else {})
