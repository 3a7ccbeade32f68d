"""Themes at every grain: one hierarchy, each cut nested in the next, ids and decisions kept."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Corpus, Decision, Known, KnownTheme, Options, Passage, analyse
from analysis.hierarchy.cut import NOTHING, Grain, owner, owners, positions
from analysis.hierarchy.grains import MOST_PARTS
from analysis.hierarchy.tree import join_pieces
from analysis.vectors import Vectors, unit_rows
from tests.support.vectors import Hashes
from tests.unit.analysis.voices import PAINS

TEXTS = [
    f"Matter{a} side{b} word{n} of ours" for a in range(4) for b in range(2) for n in range(12)
]
CORPUS = Corpus(tuple(Passage(f"p{n:03}", text, "en") for n, text in enumerate(TEXTS)))
GRAINS = (0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 9.0)


class Planted(Hashes):
    """Four matters, each with two sides."""

    def embed(self, texts):
        rows = [self.row(text.split()[:2]) for text in texts]
        noise = super().embed(texts)
        return unit_rows(np.array(rows, np.float32).reshape(len(texts), 384) + noise)

    def row(self, words):
        return sum(super(Planted, self).embed(["".join(words[:n])])[0] for n in (1, 2))


@st.composite
def hierarchies(draw):
    """Grains joined one after the other to one of those that still stand, down to a few."""
    count = draw(st.integers(1, 12))
    standing, grains = list(range(count)), {}
    for step in range(count - draw(st.integers(1, count))):
        part = standing.pop(draw(st.integers(0, len(standing) - 1)))
        into = draw(st.sampled_from(standing))
        grains[f"g{part}"] = Grain(f"g{part}", f"g{into}", count - step)
    return grains | {f"g{each}": Grain(f"g{each}") for each in standing}


def partition(cut):
    groups = {}
    for each, own in cut.items():
        groups.setdefault(own, set()).add(each)
    return groups


def is_nested(finer, coarser):
    return all(any(one <= other for other in coarser.values()) for one in finer.values())


@given(hierarchies())
def test_each_step_is_one_theme_more_and_parts_exactly_one(grains):
    fewest, most = positions(grains)
    cuts = {count: partition(owners(grains, count)) for count in range(fewest, most + 1)}
    assert {count: len(cut) for count, cut in cuts.items()} == {count: count for count in cuts}
    for count in range(fewest, most):
        changed = {key for key, own in cuts[count].items() if own != cuts[count + 1].get(key)}
        assert len(changed) == 1
        assert is_nested(cuts[count + 1], cuts[count])


@given(hierarchies(), st.data())
def test_what_is_kept_stands_at_every_cut_and_the_number_only_grows(grains, data):
    kept = data.draw(st.sets(st.sampled_from(sorted(grains))))
    fewest, most = positions(grains)
    cuts = [owners(grains, count, kept) for count in range(fewest, most + 1)]
    assert all(cut[each] == each for cut in cuts for each in kept)
    numbers = [len(set(cut.values())) for cut in cuts]
    assert numbers == sorted(numbers)
    assert all(after - before <= 1 for before, after in pairwise(numbers))


@given(hierarchies(), st.data())
def test_what_stands_inside_a_kept_theme_stays_there(grains, data):
    kept = data.draw(st.sampled_from(sorted(grains)))
    inside = {each: kept for each in grains if owner(grains, each, 0) == kept}
    for count in range(len(grains) + 1):
        own = owners(grains, count, {kept}, inside)
        assert all(own[each] == kept for each in inside)


@given(st.integers(0, 1000), st.integers(2, 9))
def test_themes_are_whole_before_they_are_joined(seed, count):
    draw = np.random.default_rng(seed)
    pieces = np.concatenate([np.arange(count), draw.integers(0, count, 40)])
    space = draw.normal(size=(len(pieces), 5)).astype(np.float32)
    themes = np.sort(draw.integers(0, 3, count))
    themes = np.unique(themes, return_inverse=True)[1]
    kept = [bool(each) for each in draw.integers(0, 2, themes.max() + 1)]
    within, between = join_pieces(space, pieces, themes, kept)
    assert len(within) + len(between) == count - 1
    assert all(themes[join.part] == themes[join.trunk] for join in within)
    assert len(within) == count - len(set(themes))
    assert not any(kept[themes[j.part]] and not kept[themes[j.trunk]] for j in between)
    for joins in (within, between):
        heights = [join.height for join in joins]
        assert heights == pytest.approx(sorted(heights))


def test_two_things_are_told_apart_more_clearly_than_one():
    draw = np.random.default_rng(3)
    far = draw.normal(size=(20, 8)) * 0.1 + np.repeat(np.eye(8)[:2], 10, axis=0)
    near = draw.normal(size=(20, 8)) * 0.1 + np.eye(8)[0]
    pieces = np.repeat([0, 1], 10)
    gaps = []
    for points in (far, near):
        rows = points / np.linalg.norm(points, axis=1, keepdims=True)
        [[join], _] = join_pieces(rows.astype(np.float32), pieces, np.zeros(2, int), [False])
        gaps.append(join.gap)
    assert gaps[0] > 0.5
    assert gaps[1] < 0.1


@pytest.fixture(scope="module")
def cuts(stages):
    """The corpus at several grains."""
    vectors = Vectors(Planted())
    options = [Options(all_kinds=True, split=False, granularity=grain) for grain in GRAINS]
    return {
        each.granularity: analyse(CORPUS, stages, options=each, vectors=vectors) for each in options
    }


def units_of(found):
    return {theme.id: set(theme.units) for theme in found.themes}


def test_finer_and_coarser_are_cuts_of_one_hierarchy(cuts):
    sizes = [len(cuts[grain].themes) for grain in GRAINS]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[4] < sizes[-1]
    for coarse, fine in pairwise(GRAINS):
        assert is_nested(units_of(cuts[fine]), units_of(cuts[coarse]))


def test_a_theme_that_did_not_change_keeps_id_and_name(cuts):
    whole = {theme.id: theme for theme in cuts[1.0].themes}
    for found in cuts.values():
        for theme in found.themes:
            twin = whole.get(theme.id)
            assert not twin or theme.labels == twin.labels
            same = [key for key, other in whole.items() if other.units == theme.units]
            assert same in ([], [theme.id])


def test_every_cut_knows_all_the_others(cuts):
    known = [{each.id for each in (*found.themes, *found.parts)} for found in cuts.values()]
    assert all(ids == known[0] for ids in known)
    for found in cuts.values():
        places = {each.id: each for each in (*found.themes, *found.parts)}
        grains = {
            key: Grain(key, each.part_of or NOTHING, each.stands_from)
            for key, each in places.items()
        }
        standing = {theme.id for theme in found.themes}
        assert set(owners(grains, len(found.themes)).values()) == standing


def test_a_part_s_units_stand_in_what_it_is_part_of(cuts):
    found = cuts[1.0]
    places = {each.id: each for each in (*found.themes, *found.parts)}
    assert found.parts
    for part in found.parts:
        assert set(part.units) < set(places[part.part_of].units)


def test_a_large_theme_has_no_more_parts_than_anybody_looks_at(stages):
    texts = [f"Matter side word{n} of ours" for n in range(300)]
    corpus = Corpus(tuple(Passage(f"p{n:03}", text, "en") for n, text in enumerate(texts)))
    decisions = tuple(Decision(p.id, 0, len(p.text), theme_id="one") for p in corpus.passages)
    known = Known((KnownTheme("one", {"en": "One"}),), decisions)
    options = Options(all_kinds=True, split=False)
    found = analyse(corpus, stages, known, options, vectors=Vectors(Planted()))
    assert 1 < len(found.parts) < MOST_PARTS
    trunk = {n for part in found.parts for n in part.units}
    assert 0 < len(trunk) < len(texts)


def test_two_pains_put_together_by_a_person_are_clear_parts_and_stay_together(vectors, stages):
    texts = PAINS["invoices"] + PAINS["website"]
    corpus = Corpus(tuple(Passage(f"p{n:02}", text, code) for n, (code, text) in enumerate(texts)))
    decisions = tuple(
        Decision(passage.id, 0, len(passage.text), theme_id="both") for passage in corpus.passages
    )
    known = Known((KnownTheme("both", {"en": "Both"}),), decisions)
    options = Options(all_kinds=True, split=False, granularity=9)
    found = analyse(corpus, stages, known, options, vectors=vectors)
    assert [theme.id for theme in found.themes] == ["both"]
    clear = [part for part in found.parts if part.is_clear]
    assert [part.part_of for part in clear] == ["both"]
    half = set(range(len(PAINS["invoices"])))
    assert set(clear[0].units) in (half, set(range(len(texts))) - half)
