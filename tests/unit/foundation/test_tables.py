import io
import json
import zipfile
from datetime import date, datetime
from unittest.mock import patch

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.files import tables
from foundation.files.tables import Table, TableError, read_table

PEOPLE = "Name,City\nสมชาย ใจดี,กรุงเทพ\nمریم حسینی,تهران\n"
BODY = (("สมชาย ใจดี", "กรุงเทพ"), ("مریم حسینی", "تهران"))


def book(*rows: tuple[object, ...], sheets: tuple[str, ...] = ("Clients",)) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title in sheets:
        made.create_sheet(title)
    for row in rows:
        made[sheets[-1]].append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(data))
    kept = {entry: source.read(entry) for entry in source.namelist() if entry != name}
    return archive(**kept, **{name: content})


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_every_unicode_encoding_is_recognised(codec, name):
    table = read_table(PEOPLE.encode(codec), "people.csv")
    assert (table.header, table.rows, table.encoding) == (("Name", "City"), BODY, name)


def test_one_nul_byte_makes_no_other_encoding():
    data = PEOPLE.encode().replace(b"\n", b"\0\n", 1) + b"Jean,Lyon\n" * 5
    table = read_table(data, "people.csv")
    assert (table.header, table.encoding) == (("Name", "City"), "UTF-8")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_thai_in_utf16_with_few_nul_bytes_is_still_utf16(codec):
    text = "ชื่อ,เมือง\n" + "สมชายใจดีมากมายหลายประการ" * 20 + ",กรุงเทพมหานคร\n"
    assert read_table(text.encode(codec), "people.csv").encoding == "UTF-16"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("Name,City\nJosé Núñez,Málaga\nBjörn “Bo” Åkesson,Malmö\n", "cp1252", "Windows-1252"),
        ("Name,City\nFrançois – été,Orléans\n", "cp1252", "Windows-1252"),
        ("Name,City\nสมชาย ใจดี,กรุงเทพมหานคร\n", "cp874", "Windows-874"),
        ("이름,도시\n김민준,서울특별시\n", "cp949", "Korean (cp949)"),
        ("Name,City\nمحمد الهاشمي,طهران\n", "cp1256", "Windows-1256"),
    ],
)
def test_an_older_encoding_is_recognised_by_its_script_and_said(text, codec, name):
    table = read_table(text.encode(codec), "people.csv")
    assert table.encoding == name
    assert ",".join(table.rows[0]) == text.split("\n")[1]


