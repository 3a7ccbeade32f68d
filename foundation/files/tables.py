"""Reads the tables people have: CSV in the encodings they come in, XLSX, JSON Lines.

Every table becomes a header and rows of text. What is read is told, since a file does not say in
which encoding it was written; what cannot be read is one sentence.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any

from foundation.children import ChildFailed, run_in_child
from foundation.errors import DomainError
from foundation.texts import msgid

BYTES_MOST = 25_000_000
ROWS_MOST = 200_000
COLUMNS_MOST = 1_000
CELL_MOST = 131_072  # characters; usually more is a quote mark that was never closed
DELIMITERS = (",", ";", "\t", "|")

NO_TEXT = msgid("This is not a text file: export the table as CSV or XLSX.")

TEXT_SUFFIXES = {".csv", ".tsv", ".tab", ".txt"}
LINES_SUFFIXES = {".jsonl", ".ndjson", ".json"}
BOOK_SUFFIXES = {".xlsx", ".xlsm"}

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_NOT_TEXT = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0\0\0\0"  # pictures
    rb"|\x1f\x8b|7z\xbc\xaf|Rar!\x1a|SQLite format 3\0|\x7fELF|MZ.\0",  # archives, programs
    re.DOTALL,
)
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(r"[^\x00-\x7f]")
_TOGETHER = re.compile(r"[^\x00-\x7f]{2,}")
_FOREIGN = (
    ("cp949", "Korean (cp949)", re.compile("[가-힣]")),
    ("cp1256", "Windows-1256", re.compile("[ء-يپچژکگی\u200c\u200d،؛؟]")),
    ("cp874", "Windows-874", re.compile("[ก-ฺเ-๛]")),
)
_SAID = re.compile(r"sep=([,;|\t])\n")  # Excel's own first line, which it does not show
_END = "\x1e"


class TableError(DomainError):
    """The file cannot be read as a table."""

    status = 422


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text: header names, and rows that all have the header's length.

    `numbers` holds each row's number as a spreadsheet shows it (the header is usually row 1; JSON
    Lines count from 1); `overfull` the numbers of rows that held more cells than the header.
    `encoding` and `delimiter` are what was read, empty where the format has none; `sheet` is the
    sheet's name. Cells keep their spaces; line ends are LF.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    numbers: tuple[int, ...] = ()
    overfull: tuple[int, ...] = ()
    sheet: str = ""

    def records(self) -> Iterator[dict[str, str]]:
        """Yield each row as a mapping from header to cell; of two columns of a name, the first."""
        for row in self.rows:
            yield dict(zip(reversed(self.header), reversed(row), strict=True))

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of one column; raises TableError when there is none of that name."""
        if name not in self.header:
            names = ", ".join(self.header)
            raise TableError(
                "There is no column “%(name)s”; there are: %(names)s.", name=name, names=names
            )
        place = self.header.index(name)
        return tuple(row[place] for row in self.rows)


def read_table(data: bytes, filename: str, *, encoding: str | None = None) -> Table:
    """Read a file's bytes as a table; the name's ending says which format it is.

    `encoding` overrides what would be recognised, for text files only. Raises TableError.
    """
    suffix = PurePath(filename).suffix.lower()
    _refuse_others(data, suffix)
    if suffix in BOOK_SUFFIXES:
        return _read_book(data)
    text, read_as = _decode(data, encoding)
    if suffix in LINES_SUFFIXES:
        return _from_objects(_objects(text), read_as)
    return _from_csv(text, read_as)


