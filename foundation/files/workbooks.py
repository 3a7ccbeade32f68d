"""Reads an XLSX workbook; runs in a child process with limits (`tables` calls it)."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl

from foundation.files.tables import TableError

ENTRIES_MOST = 1_000
UNPACKED_MOST = 100_000_000  # bytes
RATIO_MOST = 100
ROWS_MOST = 200_010
BLANK_MOST = 10_000  # blank rows in a row: what follows is no part of the table


def read_workbook(data: bytes) -> tuple[str, list[tuple[int, tuple[str, ...]]]]:
    """Return the first filled sheet's name and its rows as text, each with its number.

    Dates become ISO dates, whole numbers lose their decimals, formulas give their stored value.
    Raises TableError for an archive that is broken or would unpack to too much.
    """
    return read_sheets(data)[0]


def read_sheets(data: bytes) -> list[tuple[str, list[tuple[int, tuple[str, ...]]]]]:
    """Return every visible sheet that is filled, likewise: name and rows."""
    _refuse_bomb(data)
    if not openpyxl.DEFUSEDXML:
        raise TableError("Workbooks are read only where the package defusedxml is installed.")
    try:
        return _filled(data)
    except (TableError, MemoryError):
        raise
    except Exception as error:  # the reader raises whatever a broken file leads it to
        raise TableError(
            "The workbook is damaged or holds unsafe parts: save it again as .xlsx."
        ) from error


def _refuse_bomb(data: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise TableError("The workbook is damaged: save it again as .xlsx.") from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES_MOST or unpacked > UNPACKED_MOST or unpacked > RATIO_MOST * len(data):
        raise TableError(
            "The workbook unpacks to %(megabytes)s MB in %(entries)s parts, which is refused as"
            " unsafe: save the sheet as CSV.",
            megabytes=round(unpacked / 1_000_000),
            entries=len(entries),
        )


def _filled(data: bytes) -> list[tuple[str, list[tuple[int, tuple[str, ...]]]]]:
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    found = [(str(sheet.title), rows) for sheet in visible if (rows := _rows(sheet))]
    if not found:
        raise TableError("No sheet of the workbook holds anything.")
    return found


def _rows(sheet: Any) -> list[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()  # the stated size may be wrong
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = tuple(_as_text(value) for value in values)
        if any(cells):
            rows.append((number, cells))
        if len(rows) > ROWS_MOST or number - (rows[-1][0] if rows else 0) > BLANK_MOST:
            break
    return rows


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("_x000D_\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
