import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.correcting import Said, corrected
from analysis.staging import hinted
from analysis.vectors import Rows

STAGES = 3
FLAT = np.full(STAGES, 1 / STAGES, np.float32)


def said(places, words=None, asked=None, questions=None, segments=None):
    count = len(places)
    return Said(
        np.tile(FLAT, (count, 1)) if words is None else np.asarray(words, np.float32),
        np.zeros((count, STAGES), np.float32) if asked is None else np.asarray(asked, np.float32),
        Rows.of(np.asarray(places, np.float32)),
        (questions or [None] * count, segments or [None] * count),
    )


def numbers(count):
    return st.lists(st.floats(0.05, 1), min_size=count, max_size=count)


@given(numbers(4 * STAGES), st.integers(0, STAGES - 1))
def test_without_decisions_words_and_question_speak(values, stage):
    words = np.array(values, np.float32).reshape(4, STAGES)
    words /= words.sum(axis=1, keepdims=True)
    asked = np.zeros((4, STAGES))
    asked[1, stage] = 0.7
    material = said(np.eye(4), words, asked)
    assert np.allclose(corrected(material, {}), hinted(words, material.asked), atol=1e-4)


@given(numbers(6 * 4), st.dictionaries(st.integers(0, 5), st.integers(0, STAGES - 1)))
def test_a_decision_is_certain_and_every_row_sums_to_one(places, decided):
    odds = corrected(said(np.reshape(places, (6, 4))), decided)
    assert np.allclose(odds.sum(axis=1), 1, atol=1e-5)
    assert all(odds[row, stage] == 1 for row, stage in decided.items())


def test_a_decision_speaks_for_texts_like_it_more_than_for_others():
    odds = corrected(said([[1, 0], [0.9, 0.1], [0, 1]]), {0: 2})
    assert odds[1, 2] > odds[2, 2] > FLAT[2] - 1e-6


@pytest.mark.parametrize("name", ["questions", "segments"])
def test_a_decision_speaks_for_the_same_question_and_for_the_same_segment(name):
    groups = {name: ["one", "one", "other", None]}
    odds = corrected(said(np.eye(4), **groups), {0: 1})
    assert odds[1, 1] > odds[2, 1] == odds[3, 1]


def test_one_decision_does_not_overturn_what_the_words_say_surely():
    words = [FLAT, [0.9, 0.05, 0.05]]
    assert corrected(said([[1, 0], [1, 0.1]], words), {0: 1})[1].argmax() == 0


def test_many_decisions_teach_what_the_words_do_not():
    rng = np.random.default_rng(0)
    stages = rng.integers(0, STAGES, 60)
    places = np.eye(STAGES)[stages] + rng.normal(0, 0.2, (60, STAGES))
    odds = corrected(said(places), dict(enumerate(stages[:40].tolist())))
    assert (odds[40:].argmax(axis=1) == stages[40:]).all()
