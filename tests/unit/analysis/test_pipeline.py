import gc
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from analysis import Corpus, Decision, Known, KnownTheme, Options, Passage, StageSpec, analyse
from analysis.pipeline import four_places, uncollected
from analysis.theming import MOST_READ, Group, most_read
from tests.unit.analysis.voices import PAINS, PRAISE

SAID = [(theme, language, text) for theme, said in PAINS.items() for language, text in said]
CORPUS = Corpus(
    tuple(
        Passage(f"p{n:02}", text, language, client=f"client {n % 7}")
        for n, (_, language, text) in enumerate(SAID)
    )
)
PRAISED = tuple(Passage(f"q{n}", text, language) for n, (language, text) in enumerate(PRAISE))
MIXED = Passage("m", "Great people, very friendly team. The invoice never matches the quote.", "en")


@pytest.fixture(scope="module")
def found(vectors, stages):
    return analyse(CORPUS, stages, options=Options(all_kinds=True), vectors=vectors)


def known_from(found, **changes):
    themes = [
        KnownTheme(
            t.id, t.labels, t.kind, t.stage, examples=tuple(found.units[u].text for u in t.units)
        )
        for t in found.themes
    ]
    return Known(themes=tuple(themes), **changes)


def test_the_same_pain_in_five_languages_is_one_theme(found):
    themes = {unit.passage_id: unit.theme_id for unit in found.units}
    truth, ours = [theme for theme, _, _ in SAID], [themes[p.id] for p in CORPUS.passages]
    assert adjusted_rand_score(truth, ours) > 0.6


def test_every_unit_is_in_a_theme_and_every_theme_knows_its_units(found):
    assert all(unit.theme_id for unit in found.units)
    assert all(found.units[u].theme_id == theme.id for theme in found.themes for u in theme.units)


def test_offsets_cut_the_text_they_claim(vectors, stages):
    result = analyse(Corpus((MIXED,)), stages, vectors=vectors)
    assert [MIXED.text[unit.start : unit.end] for unit in result.units] == [
        u.text for u in result.units
    ]


def test_praise_and_pain_in_one_answer_are_two_units(vectors, stages):
    result = analyse(Corpus((MIXED,)), stages, vectors=vectors)
    assert [unit.kind for unit in result.units] == ["praise", "pain"]


def test_without_splitting_a_passage_is_one_unit(vectors, stages):
    result = analyse(Corpus((MIXED,)), stages, options=Options(split=False), vectors=vectors)
    assert [(unit.start, unit.end) for unit in result.units] == [(0, len(MIXED.text))]


def test_praise_joins_no_theme_of_pains(vectors, stages):
    result = analyse(Corpus(CORPUS.passages + PRAISED), stages, vectors=vectors)
    kinds = {theme.id: theme.kind for theme in result.themes}
    assert {kinds[u.theme_id] for u in result.units if u.passage_id.startswith("q")} == {"praise"}


def test_the_same_input_gives_the_same_result(found, vectors, stages):
    assert analyse(CORPUS, stages, options=Options(all_kinds=True), vectors=vectors) == found


def test_one_thread_or_two_give_the_same_result(found, vectors, stages):
    with threadpool_limits(limits=2, user_api="blas"):
        again = analyse(CORPUS, stages, options=Options(all_kinds=True), vectors=vectors)
    assert again == found


def test_the_order_of_passages_changes_nothing_but_the_order(found, vectors, stages):
    shuffled = list(CORPUS.passages)
    random.Random(4).shuffle(shuffled)
    again = analyse(
        Corpus(tuple(shuffled)), stages, options=Options(all_kinds=True), vectors=vectors
    )
    assert sorted(again.units, key=lambda u: u.key) == sorted(found.units, key=lambda u: u.key)


def test_units_come_in_the_order_of_their_passages(found):
    assert [unit.passage_id for unit in found.units] == [p.id for p in CORPUS.passages]


def test_a_rerun_changes_no_theme(found, vectors, stages):
    again = analyse(CORPUS, stages, known_from(found), Options(all_kinds=True), vectors=vectors)
    assert [u.theme_id for u in again.units] == [u.theme_id for u in found.units]
    assert not any(theme.is_new for theme in again.themes)


def test_a_decision_holds_against_the_words(found, vectors, stages):
    unit, other = found.units[0], found.units[-1].theme_id
    decision = Decision(*unit.key, theme_id=other, kind="suggestion", stage="advocacy")
    known = known_from(found, decisions=(decision,))
    again = analyse(CORPUS, stages, known, Options(all_kinds=True), vectors=vectors).units[0]
    assert (again.theme_id, again.kind, again.stage) == (other, "suggestion", "advocacy")


def test_a_rejected_theme_is_never_offered_again(found, vectors, stages):
    unit = found.units[0]
    known = known_from(found, rejected=frozenset({(unit.key, unit.theme_id)}))
    again = analyse(CORPUS, stages, known, Options(all_kinds=True), vectors=vectors)
    assert again.units[0].theme_id not in (None, unit.theme_id)


