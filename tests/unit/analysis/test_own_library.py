"""A library with a pain of the firm's own: it is learnt from, and it names a theme."""

from dataclasses import replace

import pytest

from analysis.corpus import Corpus, Known, Options, Passage
from analysis.library import Example, Pain, library_version, load_library
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


@pytest.fixture(scope="module")
def library():
    whole = small_library()
    told = tuple(Example(text, "en", "pain", OWN.id, OWN.stage, 1) for text in SAID)
    return replace(whole, pains=(*whole.pains, OWN), examples=(*whole.examples, *told))


def test_an_own_pain_names_a_theme_like_one_that_ships(library, stages):
    passages = tuple(Passage(str(n), text, "en", client=str(n)) for n, text in enumerate(HEARD))
    reading = Reading(Vectors(Hashed(width=96)), lambda *_: None, library)
    found = analyse_by(reading, Corpus(passages), stages, Known(), Options())
    [theme] = [theme for theme in found.themes if theme.library_id == OWN.id]
    assert theme.labels == OWN.labels
    assert theme.label_source == "library"
    assert {found.units[row].text for row in theme.units} <= set(HEARD)
    assert found.versions["library"] == library_version(library) != library_version(load_library())
