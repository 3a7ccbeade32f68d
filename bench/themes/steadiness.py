"""Whether themes hold: when some texts are gone, and when a person has decided about them."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.corpus import Analysis, Decision, Known, KnownTheme, Passage, ThemeFound, UnitKey

SEED, GONE = 1, 0.1
#: How many decisions of each sort a person makes in the trial, as far as there are themes.
OF_EACH = 5
#: As many texts tell the analysis what a theme is about in the product.
EXAMPLES = 20


def tenth_gone(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages without a tenth of them, drawn at random."""
    gone = random.Random(SEED).sample(range(len(passages)), round(GONE * len(passages)))
    left = set(range(len(passages))) - set(gone)
    return [passages[number] for number in sorted(left)]


def pairs_kept(first: Analysis, fewer: Analysis) -> float:
    """Return the share of pairs together in the first run, both in the other, that still are."""
    after = {unit.passage_id: unit.theme_id for unit in fewer.units}
    themes = [
        (unit.theme_id, after[unit.passage_id])
        for unit in first.units
        if unit.passage_id in after and unit.theme_id
    ]
    before = sum(_pairs(count) for count in Counter(old for old, _ in themes).values())
    still = sum(_pairs(count) for pair, count in Counter(themes).items() if pair[1])
    return still / before if before else 1.0


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


@dataclass(frozen=True)
class Promise:
    """What a re-run must keep: a theme's name, a unit's theme, all of a theme, or a unit's absence.

    `units` are those the theme must hold; `label` is the name it must have; `only` says that the
    theme may hold no others; `never` are units it must not hold.
    """

    theme: str
    label: str = ""
    units: frozenset[UnitKey] = frozenset()
    never: frozenset[UnitKey] = frozenset()
    only: bool = False


def decide(first: Analysis) -> tuple[Known, list[Promise]]:
    """Rename, lock, move and reject in the themes of a first run, drawn at random.

    Returns what the next run is told, and what it has to keep.
    """
    drawn = random.Random(SEED)
    large = [theme for theme in first.themes if len(theme.units) > 2]
    drawn.shuffle(large)
    renamed, locked, left, joined = (large[at::4][:OF_EACH] for at in range(4))
    moved = _moves(first, left, joined)
    rejected = {(_keys(first, theme)[-1], theme.id) for theme in renamed}
    settled = {key: theme.id for theme in locked for key in _keys(first, theme)} | moved
    decisions = tuple(Decision(*key, theme_id=theme) for key, theme in settled.items())
    themes = tuple(_known(first, theme, renamed, locked) for theme in first.themes)
    known = Known(themes, decisions, frozenset(rejected))
    return known, _promises(first, renamed, locked, moved, rejected)


def _keys(found: Analysis, theme: ThemeFound) -> list[UnitKey]:
    return [found.units[number].key for number in theme.units]


def _moves(
    first: Analysis, left: Sequence[ThemeFound], joined: Sequence[ThemeFound]
) -> dict[UnitKey, str]:
    return {_keys(first, old)[0]: new.id for old, new in zip(left, joined, strict=False)}


def _known(
    first: Analysis,
    theme: ThemeFound,
    renamed: Sequence[ThemeFound],
    locked: Sequence[ThemeFound],
) -> KnownTheme:
    sure = sorted(theme.units, key=lambda number: -first.units[number].theme_score)
    return KnownTheme(
        id=theme.id,
        labels={"en": _new_name(theme)} if theme in renamed else theme.labels,
        kind=theme.kind,
        stage=theme.stage,
        locked=theme in locked,
        examples=tuple(first.units[number].text for number in sure[:EXAMPLES]),
    )


def _new_name(theme: ThemeFound) -> str:
    return f"Renamed: {theme.label('en')}"


def _promises(
    first: Analysis,
    renamed: Sequence[ThemeFound],
    locked: Sequence[ThemeFound],
    moved: dict[UnitKey, str],
    rejected: set[tuple[UnitKey, str]],
) -> list[Promise]:
    names = [Promise(theme.id, label=_new_name(theme)) for theme in renamed]
    locks = [Promise(t.id, units=frozenset(_keys(first, t)), only=True) for t in locked]
    moves = [Promise(theme, units=frozenset({key})) for key, theme in moved.items()]
    never = [Promise(theme, never=frozenset({key})) for key, theme in sorted(rejected)]
    return [*names, *locks, *moves, *never]


def overturned(promises: Sequence[Promise], again: Analysis) -> int:
    """Count the decisions that the second run did not keep."""
    themes = {theme.id: theme for theme in again.themes}
    held = {theme.id: frozenset(_keys(again, theme)) for theme in again.themes}
    return sum(not _is_kept(each, themes.get(each.theme), held) for each in promises)


def _is_kept(
    promise: Promise, theme: ThemeFound | None, held: dict[str, frozenset[UnitKey]]
) -> bool:
    if theme is None:
        # A theme whose texts are all elsewhere is not in the result; only absence holds then.
        return not promise.units and not promise.label
    units = held[theme.id]
    named = not promise.label or theme.label("en") == promise.label
    whole = units == promise.units if promise.only else promise.units <= units
    return named and whole and not promise.never & units
