"""What the benchmark of the stages holds apart and counts."""

import random

import numpy as np
import pytest

from analysis.library import load_library
from bench.stage_texts import FOUR, Text, by_model
from bench.stages import RIGHT, asked, calibration_error, folds


def test_no_pain_and_no_stage_of_another_text_is_on_both_sides():
    known = load_library()
    unknown = []
    for part, out in folds(known):
        assert out.isdisjoint(pain.id for pain in part.pains)
        assert out.isdisjoint(each.pain for each in part.examples)
        assert not any(each.stage for each in part.examples if not each.pain)
        unknown += out
    assert sorted(unknown) == sorted(pain.id for pain in known.pains)


@pytest.mark.parametrize(
    ("surest", "is_right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([0.75, 0.75], [True, False], 0.25),
        ([0.95, 0.55], [True, False], 0.3),
    ],
)
def test_the_calibration_error_is_the_gap_between_how_sure_and_how_right(surest, is_right, error):
    assert np.isclose(calibration_error(np.array(surest), np.array(is_right)), error)


def test_questions_are_right_in_seven_of_ten_cases_and_never_of_an_unknown_stage():
    texts = [Text("", "en", stage) for stage in ("usage", "decision", "research")] * 400
    told = asked(texts, random.Random(1))
    share = np.mean([each.hint == each.stage for each in told])
    assert abs(share - RIGHT) < 0.05
    assert {each.hint for each in told} == {"usage", "decision", "research"}


def test_stages_and_hints_are_told_in_the_terms_of_the_model():
    [own] = by_model([Text("", "en", "research", hint="advocacy")], FOUR)
    assert (own.stage, own.hint) == ("pre_purchase", "former_clients")