def _refuse_others(data: bytes, suffix: str) -> None:
    if suffix not in TEXT_SUFFIXES | LINES_SUFFIXES | BOOK_SUFFIXES:
        raise TableError("A table is read from a .csv, .tsv, .xlsx or .jsonl file.")
    if len(data) > BYTES_MOST:
        raise TableError("The file is larger than %(most)s MB.", most=BYTES_MOST // 1_000_000)
    if not data.strip():
        raise TableError("The file is empty.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(
            "This is an old or password-protected Excel file: save it as .xlsx without a password."
        )
    if data.startswith(b"PK\x03\x04") != (suffix in BOOK_SUFFIXES):
        raise TableError("The content does not fit the file's ending %(suffix)s.", suffix=suffix)
    if _NOT_TEXT.match(data):
        raise TableError(NO_TEXT)
    if re.match(rb"\s*(%PDF|<!doctype|<html|<\?xml)", data[:200], re.IGNORECASE):
        raise TableError("This is a page or a document, not a table: export it as CSV or XLSX.")


def _decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text and the name of the encoding it was read in."""
    codec, name = (encoding, encoding) if encoding else _recognise(data)
    try:
        return _plain(data.decode(codec)), name
    except LookupError as error:
        raise TableError("There is no encoding called %(name)s.", name=name) from error
    except UnicodeError as error:
        if codec in {"utf-16-le", "utf-16-be"} and not encoding:  # a guess, from NUL bytes alone
            raise TableError(NO_TEXT) from error
        raise TableError(
            "The text is not valid %(name)s: save the file as CSV UTF-8.", name=name
        ) from error


def _plain(text: str) -> str:
    """Make line ends LF, and drop the two characters no table holds on purpose."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace(_END, "")


def _recognise(data: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return codec, name
    if b"\0" in data and not _are_strays(data):
        low, high = data[1::2].count(0), data[::2].count(0)
        return ("utf-16-le", "UTF-16") if low >= high else ("utf-16-be", "UTF-16")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)
    return "utf-8", "UTF-8"


def _are_strays(data: bytes) -> bool:
    """Say whether the NUL bytes are a few that got into a text of one byte a letter.

    In UTF-16 they are every other byte, or stand among bytes that no such text holds.
    """
    return data.count(0) < 0.05 * len(data) and not _CONTROLS.search(data)


def _legacy(data: bytes) -> tuple[str, str]:
    """Tell a one-language encoding by its script; Western letters stand alone among ASCII ones."""
    western = data.decode("latin-1")
    together = sum(len(run) for run in _TOGETHER.findall(western))
    if together > 0.6 * len(_HIGH.findall(western)):
        for codec, name, script in _FOREIGN:
            high = _HIGH.findall(data.decode(codec, "replace"))
            if len(script.findall("".join(high))) > 0.9 * len(high):
                return codec, name
    return "cp1252", "Windows-1252"


def _from_csv(text: str, read_as: str) -> Table:
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(text)
    table = _table(enumerate(_csv_rows(text, delimiter), start=1), delimiter)
    return Table(**table, encoding=read_as, delimiter=delimiter)


def _delimiter(text: str) -> str:
    """Choose the delimiter by which most of the first rows have as many cells as the first."""
    best, score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        rows = (row for row in _split(text[:200_000], delimiter) if any(row))
        counts = [len(row) for row in islice(rows, 50)]
        usual, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
        if usual > 1 and (times / len(counts), usual) > score:
            best, score = delimiter, (times / len(counts), usual)
    return best


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = (line + "\n" for line in text.split("\n"))
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records; a last line of our own shows whether every quote mark was closed."""
    read = 0
    lines = (line + "\n" for line in [*text.removesuffix("\n").split("\n"), _END])
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row == [_END]:
                return
            if any(_END in cell for cell in row):
                break
            yield row
            read += 1
    except csv.Error as error:
        if "field larger" not in str(error):
            raise TableError("Row %(row)s cannot be read as CSV.", row=read + 1) from error
        if text.count('"') % 2 == 0:
            raise TableError(
                "Row %(row)s holds a cell of more than %(most)s characters: shorten it.",
                row=read + 1,
                most=CELL_MOST,
            ) from error
    raise TableError("The quote mark opened in row %(row)s is never closed.", row=read + 1)


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if text.lstrip().startswith("["):
        yield from enumerate(_array(text), start=1)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _object(line, number)


def _array(text: str) -> list[dict[str, Any]]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TableError("This is not valid JSON.") from error
    if not all(isinstance(value, dict) for value in values):
        raise TableError("A JSON table is a list of objects, one for each row.")
    return list(values)


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise TableError("Line %(line)s is not a JSON object.", line=number)
    return value


def _from_objects(objects: Iterable[tuple[int, dict[str, Any]]], read_as: str) -> Table:
    numbered = list(islice(objects, ROWS_MOST + 1))
    _refuse_long(len(numbered))
    header = tuple(dict.fromkeys(name for _, value in numbered for name in value))
    if not header:
        raise TableError("There is no header row.")
    rows = tuple(tuple(_as_text(value.get(name)) for name in header) for _, value in numbered)
    return Table(header, rows, read_as, numbers=tuple(number for number, _ in numbered))


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return _plain(value).encode("utf-8", "replace").decode()  # a lone surrogate is no text
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def read_sheets(data: bytes, filename: str) -> list[Table]:
    """Read every visible, filled sheet of a workbook; raises TableError."""
    suffix = PurePath(filename).suffix.lower()
    if suffix not in BOOK_SUFFIXES:
        raise TableError("A workbook is read from an .xlsx file.")
    _refuse_others(data, suffix)
    found = _in_child("read_sheets", data)
    return [Table(**_table(rows, ""), sheet=sheet) for sheet, rows in found]


def _read_book(data: bytes) -> Table:
    sheet, rows = _in_child("read_workbook", data)
    return Table(**_table(rows, ""), sheet=sheet)


def _in_child(reader: str, data: bytes) -> Any:
    try:
        return run_in_child(
            f"foundation.files.workbooks:{reader}", data, seconds=60, megabytes=1024
        )
    except ChildFailed as error:
        raise TableError("The workbook could not be read: %(reason)s.", reason=error) from error


def _table(numbered: Iterable[tuple[int, Sequence[str]]], delimiter: str) -> dict[str, Any]:
    """Find the header and make every row as long as it is."""
    filled = ((number, row) for number, row in numbered if any(cell.strip() for cell in row))
    kept = list(islice(filled, ROWS_MOST + 10))
    head = _header_place(kept, delimiter)
    header = _names(kept[head][1], kept[head + 1 :])
    body = [(number, _fit(row, len(header), delimiter)) for number, row in kept[head + 1 :]]
    _refuse_long(len(body))
    return {
        "header": header,
        "rows": tuple(row[: len(header)] for _, row in body),
        "numbers": tuple(number for number, _ in body),
        "overfull": tuple(number for number, row in body if len(row) > len(header)),
    }


def _refuse_long(count: int) -> None:
    if count > ROWS_MOST:
        raise TableError("The table has more than %(most)s rows.", most=ROWS_MOST)


def _header_place(rows: Sequence[tuple[int, Sequence[str]]], delimiter: str) -> int:
    """Pass over titles above the header: rows of one cell before a row of three or more.

    In CSV a title is as long as the header, for a spreadsheet pads it, or a blank row follows it;
    else it is the name of the only column and the wide row a sentence with commas.
    """
    if not rows:
        raise TableError("There is no header row.")
    filled = [sum(1 for cell in row if cell.strip()) for _, row in rows[:6]]
    wide = next((place for place, count in enumerate(filled) if count >= 3), 0)
    titles = [len(row) for _, row in rows[:wide]]
    padded = not delimiter or all(length == len(rows[wide][1]) for length in titles)
    gap = rows[wide][0] - rows[0][0] > wide
    return wide if all(count == 1 for count in filled[:wide]) and (padded or gap) else 0


def _names(cells: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[str, ...]:
    names = [" ".join(cell.split()).strip("\ufeff\u200b\u200e\u200f ") for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMNS_MOST:
        raise TableError("The table has more than %(most)s columns.", most=COLUMNS_MOST)
    used = {place for _, row in rows for place, cell in enumerate(row) if cell.strip()}
    blank = {place for place, name in enumerate(names) if not name and place in used}
    return tuple(
        f"column {place + 1}" if place in blank else name for place, name in enumerate(names)
    )


def _fit(row: Sequence[str], length: int, delimiter: str) -> tuple[str, ...]:
    """Pad a short row; give one cell back its delimiters where the table has one column."""
    cells = list(row)
    while len(cells) > length and not cells[-1].strip():
        cells.pop()
    if length == 1 and len(cells) > 1 and delimiter:
        return (delimiter.join(cells),)
    return tuple(cells + [""] * (length - len(cells)))
