"""Tables written so that no cell can run."""

import csv
import io

import openpyxl
import pytest

from foundation.errors import Invalid
from foundation.files.spreadsheets import neutralise, write_csv, write_table, write_xlsx

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1", " =1", '"=1', '=HYPERLINK("x")']


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_could_run_gets_an_apostrophe(text):
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["fine", "a=b", "100%", "สวัสดี", "", "it's -5"])
def test_a_harmless_text_stays(text):
    assert neutralise(text) == text


def test_csv_begins_with_the_mark_excel_needs():
    assert write_csv(["ชื่อ"], [["นิด"]]) == b"\xef\xbb\xbf" + "ชื่อ\r\nนิด\r\n".encode()


def test_a_negative_number_stays_a_number():
    text = write_csv(["n"], [[-5.2], ["-5.2"]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["n"], ["-5.2"], ["'-5.2"]]


def test_a_workbook_holds_texts_and_numbers_but_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [["=1+1"], [3], [None]])))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells[:2]] == [("=1+1", "s"), (3, "n")]


def test_a_text_too_long_for_a_workbook_is_told():
    with pytest.raises(Invalid, match="Row 2 holds a text of more than 32767 characters"):
        write_xlsx(["a"], [["x" * 40_000]])


def test_the_ending_chooses_the_format():
    assert write_table("a.XLSX", ["a"], []).startswith(b"PK")
    with pytest.raises(Invalid, match=r"must end in \.csv or \.xlsx"):
        write_table("a.pdf", ["a"], [])
