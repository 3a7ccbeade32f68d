"""Writes tables as people open them: CSV that Excel reads right, and XLSX.

A text that a spreadsheet would run as a formula is written so that it stays a text (OWASP ASVS
1.2.10): in CSV with an apostrophe before it, which our own importers take off again; in XLSX as a
text cell. Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

import xlsxwriter

from foundation.errors import Invalid

Cell = str | int | float | None

XLSX_CELL_MOST = 32_767  # characters, a limit of the format
_FORMULA = re.compile(r"[\s\"']*[=+\-@＝＋－＠]|[\t\r]")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def write_table(filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the table as the name says, `.csv` or `.xlsx`; raises `Invalid` for others."""
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".csv":
        return write_csv(header, rows)
    if suffix == ".xlsx":
        return write_xlsx(header, rows)
    raise Invalid("out", "The file %(name)s must end in .csv or .xlsx.", name=filename)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, without which Excel misreads other scripts."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutralise(name) for name in header])
    for row in rows:
        writer.writerow([neutralise(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet; raises `Invalid` for a text the format cannot hold."""
    return write_sheets({"Sheet1": (header, rows)})


def write_sheets(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """Return a workbook of several sheets by name, each with a header and rows."""
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, **plain})
    bold = book.add_format({"bold": True})
    for title, (header, rows) in sheets.items():
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(header):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write_cell(sheet, number, place, cell)
    book.close()
    return file.getvalue()


def _write_cell(sheet: xlsxwriter.workbook.Worksheet, number: int, place: int, cell: Cell) -> None:
    if isinstance(cell, str):
        if len(cell) > XLSX_CELL_MOST:
            raise Invalid(
                "out",
                "Row %(row)s holds a text of more than %(most)s characters, which XLSX cannot"
                " keep: export as CSV.",
                row=number + 1,
                most=XLSX_CELL_MOST,
            )
        if cell:
            sheet.write_string(number, place, cell)
    elif cell is not None:
        sheet.write_number(number, place, cell)
