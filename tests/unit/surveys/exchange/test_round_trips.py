"""What we write for other tools comes back as it was, whatever the questionnaire holds."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from surveys.exchange.files import read_file
from surveys.exchange.surveyjs.writing import write_surveyjs
from surveys.exchange.xlsform.writing import write_xlsform
from surveys.services.designing import read_shipped, shipped_keys
from tests.unit.surveys import definitions as d
from tests.unit.surveys.exchange.made import definitions, every_type

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WRITERS = {"x.xlsx": write_xlsform, "x.json": write_surveyjs}
both = pytest.mark.parametrize("name", WRITERS)


def there_and_back(definition, name):
    return read_file(WRITERS[name](definition), name).definition


@few
@given(definitions())
def test_any_questionnaire_comes_back_from_xlsform(definition):
    assert there_and_back(definition, "x.xlsx") == definition


@few
@given(definitions())
def test_any_questionnaire_comes_back_from_surveyjs(definition):
    assert there_and_back(definition, "x.json") == definition


@both
@pytest.mark.parametrize("key", shipped_keys())
def test_the_shipped_questionnaires_come_back_without_a_loss(key, name):
    definition = read_shipped(key)
    reading = read_file(WRITERS[name](definition), name)
    assert reading.definition == definition
    assert reading.report.sentences == ()
    assert reading.definition.content_hash == definition.content_hash


@both
def test_every_type_comes_back_without_a_loss(name):
    reading = read_file(WRITERS[name](every_type()), name)
    assert reading.definition == every_type()
    assert reading.report.sentences == ()


@both
def test_the_same_questionnaire_gives_the_same_bytes(name):
    definition = read_shipped("lost")
    assert WRITERS[name](definition) == WRITERS[name](definition)


ASKED = d.questionnaire(
    replace(d.NPS, stage="usage"),
    d.shown_if(replace(d.FOUND, hint="As many as fit"), 'nps != 3 and segment == "lost"'),
)


def changed_cells(data, **changes):
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["survey"]
    header = [cell.value for cell in sheet[1]]
    for column, (row, text) in changes.items():
        place = next(n for n, name in enumerate(header, 1) if name.startswith(column))
        sheet.cell(row, place).value = text
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_label_changed_in_the_spreadsheet_counts():
    data = changed_cells(write_xlsform(ASKED), label=(3, "Would you recommend us?"))
    nps = read_file(data, "x.xlsx").definition.question("nps")
    assert (nps.text, nps.type, nps.stage) == ("Would you recommend us?", "nps", "usage")


def test_a_condition_changed_in_the_spreadsheet_counts_though_ours_is_kept_beside_it():
    data = changed_cells(write_xlsform(ASKED), relevant=(4, "${nps} <= 6"))
    assert read_file(data, "x.xlsx").definition.question("found").show_if.text == "nps <= 6"


def test_a_condition_taken_away_in_the_definition_is_gone_though_ours_is_kept_beside_it():
    whole = json.loads(write_surveyjs(d.questionnaire(d.NPS, d.shown_if(d.WHY, "nps != 3"))))
    del whole["pages"][0]["elements"][1]["visibleIf"]
    read = read_file(json.dumps(whole).encode(), "x.json").definition
    assert read.question("why").show_if is None


def test_what_was_kept_and_spoilt_since_is_left_aside_with_a_sentence():
    whole = json.loads(write_surveyjs(ASKED))
    whole["pages"][0]["elements"][0]["throughline::stage"] = ["no", "text"]
    reading = read_file(json.dumps(whole).encode(), "x.json")
    assert reading.definition.question("nps").stage == ""
    assert any("Our own properties of it can't be read" in s for s in reading.report.sentences)


PICTURED = d.in_every_language(d.questionnaire(replace(d.LOOK, choices=(
    replace(d.LOOK.choices[0], image="a" * 64, images={"th": "b" * 64}),
    replace(d.LOOK.choices[1], image="c" * 64),
))))  # fmt: skip


def test_pictures_of_languages_stand_where_the_formats_have_them():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsform(PICTURED)))["choices"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = dict(zip(rows[0], rows[1], strict=True))
    named = {name[-3:-1]: name for name in first if str(name).startswith("media::image::")}
    assert (first[named["en"]], first[named["th"]]) == ("a" * 64, "b" * 64)
    written = json.loads(write_surveyjs(PICTURED))
    choices = written["pages"][0]["elements"][0]["choices"]
    assert choices[0]["imageLink"] == {"default": "a" * 64, "th": "b" * 64}
    assert choices[1]["imageLink"] == "c" * 64


@both
def test_pictures_of_languages_come_in_from_files_without_our_own_columns(name):
    def bare(value):
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if not k.startswith("throughline::image")}
        return [bare(each) for each in value] if isinstance(value, list) else value

    if name == "x.json":
        data = json.dumps(bare(json.loads(write_surveyjs(PICTURED)))).encode()
        data = data.replace(b"c" * 64, b"https://pics.example/" + b"c" * 64 + b".png")
    else:
        book = openpyxl.load_workbook(io.BytesIO(write_xlsform(PICTURED)))
        for cell in book["choices"][1]:
            if str(cell.value).endswith(("image", "images")) and "media" not in cell.value:
                cell.value = f"left {cell.column}"
        file = io.BytesIO()
        book.save(file)
        data = file.getvalue()
    choices = read_file(data, name).definition.questions[0].choices
    assert [each.image for each in choices] == ["a" * 64, "c" * 64]
    assert [each.images for each in choices] == [{"th": "b" * 64}, {}]


def test_a_picture_that_is_not_kept_here_is_told_for_each_language():
    data = write_surveyjs(PICTURED).replace(b"b" * 64, b"thai.png")
    data = data.replace(b"throughline::images", b"other")
    reading = read_file(data, "x.json")
    assert reading.definition.questions[0].choices[0].images == {}
    assert any(
        "The picture has to be added here again" in str(each) for each in reading.report.sentences
    )
