"""The pain library: whole, in five languages, and free of what it is measured by."""

import json
from pathlib import Path

import numpy as np

from analysis.corpus import LANGUAGES
from analysis.library import (
    STAGES,
    load_head,
    load_library,
    save_head,
    shipped_head,
)

LIBRARY = load_library()


def test_there_are_a_hundred_and_fifty_pains_and_thirty_topics_of_praise():
    assert len(LIBRARY.pains) >= 150
    assert sum(topic.kind == "praise" for topic in LIBRARY.topics) >= 30


def test_nothing_it_is_measured_by_stands_in_it():
    folder = Path(__file__).parents[3] / "bench" / "comments"
    lines = [
        line for file in folder.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()
    ]
    measured = {json.loads(line)["text"] for line in lines}
    assert len(measured) >= 300
    assert measured.isdisjoint(each.text for each in LIBRARY.examples)


def test_every_stage_has_moments_in_every_language():
    told = {(moment.stage, moment.language) for moment in LIBRARY.moments}
    assert told == {(stage, language) for stage in STAGES for language in LANGUAGES}


def test_the_shipped_head_knows_the_pains_of_the_library():
    assert shipped_head().pain_ids == tuple(pain.id for pain in LIBRARY.pains)
    assert shipped_head().topic_ids == tuple(topic.id for topic in LIBRARY.topics)


def test_a_head_is_read_as_it_was_written_and_always_to_the_same_bytes(tmp_path):
    head = shipped_head()
    save_head(head, tmp_path / "one.npz")
    save_head(load_head(tmp_path / "one.npz"), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert np.array_equal(load_head(tmp_path / "one.npz").pains.weights, head.pains.weights)


def test_leaving_a_text_out_leaves_its_pain_out_with_all_that_tells_of_it():
    pain = LIBRARY.pains[0]
    text = next(each.text for each in LIBRARY.examples if each.pain == pain.id)
    part = LIBRARY.without(frozenset([text]))
    assert pain not in part.pains
    assert pain.id not in {each.pain for each in part.examples}
