"""What the benchmark counts as steady."""

from dataclasses import replace

import pytest

from analysis.corpus import Analysis, Known, Passage, ThemeFound, Unit
from bench.themes.steadiness import decide, overturned, pairs_kept, tenth_gone


def found(themes):
    """Return an analysis whose themes hold the passages named in each word's letters."""
    units, places = [], {}
    for theme, passages in themes.items():
        places[theme] = tuple(range(len(units), len(units) + len(passages)))
        units += [unit(passage, theme) for passage in passages]
    told = tuple(
        ThemeFound(
            id=theme,
            labels={"en": theme.title()},
            label_source="words",
            kind="pain",
            stage=None,
            stages={},
            keywords={},
            units=rows,
            exemplars=rows[:1],
        )
        for theme, rows in places.items()
    )
    return Analysis(tuple(units), told)


def unit(passage, theme):
    return Unit(passage, 0, 1, passage, "en", "pain", 1.0, theme, 1.0, None, 0.0)


@pytest.mark.parametrize(
    ("after", "share"),
    [
        ({"x": "abcd", "y": "efg"}, 1.0),
        ({"other": "abcdefg"}, 1.0),
        ({"x": "abc", "y": "efg"}, 1.0),  # d is gone and counts nowhere
        ({"x": "ab", "z": "cd", "y": "efg"}, (1 + 1 + 3) / (6 + 3)),
        ({letter: letter for letter in "abcdefg"}, 0.0),
    ],
)
def test_pairs_kept_is_the_share_of_pairs_still_together(after, share):
    assert pairs_kept(found({"x": "abcd", "y": "efg"}), found(after)) == pytest.approx(share)


def test_a_tenth_of_the_passages_goes_and_the_rest_keeps_its_order():
    passages = [Passage(str(number), "text") for number in range(50)]
    left = tenth_gone(passages)
    assert len(left) == 45
    assert left == [each for each in passages if each in left]
    assert left == tenth_gone(passages)


TEN = {f"theme-{number}": f"{chr(97 + number)}{chr(65 + number)}{number}" for number in range(10)}


def kept(known):
    """Return the themes as a machine that obeys leaves them."""
    moved = {each.passage_id: each.theme_id for each in known.decisions}
    themes = {theme: [p for p in passages if p not in moved] for theme, passages in TEN.items()}
    for passage, theme in moved.items():
        themes[theme].append(passage)
    for (passage, *_), theme in known.rejected:
        themes[theme].remove(passage)
    labels = {theme.id: theme.labels for theme in known.themes}
    analysis = found(themes)
    named = tuple(replace(theme, labels=labels[theme.id]) for theme in analysis.themes)
    return replace(analysis, themes=named)


def test_whoever_keeps_every_decision_overturns_none():
    known, promises = decide(found(TEN))
    assert isinstance(known, Known)
    assert overturned(promises, kept(known)) == 0


def test_whoever_forgets_the_decisions_overturns_names_moves_and_rejections():
    known, promises = decide(found(TEN))
    renamed = sum(bool(promise.label) for promise in promises)
    moved = sum(bool(promise.units) and not promise.only for promise in promises)
    assert renamed == len(known.rejected) == 3
    assert overturned(promises, found(TEN)) == 2 * renamed + moved


def test_a_locked_theme_that_took_one_more_text_is_overturned():
    known, promises = decide(found(TEN))
    locked = next(theme.id for theme in known.themes if theme.locked)
    after = kept(known)
    extra = unit("new", locked)
    themes = tuple(
        replace(theme, units=(*theme.units, len(after.units))) if theme.id == locked else theme
        for theme in after.themes
    )
    assert overturned(promises, Analysis((*after.units, extra), themes)) == 1
