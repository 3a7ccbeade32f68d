"""The sheets of an XLSForm as rows of texts by column, from .xlsx and .xls.

Columns are found by their names in any of the spellings the tools take: `label::Thai (th)`,
`label:th`, `media::image`, `list name`, `relevance`.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile

from surveys.exchange.drafting.draft import Words
from surveys.exchange.drafting.own import PREFIX
from surveys.exchange.outside import check_zip, sound
from surveys.exchange.report import Unreadable
from surveys.question_types import Problem

#: Our prefix among the options, whose columns other tools make XML elements of.
IN_CHOICES = "throughline_"
ROWS_MOST = 20_000
COLUMNS_MOST = 400
_FORMULA = re.compile(rb"<f[ >]")
_SAME = {
    "relevance": "relevant",
    "list name": "list_name",
    "listname": "list_name",
    "value": "name",
    "caption": "label",
    "calculate": "calculation",
    "constraint message": "constraint_message",
    "constraint_msg": "constraint_message",
    "constraining_message": "constraint_message",
    "jr:count": "repeat_count",
    "count": "repeat_count",
    "id_string": "form_id",
    "set_form_id": "form_id",
    "set_form_title": "form_title",
    "required message": "required_message",
    "requiredmsg": "required_message",
    "read only": "readonly",
    "read_only": "readonly",
    "repeat count": "repeat_count",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::readonly": "readonly",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr::constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "bind::jr::requiredmsg": "required_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
    "command": "type",
    "tag": "name",
    "title": "form_title",
    "form title": "form_title",
    "form id": "form_id",
    "image": "media::image",
    "audio": "media::audio",
    "video": "media::video",
    "big-image": "media::big-image",
}
#: Columns whose texts are in a language.
_SPOKEN = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "media::image",
    "media::audio",
    "media::video",
    "media::big-image",
)
#: Other names of those columns, which may have a language behind them too.
_OTHERWISE = {
    column: tuple(name for name, known in _SAME.items() if known == column) for column in _SPOKEN
}


@dataclass(frozen=True)
class Row:
    """A filled row: its number in the sheet, its cells by column, and what was kept by us.

    `spoken` holds the texts of a column by the language as the header writes it; the column
    without a language is under the empty one.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]
    spoken: Mapping[str, Words] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str) -> Words:
        """The texts of a column by language."""
        return dict(self.spoken.get(column, {}))


@dataclass(frozen=True)
class Book:
    """The sheets; `external` holds options that other tools keep apart.

    `sheets` are all there are, `cut` those with more rows or columns than are read, `unsolved`
    the formulas whose results are not in the file: sheet, row, formula.
    """

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    external: tuple[Row, ...]
    settings: Row
    sheets: tuple[str, ...]
    cut: tuple[str, ...]
    unsolved: tuple[tuple[str, int, str], ...] = ()


def read_book(data: bytes) -> Book:
    """The sheets of a workbook; raises Unreadable."""
    is_old = data.startswith(b"\xd0\xcf\x11\xe0")
    sheets = _old(data) if is_old else _new(data)
    named = {_plain_name(name): (name, rows) for name, rows in sheets.items()}
    if "survey" not in named:
        raise Unreadable(
            Problem(
                "The workbook is no XLSForm: it has no sheet “survey”, only %(sheets)s",
                params={"sheets": ", ".join(sheets)[:200]},
            )
        )

    header = next((cells for _, cells in named["survey"][1]), [])
    if "type" not in {_column(_tidy(cell))[0] for cell in header}:
        raise Unreadable(
            Problem(
                "The sheet “survey” has no column “type”: its first row has to name the columns,"
                " such as type, name and label"
            )
        )

    def rows(*names: str) -> tuple[Row, ...]:
        found = next((named[name][1] for name in names if name in named), [])
        return tuple(_rows(names[0], found))

    return Book(
        rows("survey"),
        rows("choices", "choice"),
        rows("external_choices"),
        next(iter(rows("settings")), Row("settings", 2, {})),
        tuple(sheets),
        tuple(name for name, cells in sheets.items() if _is_cut(cells)),
        () if is_old else tuple(_unsolved(data, sheets)),
    )


def _plain_name(name: str) -> str:
    return name.strip().lower()


def _is_cut(rows: list[tuple[int, list[str]]]) -> bool:
    """Say whether there may be more than was read: a row or a column after the last."""
    return any(number > ROWS_MOST or any(cells[COLUMNS_MOST:]) for number, cells in rows)


Sheets = dict[str, list[tuple[int, list[str]]]]


