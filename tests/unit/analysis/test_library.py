from collections import Counter

import numpy as np

from analysis.corpus import KINDS, LANGUAGES
from analysis.library import (
    STAGES,
    head_for,
    load_head,
    load_library,
    save_head,
    shipped_head,
)

LIBRARY = load_library()


def test_every_pain_has_a_name_in_every_language_and_a_stage():
    for pain in LIBRARY.pains:
        assert set(pain.labels) == set(LANGUAGES)
        assert all(label.strip() == label and label for label in pain.labels.values())
        assert pain.stage in STAGES
        assert pain.definition


def test_every_pain_has_four_examples_in_every_language():
    counts = Counter((e.pain, e.language) for e in LIBRARY.examples if e.severity)
    missing = [
        (pain.id, language)
        for pain in LIBRARY.pains
        for language in LANGUAGES
        if counts[pain.id, language] < 4
    ]
    assert missing == []


def test_examples_hold_known_values_only():
    known = {pain.id for pain in LIBRARY.pains} | {None}
    assert {each.kind for each in LIBRARY.examples} == set(KINDS)
    assert {each.language for each in LIBRARY.examples} == set(LANGUAGES)
    assert {each.pain for each in LIBRARY.examples} <= known
    assert {each.stage for each in LIBRARY.examples} <= {*STAGES, None}


def test_no_example_stands_twice():
    texts = Counter((each.text, each.language) for each in LIBRARY.examples)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_stage_has_moments_in_every_language():
    told = {(moment.stage, moment.language) for moment in LIBRARY.moments}
    assert told == {(stage, language) for stage in STAGES for language in LANGUAGES}


def test_the_shipped_head_knows_the_pains_of_the_library():
    assert shipped_head().pain_ids == tuple(pain.id for pain in LIBRARY.pains)


def test_a_head_is_read_as_it_was_written_and_always_to_the_same_bytes(tmp_path):
    head = shipped_head()
    save_head(head, tmp_path / "one.npz")
    save_head(load_head(tmp_path / "one.npz"), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert np.array_equal(load_head(tmp_path / "one.npz").pains.weights, head.pains.weights)


def test_the_default_embedder_needs_no_learning(vectors):
    assert head_for(vectors) is shipped_head()


def test_leaving_texts_out_leaves_their_pain_out_when_nothing_else_tells_of_it():
    pain = LIBRARY.pains[0]
    texts = frozenset(
        each.text for each in LIBRARY.examples if each.pain == pain.id and each.severity
    )
    part = LIBRARY.without(texts)
    assert pain not in part.pains
    assert pain.id not in {each.pain for each in part.examples}
