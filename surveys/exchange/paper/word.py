"""The sheet as a Word document that can be edited, printed and filled in."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from surveys.exchange.paper.sheet import (
    FILL,
    GRID,
    MANY,
    NOT_APPLICABLE,
    ONE,
    Asked,
    Sheet,
    Words,
)
from surveys.question_types import Problem

Say = Callable[[Problem], str]
_BOXES = {ONE: "○", MANY: "☐", FILL: "____"}
_LINE = "_" * 60
_OLD = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_SCORES_MOST = 11


def write_word(sheet: Sheet, say: Say, *, is_rtl: bool) -> bytes:
    """The document; the same sheet gives the same words in the same order."""
    return _Writer(sheet, say, is_rtl=is_rtl).document()


class _Writer:
    """Writes one sheet: a method a part."""

    def __init__(self, sheet: Sheet, say: Say, *, is_rtl: bool) -> None:
        self.sheet = sheet
        self.say = say
        self.is_rtl = is_rtl
        self.word = docx.Document()
        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        self.word.styles["Normal"].font.size = Pt(10.5)
        about = self.word.core_properties
        about.title, about.author, about.language = sheet.definition.title, "", sheet.language
        about.created = about.modified = _OLD

    def document(self) -> bytes:
        definition = self.sheet.definition
        self.line(definition.title, "Title")
        if definition.intro:
            self.line(definition.intro)
        for part in self.sheet.parts:
            self.line(part.section.title, "Heading 1")
            for asked in part.asked:
                self.question(asked)
        if definition.thanks:
            self.line(definition.thanks)
        file = io.BytesIO()
        self.word.save(file)
        return file.getvalue()

    def line(self, text: str, style: str = "Normal") -> Any:
        """A paragraph, which runs from the right where the language does."""
        paragraph = self.word.add_paragraph(_clean(text), style=style)
        self.turn(paragraph)
        return paragraph

    def turn(self, paragraph: Any) -> None:
        if not self.is_rtl:
            return
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # the start, in a paragraph from the right
        properties = paragraph.paragraph_format.element.get_or_add_pPr()
        properties.append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            turned = OxmlElement("w:rtl")
            run.font.element.get_or_add_rPr().append(turned)

    def question(self, asked: Asked) -> None:
        number = f"{asked.number}. " if asked.is_numbered else ""
        heading = self.line(f"{number}{asked.question.text}", "Heading 3")
        heading.paragraph_format.keep_with_next = True
        if asked.question.hint:
            self.line(asked.question.hint)
        notes = "; ".join(self.say(each) for each in asked.notes)
        if notes:
            self.line(notes).runs[0].italic = True
        if asked.form == GRID:
            for rows in asked.tables:
                self.grid(asked, rows)
        else:
            self.options(asked)
        self.rest(asked)
        for way in asked.ways_out:
            self.line(f"○ {self.say(way)}")

    def rest(self, asked: Asked) -> None:
        """What stands below the boxes: the ends of a scale, named lines, a question more."""
        if asked.ends:
            self.line("     ".join(f"{end} = {self.told(words)}" for end, words in asked.ends))
        for name in asked.fields:
            self.line(f"{self.say(name)}: {_LINE}")
        for words in asked.more:
            self.line(self.told(words))
        for _ in range(asked.lines):
            self.line(_LINE)

    def told(self, words: Words) -> str:
        return words if isinstance(words, str) else self.say(words)

    def options(self, asked: Asked) -> None:
        box = _BOXES.get(asked.form, "")
        if len(asked.options) == _SCORES_MOST and asked.options[0] == "0":
            self.line("   ".join(f"{box} {each}" for each in asked.options))
            return
        for each in asked.options:
            self.line(f"{box} {self.told(each)}")

    def grid(self, asked: Asked, rows: tuple[str, ...]) -> None:
        columns = [*map(self.told, asked.columns)]
        columns += [self.say(NOT_APPLICABLE)] if asked.has_none else []
        table = self.word.add_table(len(rows) + 1, len(columns) + 1)
        table.style = "Table Grid"
        if self.is_rtl:
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))  # noqa: SLF001  python-docx has no public way to it
        box = "" if asked.is_filled else _BOXES[MANY if asked.is_ticked_often else ONE]
        for place, heading in enumerate(columns, 1):
            self.cell(table, 0, place, heading)
        for number, row in enumerate(rows, 1):
            self.cell(table, number, 0, row)
            for place in range(1, len(columns) + 1):
                self.cell(table, number, place, box)
        self.line("") if len(asked.tables) > 1 else None
        first = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  nor to a row that is repeated on each page
        heading_row = OxmlElement("w:tblHeader")
        heading_row.set(qn("w:val"), "true")
        first.append(heading_row)

    def cell(self, table: Any, row: int, column: int, text: str) -> None:
        paragraph = table.cell(row, column).paragraphs[0]
        paragraph.add_run(_clean(text))
        self.turn(paragraph)


def _clean(text: str) -> str:
    """The text without characters that XML has no place for."""
    return "".join(
        each for each in text if each in "\t\n" or (each >= " " and each not in "\ufffe\uffff")
    )
