"""Rows worked out block by block are those of the whole matrix."""

import numpy as np
import pytest

from analysis.vectors import Rows, Vectors, memory, rows
from tests.unit.analysis.small import Hashed

WHOLE = np.random.default_rng(1).standard_normal((50, 6)).astype(np.float32)


@pytest.fixture(params=[8, 50, 64])
def block(request, monkeypatch):
    for module in (rows, memory):
        monkeypatch.setattr(module, "BLOCK", request.param)


def halved(matrix, places):
    return matrix / 2 + np.arange(50, dtype=np.float32)[places][:, None]


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("places", [slice(None), slice(3, 20), [4, 1, 30], np.array([49, 0])])
def test_rows_made_of_rows_are_those_of_the_whole(places):
    made = Rows.of(WHOLE).then(halved)
    wanted = halved(WHOLE, slice(None))
    assert len(made) == 50
    assert made.shape == (50, 6)
    assert (made[places] == wanted[places]).all()
    assert (made.reduce(lambda block, _: block) == wanted).all()
    assert np.allclose(made.mean(axis=0), wanted.mean(axis=0), atol=1e-6)


@pytest.mark.usefixtures("block")
def test_one_thread_and_two_give_the_same_bytes(monkeypatch):
    made = Rows.of(WHOLE).then(halved)
    told = made.reduce(halved).tobytes(), made.mean().tobytes()
    monkeypatch.setattr(rows, "THREADS", 1)
    alone = Rows.of(WHOLE).then(halved)
    assert (alone.reduce(halved).tobytes(), alone.mean().tobytes()) == told


@pytest.mark.usefixtures("block")
def test_many_texts_have_the_vectors_that_each_has_alone():
    vectors = Vectors(Hashed())
    texts = [f"text {number % 40}" for number in range(50)]
    assert (vectors.rows(texts)[:] == vectors.of(texts)).all()
    assert vectors.embedder.asked == 40


def test_no_rows_are_no_trouble():
    none = Rows.of(WHOLE[:0])
    assert none.then(halved_none).reduce(halved_none).shape == (0, 6)


def halved_none(matrix, _places):
    return matrix / 2
