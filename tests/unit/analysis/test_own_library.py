"""A library with a pain of the firm's own: it is learnt from, and it names a theme."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.corpus import Corpus, Known, Options, Passage
from analysis.library import (
    Example,
    Pain,
    head_for,
    library_version,
    load_library,
    shipped_head,
)
from analysis.library.head import LAYERS
from analysis.library.widening import is_wider, shipped_vectors
from analysis.pipeline import analyse_by
from analysis.units import Reading
from analysis.vectors import Vectors
from tests.unit.analysis.small import Hashed, small_library

OWN = Pain(
    "own_food", {"fa": "غذای مهمانی به کار ما نمی‌آید"}, "onboarding", "Food nobody eats.", {}, 1
)
SAID = (
    "Nothing on the lunch table our people could eat.",
    "We told them twice about halal food and got ham sandwiches.",
    "No vegetarian meal at the kick-off dinner.",
)
#: The same words in another order, so that an embedder of words alone hears their likeness.
HEARD = tuple(" ".join(reversed(text.rstrip(".").split())) for text in SAID) + SAID


def with_own(whole):
    told = tuple(Example(text, "en", "pain", OWN.id, OWN.stage, 1) for text in SAID)
    return replace(whole, pains=(*whole.pains, OWN), examples=(*whole.examples, *told))


@pytest.fixture(scope="module")
def library():
    return with_own(small_library())


def test_an_own_pain_names_a_theme_like_one_that_ships(library, stages):
    passages = tuple(Passage(str(n), text, "en", client=str(n)) for n, text in enumerate(HEARD))
    reading = Reading(Vectors(Hashed(width=96)), lambda *_: None, library)
    found = analyse_by(reading, Corpus(passages), stages, Known(), Options())
    [theme] = [theme for theme in found.themes if theme.library_id == OWN.id]
    assert theme.labels == OWN.labels
    assert theme.label_source == "library"
    assert {found.units[row].text for row in theme.units} <= set(HEARD)
    assert found.versions["library"] == library_version(library) != library_version(load_library())


def test_only_its_own_texts_are_embedded_and_only_the_pains_learnt(vectors):
    before = dict(vectors.store)
    head, shipped = head_for(vectors, with_own(load_library())), shipped_head()
    assert {*vectors.store} - {*before} <= {vectors.key(text) for text in SAID}
    assert head.pain_ids == (*shipped.pain_ids, OWN.id)
    others = [layer for layer in LAYERS if layer != "pains"]
    learnt = [(getattr(head, each), getattr(shipped, each)) for each in others]
    assert all(np.array_equal(one.weights, other.weights) for one, other in learnt)
    heard = [
        "They served ham although we had asked for halal lunch.",
        "The catering at the workshop ignored our diets.",
    ]
    odds = head.pains.probabilities(head.centre(vectors.of(heard), ["en", "en"]))
    assert [head.pain_ids[each] for each in odds.argmax(axis=1)] == [OWN.id, OWN.id]
    bias = head.pains.bias[:-1] - shipped.pains.bias
    assert abs(bias).max() < 1  # those that ship are not lifted


def test_the_vectors_that_ship_are_those_of_the_librarys_texts(vectors):
    """After a change to the library: `python scripts/learn_head.py`."""
    found = shipped_vectors(vectors.embedder.name)
    assert found is not None
    texts = [each.text for each in load_library().examples if each.pain]
    some = slice(0, len(texts), len(texts) // 5)
    assert (found[some] * vectors.of(texts[some])).sum(axis=1).min() > 0.999
    assert shipped_vectors("another") is None


def test_a_library_that_lost_or_changed_a_text_is_learnt_from_anew():
    whole = load_library()
    assert is_wider(with_own(whole))
    assert not is_wider(whole.without(frozenset({whole.examples[0].text})))
    assert not is_wider(replace(whole, examples=(*whole.examples, Example("Well.", "en"))))
