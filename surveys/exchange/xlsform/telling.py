"""What of an XLSForm is not read, told cell by cell."""

from collections.abc import Collection

from surveys.exchange.report import Losses, cell_place, shown
from surveys.exchange.xlsform.workbook import COLUMNS_MOST, ROWS_MOST, Book, Row
from surveys.question_types import Problem

#: The texts of a question; of everything else only the label is read.
READ_TEXTS = frozenset({"label", "hint", "guidance_hint"})
_SETTINGS = {"form_title", "form_id", "default_language"}
_SHEETS = {"survey", "choices", "choice", "settings", "external_choices"}
_LEFT_OUT = Problem("This cell is left out: %(value)s")
_FILTERED = Problem(
    "All options are offered: here they can't depend on an earlier answer: %(value)s"
)


def tell_of_the_rest(book: Book, losses: Losses) -> None:
    """Settings and sheets that nobody reads here."""
    settings = book.settings
    for name, cell in settings.cells.items():
        if name not in _SETTINGS:
            losses.left_out(
                Problem("This setting is left out: %(value)s", params={"value": shown(cell)}),
                name,
                cell_place("settings", settings.number),
            )
    for sheet, row, formula in book.unsolved:
        losses.left_out(
            Problem(
                "The cell holds a formula without its result: open the file in a spreadsheet"
                " program and save it there"
            ),
            formula,
            cell_place(sheet, row),
        )
    for sheet in book.cut:
        losses.left_out(
            Problem(
                "Only the first %(rows)s rows and %(columns)s columns of a sheet are read",
                params={"rows": ROWS_MOST, "columns": COLUMNS_MOST},
            ),
            sheet,
            Problem(""),
        )
    for sheet in book.sheets:
        if sheet.strip().lower() not in _SHEETS:
            losses.left_out(
                Problem("This sheet is no part of a questionnaire here and is left out"),
                sheet,
                Problem(""),
            )


def tell_of_cells(
    losses: Losses,
    row: Row,
    place: Problem,
    read: set[str],
    texts: Collection[str] = ("label",),
) -> None:
    """The cells of a row that nobody reads here."""
    for name, cell in row.cells.items():
        if name in {"type", "name", "disabled"} | read:
            continue
        done = _FILTERED if name == "choice_filter" else _LEFT_OUT
        losses.left_out(Problem(done.message, params={"value": shown(cell)}), name, place)
    for name, spoken in row.spoken.items():
        if name not in texts:
            value = {"value": shown(next(iter(spoken.values())))}
            losses.left_out(Problem(_LEFT_OUT.message, params=value), name, place)
