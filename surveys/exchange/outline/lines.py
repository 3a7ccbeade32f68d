"""The lines of an outline, each told by how it begins, from a text or a Word document."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml.etree import XMLSyntaxError

from surveys.exchange.outside import check_zip
from surveys.exchange.report import Losses, Unreadable, line_place, path_place
from surveys.question_types import Problem

LINES_MOST = 20_000
_HEADING = re.compile(r"(#{1,6})\s+(?P<text>.+)")
_QUESTION = re.compile(
    r"(?:Q(?:uestion)?\s*)?(?P<number>\d{1,3}[a-z]?)\s*[.):]\s+(?P<text>\S.*)|"
    r"Q(?:uestion)?\s*(?P<named>\d{1,3}[a-z]?)\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(?P<mark>[-*•●◦‣–]|\(\s*\)|\[\s*\]|[○◯☐□▢]|\(?[a-z]\)|[a-z]\.)\s+(?P<text>\S.*)",
    re.IGNORECASE,
)
_TICK = re.compile(r"\[\s*\]|[☐□▢]")


@dataclass(frozen=True)
class Line:
    """A line: its `kind` is title, heading, question, option or text.

    `mark` is a question's number or an option's mark; `is_tick`: the option is a box to tick.
    """

    kind: str
    text: str
    place: Problem
    mark: str = ""
    is_tick: bool = False


def text_lines(text: str) -> list[Line]:
    """The lines of a plain text; empty ones are left out."""
    found = []
    for number, written in enumerate(text.split("\n")[:LINES_MOST], 1):
        if written.strip():
            found.append(_line(written.strip(), line_place(number)))
    return found


def _line(text: str, place: Problem) -> Line:
    if heading := _HEADING.fullmatch(text):
        kind = "title" if len(heading[1]) == 1 else "heading"
        return Line(kind, heading["text"].strip(" #"), place)
    if question := _QUESTION.fullmatch(text):
        number = question["number"] or question["named"]
        return Line("question", question["text"] or question["rest"], place, number.lower())
    if option := _OPTION.fullmatch(text):
        is_tick = bool(_TICK.match(option["mark"]))
        return Line("option", option["text"], place, option["mark"].strip("().").lower(), is_tick)
    return Line("text", text, place)


def word_lines(data: bytes, losses: Losses) -> list[Line]:
    """The lines of a Word document; raises Unreadable."""
    check_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise Unreadable(Problem("The file is damaged: it can't be read as a Word document")) from (
            error
        )
    if document.inline_shapes:
        losses.left_out(
            Problem("Pictures have to be added here again: there are %(n)s",
                    params={"n": len(document.inline_shapes)}),
            "picture",
            path_place(""),
        )  # fmt: skip
    reader = _Word(document)
    return [line for part in document.iter_inner_content() for line in reader.lines(part)]


class _Word:
    """Reads paragraphs by their styles and numbering, tables as grids."""

    def __init__(self, document: Any) -> None:
        self.formats = dict(_formats(document))
        self.number = 0
        self.count = 0

    def lines(self, part: Any) -> Iterator[Line]:
        """The lines of a paragraph or a table."""
        self.count += 1
        place = Problem("Paragraph %(n)s", params={"n": self.count})
        if isinstance(part, Table):
            yield from _grid(part, place)
            return
        for text in part.text.split("\n"):
            if text.strip():
                yield self.line(part, text.strip(), place)

    def line(self, paragraph: Any, text: str, place: Problem) -> Line:
        """One line, by its paragraph's style."""
        style = (paragraph.style.name if paragraph.style is not None else "") or ""
        if style == "Title":
            return Line("title", text, place)
        if style.startswith("Heading"):
            return Line("heading", text, place)
        level, kind = self.numbering(paragraph, style)
        if kind == "decimal" and level == 0:
            self.number += 1
            return Line("question", text, place, str(self.number))
        if kind:
            return Line("option", text, place)
        return _line(text, place)

    def numbering(self, paragraph: Any, style: str) -> tuple[int, str]:
        """Level and number format of a list's paragraph; an empty format for none."""
        properties = paragraph.paragraph_format.element.pPr
        numbered = properties.numPr if properties is not None else None
        if numbered is not None and numbered.numId is not None:
            level = numbered.ilvl.val if numbered.ilvl is not None else 0
            return level, self.formats.get((numbered.numId.val, level), "bullet")
        if style.startswith("List Number"):
            return (0 if style == "List Number" else 1), "decimal"
        return 0, "bullet" if style.startswith("List Bullet") else ""


def _formats(document: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """The format of each level of each numbering."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    levels: dict[str, dict[int, str]] = {}
    for abstract in root.iter(f"{space}abstractNum"):
        found = levels.setdefault(abstract.get(f"{space}abstractNumId", ""), {})
        for level in abstract.iter(f"{space}lvl"):
            shape = level.find(f"{space}numFmt")
            if shape is not None:
                found[_whole(level.get(f"{space}ilvl"))] = shape.get(f"{space}val", "")
    for number in root.iter(f"{space}num"):
        abstract = number.find(f"{space}abstractNumId")
        name = abstract.get(f"{space}val", "") if abstract is not None else ""
        for level_number, shape in levels.get(name, {}).items():
            yield (_whole(number.get(f"{space}numId")), level_number), shape


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _grid(table: Any, place: Problem) -> Iterator[Line]:
    """A table as the rows and columns of the question above it."""
    cells = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    if len(cells) < 2 or len(cells[0]) < 2:
        yield from (
            Line("text", text, place) for row in cells for text in dict.fromkeys(row) if text
        )
        return
    yield Line("text", "Rows:", place)
    yield from (Line("option", row[0], place) for row in cells[1:] if row[0])
    yield Line("text", "Columns:", place)
    yield from (Line("option", text, place) for text in cells[0][1:] if text)