def test_a_locked_theme_takes_nothing_by_itself(found, vectors, stages):
    known = known_from(found)
    locked = replace(known.themes[0], locked=True)
    known = replace(known, themes=(locked, *known.themes[1:]))
    again = analyse(CORPUS, stages, known, Options(all_kinds=True), vectors=vectors)
    assert locked.id not in {unit.theme_id for unit in again.units}


def test_a_new_pain_is_proposed_under_a_new_id(found, vectors, stages):
    parking = [
        "There is never a free parking place at their office.",
        "Parking at the office is impossible.",
        "We circle the block for half an hour to find parking.",
    ]
    more = tuple(Passage(f"n{n}", text, "en") for n, text in enumerate(parking))
    known = known_from(found, retired_ids=frozenset({"parking-at-the-office-is-impossible"}))
    again = analyse(
        Corpus(CORPUS.passages + more), stages, known, Options(all_kinds=True), vectors=vectors
    )
    new = {theme.id for theme in again.themes if theme.is_new}
    taken = {theme.id for theme in known.themes} | known.retired_ids
    assert {u.theme_id for u in again.units if u.passage_id.startswith("n")} <= new
    assert not new & taken


def test_a_themes_quotes_come_from_different_clients(found):
    client = {passage.id: passage.client for passage in CORPUS.passages}
    for theme in found.themes:
        quoted = [client[found.units[u].passage_id] for u in theme.exemplars]
        several = len({client[found.units[u].passage_id] for u in theme.units})
        assert len(set(quoted)) == min(several, len(quoted))


def test_a_question_about_a_stage_outweighs_doubtful_words(vectors, stages):
    passage = Passage("h", "It took too long.", "en", stage_hint="onboarding")
    unit = analyse(Corpus((passage,)), stages, vectors=vectors).units[0]
    assert unit.stage == "onboarding"
    assert unit.stage_score > unit.second_stage_score > 0


def test_a_firms_own_stages_are_read_by_their_description(vectors):
    own = [
        StageSpec("tender", "Tender", "We write the call for tenders and collect the bids."),
        StageSpec("training", "Training", "The staff learn to use the new system in courses."),
    ]
    said = Passage("t", "The training courses for our staff were far too short.", "en")
    assert analyse(Corpus((said,)), own, vectors=vectors).units[0].stage == "training"


def test_an_empty_corpus_gives_an_empty_result(vectors, stages):
    result = analyse(Corpus(()), stages, vectors=vectors)
    assert (result.units, result.themes) == ((), ())


def test_progress_is_told_and_ends(vectors, stages):
    heard = []
    analyse(CORPUS, stages, progress=lambda *step: heard.append(step), vectors=vectors)
    assert heard[-1] == ("Finding the themes", 2, 2)


@settings(max_examples=15)
@given(st.lists(st.text(max_size=30), max_size=12))
def test_no_text_breaks_the_analysis(vectors, stages, texts):
    passages = tuple(Passage(str(n), text) for n, text in enumerate(texts))
    result = analyse(Corpus(passages), stages, options=Options(all_kinds=True), vectors=vectors)
    assert {unit.passage_id for unit in result.units} == {
        p.id for p in passages if any(letter.isalnum() for letter in p.text)
    }


def test_corrected_stages_teach_the_next_run_about_texts_like_them(found, vectors, stages):
    theme = max(found.themes, key=lambda each: len(each.units))
    units = [found.units[row] for row in theme.units]
    told, others = units[: len(units) // 2], {each.key for each in units[len(units) // 2 :]}
    decisions = tuple(Decision(*each.key, stage="advocacy") for each in told)
    again = analyse(
        CORPUS, stages, Known(decisions=decisions), Options(all_kinds=True), vectors=vectors
    )
    taught = {each.key: (each.stage, each.second_stage) for each in again.units}
    assert all(taught[each.key][0] == "advocacy" for each in told)
    assert sum("advocacy" in taught[key] for key in others) > len(others) / 2


def test_circles_are_looked_for_again_after_many_values_were_made():
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


@given(st.lists(st.floats(0, 1, width=32), min_size=1))
def test_scores_are_rounded_together_as_each_is_alone(scores):
    together = four_places(np.array(scores, np.float32)).tolist()
    assert together == [round(score, 4) for score in scores]


@pytest.mark.parametrize(
    ("sizes", "most"),
    [([], MOST_READ), ([20_000], MOST_READ), ([50, 40_000], MOST_READ), ([5_000] * 200, 250),
     ([600] * 1_600, 40), ([9_000] * 5 + [50_000] * 10, 3_333)],
)  # fmt: skip
def test_many_themes_share_out_the_texts_that_are_read(sizes, most):
    assert most_read([Group(rows=[*range(size)]) for size in sizes]) == most
