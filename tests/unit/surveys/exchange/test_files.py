"""Files that are not what they say: one sentence each, never an error; and bombs."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.exchange import outside
from surveys.exchange.files import SUFFIXES, read_file, read_files
from surveys.exchange.surveyjs.writing import write_surveyjs
from tests.unit.surveys.exchange.made import definitions


def refusal(data, name):
    reading = read_file(data, name)
    assert reading.definition is None
    return str(reading.report.refusal)


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><document>&b;</document>'
WRONG = {
    "empty": (b"  ", "x.txt", "The file is empty"),
    "no zip": (b"PK no", "x.xlsx", "its ending does not fit what it holds"),
    "no book": (zipped(a="b"), "x.xlsx", "it can't be read as a workbook"),
    "no word": (zipped(a="b"), "x.docx", "it can't be read as a Word document"),
    "no old book": (b"\xd0\xcf\x11\xe0rest", "x.xls", "it can't be read as a workbook"),
    "no json": (b"{", "x.json", "The file is not JSON: "),
    "another json": (b"[1]", "x.json", "holds no questionnaire, but another JSON value"),
    "no survey": (b'{"a": 1}', "x.json", "neither a SurveyJS definition nor an ONS"),
    "no question": (b'{"pages": []}', "x.json", "The file holds no question"),
    "deep": (b"[" * 100_000, "x.json", "nested more deeply"),
    "no xml": (b"<a>", "x.lss", "The file is not XML"),
    "another xml": (b"<a/>", "x.lss", "The file is XML, but no LimeSurvey survey"),
    "entities": (ENTITIES, "x.lss", "The file defines entities"),
    "no columns": (b"a\tb\n", "x.tsv", "The first line of a LimeSurvey text file names"),
    "no text": (b"\xff\xfa", "x.txt", "save it as UTF-8"),
    "picture": (b"\x89PNG\x00", "x.png", "A questionnaire is read from a file that ends in"),
    "nothing asked": (b"Hello.\nBye.", "x.txt", "The file asks nothing"),
}


@pytest.mark.parametrize(("data", "name", "sentence"), WRONG.values(), ids=WRONG)
def test_a_file_that_is_not_what_it_says_gets_one_sentence(data, name, sentence):
    assert sentence in refusal(data, name)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped(**{"xl/workbook.xml": b"0" * 20_000_000})
    assert "unpacks to far more" in refusal(bomb, "x.xlsx")
    assert "unpacks to far more" in refusal(bomb, "x.docx")


def test_a_large_file_is_refused(monkeypatch):
    monkeypatch.setattr(outside, "BYTES_MOST", 1_000_000)
    assert "larger than 1 MB" in refusal(b"x" * 1_000_001, "x.txt")


def test_two_files_of_a_format_without_languages_are_refused():
    data = json.dumps({"elements": [{"type": "text", "name": "a"}]}).encode()
    reading = read_files([("a.json", data), ("b.json", data)])
    assert "Only the ONS format" in str(reading.report.refusal)


@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_no_bytes_raise(data, suffix):
    assert read_file(data, f"x{suffix}").report is not None


KEYS = (
    "pages", "elements", "type", "name", "title", "choices", "rows", "columns", "value", "text",
    "visibleIf", "validators", "sections", "groups", "blocks", "question", "answers", "options",
    "routing_rules", "when", "id", "label", "items", "triggers", "calculatedValues", "rateValues",
)  # fmt: skip
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(KEYS), plain, max_size=6))
def test_no_json_raises(data):
    for shape in (
        data,
        {"pages": [data]},
        {"elements": [data]},
        {"sections": [{"groups": [data]}]},
    ):
        assert read_file(json.dumps(shape).encode(), "x.json").report is not None


@given(definitions(), st.data())
def test_no_damage_to_a_json_of_ours_raises(definition, data):
    whole = write_surveyjs(definition).decode()
    at = data.draw(st.integers(0, len(whole)))
    damaged = whole[:at] + whole[at + data.draw(st.integers(1, 9)) :]
    assert read_file(damaged.encode(), "x.json").report is not None
