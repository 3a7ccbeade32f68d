"""Translators' files from the command line."""

import openpyxl
import pytest
from sqlalchemy import select

from surveys.models.questionnaire import Questionnaire
from surveys.services import designing
from tests.factories.surveys import make_questionnaire, make_study
from tests.unit.surveys.definitions import LEFT, NPS, questionnaire

THAI = {"title": "แบบทดสอบ", "main.title": "ทุกอย่าง", "nps.text": "แนะนำเราไหม"}
DRAFT = questionnaire(NPS, LEFT, id="current", segments=("current",), translations={"th": THAI})


@pytest.fixture
def run(app, session):
    """Run a command on a questionnaire with three of its six texts in Thai."""
    make_questionnaire(session, make_study(session), DRAFT, published=False)
    session.commit()
    return lambda *words: app.test_cli_runner().invoke(
        args=["questionnaire", "translations", words[0], "survey", "current", *map(str, words[1:])]
    )


@pytest.fixture
def words(session):
    def read():
        session.expire_all()
        found = session.scalars(select(Questionnaire)).one()
        return designing.draft_of(found).translations["th"]

    return read


def test_a_po_file_goes_out_is_filled_and_comes_back(run, words, tmp_path):
    file = tmp_path / "current.th.po"
    assert run("export", "--out", file, "--language", "th").exit_code == 0
    text = file.read_text(encoding="utf-8")
    filled = text.replace('msgid "Price"\nmsgstr ""', 'msgid "Price"\nmsgstr "ราคา"')
    file.write_text(filled, encoding="utf-8")
    dry = run("import", file, "--dry-run")
    assert "th: 1 new, 0 changed, 0 up to date again, 3 the same, 2 left empty" in dry.output
    assert words() == THAI
    assert "1 translation is taken in." in run("import", file).output
    assert words() == {**THAI, "left.price": "ราคา"}


def test_a_refused_text_is_named_and_nothing_is_taken(run, words, tmp_path):
    file = tmp_path / "current.th.po"
    run("export", "--out", file, "--language", "th")
    text = file.read_text(encoding="utf-8").replace("Price", "Prices")
    file.write_text(text.replace('"Prices"\nmsgstr ""', '"Prices"\nmsgstr "ราคา"'), "utf-8")
    result = run("import", file)
    assert result.exit_code == 1
    assert "th left.price”: The source has changed since the file was made." in result.output
    assert words() == THAI


def test_a_file_of_another_language_is_refused(run, tmp_path):
    file = tmp_path / "current.po"
    run("export", "--out", file, "--language", "th")
    result = run("import", file, "--language", "fa")
    assert "The file is in “th”, not in “fa”" in result.output


def test_a_workbook_holds_every_language(run, tmp_path):
    file = tmp_path / "all.xlsx"
    assert run("export", "--out", file).exit_code == 0
    assert openpyxl.load_workbook(file).sheetnames == ["th"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--out", "x.po"], "Say by --language which one: th."),
        (["--out", "x.po", "--language", "qps"], "not translated into “qps”, but into: th."),
        (["--out", "x.csv"], ".po"),
    ],
)
def test_an_export_that_cannot_be_says_why(run, options, reason):
    result = run("export", *options)
    assert result.exit_code != 0
    assert reason in result.output
