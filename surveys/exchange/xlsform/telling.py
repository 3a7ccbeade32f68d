"""What of an XLSForm is not read, told cell by cell."""

from surveys.exchange.report import Losses, cell_place, shown
from surveys.exchange.xlsform.workbook import Book, Row
from surveys.question_types import Problem

_READ_TEXTS = {"label", "hint"}
_SETTINGS = {"form_title", "form_id", "default_language"}
_SHEETS = {"survey", "choices", "choice", "settings"}


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
    for sheet in book.sheets:
        if sheet.strip().lower() not in _SHEETS:
            losses.left_out(
                Problem("This sheet is no part of a questionnaire here and is left out"),
                sheet,
                Problem(""),
            )


def tell_of_cells(
    losses: Losses, row: Row, place: Problem, read: set[str], texts: set[str] | None = None
) -> None:
    """The cells of a row that nobody reads here."""
    for name, cell in row.cells.items():
        if name in {"type", "name", "disabled"} | read:
            continue
        losses.left_out(
            Problem("This cell is left out: %(value)s", params={"value": shown(cell)}),
            name,
            place,
        )
    for name, spoken in row.spoken.items():
        if name not in (texts or _READ_TEXTS):
            losses.left_out(
                Problem(
                    "This cell is left out: %(value)s",
                    params={"value": shown(next(iter(spoken.values())))},
                ),
                name,
                place,
            )