def _new(data: bytes, *, results: bool = True) -> Sheets:
    """The cells of a workbook: what formulas give, or the formulas themselves."""
    check_zip(data)
    try:
        # Loaded only here: it brings numpy, which no page should wait for.
        openpyxl = import_module("openpyxl")
        with catch_warnings():
            simplefilter("ignore")  # of extensions that no questionnaire needs
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=results)
            return {sheet.title: list(_filled(_cells(sheet))) for sheet in book.worksheets}
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, BadZipFile, OSError,
            SyntaxError, EOFError) as error:  # fmt: skip  # what openpyxl and its XML reader raise
        raise Unreadable(Problem("The file is damaged: it can't be read as a workbook")) from error


def _unsolved(data: bytes, sheets: Sheets) -> Iterator[tuple[str, int, str]]:
    with ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(_FORMULA.search(archive.read(name)) for name in parts):
            return
    written = _new(data, results=False)
    for title, rows in written.items():
        solved = dict(sheets.get(title, []))
        for number, cells in rows:
            results = solved.get(number, [])
            for place, cell in enumerate(cells):
                if cell.startswith("=") and not any(results[place : place + 1]):
                    yield title, number, cell


def _cells(sheet: Any) -> Iterator[list[str]]:
    most = {"max_row": ROWS_MOST + 1, "max_col": COLUMNS_MOST + 1}
    for row in sheet.iter_rows(**most, values_only=True):
        yield [_text(value) for value in row]


def _old(data: bytes) -> Sheets:
    try:
        book = import_module("xlrd").open_workbook(
            file_contents=data, on_demand=True, logfile=io.StringIO()
        )
        return {
            sheet.name: list(_filled(_old_cells(sheet)))
            for sheet in (book.sheet_by_index(place) for place in range(book.nsheets))
        }
    except Exception as error:  # xlrd raises whatever its parsing meets
        raise Unreadable(Problem("The file is damaged: it can't be read as a workbook")) from error


def _old_cells(sheet: Any) -> Iterator[list[str]]:
    for row in range(min(sheet.nrows, ROWS_MOST + 1)):
        yield [_text(cell.value) for cell in sheet.row(row)[: COLUMNS_MOST + 1]]


def _filled(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, 1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return sound(str(value))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()


def _rows(sheet: str, rows: list[tuple[int, list[str]]]) -> Iterator[Row]:
    if not rows:
        return
    header = [_column(_tidy(name)) for name in rows[0][1]]
    for number, cells in rows[1:ROWS_MOST]:
        yield _row(sheet, number, header, cells)


def _row(sheet: str, number: int, header: list[tuple[str, str]], cells: list[str]) -> Row:
    plain: dict[str, str] = {}
    spoken: dict[str, Words] = {}
    kept: dict[str, str] = {}
    for (column, language), raw in zip(header, cells, strict=False):
        cell = _tidy(raw)
        if not cell or not column:
            continue
        if column.startswith(PREFIX):
            kept[column] = raw
        elif column in _SPOKEN:
            spoken.setdefault(column, {}).setdefault(language, cell)
        else:
            plain.setdefault(column, cell)
    return Row(sheet, number, plain, spoken, kept)


def _spoken(name: str) -> tuple[str, str]:
    """The column and the language of a header of texts; empty for any other."""
    lower = _SAME.get(name.lower(), name.lower())
    if lower in _SPOKEN:
        return lower, ""
    for column in _SPOKEN:
        starts = [column, column.removeprefix("media::"), *_OTHERWISE.get(column, ())]
        for start in starts:
            if lower.startswith(f"{start}::"):
                return column, name[len(start) + 2 :].strip()
    return "", ""


def _column(written: str) -> tuple[str, str]:
    """A header as our name of the column and the language it is in."""
    if written.startswith(IN_CHOICES):
        return PREFIX + written.removeprefix(IN_CHOICES), ""
    if written.startswith(PREFIX):
        return written, ""
    name = re.sub(r"\s*::\s*", "::", " ".join(written.split()))
    if "::" not in name and ":" in name and not name.lower().startswith("jr:"):
        name = name.replace(":", "::")
    spoken = _spoken(name)
    if spoken[0]:
        return spoken
    lower = _SAME.get(name.lower(), name.lower())
    joined = lower.replace(" ", "_")
    return (joined if joined in _KNOWN else lower), ""


_KNOWN = {
    "list_name", "constraint_message", "required_message", "repeat_count", "choice_filter",
    "default_language", "form_title", "form_id", "guidance_hint",
}  # fmt: skip