def test_an_encoding_can_be_given():
    assert read_table("Name\nŁódź\n".encode("cp1250"), "a.csv", encoding="cp1250").rows == (
        ("Łódź",),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_recognised(delimiter):
    text = "Firm,Fee\nHalden,12\nMarsh,3\n".replace(",", delimiter)
    table = read_table(text.encode(), "a.csv")
    assert (table.rows, table.delimiter) == ((("Halden", "12"), ("Marsh", "3")), delimiter)


def test_semicolons_win_where_the_fees_hold_decimal_commas():
    table = read_table(b"Firm;Fee\nHalden;1,5\nMarsh, Ltd;2,25\n", "a.csv")
    assert table.rows == (("Halden", "1,5"), ("Marsh, Ltd", "2,25"))


def test_excels_own_first_line_names_the_delimiter():
    assert read_table(b"sep=;\nA;B\n1,2;3,4\n", "a.csv").rows == (("1,2", "3,4"),)


def test_a_quoted_cell_keeps_its_line_ends_and_the_rows_their_numbers():
    table = read_table(b'Name,Note\r\nAnn,"one\r\ntwo"\r\n\r\nBo,three\r\n', "a.csv")
    assert table.rows == (("Ann", "one\ntwo"), ("Bo", "three"))
    assert table.numbers == (2, 4)


def test_a_title_above_the_header_is_passed_over():
    table = read_table(b"Client list\n\nFirm,Name,City\nHalden,Ann,Oslo\n", "a.csv")
    assert (table.header, table.numbers) == (("Firm", "Name", "City"), (4,))


def test_a_title_padded_by_a_spreadsheet_is_passed_over():
    assert read_table(b"Clients,,\nFirm,Name,City\nHalden,Ann,Oslo\n", "a.csv").numbers == (3,)


def test_one_column_of_text_keeps_its_commas():
    table = read_table(b"text\nslow, dear, and late\nfine\n", "a.csv")
    assert table.column("text") == ("slow, dear, and late", "fine")


def test_a_row_of_too_many_cells_is_named_and_a_short_one_filled():
    table = read_table(b"A,B\n1,2\n1,2,3\n1\n1,2,\n", "a.csv")
    assert (table.overfull, table.rows[2]) == ((3,), ("1", ""))


def test_a_column_without_a_name_gets_one_when_it_holds_something():
    assert read_table(b"A,,C\n1,2,3\n", "a.csv").header == ("A", "column 2", "C")


def test_json_lines_become_a_table_with_every_key_as_a_column():
    lines = '{"id": 1, "text": "ช้า"}\n\n{"text": "کند", "good": true, "tags": ["a"]}\n'
    table = read_table(lines.encode(), "a.jsonl")
    assert table.header == ("id", "text", "good", "tags")
    assert table.rows == (("1", "ช้า", "", ""), ("", "کند", "true", '["a"]'))
    assert table.numbers == (1, 3)


def test_a_json_array_of_objects_is_a_table_too():
    assert read_table(b'[{"a": "x"}, {"a": null}]', "a.json").rows == (("x",), ("",))


def test_a_workbook_becomes_text_with_dates_in_iso_form():
    rows = (("Firm", "Since", "Fee", "On"), ("Halden", date(2026, 3, 4), 12.0, True))
    table = read_table(book(*rows, sheets=("Empty", "Clients")), "a.xlsx")
    assert table.rows == (("Halden", "2026-03-04", "12", "true"),)
    assert (table.sheet, table.numbers) == ("Clients", (2,))


def test_a_time_of_day_in_a_workbook_is_kept():
    table = read_table(book(("At",), (datetime.fromisoformat("2026-03-04 09:30"),)), "a.xlsx")
    assert table.rows == (("2026-03-04 09:30:00",),)


def test_records_give_the_first_of_two_columns_of_one_name():
    assert list(Table(("a", "a"), (("1", "2"),)).records()) == [{"a": "1"}]


def _many(rows: int) -> bytes:
    return b"A,B\n" + b"1,2\n" * rows


@pytest.mark.parametrize(
    ("data", "filename", "said"),
    [
        (b"", "a.csv", "The file is empty."),
        (b" \n \n", "a.csv", "The file is empty."),
        (b"a,b", "a.pdf", "is read from a .csv"),
        (b"a,b", "noending", "is read from a .csv"),
        (b"%PDF-1.7", "a.csv", "a page or a document"),
        (b"<!DOCTYPE html><table>", "a.csv", "a page or a document"),
        (b"\xd0\xcf\x11\xe0rest", "a.xlsx", "old or password-protected"),
        (b"PK\x03\x04rest", "a.csv", "does not fit the file's ending .csv"),
        (b"a,b\n1,2", "a.xlsx", "does not fit the file's ending .xlsx"),
        (b"PK\x03\x04rest", "a.xlsx", "damaged"),
        (b"a,b\n\x81\x8d x,\xe9", "a.csv", "not valid Windows-1252"),
        (b"\xff\xfea", "a.csv", "not valid UTF-16"),
        (b'a,b\n1,"2\n3,4\n', "a.csv", "The quote mark opened in row 2 is never closed."),
        (b'a,b\n1,2\n3,"' + b"x" * 200_000, "a.csv", "The quote mark opened in row 3"),
        (b"a,b\n1,2\n3," + b"x" * 200_000, "a.csv", "Row 3 holds a cell of more than 131072"),
        (b'a,b\n1,2\n3,"' + b"x" * 200_000 + b'"', "a.csv", "Row 3 holds a cell of more than"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.csv", "This is not a text file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.csv", "This is not a text file"),
        (b"\0\xd8\0\xd8\0\xd8\0", "a.csv", "This is not a text file"),
        (b",,\n,,\n", "a.csv", "no header row"),
        (b'{"a": 1}\n[1]\n', "a.jsonl", "Line 2 is not a JSON object."),
        (b'{"a": 1}\n{"a": \n', "a.jsonl", "Line 2 is not a JSON object."),
        (b"[1, 2]", "a.json", "list of objects"),
        (b"[1, ", "a.json", "not valid JSON"),
        (b"[" * 100_000, "a.json", "not valid JSON"),
        (b"{}\n", "a.jsonl", "no header row"),
        (b"x" * 25_000_001, "a.csv", "larger than 25 MB"),
        (_many(200_001), "a.csv", "more than 200000 rows"),
        (b"a" + b",a" * 1_000, "a.csv", "more than 1000 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(data, filename, said):
    with pytest.raises(TableError, match=said):
        read_table(data, filename)


def test_an_unknown_encoding_is_refused():
    with pytest.raises(TableError, match="no encoding called klingon"):
        read_table(b"a,b", "a.csv", encoding="klingon")


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(TableError, match="no column “text”; there are: a, b"):
        read_table(b"a,b\n1,2", "a.csv").column("text")


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FAR = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (archive(**{"xl/a.xml": b"0" * 90_000_000}), "unpacks to 90 MB"),
        (archive(**{f"xl/{n}.xml": b"x" for n in range(1_001)}), "in 1001 parts"),
        (archive(**{"xl/a.xml": b"<a/>"}), "damaged or holds unsafe parts"),
        (
            with_part(book(("A",)), "xl/worksheets/sheet1.xml", BOMB + SHEET + FAR % b"&b;"),
            "unsafe parts",
        ),
        (book(), "No sheet of the workbook"),
    ],
)
def test_a_workbook_that_is_unsafe_is_refused_in_one_sentence(data, said):
    with pytest.raises(TableError, match=said):
        read_table(data, "a.xlsx")


def test_a_workbook_that_takes_too_long_is_one_sentence():
    stopped = tables.ChildFailed("it took longer than 60 seconds")
    with (
        patch.object(tables, "run_in_child", side_effect=stopped),
        pytest.raises(TableError, match="could not be read: it took longer"),
    ):
        read_table(book(("A",)), "a.xlsx")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json"]))
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_the_reader(data, filename):
    try:
        table = read_table(data, filename)
    except TableError:
        return
    assert all(len(row) == len(table.header) for row in table.rows)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_what_json_lines_hold_is_what_is_read(rows):
    lines = "\n".join(json.dumps({"a": a, "b": b}) for a, b in rows)
    assert read_table(lines.encode(), "a.jsonl").rows == tuple(rows)
