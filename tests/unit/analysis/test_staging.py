import numpy as np
import pytest

from analysis.corpus import StageSpec
from analysis.library import STAGES, letter_groups, load_library, shipped_head
from analysis.staging import asked_about, hinted, stage_reader, stage_texts

FOUR = ("pre_purchase", "client_experience", "between_engagements", "former_clients")
THREE = ("awareness", "consideration", "decision")


def reader_of(*keys, **from_eight):
    specs = [StageSpec(key, key, from_eight=from_eight.get(key, ())) for key in keys]
    flat = np.zeros((len(keys), 384), np.float32)
    return stage_reader(load_library(), specs, flat, shipped_head().pain_ids)


def falls_into(reader, eight):
    return reader.keys[int(reader.rollup[STAGES.index(eight)].argmax())]


@pytest.mark.parametrize(
    ("keys", "eight", "key"),
    [
        (STAGES, "usage", "usage"),
        (FOUR, "research", "pre_purchase"),
        (FOUR, "usage", "client_experience"),
        (FOUR, "advocacy", "former_clients"),
        (THREE, "research", "consideration"),
        (THREE, "usage", "decision"),
        (tuple(key for key in STAGES if key != "usage"), "usage", "onboarding"),
    ],
)
def test_the_eight_stages_fall_into_the_stages_of_a_model(keys, eight, key):
    assert falls_into(reader_of(*keys), eight) == key


def test_a_model_may_say_itself_what_falls_where():
    reader = reader_of("before", "after", before=STAGES[:4], after=STAGES[4:])
    assert (falls_into(reader, "decision"), falls_into(reader, "usage")) == ("before", "after")


def test_shipped_stages_need_no_prototypes_and_own_stages_do():
    own = [StageSpec("awareness", "Awareness"), StageSpec("tender", "Tender", "Bids", ("bid",))]
    assert stage_texts(load_library(), [StageSpec(key, key) for key in STAGES]) == [[]] * 8
    assert [text for text, _ in stage_texts(load_library(), own)[1]] == ["Tender", "Bids", "bid"]


def test_odds_sum_to_one_and_a_hint_raises_its_stage():
    head, reader = shipped_head(), reader_of(*FOUR)
    features = head.centre(np.eye(384, dtype=np.float32)[:2], ["en", "en"])
    words = reader.read(head, features, letter_groups(["a", "b"]))
    asked = asked_about(FOUR, words, [None, "former_clients"], [None, None])
    odds = hinted(words, asked)
    assert np.allclose(odds.sum(axis=1), 1, atol=1e-5)
    assert odds[1].argmax() == FOUR.index("former_clients")


def test_a_theme_is_at_the_stage_its_texts_tell_of_not_at_the_one_that_is_usual():
    reader = reader_of(*STAGES)
    usual = reader.pain_stages.mean(axis=0) + np.float32(0.01)
    odds = np.tile(usual, (5, 1))
    odds[:, STAGES.index("expansion")] += 0.1
    shares = reader.of_theme(odds / odds.sum(axis=1, keepdims=True))
    assert np.isclose(shares.sum(), 1)
    assert odds[0].argmax() == STAGES.index("usage")
    assert shares.argmax() == STAGES.index("expansion")


def test_a_theme_of_a_model_with_stages_of_its_own_is_where_most_of_its_texts_are():
    shares = reader_of("awareness", "tender").of_theme(np.array([[0.4, 0.6], [0.3, 0.7]]))
    assert np.allclose(shares, [0.35, 0.65])


def test_the_question_raises_the_pains_of_its_stage():
    head, reader = shipped_head(), reader_of(*STAGES)
    features = head.centre(np.eye(384, dtype=np.float32)[:1], ["en"])
    asked = np.eye(8, dtype=np.float32)[[STAGES.index("onboarding")]]
    raised = reader.known_pains(head, features, asked) > reader.known_pains(
        head, features, asked * 0
    )
    homes = {load_library().pains[pain].stage for pain in np.flatnonzero(raised[0])}
    assert homes == {"onboarding"}


def test_a_question_answered_about_anything_is_trusted_less_than_one_answered_about_its_stage():
    odds = np.array([[0.9, 0.1]] * 10 + [[0.5, 0.5]] * 10 + [[0.1, 0.9]] * 10, np.float32)
    questions = ["start"] * 10 + ["why"] * 10 + ["end"] * 10
    asked = asked_about(("one", "two"), odds, ["one"] * 20 + ["two"] * 10, questions)
    assert asked[0, 0] > asked[10, 0] >= 0.5


def test_a_stage_that_was_never_asked_about_changes_nothing():
    odds = np.array([[0.7, 0.3]], np.float32)
    assert np.allclose(hinted(odds, np.zeros((1, 2), np.float32)), odds)
