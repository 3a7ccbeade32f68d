"""Units into themes: what a person decided holds, what is near joins, the rest makes new themes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.clustering import LARGEST_GRAPH, ThemeSpace, group, spread_places
from analysis.corpus import Known, KnownTheme, Options, UnitKey
from analysis.staging import pull
from analysis.units import Material
from analysis.vectors import Matrix, Places, Rows, unit_rows

# A unit joins a known theme when it is as near to its centre as most of its examples are, within
# these bounds; a unit that would stand alone is let in at the lower one.
NEAREST_BAR, FARTHEST_BAR, LONELY_BAR = 0.6, 0.4, 0.25
# So many texts of a theme are enough to choose its name, key phrases and quotes from. Where more
# than so many would be read altogether they are shared out, but each theme has the fewest.
MOST_READ, ALTOGETHER, FEWEST_READ = 4000, 50_000, 40


@dataclass
class Group:
    """Rows of the material that make one theme, of which `known` is the old one if there is one.

    `scores` holds, for each row, the probability that it belongs here; parts of a theme may share
    the theme's own. Only groups of one `pool`
    may be joined: they are of one kind, and their vectors can be compared.
    """

    rows: list[int] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    known: KnownTheme | None = None
    pool: int = 0

    def add(self, row: int, score: float) -> None:
        """Let a row in."""
        self.rows.append(row)
        self.scores[row] = score


@dataclass(frozen=True)
class _Pool:
    """Rows that may share a theme, and the known themes they may join."""

    rows: tuple[int, ...]
    themes: tuple[KnownTheme, ...]


@dataclass(frozen=True)
class _Place:
    """The free rows of a pool in the space of themes, with the examples of the known themes."""

    rows: tuple[int, ...]
    space: Rows
    examples: Mapping[str, Matrix]


def find_groups(material: Material, known: Known, options: Options) -> list[Group]:
    """Return the themes as groups of rows; a row stands in one group at most.

    Only kinds that the options name get themes. A locked theme gets what was decided and no more;
    a rejected pair is never made again. Equal texts of a new theme stay together.
    """
    groups: list[Group] = []
    decided = {each.key: each.theme_id for each in known.decisions if each.theme_id}
    for number, pool in enumerate(_pools(material, known, options, decided)):
        if not pool.rows:
            continue
        themes = {theme.id: Group(known=theme) for theme in pool.themes}
        free = _keep_decided(material, pool, themes, decided)
        place = _place(material, free, pool.themes)
        left = _join_known(material, place, themes, known)
        found = [each for each in themes.values() if each.rows]
        found += _new_groups(material, place, left, options)
        groups += [replace(each, pool=number) for each in found]
    return groups


def spread(rows: Sequence[int], most: int) -> list[int]:
    """Return at most so many of `rows`, evenly spread."""
    if len(rows) <= most:
        return list(rows)
    return [rows[n] for n in np.linspace(0, len(rows) - 1, most).astype(np.int64)]


def most_read(groups: Sequence[Group]) -> int:
    """Return how many texts of each group are read for what it is called and quoted by."""
    if sum(min(len(each.rows), MOST_READ) for each in groups) <= ALTOGETHER:
        return MOST_READ
    return min(MOST_READ, max(ALTOGETHER // len(groups), FEWEST_READ))


def space_of(material: Material, rows: Sequence[int]) -> Matrix:
    """Return (rows, dimensions): these rows in the space themes are found in."""
    return _place(material, rows, ()).space[:]


def _pools(
    material: Material, known: Known, options: Options, decided: Mapping[UnitKey, str]
) -> Iterator[_Pool]:
    kind_of = {theme.id: theme.kind for theme in known.themes}
    kinds = list(material.kinds)
    for row, draft in enumerate(material.drafts if decided else ()):
        # A person who puts a unit into a theme of pains has said that it is one.
        kinds[row] = kind_of.get(decided.get(draft.key, ""), kinds[row])
    wanted: Sequence[str | None] = [None] if options.all_kinds else options.kinds
    for kind in wanted:
        rows = [row for row, own in enumerate(kinds) if kind in (None, own)]
        themes = tuple(theme for theme in known.themes if kind in (None, theme.kind))
        yield from _by_language(material, rows, themes)
    # What a person has placed stays there, though this kind is not searched for themes.
    for kind in () if options.all_kinds else sorted({*kind_of.values()} - {*options.kinds}):
        themes = tuple(theme for theme in known.themes if theme.kind == kind)
        ids = {theme.id for theme in themes}
        rows = [row for row, each in enumerate(material.drafts) if decided.get(each.key) in ids]
        yield from _by_language(material, rows, themes)


def _by_language(
    material: Material, rows: Sequence[int], themes: tuple[KnownTheme, ...]
) -> Iterator[_Pool]:
    """Keep languages apart where their vectors cannot be compared."""
    if material.speaks_across:
        yield _Pool(tuple(rows), themes)
        return
    for language in sorted({material.drafts[row].language for row in rows}):
        of_language = [row for row in rows if material.drafts[row].language == language]
        yield _Pool(tuple(of_language), themes)


def _keep_decided(
    material: Material, pool: _Pool, themes: Mapping[str, Group], decided: Mapping[UnitKey, str]
) -> list[int]:
    if not decided:
        return list(pool.rows)
    free = []
    for row in pool.rows:
        theme = themes.get(decided.get(material.drafts[row].key, ""))
        if theme:
            theme.add(row, 1.0)
        else:
            free.append(row)
    return free


def _place(material: Material, rows: Sequence[int], themes: Sequence[KnownTheme]) -> _Place:
    """Learn the space from the rows, or a sample of many, and the examples; put them into it."""
    told = {theme.id: material.examples[theme.id] for theme in themes}
    own, drafts = np.array(rows, np.int64), material.drafts
    sample = own[spread_places(len(own))]
    languages = [drafts[row].language for row in sample]
    for each in told.values():
        languages += each.languages
    vectors = [material.vectors[sample], *(each.vectors for each in told.values())]
    place = ThemeSpace(material.head, np.concatenate(vectors), languages)

    def put(places: Places) -> Matrix:
        chosen = own[places]
        spoken = [drafts[row].language for row in chosen.tolist()]
        return place(material.vectors[chosen], spoken, pull(material.asked[chosen]))

    examples = {
        key: place(each.vectors, each.languages, pull(each.asked)) for key, each in told.items()
    }
    return _Place(tuple(rows), _held(Rows(len(own), put)), examples)


def _held(rows: Rows) -> Rows:
    """Keep few rows; many are worked out anew, in half the width, wherever they are read."""
    if len(rows) <= LARGEST_GRAPH:
        return Rows.of(rows[:])
    return rows.then(lambda block, _: block.astype(np.float32, copy=False))


def _join_known(
    material: Material, place: _Place, themes: Mapping[str, Group], known: Known
) -> list[int]:
    """Let rows join the known theme they are nearest to; return the places of those left over."""
    open_ids = [theme.id for theme in known.themes if theme.id in themes and not theme.locked]
    open_ids = [theme for theme in open_ids if len(place.examples[theme])]
    if not open_ids or not place.rows:
        return list(range(len(place.rows)))
    centres = unit_rows(np.stack([place.examples[theme].mean(axis=0) for theme in open_ids]))
    likeness = place.space.reduce(lambda rows, _: rows @ centres.T)
    likeness = likeness + _retold(material, place, open_ids)
    likeness = np.where(_rejected(material, place, open_ids, known), -np.inf, likeness)
    bars = [
        _bar(place.examples[theme], centre) for theme, centre in zip(open_ids, centres, strict=True)
    ]
    return _let_in(place, likeness, np.array(bars), [themes[theme] for theme in open_ids])


def _let_in(place: _Place, likeness: Matrix, bars: Matrix, groups: Sequence[Group]) -> list[int]:
    left = []
    for number, row in enumerate(place.rows):
        best = int(likeness[number].argmax())
        if likeness[number, best] >= bars[best]:
            groups[best].add(row, float(min(1.0, likeness[number, best])))
        else:
            left.append(number)
    return left


def _bar(examples: Matrix, centre: Matrix) -> float:
    own = examples @ centre
    return float(np.clip(own.mean() - own.std(), FARTHEST_BAR, NEAREST_BAR))


def _retold(material: Material, place: _Place, themes: Sequence[str]) -> Matrix:
    """Add a full cosine where a row's text is one of a theme's examples: it stays where it was."""
    told: dict[str, list[int]] = {}
    for number, theme in enumerate(themes):
        for text in frozenset(material.examples[theme].texts):
            told.setdefault(text, []).append(number)
    table = np.zeros((len(place.rows), len(themes)), np.float32)
    for number, row in enumerate(place.rows):
        table[number, told.get(material.drafts[row].text, [])] = 1.0
    return table


def _rejected(material: Material, place: _Place, themes: Sequence[str], known: Known) -> Matrix:
    table = np.zeros((len(place.rows), len(themes)), bool)
    at = {material.drafts[row].key: number for number, row in enumerate(place.rows)}
    for key, theme in known.rejected:
        if key in at and theme in themes:
            table[at[key], themes.index(theme)] = True
    return table


def _new_groups(
    material: Material, place: _Place, left: Sequence[int], options: Options
) -> list[Group]:
    if not left:
        return []
    texts = [material.drafts[place.rows[number]].text for number in left]
    first, of_text = _distinct(texts)
    chosen = np.array(left, np.int64)[first]
    space = Rows(len(chosen), lambda places: place.space[chosen[places]])
    found = group(space, seed=options.seed)
    themes, scores = found.labels[of_text], found.scores[of_text].tolist()
    groups = [Group() for _ in range(len(found.centres))]
    for number, theme, score in zip(left, themes.tolist(), scores, strict=True):
        groups[theme].add(place.rows[number], score)
    return [each for each in groups if each.rows]


def _distinct(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return where each distinct text stands first, and which of those each text is."""
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        first.setdefault(text, place)
    number = {text: count for count, text in enumerate(first)}
    return list(first.values()), [number[text] for text in texts]
