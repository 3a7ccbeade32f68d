"""A real, tiny ONNX model: read as sentence-transformers keeps it, wrong ones told apart."""

import numpy as np
import pytest

from analysis.corpus import Corpus, Known, Options, Passage
from analysis.pipeline import analyse_by
from analysis.units import Reading
from analysis.vectors import EmbedderError, OnnxModel, Vectors
from analysis.vectors.onnx_model import _need
from tests.unit.analysis.small import small_library
from tests.unit.analysis.tiny_model import WIDTH, describe, make_model

WORDS = ["query", ":", "the", "invoice", "is", "late", "wrong", "again"]


@pytest.fixture
def folder(tmp_path):
    return make_model(tmp_path / "model", WORDS)


def test_a_text_has_one_row_of_length_one_in_any_company(folder):
    model = OnnxModel(folder)
    rows = model.embed(["the invoice is late", "wrong", ""])
    assert rows.shape == (3, WIDTH)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert model.embed(["wrong"])[0].tobytes() == rows[1].tobytes()


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "👍🏽\u202e", "x" * 10_000])
def test_any_text_can_be_read(folder, text):
    assert np.isfinite(OnnxModel(folder).embed([text])).all()


def test_pooling_is_read_from_the_model_s_own_files(folder):
    texts = ["the invoice is late"]
    mean = OnnxModel(folder).embed(texts)
    describe(folder, pooling="mean")
    assert np.array_equal(OnnxModel(folder).embed(texts), mean)
    describe(folder, pooling="cls")
    assert np.array_equal(OnnxModel(folder).embed(texts), OnnxModel(folder).embed(["the"]))


def test_a_model_that_puts_the_words_together_itself_is_taken_at_its_word(folder, tmp_path):
    pooled = make_model(tmp_path / "pooled", WORDS, pooled=True)
    one, other = (OnnxModel(each).embed(["the invoice is late"]) for each in (folder, pooled))
    assert np.allclose(one, other, atol=1e-6)


def test_words_before_a_text_come_from_the_setting_else_from_the_files(folder):
    wanted = OnnxModel(folder).embed(["query: late"])
    assert np.array_equal(OnnxModel(folder, prefix="query: ").embed(["late"]), wanted)
    describe(folder, prefix="query: ")
    assert np.array_equal(OnnxModel(folder).embed(["late"]), wanted)


def test_a_long_text_is_cut_where_the_files_say(folder):
    describe(folder, longest=2)
    model = OnnxModel(folder)
    assert np.array_equal(model.embed(["the invoice is late"]), model.embed(["the invoice"]))


def test_the_model_in_a_folder_of_its_own_is_found(tmp_path):
    folder = make_model(tmp_path / "model", WORDS)
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")
    assert OnnxModel(folder).embed(["late"]).shape == (1, WIDTH)


def test_another_file_another_prefix_or_another_pooling_is_another_model(folder, tmp_path):
    other = make_model(tmp_path / "other" / "model", [*WORDS, "more"])
    names = [OnnxModel(folder).name, OnnxModel(other).name, OnnxModel(folder, "query: ").name]
    describe(folder, pooling="cls")
    assert len({*names, OnnxModel(folder).name}) == 4


def test_a_file_that_was_replaced_is_read_anew(folder):
    before = OnnxModel(folder).embed(["late"])
    make_model(folder, WORDS, values=1.0)
    assert not np.array_equal(OnnxModel(folder).embed(["late"]), before)


def test_the_whole_analysis_runs_on_it(folder, stages):
    texts = ["the invoice is late", "the invoice is late again", "late again", "wrong"]
    passages = tuple(Passage(str(number), text, "en") for number, text in enumerate(texts))
    reading = Reading(Vectors(OnnxModel(folder)), lambda *_: None, small_library())
    found = analyse_by(reading, Corpus(passages), stages, Known(), Options(all_kinds=True))
    assert all(unit.theme_id for unit in found.units)
    assert found.versions["embedder"] == OnnxModel(folder).name


def broken(folder, name):
    (folder / name).write_bytes(b"nothing")


TROUBLES = {
    "no model.onnx": lambda f: (f / "model.onnx").unlink(),
    "no ONNX model": lambda f: broken(f, "model.onnx"),
    "no tokenizer.json": lambda f: (f / "tokenizer.json").unlink(),
    "is no tokenizer": lambda f: broken(f, "tokenizer.json"),
    "is no JSON": lambda f: broken(f, "modules.json"),
    "known are mean, cls": lambda f: describe(f, pooling="weightedmean"),
    "a layer “Dense”": lambda f: describe(f, layers=("Transformer", "Pooling", "Dense")),
    "asks for “pixels”": lambda f: make_model(f, WORDS, inputs=("input_ids", "pixels")),
    "something else than numbers": lambda f: make_model(f, WORDS, values=np.nan),
}


@pytest.mark.parametrize("sentence", TROUBLES)
def test_what_is_wrong_with_a_model_is_one_sentence(folder, sentence):
    TROUBLES[sentence](folder)
    with pytest.raises(EmbedderError) as caught:
        Vectors(OnnxModel(folder)).of(["late"])
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_package_is_named_with_what_installs_it():
    with pytest.raises(EmbedderError, match=r"needs the package nonesuch: .*pip install"):
        _need("nonesuch")
